"""The audit trail, for reading: search over all chains, newest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Integer, case, cast, func, or_, select, true
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.audit.names import Happened
from engine.audit.verify import Verdict, verify_all
from engine.instances.timeline import Entry, entry_of
from engine.people.rights import Right, require_right
from engine.tables.events import Event
from engine.tables.instances import Instance
from engine.tables.people import Person

PAGE = 50
#: Of broken chains: more of them is a matter for `alur audit verify`.
BROKEN_SHOWN = 100
#: Who came and went: most of the trail, and seldom what somebody looks for.
LOGINS = (
    Happened.PERSON_LOGGED_IN.value,
    Happened.PERSON_LOGGED_OUT.value,
    Happened.LOGIN_FAILED.value,
    Happened.LOGIN_UNKNOWN.value,
)
#: The case in whose chain an event stands. From the number to the case: the other way round SQLite would go
#: through all cases for each event.
_CASE_ID = case(
    (Event.chain.startswith("instance:"), cast(func.substr(Event.chain, len("instance:") + 1), Integer))
)
#: Kinds of events that can be asked for; none of them: all but logins.
KINDS: Mapping[str, ColumnElement[bool]] = {
    "cases": Event.chain.startswith("instance:"),
    "procedures": Event.chain == "definitions",
    "people": (Event.chain == "people") & Event.name.not_in(LOGINS),
    "logins": Event.name.in_((*LOGINS, Happened.LOGIN_BLOCKED.value)),
    "all": true(),
}


@dataclass(frozen=True, kw_only=True)
class TrailFilter:
    #: Number or title of a case, or part of it.
    case: str = ""
    #: Name or username, or part of it.
    person: str = ""
    #: An event's name, or its beginning: "task.", "deed.denied".
    event: str = ""
    #: One of KINDS; of nothing in particular: all but logins, unless an event is named.
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class TrailRow:
    entry: Entry
    case_id: int | None
    number: str | None
    title: str | None


@dataclass(frozen=True, kw_only=True)
class TrailPage:
    rows: list[TrailRow]
    #: Give it as `before` for the next page; None on the last.
    next_before: int | None


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What all chains are like: an office has ten thousand of them, hardly ever a broken one."""

    chains: int
    events: int
    #: How many chains are broken, and the first of them.
    cut: int
    broken: list[Verdict]


def search(session: Session, wanted: TrailFilter, *, by: Actor, before: int | None = None) -> TrailPage:
    """Raises NotAllowed. One statement."""
    require_right(session, Right.SEE_AUDIT, by)
    query = (
        select(Event, Instance.id, Instance.number, Instance.title)
        .outerjoin(Instance, Instance.id == _CASE_ID)
        .outerjoin(Person, Person.id == Event.person_id)
    )
    if wanted.case.strip():
        text = wanted.case.strip().lower()
        query = query.where(
            or_(
                func.lower(Instance.number).contains(text, autoescape=True),
                func.lower(Instance.title).contains(text, autoescape=True),
            )
        )
    if wanted.person.strip():
        text = wanted.person.strip().lower()
        query = query.where(
            or_(
                func.lower(Person.name).contains(text, autoescape=True),
                Person.username.contains(text, autoescape=True),
            )
        )
    query = query.where(*_about(wanted))
    if wanted.since:
        query = query.where(Event.at >= wanted.since)
    if wanted.until:
        query = query.where(Event.at < wanted.until)
    if before is not None:
        query = query.where(Event.id < before)
    found = session.execute(query.order_by(Event.id.desc()).limit(PAGE + 1)).all()
    rows = [
        TrailRow(entry=entry_of(row[0]), case_id=row[1], number=row[2], title=row[3]) for row in found[:PAGE]
    ]
    return TrailPage(rows=rows, next_before=rows[-1].entry.id if len(found) > PAGE else None)


def _about(wanted: TrailFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.kind in KINDS:
        yield KINDS[wanted.kind]
    elif not wanted.event:
        yield Event.name.not_in(LOGINS)
    if wanted.event:
        yield Event.name.startswith(wanted.event, autoescape=True)


def verify(session: Session, *, by: Actor) -> Verified:
    """Raises NotAllowed."""
    require_right(session, Right.SEE_AUDIT, by)
    chains = events = cut = 0
    broken: list[Verdict] = []
    for verdict in verify_all(session):
        chains += 1
        events += verdict.events
        cut += verdict.broken is not None
        if verdict.broken is not None and cut <= BROKEN_SHOWN:
            broken.append(verdict)
    return Verified(chains=chains, events=events, cut=cut, broken=broken)
