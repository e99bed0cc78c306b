"""Actions outside the SOP (*penyimpangan*): each needs a reason, is recorded and counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.audit.denials import deny
from engine.audit.log import record
from engine.audit.names import EventName
from engine.bpmn.diagram import Step, lane_roles
from engine.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from engine.inbox.claims import set_claimed
from engine.inbox.four_eyes import first_clash
from engine.inbox.rights import require_work
from engine.instances.lifecycle import process_of, require_reason
from engine.instances.locks import lock_task
from engine.instances.step import advance
from engine.people.rights import Right, require_right
from engine.tables.instances import Task, TaskState
from engine.tables.people import Grant, GrantKind, Person


def return_to_submitter(session: Session, task_id: int, reason: str, *, by: Actor) -> list[Task]:
    """*Kembalikan ke pengusul*: the token goes back to the step that the task's step names."""
    task, instance = lock_task(session, task_id, by=by)
    process = process_of(session, instance)
    step = require_work(session, task, instance, process, by=by, action="return_case")
    target = step.returns_to
    if target is None or target not in process.diagram.steps:
        raise deny(session, NotAllowed(step=task.name), instance=instance, by=by, action="return_case")
    reason = require_reason(reason)
    if task.state is TaskState.OPEN:
        set_claimed(task, by)
    instance.deviations += 1
    record(
        session,
        instance,
        EventName.INSTANCE_RETURNED,
        by=by,
        task=task.id,
        element=task.element,
        step=task.name,
        to=process.diagram.steps[target].name,
        reason=reason,
        deviation=True,
    )
    token = task.token
    return advance(session, instance, process, lambda runner: runner.send_to(token, target), by=by)


def waive_separation(session: Session, task_id: int, person_id: int, reason: str, *, by: Actor) -> Task:
    """Allow one person to do this task although they did the work that it checks."""
    task, instance = lock_task(session, task_id, by=by)
    require_right(session, Right.WAIVE_SEPARATION, by, instance=instance)
    if task.state not in {TaskState.OPEN, TaskState.CLAIMED}:
        raise Conflict(task=task_id)
    reason = require_reason(reason)
    step = process_of(session, instance).diagram.steps[task.element]
    if first_clash(step.separated_from, instance.done, person_id) is None:
        raise Invalid({"person": Problem("forms.nothing_to_waive")})
    person = next((able for able in able_people(session, task) if able.id == person_id), None)
    if person is None:
        raise NotFound(person=person_id)
    task.waived_for = person_id
    instance.deviations += 1
    record(
        session,
        instance,
        EventName.SEPARATION_WAIVED,
        by=by,
        task=task.id,
        element=task.element,
        step=task.name,
        person=person.name,
        person_id=person_id,
        reason=reason,
        deviation=True,
    )
    return task


def waivable_people(session: Session, task: Task, step: Step, done: Mapping[str, Any]) -> list[Person]:
    """Whom a waiver would let do this task: they did the work that it checks. `done`: of the instance."""
    return [
        person
        for person in able_people(session, task)
        if first_clash(step.separated_from, done, person.id) is not None
    ]


def able_people(session: Session, task: Task) -> list[Person]:
    """Active people with a role of the task's lane."""
    return list(
        session.scalars(
            select(Person)
            .join(Grant, Grant.person_id == Person.id)
            .where(
                Grant.kind == GrantKind.ROLE,
                Grant.name.in_(lane_roles(task.lane)),
                Person.active,
            )
            .order_by(Person.name)
            .distinct()
        )
    )
