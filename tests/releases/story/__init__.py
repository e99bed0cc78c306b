"""A week in a small office in which everything happens once that a database can hold.

`play()` plays it through the engine, at times in the past: every event, tasks and instances in every state, a
file, versions at every stage of their life, a move that was stopped halfway. A release keeps the database
that it leaves (tests/releases/make.py); the tests compare what is written now with what was written then.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from sqlalchemy import select

from engine import clock
from engine.database import reading
from engine.instances.view import open_tasks
from engine.tables.instances import Instance
from tests.releases.story import instances, office, people, sop_032, versions
from tests.releases.story.answers import ANSWERS

#: A Monday, 8 o'clock in Jakarta.
BEGIN = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)


class Ticking:
    """A clock that goes on by a second with each look at it."""

    def __init__(self, begin: datetime) -> None:
        self.moment = begin

    def now(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment

    def on(self, *, hours: float) -> None:
        self.moment += timedelta(hours=hours)


@contextmanager
def time_of(ticking: Ticking) -> Iterator[None]:
    with patch.object(clock, "now", ticking.now):
        yield


def play(begin: datetime = BEGIN) -> dict[str, object]:
    """Play the week in the connected, empty database.

    Gives what has to be known of it later: {"cases": {number: {"what", "state", "waits_at"}}, "answers":
    {step: what can be typed there to complete it}}.
    """
    time = Ticking(begin)
    with time_of(time):
        staff = people.arrive()
        versions.first(staff)
        time.on(hours=1)
        told = instances.before_the_revision(staff, time)
        versions.revise(staff)
        told |= instances.after_the_revision(staff, time)
        office.enter_a_holiday(staff)
        told |= sop_032.play(staff)
        versions.leave_unfinished(staff)
        instances.stop_a_move_halfway(staff)
        people.leave(staff, time)
        told |= instances.left_behind(staff)
    return {"cases": _standing(told), "answers": ANSWERS}


def _standing(told: dict[str, str]) -> dict[str, dict[str, object]]:
    """Where each instance stands; the words of those that are there for a reason of their own."""
    with reading() as session:
        return {
            instance.number: {
                "what": told.get(instance.number, ""),
                "state": instance.state.value,
                "waits_at": [task.element for task, _, _ in open_tasks(session, instance.id)],
            }
            for instance in session.scalars(select(Instance).order_by(Instance.id)).unique()
        }
