"""Wrong passwords in the audit trail: one by one, and from a noisy address as a sum an account and hour.

Whoever guesses at ten thousand names writes some dozen events, not ten thousand; which accounts were guessed
at, from where and how often is in them all the same.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from engine import clock
from engine.audit.log import PEOPLE, record_on
from engine.audit.names import EventName
from engine.database import upserting
from engine.people.attempts import SKEW, WAITS, WINDOW, Counted, network_of
from engine.people.person import about
from engine.tables.people import FailedLogins, Person


def write_down(session: Session, person: Person | None, counted: Counted, *, address: str) -> None:
    """One wrong password; `person` None: a name that nobody has. As many statements for either."""
    if counted.noisy:
        _add_one(session, network_of(address), person.username if person else "")
        return
    if person is None:
        record_on(session, PEOPLE, EventName.LOGIN_UNKNOWN, by=None, address=address)
    else:
        reason = "password" if person.active else "inactive"
        failed = {**about(person), "address": address, "reason": reason}
        record_on(session, PEOPLE, EventName.LOGIN_FAILED, by=None, **failed)
    if counted.last:
        minutes = int(WAITS[0].total_seconds() // 60)
        record_on(session, PEOPLE, EventName.LOGIN_BLOCKED, by=None, address=address, minutes=minutes)


def sum_up(session: Session) -> None:
    """Sums whose hour is over become events. Called by the worker now and then."""
    over = session.execute(
        delete(FailedLogins)
        .where(_over(clock.now()))
        .returning(FailedLogins.address, FailedLogins.username, FailedLogins.failed, FailedLogins.since)
    ).all()
    for address, username, failed, since in sorted(over):
        person = session.scalar(select(Person).where(Person.username == username))
        event = EventName.LOGIN_FAILED_OFTEN if person else EventName.LOGIN_UNKNOWN_OFTEN
        details = {"address": address, "failed": failed, "since": since.isoformat()}
        record_on(session, PEOPLE, event, by=None, **(about(person) if person else {}), **details)


def _over(now: datetime) -> ColumnElement[bool]:
    return or_(FailedLogins.since <= now - WINDOW, FailedLogins.since > now + SKEW)


def _add_one(session: Session, address: str, username: str) -> None:
    session.execute(
        upserting(session, FailedLogins)
        .values(address=address, username=username, failed=1, since=clock.now())
        .on_conflict_do_update(
            index_elements=[FailedLogins.address, FailedLogins.username],
            set_={"failed": FailedLogins.failed + 1},
        )
    )
