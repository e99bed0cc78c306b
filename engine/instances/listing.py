"""Which instances a list shows, as statements: each of them reads about as many rows as it gives.

Newest first; late ones by how late they are. A reader has the instances of some definitions, and those that
they started themselves: of each definition, and of each state, the first are read in the order of an index.
Words that are searched for are found by the index of words, and what it finds is narrowed further.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    Subquery,
    literal,
    literal_column,
    or_,
    select,
    true,
    tuple_,
    union,
    union_all,
)
from sqlalchemy.orm import Session

from engine import clock
from engine.actor import Actor
from engine.instances.seeing import marks_of, marks_seen, own_definitions, visible_to
from engine.lists import Place, first_of_each
from engine.people.rights import Right, allows
from engine.search import marks
from engine.search.question import Found, find
from engine.tables.definitions import Definition
from engine.tables.instances import Instance, InstanceState, Task

RUNNING = (InstanceState.RUNNING, InstanceState.INCIDENT)
_BEFORE_ALL = datetime(1, 1, 2, tzinfo=UTC)
_Rows = Select[*tuple[Any, ...]]


@dataclass(frozen=True, kw_only=True)
class InstanceFilter:
    search: str = ""
    #: Words of InstanceState; none: all.
    states: Collection[str] = ()
    #: Key of a definition.
    definition: str = ""
    #: Only instances that the person started or has worked on.
    mine: bool = False
    #: Only instances with an open task past its due time: the most overdue first.
    late: bool = False


def listing(
    session: Session,
    wanted: InstanceFilter,
    found: Found | None,
    *,
    by: Actor,
    before: Place | None,
    limit: int,
) -> CompoundSelect[*tuple[Any, ...]] | _Rows:
    """`id` of the first instances behind a place, and `due_at` where late ones are listed. `found`: what the
    words were found in that are searched for."""
    if found is not None:
        return _ordered(_among(wanted, found, by), wanted, before).limit(limit)
    parts = [
        first_of_each(session, groups, _ordered(rows, wanted, before).limit(limit), Instance)
        for groups, rows in _parts(wanted, by)
    ]
    # What somebody started may be one of their definitions, too.
    listed = union(*parts)
    columns = listed.selected_columns
    order = (columns["due_at"], columns["id"]) if wanted.late else (columns["id"].desc(),)
    return listed.order_by(*order).limit(limit)


def _parts(wanted: InstanceFilter, by: Actor) -> Iterator[tuple[Subquery, _Rows]]:
    sees_all = allows(by, Right.SEE_ALL_INSTANCES)
    seen = select(Definition.id.label("definition_id"))
    if wanted.definition:
        seen = seen.where(Definition.key == wanted.definition)
    if not sees_all:
        seen = seen.where(Definition.id.in_(own_definitions(by)))
    narrow = bool(wanted.definition) or not sees_all
    if wanted.mine:
        yield _started(wanted, by)
        yield _worked_on(wanted, by, seen if narrow else None)
        return
    groups = _groups(wanted, seen if narrow else None)
    rows = _narrowed(_columns(wanted), wanted, groups)
    yield groups, rows.where(Instance.definition_id == groups.c.definition_id) if narrow else rows
    if not sees_all:
        yield _started(wanted, by)


def _started(wanted: InstanceFilter, by: Actor) -> tuple[Subquery, _Rows]:
    """Of the reader's own, one definition is looked for: there are as many as a person can start."""
    groups = _groups(wanted, None)
    rows = _narrowed(_columns(wanted), wanted, groups)
    rows = rows.where(Instance.started_by == by.id)
    return groups, rows.where(_of_definition(wanted)) if wanted.definition else rows


def _worked_on(wanted: InstanceFilter, by: Actor, seen: Select[int] | None) -> tuple[Subquery, _Rows]:
    """By the tasks that the reader took: who has done one has taken it. Of late ones all that they worked on
    are looked through; what runs of it is not much."""
    groups = _groups(wanted, None)
    if wanted.late:
        tasks = _narrowed(_columns(wanted), wanted, groups)
        tasks = tasks.join(Task, Task.instance_id == Instance.id).where(Task.instance_state.in_(RUNNING))
    else:
        tasks = select(Task.instance_id.label("id")).where(Task.instance_state == groups.c.state)
    tasks = tasks.where(Task.claimed_by == by.id).distinct()
    return groups, tasks if seen is None else tasks.where(Task.definition_id.in_(seen))


