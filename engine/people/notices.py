"""Nobody takes an account over unseen: what was done to it is told to its owner, supervisors and admins. So
is what was changed in the office's calendar; and to who works, what came to them or is due at another time.

At their next login, or in the inbox, until each of them says that they have read it. Of an account that
nobody has entered yet nothing is told: there is nothing to take over.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine import clock
from engine.actor import Actor
from engine.audit.names import EventName
from engine.calendar import local_zone
from engine.calendar.changes import Change, from_body, in_words
from engine.forms.shown import moment
from engine.people.rights import Office
from engine.tables.people import Grant, GrantKind, Person, StoredNotice
from engine.texts import text

#: Who watches over accounts; auditors only what somebody gave to themselves.
_WATCHERS = (Office.SUPERVISOR, Office.ADMIN)


class Topic(enum.StrEnum):
    """What a notice is about, and so where it is told."""

    #: An account or the office's calendar: on every page after a login.
    ACCOUNT = "notices"
    #: A task that somebody handed over, and tasks that are due at another time: in the inbox.
    WORK = "work"
    DUE = "due"


_TOPICS = {EventName.TASK_HANDED_OVER: Topic.WORK, EventName.TASK_DUE_MOVED: Topic.DUE}


@dataclass(frozen=True, kw_only=True)
class Notice:
    """`details` by event: of an account `who`, `person`, `had`, `holds`, `reason`; of the calendar `who`,
    `changes`; of a task handed over `who`, `person`, `had`, `step`; of due times `calendar` (its number),
    `tasks` (how many), and of the one that is due first `step`, `due_before`, `due_at`.
    """

    id: int
    at: datetime
    event: str
    details: Mapping[str, Any]

    @property
    def topic(self) -> Topic:
        """Where it is told."""
        return _TOPICS.get(EventName(self.event), Topic.ACCOUNT)

    def sentence(self, language: str) -> str:
        """As the audit trail says it; of due times, how many and which one comes first."""
        words = dict(self.details)
        if self.event == EventName.CALENDAR_CHANGED:
            words["changes"] = in_words([from_body(each) for each in words["changes"]], language)
        if self.event == EventName.TASK_DUE_MOVED:
            times = {key: moment(words[key], language, local_zone()) for key in ("due_before", "due_at")}
            of_how_many = "one" if words["tasks"] == 1 else "several"
            return text(f"people.due.{of_how_many}", language, n=words["tasks"], **words | times)
        return text(f"events.{self.event}", language, **words)


def tell(session: Session, event: EventName, person: Person, *, by: Actor | None, **words: str) -> None:
    """To all whom it concerns but who did it. `words`, as the event says them: `had` and `holds` before and
    after, `reason`.
    """
    if person.password_hash is None:
        return
    to_themselves = by is not None and by.id == person.id
    offices = (*_WATCHERS, Office.AUDITOR) if to_themselves else _WATCHERS
    recipients = {person.id, *_watching(session, offices)} - {by.id if by else 0}
    details = {"who": by.name if by else "Alur", "person": person.name, "had": "", "holds": "", "reason": ""}
    _add(session, recipients, event, {**details, **words})


def tell_of_work(session: Session, to: Person, step: str, *, had: str, by: Actor) -> None:
    """To one colleague alone, that a step is theirs now. `had`: whose it was."""
    details = {"who": by.name, "person": to.name, "had": had, "step": step}
    _add(session, [to.id], EventName.TASK_HANDED_OVER, details)


def tell_of_calendar(session: Session, changes: Sequence[Change], *, by: Actor) -> None:
    """To supervisors and admins but who did it."""
    details = {"who": by.name, "changes": [each.to_body() for each in changes]}
    recipients = _watching(session, _WATCHERS) - {by.id}
    _add(session, recipients, EventName.CALENDAR_CHANGED, details)


def tell_of_due(
    session: Session, to: int, step: str, *, before: datetime, after: datetime, calendar: int
) -> None:
    """To whom a task waits for, that it is due at another time: one notice for each calendar, however many
    tasks it moves."""
    details = {
        "calendar": calendar,
        "tasks": 1,
        "step": step,
        "due_before": before.isoformat(),
        "due_at": after.isoformat(),
    }
    newest = session.scalar(
        select(StoredNotice)
        .where(StoredNotice.person_id == to, StoredNotice.event == EventName.TASK_DUE_MOVED.value)
        .order_by(StoredNotice.id.desc())
        .limit(1)
        .with_for_update()
    )
    if newest is None or newest.details["calendar"] != calendar:
        _add(session, [to], EventName.TASK_DUE_MOVED, details)
        return
    first = min(newest.details, details, key=lambda each: datetime.fromisoformat(str(each["due_at"])))
    newest.details = {**first, "tasks": newest.details["tasks"] + 1}


def notices(session: Session, *, by: Actor) -> list[Notice]:
    """What they have not read yet, oldest first."""
    rows = session.scalars(
        select(StoredNotice).where(StoredNotice.person_id == by.id).order_by(StoredNotice.id)
    )
    return [Notice(id=row.id, at=row.at, event=row.event, details=row.details) for row in rows]


def dismiss(session: Session, ids: Collection[int], *, by: Actor) -> None:
    """They have read these. Others' stay."""
    session.execute(delete(StoredNotice).where(StoredNotice.person_id == by.id, StoredNotice.id.in_(ids)))


def _watching(session: Session, offices: Iterable[Office]) -> set[int]:
    holders = (
        select(Grant.person_id)
        .join(Person, Person.id == Grant.person_id)
        .where(Person.active, Grant.kind == GrantKind.OFFICE, Grant.name.in_(offices))
    )
    return set(session.scalars(holders))


def _add(session: Session, recipients: Iterable[int], event: EventName, details: Mapping[str, Any]) -> None:
    session.add_all(
        StoredNotice(person_id=recipient, at=clock.now(), event=event.value, details=dict(details))
        for recipient in sorted(recipients)
    )
    session.flush()
