"""Which tasks wait for a person, as statements: each of them reads as many rows as it gives.

What waits in a lane either waits for all who have its roles, or for one of them by name (its holder, or who
did it last round). Each of these has an index in the order of the list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    Subquery,
    func,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session

from engine import clock
from engine.actor import Actor
from engine.instances.seeing import marks_of, marks_seen
from engine.lists import NEVER, Place, counted, first_of_each
from engine.search import marks
from engine.search.question import Found, find
from engine.tables.definitions import Definition, LaneRole
from engine.tables.instances import IS_FREE, IS_NAMED, IS_OPEN, InstanceState, Task, TaskState

#: Between a lane's roles and its team.
TEAM = " ("
_Rows = Select[int, datetime | None]


@dataclass(frozen=True, kw_only=True)
class TaskFilter:
    search: str = ""
    lane: str = ""
    #: Key of a definition.
    definition: str = ""
    late: bool = False
    #: Also what colleagues of the same roles hold or are offered first.
    team: bool = False
    #: Only what is claimed by the reader.
    mine: bool = False


def waiting(
    session: Session,
    wanted: TaskFilter,
    found: Found | None,
    *,
    by: Actor,
    after: Place | None,
    limit: int,
) -> CompoundSelect[*tuple[Any, ...]]:
    """`id` and `due_at` of the first tasks after a place: most overdue first, those without a norm last.
    `found`: what the words were found in that are searched for."""
    lanes = _lanes(wanted, by)
    parts = [
        _among(lanes, rows.limit(limit), found)
        if found is not None
        else first_of_each(session, lanes, rows.limit(limit), Task)
        for kind in _kinds(wanted, lanes, by)
        for rows in _ordered(kind, after, late=wanted.late)
    ]
    listed = union_all(*parts)
    due_at, task_id = listed.selected_columns["due_at"], listed.selected_columns["id"]
    return listed.order_by(due_at.nulls_last(), task_id).limit(limit)


def find_words(session: Session, wanted: TaskFilter, *, by: Actor) -> Found | None:
    """Where the words stand that are searched for, the oldest first; None where there are none. What the
    index knows of the other filters narrows it: of what is beyond its limit nothing is shown."""
    if not wanted.search.strip():
        return None
    lanes = session.scalars(select(_lanes(wanted, by).c.lane).distinct()).all()
    narrowed = [
        [marks.of_state(InstanceState.RUNNING)],
        [marks.of_lane(lane) for lane in lanes] or [marks.NOTHING],
        marks_of(session, wanted.definition),
        [marks.of_worker(by.id)] if wanted.mine else [],
    ]
    return find(session, wanted.search, seen=marks_seen(session, by=by), narrowed=narrowed, newest=False)


def counting(*, by: Actor) -> Select[int, int]:
    """How many wait for a person, and how many of those are late."""
    everything = TaskFilter()
    lanes = _lanes(everything, by)
    kinds = [kind.order_by(Task.due_at, Task.id) for kind in _kinds(everything, lanes, by)]
    late = [kind.where(Task.due_at < clock.now()) for kind in kinds]
    return select(counted(lanes, *kinds), counted(lanes, *late))


def _lanes(wanted: TaskFilter, by: Actor) -> Subquery:
    """The reader's lanes; of one definition where only that is wanted."""
    columns: list[Any] = [LaneRole.lane]
    conditions: list[ColumnElement[bool]] = [LaneRole.role.in_(sorted(by.roles))]
    if wanted.definition:
        columns.append(LaneRole.definition_id)
        conditions.append(LaneRole.definition_id == _definition(wanted.definition))
    if wanted.lane:
        begins = wanted.lane + TEAM
        # Not by LIKE: SQLite refuses patterns of many letters, and an address may hold any.
        with_team = func.substr(LaneRole.lane, 1, len(begins)) == begins
        conditions.append(or_(LaneRole.lane == wanted.lane, with_team))
    return select(*columns).where(*conditions).distinct().subquery("lanes")


def _definition(key: str) -> ColumnElement[int]:
    return select(Definition.id).where(Definition.key == key).scalar_subquery()


def _kinds(wanted: TaskFilter, lanes: Subquery, by: Actor) -> Iterator[_Rows]:
    """What waits for all; what waits for somebody by name. Of one definition the second is looked through: it
    is as much as people hold, not as much as there is."""
    tasks = select(Task.id, Task.due_at).where(Task.lane == lanes.c.lane)
    if wanted.definition:
        tasks = tasks.where(Task.definition_id == lanes.c.definition_id)
    named = tasks.where(IS_NAMED)
    mine = named.where(Task.waits_for == by.id)
    if not wanted.mine:
        yield tasks.where(IS_FREE)
    if wanted.team and not wanted.mine:
        yield named
    else:
        yield mine.where(Task.state == TaskState.CLAIMED)
    if not wanted.team and not wanted.mine:
        yield mine.where(Task.state == TaskState.OPEN)


def _among(lanes: Subquery, rows: _Rows, found: Found) -> _Rows:
    """Of the open tasks of a thousand instances at most."""
    open_there = select(Task.id).where(Task.instance_id.in_(found.ids), IS_OPEN)
    return select(rows.join(lanes, true()).where(Task.id.in_(open_there)).subquery())


def _ordered(rows: _Rows, after: Place | None, *, late: bool) -> Iterator[_Rows]:
    """In the order of the indexes. Behind a place there are two of them, because in no index a row can be
    compared with nothing."""
    if late:
        rows = rows.where(Task.due_at < clock.now())
    if after is None:
        yield rows.order_by(Task.due_at.nulls_last(), Task.id)
        return
    moment, task_id = after
    dated = late or moment < NEVER
    if dated:
        yield rows.where(tuple_(Task.due_at, Task.id) > after).order_by(Task.due_at, Task.id)
    if not late:
        yield rows.where(Task.due_at.is_(None), Task.id > (0 if dated else task_id)).order_by(Task.id)