def _columns(wanted: InstanceFilter) -> _Rows:
    return select(Instance.id, Instance.due_at) if wanted.late else select(Instance.id)


def _narrowed(rows: _Rows, wanted: InstanceFilter, groups: Subquery) -> _Rows:
    if not wanted.late:
        return rows.where(Instance.state == groups.c.state)
    # What does not run is due at no time: of ended ones none is looked for.
    runs = not wanted.states or not set(RUNNING).isdisjoint(wanted.states)
    late = Instance.due_at < (clock.now() if runs else _BEFORE_ALL)
    return rows.where(late, _of_states(wanted))


def _ordered(rows: _Rows, wanted: InstanceFilter, before: Place | None) -> _Rows:
    if wanted.late:
        if before is not None:
            rows = rows.where(tuple_(Instance.due_at, Instance.id) > before)
        return rows.order_by(Instance.due_at, Instance.id)
    first: Any = rows.selected_columns[0]
    instance_id: ColumnElement[int] = getattr(first, "element", first)
    if before is not None:
        rows = rows.where(instance_id < before[1])
    return rows.order_by(instance_id.desc())


def _groups(wanted: InstanceFilter, seen: Select[int] | None) -> Subquery:
    """Definitions and states; what is late is running, whatever its state is called."""
    states = select(literal(1).label("all")).subquery("once") if wanted.late else _states(wanted)
    if seen is None:
        return states
    definitions = seen.subquery("seen")
    return select(definitions, states).join_from(definitions, states, true()).subquery("groups")


def _states(wanted: InstanceFilter) -> Subquery:
    states = _wanted_states(wanted) or list(InstanceState)
    return union_all(*(select(literal(state.value).label("state")) for state in states)).subquery("states")


def _of_states(wanted: InstanceFilter) -> ColumnElement[bool]:
    """Of what is late: only what runs is due. Said so that no index of states is taken for it."""
    if not wanted.states or set(RUNNING) <= set(wanted.states):
        return true()
    return literal_column("instances.state || ''").in_(list(wanted.states))


def _wanted_states(wanted: InstanceFilter) -> list[InstanceState]:
    return [InstanceState(state) for state in wanted.states]


def _of_definition(wanted: InstanceFilter) -> ColumnElement[bool]:
    of_key = select(Definition.id).where(Definition.key == wanted.definition).scalar_subquery()
    return Instance.definition_id == of_key


def find_words(session: Session, wanted: InstanceFilter, *, by: Actor) -> Found | None:
    """Where the words stand that are searched for; None where there are none. What the index knows of the
    other filters narrows it: of what is beyond its limit nothing is shown."""
    if not wanted.search.strip():
        return None
    narrowed = [
        [marks.of_state(state) for state in (RUNNING if wanted.late else wanted.states)],
        marks_of(session, wanted.definition),
        [marks.of_starter(by.id), marks.of_worker(by.id)] if wanted.mine else [],
    ]
    return find(session, wanted.search, seen=marks_seen(session, by=by), narrowed=narrowed)


def _among(wanted: InstanceFilter, found: Found, by: Actor) -> _Rows:
    """The same filters, of a thousand instances at most."""
    rows = _columns(wanted).where(Instance.id.in_(found.ids), visible_to(by))
    if wanted.states:
        rows = rows.where(Instance.state.in_(_wanted_states(wanted)))
    if wanted.definition:
        rows = rows.where(_of_definition(wanted))
    if wanted.mine:
        taken = select(Task.id).where(Task.instance_id == Instance.id, Task.claimed_by == by.id)
        rows = rows.where(or_(Instance.started_by == by.id, taken.exists()))
    return rows.where(Instance.due_at < clock.now()) if wanted.late else rows
