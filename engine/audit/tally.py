"""How many events of each kind this process has recorded since it began, for who measures.

Counted when their transaction is committed: what was undone did not happen.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

_RECORDED = "recorded"
#: By `EventName`, since `begin`.
counts: Counter[str] = Counter()


def note(session: Session, name: str) -> None:
    """One event was added in this session."""
    session.info.setdefault(_RECORDED, []).append(name)


def begin() -> None:
    """Count from now on; once a process."""
    if not event.contains(Session, "after_commit", _count):
        event.listen(Session, "after_commit", _count)


def _count(session: Session) -> None:
    names: list[Any] = session.info.pop(_RECORDED, [])
    counts.update(names)
