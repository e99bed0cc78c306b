"""Due times of open work when the calendar changes: what a change would do, and, once it holds, doing it.

A task and its timers carry the number of the calendar that they were counted by. The worker looks for those
of an older one and counts them anew, instance by instance, behind the same lock as a form: also a task that
a slower process opened by the calendar before.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import calendar, clock
from engine.audit.log import record
from engine.audit.names import EventName
from engine.bpmn.diagram import Diagram, lane_roles
from engine.bpmn.timers import duration_of
from engine.calendar import parse_norm
from engine.calendar.building import Calendar
from engine.calendar.stored import NEWEST, use_newest
from engine.database import reading, transaction
from engine.definitions.deployed import deployed
from engine.errors import Unavailable
from engine.instances import clocks
from engine.instances.lifecycle import process_of
from engine.instances.locks import lock_instance
from engine.people.notices import tell_of_due
from engine.tables.definitions import Version
from engine.tables.instances import IS_OPEN, Instance, Task
from engine.tables.timers import Timer

log = structlog.get_logger("alur.calendar")

#: Looked at for what a change would do; more are said as "more than".
MAX_COUNTED = 1000
#: Shown with their times.
_EXAMPLES = 5
#: Instances of one look; the next one goes on.
BATCH = 100
#: Seconds between two instances, see engine.instances.moving.
_BREATH = 0.003

_OUTDATED = Task.calendar_version < func.coalesce(NEWEST, 0)
#: Not DISTINCT: for that SQLite would go through all open tasks, by instance.
_OUTDATED_TASKS = select(Task.instance_id).where(IS_OPEN, _OUTDATED)
#: Asked by each look of the worker: both by index, whatever the office has.
_LOOK = select(
    NEWEST.label("newest"), select(Task.id).where(IS_OPEN, _OUTDATED).limit(1).scalar_subquery().label("task")
)


@dataclass(frozen=True, kw_only=True)
class Moved:
    """An open task that would be due at another time."""

    instance: str
    task: str
    before: datetime
    after: datetime


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What a change would do to open tasks."""

    #: Of those looked at: due at another time, and due already by the new one but not by the old.
    moved: int
    late: int
    #: There are more open tasks than were looked at.
    more: bool
    examples: tuple[Moved, ...]


def effect(session: Session, proposed: Calendar) -> Effect:
    """Two statements, plus one for each diagram that this process has not read yet."""
    rows = session.execute(
        select(Task, Instance.number, Instance.version_id, Version.content_hash)
        .join(Instance, Instance.id == Task.instance_id)
        .join(Version, Version.id == Instance.version_id)
        .where(IS_OPEN, Task.due_at.is_not(None), ~Task.by_clock)
        .order_by(Task.id.desc())
        .limit(MAX_COUNTED + 1)
    ).all()
    found, now = [], clock.now()
    for task, number, version_id, content_hash in rows[:MAX_COUNTED]:
        due = _due(task, deployed(session, version_id, content_hash).diagram, proposed)
        if due is not None and task.due_at is not None and due != task.due_at:
            found.append(Moved(instance=number, task=task.name, before=task.due_at, after=due))
    return Effect(
        moved=len(found),
        late=sum(each.after < now <= each.before for each in found),
        more=len(rows) > MAX_COUNTED,
        examples=tuple(islice(sorted(found, key=lambda each: each.before), _EXAMPLES)),
    )


def being_recounted(session: Session) -> bool:
    """Whether the worker has not yet counted all open tasks by the newest calendar."""
    return session.scalar(select(Task.id).where(IS_OPEN, _OUTDATED).limit(1)) is not None


def recount(*, at_most: int = BATCH) -> int:
    """Learn of a newer calendar and count what is outdated anew: how many instances. One statement when there
    is nothing to do."""
    with reading() as session:
        newest, outdated = session.execute(_LOOK).one()
        use_newest(session, newest)
        found = session.scalars(_OUTDATED_TASKS.limit(at_most)) if outdated is not None else ()
        instances = list(dict.fromkeys(found))
    for instance_id in instances:
        _recount_alone(instance_id)
        time.sleep(_BREATH)
    return len(instances)


def _recount_alone(instance_id: int) -> None:
    """One that fails unforeseen keeps its times and does not keep the others from theirs."""
    try:
        with transaction() as session:
            _recount(session, instance_id, failed=False)
    except Unavailable:  # the database is busy or away; the next look tries again
        raise
    except Exception:  # the instances behind it must not wait for it for ever
        log.exception("recount_failed", instance=instance_id)
        with transaction() as session:
            _recount(session, instance_id, failed=True)


def _recount(session: Session, instance_id: int, *, failed: bool) -> None:
    instance = lock_instance(session, instance_id, by=None)
    tasks = session.scalars(select(Task).where(Task.instance_id == instance_id, IS_OPEN)).all()
    now_holds = calendar.current()
    if not failed:
        diagram = process_of(session, instance).diagram
        _count_timers(session, tasks, diagram, now_holds)
        for task in tasks:
            _count_task(session, instance, task, diagram, now_holds)
        clocks.note_due(instance, tasks)
    for task in tasks:
        task.calendar_version = now_holds.version


def _count_task(session: Session, instance: Instance, task: Task, diagram: Diagram, holds: Calendar) -> None:
    before, due = task.due_at, _due(task, diagram, holds)
    if before is None or due is None:
        return
    norm = parse_norm(diagram.steps[task.element].quality.norm)
    task.norm_minutes = holds.of(lane_roles(task.lane)).minutes_of(norm)
    if due == before:
        return
    task.due_at = due
    holder = task.claimed_by or task.offered_to
    if holder is not None:
        called = f"{task.name} ({instance.number})"
        tell_of_due(session, holder, called, before=before, after=due, calendar=holds.version)
    record(
        session,
        instance,
        EventName.TASK_DUE_MOVED,
        by=None,
        task=task.id,
        element=task.element,
        step=task.name,
        lane=task.lane,
        round=task.round,
        due_before=before.isoformat(),
        due_at=due.isoformat(),
        calendar=holds.version,
    )


def _due(task: Task, diagram: Diagram, by: Calendar) -> datetime | None:
    step = diagram.steps.get(task.element)
    if step is None or not step.quality.norm:
        return None
    return by.of(lane_roles(task.lane)).due(task.created_at, parse_norm(step.quality.norm))


def _count_timers(session: Session, tasks: Iterable[Task], diagram: Diagram, holds: Calendar) -> None:
    """What has fired stays so; what comes earlier now and is over fires at the worker's next look."""
    lanes = {task.id: task.lane for task in tasks if diagram.timers_of(task.element)}
    if not lanes:
        return
    for timer in session.scalars(select(Timer).where(Timer.task_id.in_(lanes))):
        node = diagram.nodes.get(timer.element)
        duration = duration_of(node) if node else None
        if duration is not None:
            due_at = holds.of(lane_roles(lanes[timer.task_id])).due(timer.begun_at, duration)
            timer.due_at = timer.next_at = due_at
