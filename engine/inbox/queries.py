"""A person's work: what waits for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from engine import clock
from engine.actor import Actor
from engine.bpmn.timers import runs_by_clock
from engine.definitions.deployed import deployed
from engine.definitions.hues import hue_of
from engine.inbox.drafts import typed_title
from engine.instances.pending import minutes_left
from engine.instances.track import Timing
from engine.instances.view import timing_of
from engine.tables.definitions import Definition, LaneRole, Version
from engine.tables.instances import IS_OPEN, Draft, Instance, InstanceState, Task, TaskState
from engine.tables.people import Person
from engine.tables.timers import Timer

PAGE = 25
#: Tasks without a norm come after all that have one.
_NEVER = datetime.fromisoformat("9999-01-01T00:00:00+00:00")
_FIRST = (datetime.fromisoformat("0001-01-01T00:00:00+00:00"), 0)
#: Between a lane's roles and its team.
_TEAM = " ("
_MAX_ID = 2**31 - 1

_HOLDER, _OFFERED = Person.__table__.alias("holder"), Person.__table__.alias("offered")
#: The first deadline of a task, by the table's own index.
_DEADLINE = (
    select(func.min(Timer.due_at))
    .where(Timer.task_id == Task.id, Timer.interrupting)
    .correlate(Task)
    .scalar_subquery()
)


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    id: int
    name: str
    lane: str
    hue: int
    #: "langkah 3 dari 4"; step 0 when it is not on the main path.
    step: int
    steps: int
    round: int
    instance_id: int
    number: str
    title: str
    definition: str
    created_at: datetime
    timing: Timing
    #: *Waktu*: the last reminder; working minutes (or minutes by the clock) until a deadline takes the task
    #: away, and when that is.
    reminded_at: datetime | None
    deadline_left: int | None
    deadline_by_clock: bool
    deadline_at: datetime | None
    #: Name of who has claimed it; `mine` when that is the reader.
    holder: str | None
    mine: bool
    offered_to: str | None
    offered_to_me: bool


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


@dataclass(frozen=True, kw_only=True)
class TaskPage:
    rows: list[TaskRow]
    #: Give it as `after` for the next page; None on the last.
    next_after: str | None


@dataclass(frozen=True)
class Counts:
    waiting: int
    late: int


def my_tasks(
    session: Session, wanted: TaskFilter, *, by: Actor, after: str | None = None, limit: int = PAGE
) -> TaskPage:
    """Most overdue first. One statement, plus one for each diagram that this process has not read yet, and
    one for what the person typed where an instance has no title yet.
    """
    due = func.coalesce(Task.due_at, _NEVER)
    query = _filtered(wanted, by=by)
    if after:
        moment, task_id = _place(after)
        query = query.where(or_(due > moment, and_(due == moment, Task.id > task_id)))
    found = session.execute(query.order_by(due, Task.id).limit(limit + 1)).all()
    titles = _typed_titles(session, found[:limit], by)
    rows = [_row(session, row, by, titles) for row in found[:limit]]
    last = found[limit - 1].Task if len(found) > limit else None
    return TaskPage(rows=rows, next_after=_cursor(last) if last else None)


def counts(session: Session, *, by: Actor) -> Counts:
    """How many tasks wait for this person, and how many of them are late."""
    row = session.execute(
        select(func.count(), func.count().filter(Task.due_at < clock.now()))
        .select_from(Task)
        .join(Instance, Instance.id == Task.instance_id)
        .where(*_waiting(by), _for_me(by))
    ).one()
    return Counts(waiting=row[0], late=row[1])


def my_lanes(session: Session, *, by: Actor) -> list[str]:
    """Lanes of all definitions that the actor has a role of, in alphabetical order. What a definition writes
    in parentheses behind it, a team, makes no other lane of it."""
    lanes = session.scalars(select(LaneRole.lane).where(LaneRole.role.in_(by.roles)).distinct())
    return sorted({lane.split(_TEAM)[0] for lane in lanes})


def _waiting(by: Actor) -> tuple[ColumnElement[bool], ...]:
    lanes = select(LaneRole.lane).where(LaneRole.role.in_(by.roles))
    return (
        IS_OPEN,
        Task.lane.in_(lanes),
        Instance.state == InstanceState.RUNNING,
    )


def _for_me(by: Actor) -> ColumnElement[bool]:
    return or_(
        Task.claimed_by == by.id,
        and_(Task.state == TaskState.OPEN, or_(Task.offered_to.is_(None), Task.offered_to == by.id)),
    )


def _filtered(wanted: TaskFilter, *, by: Actor) -> Select[*tuple[Any, ...]]:
    query: Select[*tuple[Any, ...]] = (
        select(
            Task,
            Instance.number,
            Instance.title,
            Instance.version_id,
            Definition.name.label("definition"),
            Version.content_hash,
            _HOLDER.c.name.label("holder"),
            _OFFERED.c.name.label("offered"),
            _DEADLINE.label("deadline_at"),
        )
        .join(Instance, Instance.id == Task.instance_id)
        .join(Definition, Definition.id == Instance.definition_id)
        .join(Version, Version.id == Instance.version_id)
        .outerjoin(_HOLDER, _HOLDER.c.id == Task.claimed_by)
        .outerjoin(_OFFERED, _OFFERED.c.id == Task.offered_to)
        .where(*_waiting(by))
    )
    if wanted.mine:
        query = query.where(Task.claimed_by == by.id)
    elif not wanted.team:
        query = query.where(_for_me(by))
    if wanted.lane:
        with_team = Task.lane.startswith(wanted.lane + _TEAM, autoescape=True)
        query = query.where(or_(Task.lane == wanted.lane, with_team))
    if wanted.definition:
        query = query.where(Definition.key == wanted.definition)
    if wanted.late:
        query = query.where(Task.due_at < clock.now())
    if wanted.search.strip():
        text = wanted.search.strip()
        query = query.where(
            or_(
                Instance.title.icontains(text, autoescape=True),
                Instance.number.icontains(text, autoescape=True),
                Task.name.icontains(text, autoescape=True),
            )
        )
    return query


def _typed_titles(session: Session, rows: Sequence[Row[*tuple[Any, ...]]], by: Actor) -> Mapping[int, str]:
    """What this person has typed as the title of instances that have none yet, by the ids of tasks."""
    untitled = {row.Task.id: row for row in rows if not row.title}
    if not untitled:
        return {}
    found = session.scalars(select(Draft).where(Draft.person_id == by.id, Draft.task_id.in_(untitled)))
    return {
        draft.task_id: typed_title(deployed(session, row.version_id, row.content_hash).diagram, draft.typed)
        for draft in found
        for row in [untitled[draft.task_id]]
    }


def _row(session: Session, row: Row[*tuple[Any, ...]], by: Actor, titles: Mapping[int, str]) -> TaskRow:
    task: Task = row.Task
    diagram = deployed(session, row.version_id, row.content_hash).diagram
    deadlines = [timer for timer in diagram.timers_of(task.element) if timer.interrupting]
    by_clock = any(map(runs_by_clock, deadlines))
    path = [step for step in diagram.main_path() if step not in diagram.only_late or step == task.element]
    return TaskRow(
        id=task.id,
        name=task.name,
        lane=task.lane,
        hue=hue_of(diagram, task.lane),
        step=path.index(task.element) + 1 if task.element in path else 0,
        steps=len(path),
        round=task.round,
        instance_id=task.instance_id,
        number=row.number,
        title=row.title or titles.get(task.id, ""),
        definition=row.definition,
        created_at=task.created_at,
        timing=timing_of(task),
        reminded_at=task.reminded_at,
        deadline_left=minutes_left(row.deadline_at, task.lane, by_clock=by_clock)
        if row.deadline_at
        else None,
        deadline_by_clock=by_clock,
        deadline_at=row.deadline_at,
        holder=row.holder,
        mine=task.claimed_by == by.id,
        offered_to=row.offered,
        offered_to_me=task.offered_to == by.id,
    )


def _cursor(task: Task) -> str:
    return f"{(task.due_at or _NEVER).isoformat()}~{task.id}"


def _place(after: str) -> tuple[datetime, int]:
    """A cursor from an address that somebody edited is the beginning, not an error."""
    moment, _, task_id = after.partition("~")
    try:
        place = datetime.fromisoformat(moment).astimezone(UTC), int(task_id)
    except (ValueError, OverflowError):
        return _FIRST
    return place if 0 <= place[1] <= _MAX_ID else _FIRST
