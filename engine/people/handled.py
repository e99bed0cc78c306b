"""A form has one effect, however often it is sent: its key is written in the action's own transaction.

So the key stands if and only if the action does. Of two at the same moment the second waits for the first at
the unique key, undoes what it did, and gets the first one's answer.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import timedelta

import orjson
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from engine import clock
from engine.database import transaction, upserting
from engine.tables.handled import HandledForm

#: So long the same form is known.
MAX_AGE = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a form was answered with, as far as it is given once more."""

    status: int
    headers: dict[str, str]
    body: str
    #: Notices for the next page: [kind, words].
    notices: list[list[str]]


@dataclass(frozen=True, kw_only=True)
class Handled:
    """`answer` None: the action goes on, or was interrupted between two of its transactions."""

    answer: Answer | None


class _Free(Exception):
    """Undoes the look."""


def take(session: Session, person_id: int, key: str, answer: Answer | None) -> bool:
    """Write the key; False when it is there already. Waits for another who writes it just now."""
    row = {"person_id": person_id, "key": key, "at": clock.now(), "answer": _written(answer)}
    written = upserting(session, HandledForm).values(row).on_conflict_do_nothing().returning(HandledForm.key)
    return session.scalar(written) is not None


def complete(session: Session, person_id: int, key: str, answer: Answer | None) -> None:
    """What became of a key that was taken before its answer was known; None: nothing, it is free again."""
    place = (HandledForm.person_id == person_id, HandledForm.key == key)
    if answer is None:
        session.execute(delete(HandledForm).where(*place))
    else:
        session.execute(update(HandledForm).where(*place).values(answer=_written(answer)))


def find(session: Session, person_id: int, key: str) -> Handled | None:
    """None: this form was not handled yet."""
    place = (HandledForm.person_id == person_id, HandledForm.key == key)
    row = session.execute(select(HandledForm.answer).where(*place)).first()
    if row is None:
        return None
    return Handled(answer=Answer(**orjson.loads(row.answer)) if row.answer else None)


def was_taken(person_id: int, key: str) -> bool:
    """Asked after a commit that nobody confirmed: waits until it has ended, one way or the other."""
    with suppress(_Free), transaction() as session:
        if take(session, person_id, key, None):
            raise _Free
        return True
    return False


def forget_old() -> None:
    """For the worker."""
    with transaction() as session:
        session.execute(delete(HandledForm).where(HandledForm.at < clock.now() - MAX_AGE))


def _written(answer: Answer | None) -> str | None:
    return orjson.dumps(asdict(answer)).decode() if answer else None
