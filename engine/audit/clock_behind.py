"""Whether the clock is behind what has been written down already."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock
from engine.tables.events import Event

#: Servers that share a database differ by less.
TOLERANCE = timedelta(minutes=2)


def minutes(session: Session) -> int | None:
    """How many minutes the newest event is later than now; None when the clock goes right.

    One row by its key.
    """
    newest = session.scalar(select(Event.at).order_by(Event.id.desc()).limit(1))
    if newest is None or newest - clock.now() <= TOLERANCE:
        return None
    return (newest - clock.now()) // timedelta(minutes=1)
