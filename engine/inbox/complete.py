"""Handing in a task."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engine import clock
from engine.actor import Actor
from engine.audit.log import record
from engine.audit.names import EventName
from engine.bpmn.diagram import Diagram, Step, lane_roles
from engine.calendar import working_time
from engine.database import after_rollback
from engine.errors import Conflict, Invalid, InvalidAnswers, NotConfirmed, Problem
from engine.forms.content import content_hash
from engine.forms.read import read_answers, warnings
from engine.forms.scope import Names
from engine.inbox import drafts
from engine.inbox.claims import set_claimed
from engine.inbox.rights import require_work
from engine.inbox.scope import Typed, file_ids, scope_of
from engine.instances.lifecycle import process_of
from engine.instances.locks import lock_task
from engine.instances.step import complete_token
from engine.storage.uploads import attach
from engine.tables.instances import Instance, InstanceState, Task, TaskState


@dataclass(frozen=True, kw_only=True)
class Sent:
    """Where the instance went."""

    #: Of the instance: "032/2026-0148".
    number: str
    instance_id: int
    #: Of the tasks that this opened.
    lanes: list[str]
    ended: bool
    #: The diagram failed behind this task: the work is done, and a supervisor has to see to the rest.
    stuck: bool = False


def complete(session: Session, task_id: int, typed: Typed, *, by: Actor, confirmed: bool = False) -> Sent:
    """Validate what was typed, remember it, and move the instance on.

    Raises NotAllowed, SeparationOfDuties, the kinds of Conflict, InvalidAnswers (every problem at once),
    NotConfirmed (valid, but to be looked at twice). On any of them the instance is untouched, and on the last
    three what was typed is stored as a draft.
    """
    task, instance = lock_task(session, task_id, by=by)
    try:
        process = process_of(session, instance)
        step = require_work(session, task, instance, process, by=by, action="complete_task")
        scope = scope_of(session, instance, typed, by=by)
        answers = read_answers(step.form, typed, scope)
        details = _content(step, process.diagram, instance, answers, scope.names(answers))
        _require_second_look(step, answers, confirmed=confirmed)
        attach(session, file_ids(answers), instance_id=instance.id)
    except (Conflict, Invalid):
        after_rollback(session, lambda fresh: drafts.save_refused(fresh, task_id, typed, by=by))
        raise
    # One UPDATE of the instance at the end, not one before each query.
    with session.no_autoflush:
        _remember(session, task, instance, answers, details, by=by)
        drafts.discard(session, task_id, by=by)
        opened = complete_token(session, instance, process, task.token, by=by)
    return Sent(
        number=instance.number,
        instance_id=instance.id,
        lanes=[item.lane for item in opened],
        ended=instance.state is InstanceState.ENDED,
        stuck=instance.state is InstanceState.INCIDENT,
    )


def _remember(
    session: Session,
    task: Task,
    instance: Instance,
    answers: dict[str, Any],
    details: dict[str, Any],
    *,
    by: Actor,
) -> None:
    """Task done, answers in the instance data, and all of it in the record."""
    now = clock.now()
    if task.state is TaskState.OPEN:
        set_claimed(task, by)
    task.state, task.done_at, task.done_by = TaskState.DONE, now, by.id
    instance.data = {**instance.data, **answers}
    last: dict[str, Any] = {
        "by": by.id,
        "name": by.name,
        "at": now.isoformat(),
        "round": task.round,
        "waited": _minutes(task, task.opened_at or now),
        "minutes": _minutes(task, now),
        # Places in the chain of this completion and the one before: "what changed since" reads just those.
        "seq": instance.chain_seq + 1,
        "before": instance.done.get(task.element, {}).get("seq"),
    }
    if task.by_clock:
        last["by_clock"] = True
    if "content_hash" in details:
        last["hash"] = details["content_hash"]
    instance.done = {**instance.done, task.element: last}
    if task.waived_for == by.id:
        details = {**details, "separation_waived": True}
    record(
        session,
        instance,
        EventName.TASK_COMPLETED,
        by=by,
        task=task.id,
        element=task.element,
        step=task.name,
        lane=task.lane,
        round=task.round,
        waited=last["waited"],
        minutes=last["minutes"],
        norm=task.norm_minutes,
        by_clock=task.by_clock,
        answers=answers,
        **details,
    )


def _minutes(task: Task, until: datetime) -> int:
    """As its norm counts them: of working time, or by the clock."""
    return working_time(lane_roles(task.lane)).minutes_between(task.created_at, until, by_clock=task.by_clock)


def _content(
    step: Step, diagram: Diagram, instance: Instance, answers: dict[str, Any], names: Names
) -> dict[str, Any]:
    """What goes into the record about the content: its hash where it is approved (`sidik_isi`), whether it is
    still that where it is published (`sidik_dari`). A difference must be declared (`sidik_kecuali`).
    """
    data = {**instance.data, **answers}
    details: dict[str, Any] = {}
    if step.hashes:
        details["content_hash"] = content_hash(data, step.hashes)
    approval = diagram.steps.get(step.hash_of or "")
    if approval is not None:
        approved = instance.done.get(approval.id, {}).get("hash")
        same = approved == content_hash(data, approval.hashes)
        declared = bool(step.hash_unless) and names.holds(step.hash_unless)
        if not same and not declared:
            raise InvalidAnswers({"": Problem("forms.content_changed", {"step": approval.name})})
        details |= {"content_matches": same, "change_declared": declared}
    return details


def _require_second_look(step: Step, answers: dict[str, Any], *, confirmed: bool) -> None:
    found = {} if confirmed else warnings(step.form, answers)
    if found:
        raise NotConfirmed(found)
