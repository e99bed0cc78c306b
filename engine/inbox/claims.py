"""Taking a task, and giving it back."""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine import clock
from engine.actor import Actor
from engine.audit.denials import deny
from engine.audit.log import record
from engine.audit.names import EventName
from engine.errors import Conflict, NotAllowed, TaskAlreadyDone
from engine.inbox.rights import require_work
from engine.instances.lifecycle import process_of
from engine.instances.locks import lock_task
from engine.people.rights import Right, allows
from engine.tables.instances import Task, TaskState


def claim(session: Session, task_id: int, *, by: Actor) -> Task:
    """Mine now. What was offered to another is taken over, and the record says so. Claiming twice is fine."""
    task, instance = lock_task(session, task_id, by=by)
    require_work(session, task, instance, process_of(session, instance), by=by, action="claim_task")
    if task.state is TaskState.OPEN:
        taken_over = task.offered_to if task.offered_to not in {None, by.id} else None
        set_claimed(task, by)
        record(
            session,
            instance,
            EventName.TASK_CLAIMED,
            by=by,
            task=task.id,
            element=task.element,
            step=task.name,
            taken_over_from=taken_over,
        )
    return task


def release(session: Session, task_id: int, *, by: Actor) -> Task:
    """Anybody's again. By its holder, or by a supervisor for somebody who is away."""
    task, instance = lock_task(session, task_id, by=by)
    if task.state is TaskState.DONE:
        raise TaskAlreadyDone(who=None, when=task.done_at)
    if task.state is not TaskState.CLAIMED:
        raise Conflict(task=task_id)
    if task.claimed_by != by.id and not allows(by, Right.RELEASE_TASK):
        raise deny(session, NotAllowed(lane=task.lane), instance=instance, by=by, action="release_task")
    task.state, task.claimed_by, task.claimed_at, task.offered_to = TaskState.OPEN, None, None, None
    record(
        session,
        instance,
        EventName.TASK_RELEASED,
        by=by,
        task=task.id,
        element=task.element,
        step=task.name,
    )
    return task


def set_claimed(task: Task, by: Actor) -> None:
    """Without a check and without an event: its callers do both. Opened counts from the first claim."""
    task.state, task.claimed_by, task.claimed_at = TaskState.CLAIMED, by.id, clock.now()
    task.opened_at = task.opened_at or task.claimed_at
