"""The audit trail, for reading: search over all chains, newest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Integer, case, cast, func, or_, select, true
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.audit.denials import DENIALS
from engine.audit.names import EventName
from engine.audit.verify import Verdict, verify_all
from engine.definitions.decisions import decision_fields
from engine.definitions.deployed import deployed
from engine.forms.fields import Field
from engine.instances.timeline import Entry, entry_of
from engine.people.rights import Right, require_right
from engine.tables.definitions import Version
from engine.tables.events import Denial, Event
from engine.tables.instances import Instance
from engine.tables.people import Person

PAGE = 50
#: Of broken chains: more of them is a matter for `alur audit verify`.
BROKEN_SHOWN = 100
#: Who came and went: most of the trail, and seldom what somebody looks for.
LOGINS = (
    EventName.PERSON_LOGGED_IN.value,
    EventName.PERSON_LOGGED_OUT.value,
    EventName.LOGIN_FAILED.value,
    EventName.LOGIN_UNKNOWN.value,
    EventName.LOGIN_FAILED_OFTEN.value,
    EventName.LOGIN_UNKNOWN_OFTEN.value,
)
#: Chains of an instance: its story, and what was refused in it.
_OF_INSTANCES = ("instance:", f"{DENIALS}:")
#: The instance that an event is about, by its chain. From the number to the instance: the other way round
#: SQLite would go through all instances for each event.
_INSTANCE_ID = case(
    *(
        (Event.chain.startswith(name), cast(func.substr(Event.chain, len(name) + 1), Integer))
        for name in _OF_INSTANCES
    )
)
#: Kinds of events that can be asked for; none of them: all but logins.
KINDS: Mapping[str, ColumnElement[bool]] = {
    "instances": Event.chain.startswith("instance:"),
    "definitions": Event.chain == "definitions",
    "people": (Event.chain == "people") & Event.name.not_in(LOGINS),
    "denials": Event.name.startswith(EventName.DENIED.value),
    "logins": Event.name.in_((*LOGINS, EventName.LOGIN_BLOCKED.value)),
    "all": true(),
}


@dataclass(frozen=True, kw_only=True)
class TrailFilter:
    #: Number or title of an instance, or part of it.
    instance: str = ""
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
    instance_id: int | None
    number: str | None
    title: str | None
    #: How often this was refused in the hour that is not over yet; 0 for any other event.
    times: int
    #: The version that the instance follows: its id and the hash of its diagram.
    version: tuple[int, str] | None = None

    def decision(self, session: Session) -> tuple[Field, ...]:
        """The fields of its answers by which a completed step chose the way on, with their reasons; as the
        instance's version asks for them now.
        """
        if self.version is None or not self.entry.answers:
            return ()
        diagram = deployed(session, *self.version).diagram
        step = diagram.steps.get(self.entry.element or "")
        return decision_fields(diagram, step) if step else ()


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
    broken_total: int
    broken: list[Verdict]


def search(session: Session, wanted: TrailFilter, *, by: Actor, before: int | None = None) -> TrailPage:
    """The newest first, at most PAGE rows. Needs SEE_AUDIT. One statement."""
    require_right(session, Right.SEE_AUDIT, by)
    version = (Version.id, Version.content_hash)
    query = (
        select(Event, Instance.id, Instance.number, Instance.title, Denial.times, *version)
        .outerjoin(Instance, Instance.id == _INSTANCE_ID)
        .outerjoin(Version, Version.id == Instance.version_id)
        .outerjoin(Denial, (Denial.chain == Event.chain) & (Denial.seq == Event.seq))
        .outerjoin(Person, Person.id == Event.person_id)
    )
    if wanted.instance.strip():
        text = wanted.instance.strip()
        query = query.where(
            or_(
                Instance.number.icontains(text, autoescape=True),
                Instance.title.icontains(text, autoescape=True),
            )
        )
    if wanted.person.strip():
        text = wanted.person.strip()
        query = query.where(
            or_(
                Person.name.icontains(text, autoescape=True),
                Person.username.icontains(text, autoescape=True),
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
        TrailRow(
            entry=entry_of(row[0]),
            instance_id=row[1],
            number=row[2],
            title=row[3],
            times=row[4] or 0,
            version=(row[5], row[6]) if row[5] else None,
        )
        for row in found[:PAGE]
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
    """Every chain of the database, as it is now. Needs SEE_AUDIT."""
    require_right(session, Right.SEE_AUDIT, by)
    chains = events = broken_total = 0
    broken: list[Verdict] = []
    for verdict in verify_all(session):
        chains += 1
        events += verdict.events
        broken_total += verdict.broken is not None
        if verdict.broken is not None and broken_total <= BROKEN_SHOWN:
            broken.append(verdict)
    return Verified(chains=chains, events=events, broken_total=broken_total, broken=broken)
