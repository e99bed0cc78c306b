"""Nobody takes an account over unseen: what was done to it is told to its owner, supervisors and admins. So
is what was changed in the office's calendar.

At their next login, until each of them says that they have read it. Of an account that nobody has entered yet
nothing is told: there is nothing to take over.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine import clock
from engine.actor import Actor
from engine.audit.names import EventName
from engine.calendar.changes import Change, in_words
from engine.people.rights import Office
from engine.tables.people import AccountNotice, Grant, GrantKind, Person
from engine.texts import text

#: Who watches over accounts; auditors only what somebody gave to themselves.
_WATCHERS = (Office.SUPERVISOR, Office.ADMIN)


@dataclass(frozen=True, kw_only=True)
class Notice:
    id: int
    at: datetime
    event: str
    who: str
    person: str
    had: str
    holds: str
    reason: str

    @property
    def of_work(self) -> bool:
        """Of a task, not of an account."""
        return self.event == EventName.TASK_HANDED_OVER

    def sentence(self, language: str) -> str:
        """As the audit trail says it."""
        words = {"who": self.who, "person": self.person, "had": self.had, "holds": self.holds}
        # What is told of work names its step where what is told of an account names what it holds now; of the
        # calendar, what was changed, in the reader's words.
        words |= {"reason": self.reason, "step": self.holds, "changes": self.holds}
        return text(f"events.{self.event}", language, **words)


def tell(session: Session, event: EventName, person: Person, *, by: Actor | None, **words: str) -> None:
    """To all whom it concerns but who did it. `words`, as the event says them: `had` and `holds` before and
    after, `reason`.
    """
    if person.password_hash is None:
        return
    to_themselves = by is not None and by.id == person.id
    offices = (*_WATCHERS, Office.AUDITOR) if to_themselves else _WATCHERS
    watchers = (
        select(Grant.person_id)
        .join(Person, Person.id == Grant.person_id)
        .where(Person.active, Grant.kind == GrantKind.OFFICE, Grant.name.in_(offices))
    )
    recipients = {person.id, *session.scalars(watchers)} - {by.id if by else 0}
    words = {"had": "", "holds": "", "reason": "", **words}
    words |= {"who": by.name if by else "Alur", "person": person.name}
    session.add_all(
        AccountNotice(person_id=recipient, at=clock.now(), event=event.value, **words)
        for recipient in sorted(recipients)
    )
    session.flush()


def tell_of_work(session: Session, to: Person, step: str, *, had: str, by: Actor) -> None:
    """To one colleague alone, that a step is theirs now. `had`: whose it was."""
    event, words = EventName.TASK_HANDED_OVER.value, {"person": to.name, "had": had, "holds": step}
    session.add(AccountNotice(person_id=to.id, at=clock.now(), event=event, who=by.name, reason="", **words))
    session.flush()


def tell_of_calendar(session: Session, changes: Sequence[Change], *, by: Actor) -> None:
    """To supervisors and admins but who did it."""
    rows = session.execute(
        select(Person.id, Person.language)
        .join(Grant, Grant.person_id == Person.id)
        .where(Person.active, Grant.kind == GrantKind.OFFICE, Grant.name.in_(_WATCHERS), Person.id != by.id)
        .distinct()
        .order_by(Person.id)
    )
    session.add_all(
        AccountNotice(
            person_id=row.id,
            at=clock.now(),
            event=EventName.CALENDAR_CHANGED.value,
            who=by.name,
            person="",
            had="",
            holds=in_words(changes, row.language),
            reason="",
        )
        for row in rows
    )
    session.flush()


def notices(session: Session, *, by: Actor) -> list[Notice]:
    """What they have not read yet, oldest first."""
    rows = session.scalars(
        select(AccountNotice).where(AccountNotice.person_id == by.id).order_by(AccountNotice.id)
    )
    return [
        Notice(
            id=row.id,
            at=row.at,
            event=row.event,
            who=row.who,
            person=row.person,
            had=row.had,
            holds=row.holds,
            reason=row.reason,
        )
        for row in rows
    ]


def dismiss(session: Session, ids: Collection[int], *, by: Actor) -> None:
    """They have read these. Others' stay."""
    session.execute(delete(AccountNotice).where(AccountNotice.person_id == by.id, AccountNotice.id.in_(ids)))
