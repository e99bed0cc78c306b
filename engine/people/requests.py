"""What administrators of accounts ask for themselves: another of them decides.

A request is of one role or office. It lasts 14 days and ends earlier when it is decided or taken back, when
the asker no longer administers accounts or got it otherwise, or when no SOP knows the role any longer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session, aliased

from engine import clock
from engine.actor import Actor
from engine.audit.log import PEOPLE, record_on
from engine.audit.names import EventName
from engine.errors import Conflict, Invalid, NotFound, Problem
from engine.forms.characters import clean_line
from engine.people.grants import (
    check_grants,
    clean_roles,
    grant_in_words,
    granted,
    other_admins,
    set_grants,
)
from engine.people.notices import tell
from engine.people.person import about, lock_person, may_manage
from engine.people.rights import Office
from engine.tables.people import Grant, GrantKind, GrantRequest, Person

MAX_AGE = timedelta(days=14)
MIN_REASON, MAX_REASON = 10, 500


class NotYourOwnRequest(Conflict):
    """Nobody decides what they asked for themselves."""

    code = "not_your_own_request"


@dataclass(frozen=True, kw_only=True)
class Request:
    id: int
    person_id: int
    person: str
    kind: GrantKind
    name: str
    reason: str
    requested_at: datetime
    expires_at: datetime

    @property
    def words(self) -> str:
        """What is asked for."""
        return grant_in_words(self.kind, self.name)


def change_own(
    session: Session, *, roles: Collection[str], offices: Collection[str], reason: str, by: Actor
) -> bool:
    """As `set_grants`, of oneself: what is new among these is asked of other administrators, if any.

    Whether something was asked. What waits already is not asked twice. Raises Invalid by field (`roles`,
    `offices`, `reason`), and what `set_grants` does.
    """
    may_manage(session, by, "request_grant")
    person = lock_person(session, by.id)
    wanted = {GrantKind.ROLE: clean_roles(roles), GrantKind.OFFICE: set(offices)}
    check_grants(wanted)
    grants = granted(session, by.id)
    more = [(kind, name) for kind in GrantKind for name in sorted(wanted[kind] - grants[kind])]
    asks = bool(more) and other_admins(session, by.id)
    if asks:
        reason = _clean_reason(reason, name="reason")
        waiting = {(row.kind, row.name) for row in _rows(session, by.id)}
        for grant in more:
            if grant not in waiting:
                _ask(session, person, grant, reason=reason, by=by)
        wanted = {kind: wanted[kind] & grants[kind] for kind in GrantKind}
    set_grants(session, by.id, roles=wanted[GrantKind.ROLE], offices=wanted[GrantKind.OFFICE], by=by)
    return asks


def _ask(session: Session, person: Person, grant: tuple[GrantKind, str], *, reason: str, by: Actor) -> None:
    now = clock.now()
    kind, name = grant
    session.add(
        GrantRequest(
            person_id=person.id,
            kind=kind,
            name=name,
            reason=reason,
            requested_at=now,
            expires_at=now + MAX_AGE,
        )
    )
    _record(session, EventName.GRANT_REQUESTED, person, grant, by=by, reason=reason)


def open_requests(session: Session, *, roles: Callable[[], Collection[str]]) -> list[Request]:
    """Those that can be decided, the oldest first. `roles`: all that people can be given, if needed."""
    administers = aliased(Grant)
    has = and_(
        Grant.person_id == GrantRequest.person_id,
        Grant.kind == GrantRequest.kind,
        Grant.name == GrantRequest.name,
    )
    rows = session.execute(
        select(GrantRequest, Person.name)
        .join(Person, Person.id == GrantRequest.person_id)
        .join(administers, administers.person_id == Person.id)
        .where(administers.kind == GrantKind.OFFICE, administers.name == Office.ADMIN, Person.active)
        .where(GrantRequest.expires_at > clock.now(), ~exists().where(has))
        .order_by(GrantRequest.id)
    )
    found = [_request(row, name) for row, name in rows]
    known = roles() if any(each.kind is GrantKind.ROLE for each in found) else ()
    return [each for each in found if each.kind is GrantKind.OFFICE or each.name in known]


def _request(row: GrantRequest, person: str) -> Request:
    return Request(
        id=row.id,
        person_id=row.person_id,
        person=person,
        kind=row.kind,
        name=row.name,
        reason=row.reason,
        requested_at=row.requested_at,
        expires_at=row.expires_at,
    )


def approve_request(session: Session, request_id: int, *, roles: Collection[str], by: Actor) -> Request:
    """It is given, by who approves. Raises NotFound when it waits no longer, NotYourOwnRequest."""
    row, person = _lock_to_decide(session, request_id, by)
    if not _is_open(session, row, person, roles):
        raise NotFound(request=request_id)
    what = _what((row.kind, row.name), row.reason)
    record_on(session, PEOPLE, EventName.GRANT_APPROVED, by=by, **about(person), **what)
    given = _request(row, person.name)
    has = granted(session, person.id)
    has[row.kind].add(row.name)
    session.delete(row)
    session.flush()
    set_grants(session, person.id, roles=has[GrantKind.ROLE], offices=has[GrantKind.OFFICE], by=by)
    return given


def refuse_request(session: Session, request_id: int, *, reason: str, by: Actor) -> Request:
    """Raises NotFound when it waits no longer, NotYourOwnRequest, Invalid (`reason`)."""
    row, person = _lock_to_decide(session, request_id, by)
    reason = _clean_reason(reason, name="reason")
    refused = _request(row, person.name)
    _end(session, row, person, EventName.GRANT_REFUSED, by=by, reason=reason)
    return refused


def withdraw_request(session: Session, request_id: int, *, by: Actor) -> None:
    """By who asked. Raises NotFound for others' requests, too."""
    may_manage(session, by, "withdraw_request")
    person = lock_person(session, by.id)
    row = session.get(GrantRequest, request_id, populate_existing=True)
    if row is None or row.person_id != by.id:
        raise NotFound(request=request_id)
    _end(session, row, person, EventName.GRANT_WITHDRAWN, by=by, reason=row.reason)


