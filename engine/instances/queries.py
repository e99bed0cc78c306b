"""Running and ended instances, for reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, or_, select
from sqlalchemy.orm import Session

from engine import clock
from engine.actor import Actor
from engine.definitions.deployed import deployed
from engine.definitions.hues import hue_of
from engine.instances.seeing import visible_to
from engine.tables.definitions import Definition, Version
from engine.tables.instances import IS_OPEN, Instance, InstanceState, Task
from engine.tables.people import Person

PAGE = 25


@dataclass(frozen=True, kw_only=True)
class CurrentTask:
    task_id: int
    name: str
    lane: str
    hue: int
    due_at: datetime | None
    late: bool
    holder: str | None


@dataclass(frozen=True, kw_only=True)
class InstanceRow:
    id: int
    number: str
    title: str
    definition: str
    state: InstanceState
    started_by: str
    started_at: datetime
    ended_at: datetime | None
    round: int
    deviations: int
    current: Sequence[CurrentTask]
    #: Moves whenever anything happens to the instance.
    seq: int


@dataclass(frozen=True, kw_only=True)
class InstancePage:
    rows: list[InstanceRow]
    #: Give it as `before` for the next page; None on the last.
    next_before: int | None


@dataclass(frozen=True, kw_only=True)
class InstanceFilter:
    search: str = ""
    #: Words of InstanceState; none: all.
    states: Collection[str] = ()
    #: Key of a definition.
    definition: str = ""
    #: Only instances that the person started or has worked on.
    mine: bool = False
    #: Only instances with an open task past its due time.
    late: bool = False


def list_instances(
    session: Session, wanted: InstanceFilter, *, by: Actor, before: int | None = None, limit: int = PAGE
) -> InstancePage:
    """Newest first. Two statements, plus one for each diagram that this process has not read yet."""
    query = _filtered(wanted, by=by)
    if before is not None:
        query = query.where(Instance.id < before)
    found = session.execute(query.order_by(Instance.id.desc()).limit(limit + 1)).all()
    rows = found[:limit]
    current = _current_tasks(session, {row.id: (row.version_id, row.content_hash) for row in rows})
    return InstancePage(
        rows=[_row(row, current[row.id]) for row in rows],
        next_before=rows[-1].id if len(found) > limit else None,
    )


def _filtered(wanted: InstanceFilter, *, by: Actor) -> Select[*tuple[Any, ...]]:
    query: Select[*tuple[Any, ...]] = (
        select(
            Instance.id,
            Instance.number,
            Instance.title,
            Instance.state,
            Instance.started_at,
            Instance.ended_at,
            Instance.round,
            Instance.deviations,
            Instance.chain_seq,
            Instance.version_id,
            Version.content_hash,
            Definition.name.label("definition"),
            Person.name.label("started_by"),
        )
        .join(Definition, Definition.id == Instance.definition_id)
        .join(Version, Version.id == Instance.version_id)
        .join(Person, Person.id == Instance.started_by)
    )
    visible = visible_to(by)
    if visible is not None:
        query = query.where(visible)
    if wanted.search.strip():
        text = wanted.search.strip()
        query = query.where(
            or_(
                Instance.title.icontains(text, autoescape=True),
                Instance.number.icontains(text, autoescape=True),
            )
        )
    if wanted.states:
        query = query.where(Instance.state.in_(wanted.states))
    if wanted.definition:
        query = query.where(Definition.key == wanted.definition)
    if wanted.mine:
        worked = select(Task.instance_id).where(or_(Task.done_by == by.id, Task.claimed_by == by.id))
        query = query.where(or_(Instance.started_by == by.id, Instance.id.in_(worked)))
    if wanted.late:
        late = select(Task.instance_id).where(IS_OPEN, Task.due_at < clock.now())
        query = query.where(Instance.id.in_(late))
    return query


def _current_tasks(session: Session, versions: Mapping[int, tuple[int, str]]) -> dict[int, list[CurrentTask]]:
    """By instance. `versions`: instance → id and hash of the version that it follows."""
    current: dict[int, list[CurrentTask]] = defaultdict(list)
    if not versions:
        return current
    rows = session.execute(
        select(Task.id, Task.instance_id, Task.name, Task.lane, Task.due_at, Person.name.label("holder"))
        .outerjoin(Person, Person.id == Task.claimed_by)
        .where(Task.instance_id.in_(versions), IS_OPEN)
        .order_by(Task.id)
    )
    now = clock.now()
    for row in rows:
        diagram = deployed(session, *versions[row.instance_id]).diagram
        current[row.instance_id].append(
            CurrentTask(
                task_id=row.id,
                name=row.name,
                lane=row.lane,
                hue=hue_of(diagram, row.lane),
                due_at=row.due_at,
                late=row.due_at is not None and row.due_at < now,
                holder=row.holder,
            )
        )
    return current


def _row(row: Row[*tuple[Any, ...]], current: list[CurrentTask]) -> InstanceRow:
    return InstanceRow(
        id=row.id,
        number=row.number,
        title=row.title,
        definition=row.definition,
        state=row.state,
        started_by=row.started_by,
        started_at=row.started_at,
        ended_at=row.ended_at,
        round=row.round,
        deviations=row.deviations,
        current=current,
        seq=row.chain_seq,
    )
