"""Timers of open tasks: begun and deleted with a task, and moved along to another version."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine import clock
from engine.bpmn.diagram import Diagram, Node, lane_roles
from engine.bpmn.timers import duration_of
from engine.calendar import working_time
from engine.instances.token_mapping import Route
from engine.tables.instances import OPEN_STATES, Instance, Task
from engine.tables.timers import Timer


def note_due(instance: Instance, tasks: Iterable[Task]) -> None:
    """When the first of its open tasks is due. `tasks`: all that may be open."""
    due = [task.due_at for task in tasks if task.state in OPEN_STATES and task.due_at is not None]
    instance.due_at = min(due, default=None)


def begin(session: Session, tasks: Iterable[Task], diagram: Diagram) -> None:
    """The timers of tasks that have just been opened."""
    for task in tasks:
        for timer in diagram.timers_of(task.element):
            _begin(session, task, timer, since=task.created_at)


def end(session: Session, tasks: Iterable[Task], diagram: Diagram) -> None:
    """Tasks that are closed wait for nothing; not one statement where the diagram has no timers."""
    closed = [task.id for task in tasks if diagram.timers_of(task.element)]
    if closed:
        session.execute(
            delete(Timer).where(Timer.task_id.in_(closed)).execution_options(synchronize_session=False)
        )


def end_all(session: Session, instance_id: int, diagram: Diagram) -> None:
    """The instance is over: none of its timers may fire. No statement where the diagram has none."""
    if diagram.timed:
        session.execute(delete(Timer).where(Timer.instance_id == instance_id))


def follow(session: Session, task: Task, element_before: str, along: Route) -> None:
    """The timers of an open task that now follows another version.

    What is the same event after the same time keeps its moment, and has fired if it had; all others count
    from now.
    """
    before, after = along.before.timers_of(element_before), along.after.timers_of(task.element)
    if not before and not after:
        return
    rows = session.execute(
        select(Timer.element, Timer.begun_at, Timer.due_at).where(Timer.task_id == task.id)
    )
    pending = {row.element: (row.begun_at, row.due_at) for row in rows}
    session.execute(delete(Timer).where(Timer.task_id == task.id))
    for timer in after:
        same = next((was for was in before if _same(was, timer, along)), None)
        if same is None:
            _begin(session, task, timer, since=clock.now())
        elif same.id in pending:
            begun_at, due_at = pending[same.id]
            session.add(_timer(task, timer, begun_at=begun_at, due_at=due_at))


def _same(was: Node, now: Node, along: Route) -> bool:
    """The same event, of the same kind, after the same time."""
    unchanged = (was.interrupting, duration_of(was)) == (now.interrupting, duration_of(now))
    return unchanged and along.counterparts.get(was.id) == now.id


def _begin(session: Session, task: Task, timer: Node, *, since: datetime) -> None:
    duration = duration_of(timer)
    if duration is not None:  # what has no readable time is never put in force
        due_at = working_time(lane_roles(task.lane)).due(since, duration)
        session.add(_timer(task, timer, begun_at=since, due_at=due_at))


def _timer(task: Task, timer: Node, *, begun_at: datetime, due_at: datetime) -> Timer:
    return Timer(
        instance_id=task.instance_id,
        instance_state=task.instance_state,
        task=task,
        element=timer.id,
        interrupting=timer.interrupting,
        begun_at=begun_at,
        due_at=due_at,
        next_at=due_at,
    )
