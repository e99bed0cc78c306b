"""Running and ended instances, for reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, Subquery, select
from sqlalchemy.orm import Session

from engine import clock
from engine.actor import Actor
from engine.definitions.deployed import deployed
from engine.definitions.hues import hue_of
from engine.instances.listing import InstanceFilter, find_words, listing
from engine.lists import read_place, write_place
from engine.search.question import Found
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
    #: Words that were searched for and stand in the instance, but not in this row.
    inside: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class InstancePage:
    rows: list[InstanceRow]
    #: Give it as `before` for the next page; None on the last.
    next_before: str | None
    #: Where words are searched for.
    found: Found | None


def list_instances(
    session: Session, wanted: InstanceFilter, *, by: Actor, before: str | None = None, limit: int = PAGE
) -> InstancePage:
    """Newest first, late ones by how late they are. Two statements, plus one for each diagram that this
    process has not read yet, and a few to search for words."""
    words = find_words(session, wanted, by=by)
    first = listing(session, wanted, words, by=by, before=read_place(before), limit=limit + 1).subquery()
    order = (first.c.due_at, first.c.id) if wanted.late else (first.c.id.desc(),)
    found = session.execute(_rows(first).order_by(*order)).all()
    rows = found[:limit]
    current = _current_tasks(session, {row.id: (row.version_id, row.content_hash) for row in rows})
    return InstancePage(
        rows=[_row(row, current[row.id], words) for row in rows],
        found=words,
        next_before=write_place(rows[-1].due_at, rows[-1].id) if len(found) > limit else None,
    )


def _rows(first: Subquery) -> Select[*tuple[Any, ...]]:
    """All that a row shows, of the instances that were found."""
    return (
        select(
            Instance.id,
            Instance.number,
            Instance.title,
            Instance.state,
            Instance.started_at,
            Instance.ended_at,
            Instance.due_at,
            Instance.round,
            Instance.deviations,
            Instance.chain_seq,
            Instance.version_id,
            Version.content_hash,
            Definition.name.label("definition"),
            Person.name.label("started_by"),
        )
        .join(first, first.c.id == Instance.id)
        .join(Definition, Definition.id == Instance.definition_id)
        .join(Version, Version.id == Instance.version_id)
        .join(Person, Person.id == Instance.started_by)
    )


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


def _row(row: Row[*tuple[Any, ...]], current: list[CurrentTask], words: Found | None) -> InstanceRow:
    in_sight = [f"{task.name} {task.holder or ''}" for task in current]
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
        inside=words.inside(row.number, row.title, row.started_by, *in_sight) if words else [],
    )
