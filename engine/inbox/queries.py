"""A person's work: what waits for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, Subquery, func, select
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.bpmn.timers import runs_by_clock
from engine.definitions.deployed import deployed
from engine.definitions.hues import hue_of
from engine.inbox.drafts import typed_title
from engine.inbox.waiting import TEAM, TaskFilter, counting, find_words, waiting
from engine.instances.pending import minutes_left
from engine.instances.track import Timing
from engine.instances.view import timing_of
from engine.lists import at_most, read_place, write_place
from engine.search.question import Found
from engine.tables.definitions import Definition, LaneRole, Version
from engine.tables.instances import Draft, Instance, Task
from engine.tables.people import Person
from engine.tables.timers import Timer

PAGE = 25

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
    #: Words that were searched for and stand in the instance, but not in this row.
    inside: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class TaskPage:
    rows: list[TaskRow]
    #: Give it as `after` for the next page; None on the last.
    next_after: str | None
    #: Where words are searched for.
    found: Found | None


@dataclass(frozen=True)
class Counts:
    waiting: int
    late: int


def my_tasks(
    session: Session, wanted: TaskFilter, *, by: Actor, after: str | None = None, limit: int = PAGE
) -> TaskPage:
    """Most overdue first. One statement, plus one for each diagram that this process has not read yet, and
    one for what the person typed where an instance has no title yet, and a few to search for words.
    """
    words = find_words(session, wanted, by=by)
    first = waiting(session, wanted, words, by=by, after=read_place(after), limit=limit + 1).subquery()
    found = session.execute(_rows(first)).all()
    titles = _typed_titles(session, found[:limit], by)
    rows = [_row(session, row, by, titles, words) for row in found[:limit]]
    last = found[limit - 1].Task if len(found) > limit else None
    place = write_place(last.due_at, last.id) if last else None
    return TaskPage(rows=rows, next_after=place, found=words)


def counts(session: Session, *, by: Actor) -> Counts:
    """How many tasks wait for this person, and how many of them are late; see engine.lists for "1.000+"."""
    total, late = session.execute(counting(by=by)).one()
    return Counts(waiting=at_most(total), late=at_most(late))


def my_lanes(session: Session, *, by: Actor) -> list[str]:
    """Lanes of all definitions that the actor has a role of, in alphabetical order. What a definition writes
    in parentheses behind it, a team, makes no other lane of it."""
    lanes = session.scalars(select(LaneRole.lane).where(LaneRole.role.in_(by.roles)).distinct())
    return sorted({lane.split(TEAM)[0] for lane in lanes})


def _rows(first: Subquery) -> Select[*tuple[Any, ...]]:
    """All that a row shows, of the tasks that were found."""
    return (
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
        .join(first, first.c.id == Task.id)
        .join(Instance, Instance.id == Task.instance_id)
        .join(Definition, Definition.id == Instance.definition_id)
        .join(Version, Version.id == Instance.version_id)
        .outerjoin(_HOLDER, _HOLDER.c.id == Task.claimed_by)
        .outerjoin(_OFFERED, _OFFERED.c.id == Task.offered_to)
        .order_by(first.c.due_at.nulls_last(), first.c.id)
    )


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


def _row(
    session: Session, row: Row[*tuple[Any, ...]], by: Actor, titles: Mapping[int, str], words: Found | None
) -> TaskRow:
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
        inside=words.inside(task.name, row.number, row.title, row.holder or "") if words else [],
    )
