"""The audit trail, for reading: search over all chains, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, cast, func, literal, or_, select
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.audit.verify import Verdict, verify_all
from engine.instances.timeline import Entry, entry_of
from engine.people.rights import Right, require
from engine.tables.events import Event
from engine.tables.instances import Instance
from engine.tables.people import Person

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class TrailFilter:
    #: Number or title of a case, or part of it.
    case: str = ""
    #: Name or username, or part of it.
    person: str = ""
    #: An event's name, or its beginning: "task.", "deed.denied".
    event: str = ""
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


def search(session: Session, wanted: TrailFilter, *, by: Actor, before: int | None = None) -> TrailPage:
    """Raises NotAllowed. One statement."""
    require(by, Right.SEE_AUDIT)
    query = (
        select(Event, Instance.id, Instance.number, Instance.title)
        .outerjoin(Instance, Event.chain == literal("instance:").concat(cast(Instance.id, String)))
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
    if wanted.event:
        query = query.where(Event.name.startswith(wanted.event, autoescape=True))
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


def verify(session: Session, *, by: Actor) -> list[Verdict]:
    """A verdict for every chain. Raises NotAllowed."""
    require(by, Right.SEE_AUDIT)
    return list(verify_all(session))
