"""The audit trail, for reading: search over all chains, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, Row, Select, case, cast, func, select
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.audit.verify import Verdict, verify_all
from engine.definitions.decisions import decision_fields
from engine.definitions.deployed import deployed
from engine.forms.fields import Field
from engine.instances.timeline import Entry, entry_of
from engine.lists import read_place, write_place
from engine.people.rights import Right, require_right
from engine.reports.trail import OF_INSTANCES, Shape, TrailFilter, find, shape_of
from engine.tables.definitions import Version
from engine.tables.events import Denial, Event
from engine.tables.instances import Instance

PAGE = 50
#: Of broken chains: more of them is a matter for `alur audit verify`.
BROKEN_SHOWN = 100


#: The instance that an event is about, by its chain. From the number to the instance: the other way round
#: SQLite would go through all instances for each event.
_INSTANCE_ID = case(
    *(
        (Event.chain.startswith(name), cast(func.substr(Event.chain, len(name) + 1), Integer))
        for name in OF_INSTANCES
    )
)


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
    next_before: str | None
    #: What was looked for fits more people or instances than events are shown of: their names in TrailFilter.
    more: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What all chains are like: an office has ten thousand of them, hardly ever a broken one."""

    chains: int
    events: int
    #: How many chains are broken, and the first of them.
    broken_total: int
    broken: list[Verdict]


def search(session: Session, wanted: TrailFilter, *, by: Actor, before: str | None = None) -> TrailPage:
    """The newest first, at most PAGE rows. Needs SEE_AUDIT. One statement, and one for each text that is
    looked for."""
    require_right(session, Right.SEE_AUDIT, by)
    which = find(session, wanted)
    if which.nothing:
        return TrailPage(rows=[], next_before=None)
    shape, given = shape_of(which, wanted, read_place(before))
    found = session.execute(_page(shape), given).all()
    rows = [_row(row) for row in found[:PAGE]]
    last = rows[-1].entry if len(found) > PAGE else None
    return TrailPage(rows=rows, next_before=write_place(last.at, last.id) if last else None, more=which.more)


@lru_cache(256)
def _page(shape: Shape) -> Select[*tuple[Any, ...]]:
    """All that a row shows, of the events that are found."""
    first = shape.trail(PAGE + 1).subquery()
    about = (Instance.id, Instance.number, Instance.title, Denial.times, Version.id, Version.content_hash)
    return (
        select(Event, *about)
        .join(first, first.c.id == Event.id)
        .outerjoin(Instance, Instance.id == _INSTANCE_ID)
        .outerjoin(Version, Version.id == Instance.version_id)
        .outerjoin(Denial, (Denial.chain == Event.chain) & (Denial.seq == Event.seq))
        .order_by(first.c.at.desc(), first.c.id.desc())
    )


def _row(row: Row[*tuple[Any, ...]]) -> TrailRow:
    return TrailRow(
        entry=entry_of(row[0]),
        instance_id=row[1],
        number=row[2],
        title=row[3],
        times=row[4] or 0,
        version=(row[5], row[6]) if row[5] else None,
    )


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