def end_lapsed(session: Session, *, roles: Collection[str]) -> None:
    """For the worker: ends those that can no longer be given."""
    rows = session.scalars(select(GrantRequest).order_by(GrantRequest.id)).all()
    for person_id in sorted({row.person_id for row in rows}):
        person = lock_person(session, person_id)
        for row in _rows(session, person_id):
            if not _is_open(session, row, person, roles):
                _end(session, row, person, EventName.GRANT_LAPSED, by=None, reason=row.reason)


def _is_open(session: Session, row: GrantRequest, person: Person, roles: Collection[str]) -> bool:
    """Whether it can still be given: as `open_requests` lists them."""
    has = granted(session, person.id)
    administers = person.active and Office.ADMIN in has[GrantKind.OFFICE]
    known = row.kind is GrantKind.OFFICE or row.name in roles
    return administers and known and row.expires_at > clock.now() and row.name not in has[row.kind]


def _lock_to_decide(session: Session, request_id: int, by: Actor) -> tuple[GrantRequest, Person]:
    """The person first, as everywhere: of two who decide at once the second finds no request."""
    may_manage(session, by, "decide_request")
    row = session.get(GrantRequest, request_id)
    if row is None:
        raise NotFound(request=request_id)
    if row.person_id == by.id:
        raise NotYourOwnRequest
    person = lock_person(session, row.person_id)
    row = session.scalar(
        select(GrantRequest).where(GrantRequest.id == request_id).execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound(request=request_id)
    return row, person


def _rows(session: Session, person_id: int) -> list[GrantRequest]:
    rows = select(GrantRequest).where(GrantRequest.person_id == person_id).order_by(GrantRequest.id)
    return list(session.scalars(rows))


def _end(
    session: Session, row: GrantRequest, person: Person, event: EventName, *, by: Actor | None, reason: str
) -> None:
    _record(session, event, person, (row.kind, row.name), by=by, reason=reason)
    session.delete(row)
    session.flush()


def _record(
    session: Session,
    event: EventName,
    person: Person,
    grant: tuple[GrantKind, str],
    *,
    by: Actor | None,
    reason: str,
) -> None:
    """The event, and its notice to whoever watches over accounts."""
    what = _what(grant, reason)
    record_on(session, PEOPLE, event, by=by, **about(person), **what)
    tell(session, event, person, by=by, holds=what["holds"], reason=reason)


def _what(grant: tuple[GrantKind, str], reason: str) -> dict[str, str]:
    kind, name = grant
    return {"kind": kind.value, "name": name, "holds": grant_in_words(kind, name), "reason": reason}


def _clean_reason(reason: str, *, name: str) -> str:
    """On one line. Raises Invalid under the field's `name`."""
    cleaned = clean_line(reason)
    if not MIN_REASON <= len(cleaned) <= MAX_REASON:
        raise Invalid({name: Problem("forms.reason_length", {"min": MIN_REASON, "max": MAX_REASON})})
    return cleaned
