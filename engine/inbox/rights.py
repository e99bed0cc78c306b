"""Who may work on a task: one judgement for opening, claiming, drafting, uploading and completing."""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.audit.denials import deny
from engine.bpmn.diagram import Diagram, Step, lane_roles
from engine.bpmn.timers import next_words
from engine.definitions.deployed import Deployed
from engine.errors import (
    DeadlinePassed,
    InstanceStuck,
    NotAllowed,
    SeparationOfDuties,
    TaskAlreadyClaimed,
    TaskAlreadyDone,
)
from engine.inbox.four_eyes import require_other_eyes
from engine.instances.lifecycle import require_running
from engine.people.names import name_of
from engine.tables.instances import Instance, InstanceState, Task, TaskState
from engine.texts import text


def has_role(task: Task, by: Actor) -> bool:
    """One of the roles that the task's lane names."""
    return not by.roles.isdisjoint(lane_roles(task.lane))


def require_work(
    session: Session, task: Task, instance: Instance, process: Deployed, *, by: Actor, action: str
) -> Step:
    """The task's step, if `by` may work on the task now.

    Raises NotAllowed (not their lane), SeparationOfDuties, TaskAlreadyDone, TaskAlreadyClaimed,
    DeadlinePassed, InstanceEnded, InstanceStuck. A refused right becomes an event.
    """
    if not has_role(task, by):
        raise deny(session, NotAllowed(lane=task.lane), instance=instance, by=by, action=action)
    _require_open(session, task, instance, process.diagram, by=by)
    if task.state is TaskState.CLAIMED and task.claimed_by != by.id:
        raise TaskAlreadyClaimed(who=name_of(session, task.claimed_by), when=task.claimed_at)
    step = process.diagram.steps[task.element]
    names = {element: other.name for element, other in process.diagram.steps.items()}
    try:
        require_other_eyes(step.separated_from, instance.done, by.id, waived_for=task.waived_for, names=names)
    except SeparationOfDuties as error:
        raise deny(session, error, instance=instance, by=by, action=action) from None
    return step


def _require_open(session: Session, task: Task, instance: Instance, diagram: Diagram, *, by: Actor) -> None:
    if task.state is TaskState.DONE:
        raise TaskAlreadyDone(who=name_of(session, task.done_by), when=task.done_at)
    if task.lapsed_at is not None:
        raise DeadlinePassed(when=task.lapsed_at, to=onward_of(task, diagram, by))
    if instance.state is InstanceState.INCIDENT:
        raise InstanceStuck(instance=instance.number)
    require_running(instance)
    if task.state is TaskState.CANCELLED:
        raise TaskAlreadyDone(who=None, when=None)


def onward_of(task: Task, diagram: Diagram, by: Actor) -> str:
    """Where the instance went on when its deadline took the task away."""
    # In another version of the diagram the deadline may not exist.
    return next_words(diagram, task.lapsed_by or "", by.language) or text("timers.onward", by.language)
