"""The one place where a token moves."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from engine import calendar, clock
from engine.actor import Actor
from engine.audit.log import record
from engine.audit.names import EventName
from engine.bpmn.diagram import Diagram, Step, lane_roles
from engine.calendar import parse_norm, working_time
from engine.definitions.deployed import Deployed
from engine.errors import ProcessFailed
from engine.instances import clocks
from engine.runtime.runner import Runner, Work
from engine.tables.instances import OPEN_STATES, Instance, InstanceState, Task, TaskState
from engine.tables.people import Grant, GrantKind
from engine.tables.timers import Timer

# Built once, see engine.instances.locks.
_HAS_ROLE = (
    select(Grant.person_id)
    .where(
        Grant.person_id == bindparam("person"),
        Grant.kind == GrantKind.ROLE,
        Grant.name.in_(bindparam("roles", expanding=True)),
    )
    .limit(1)
)


def advance(
    session: Session,
    instance: Instance,
    process: Deployed,
    move: Callable[[Runner], None],
    *,
    by: Actor | None,
) -> list[Task]:
    """Make one move in a locked instance and bring its tasks in line with its tokens; the new tasks.

    A fault inside the diagram (ProcessFailed) is the caller's to handle: nothing has changed then.
    """
    runner = Runner.load(process.program, instance.tokens, instance.data)
    move(runner)
    instance.tokens, instance.data = runner.save(), runner.data
    created = sync_tasks(session, instance, process.diagram, runner)
    name_instance(instance, process.diagram)
    if runner.ended:
        instance.state, instance.ended_at = InstanceState.ENDED, clock.now()
        record(session, instance, EventName.INSTANCE_ENDED, by=by, data_fields=sorted(instance.data))
    return created


def complete_token(
    session: Session, instance: Instance, process: Deployed, token: str, *, by: Actor
) -> list[Task]:
    """Complete a token whose answers already stand in the instance data; a failing diagram is an incident."""
    try:
        return advance(session, instance, process, lambda runner: runner.complete(token, {}), by=by)
    except ProcessFailed as error:
        _raise_incident(session, instance, process.diagram, error, token=token)
        # The work is done, wherever the instance waits: nobody is late with it any more.
        clocks.end(
            session, [task for task in instance.open_tasks if task.state not in OPEN_STATES], process.diagram
        )
        clocks.note_due(instance, instance.open_tasks)
        return []


def fire_timer(
    session: Session, instance: Instance, process: Deployed, task: Task, timer: Timer, *, by: Actor | None
) -> None:
    """What a reminder begins, where a deadline leads; here too a failing diagram is an incident."""
    if timer.interrupting or process.diagram.outgoing(timer.element):
        try:
            advance(session, instance, process, lambda run: run.fire(task.token, timer.element), by=by)
        except ProcessFailed as error:
            where = {"token": task.token, "timer": timer.element}
            _raise_incident(session, instance, process.diagram, error, **where)
            return
    if timer.interrupting:
        task.lapsed_at, task.lapsed_by = clock.now(), timer.element
    else:
        session.delete(timer)


def _raise_incident(
    session: Session, instance: Instance, diagram: Diagram, error: ProcessFailed, **where: str
) -> None:
    element, reason = str(error.params.get("element")), str(error.params.get("reason"))
    instance.state = InstanceState.INCIDENT
    instance.incident = {**where, "element": element, "reason": reason}
    node = diagram.nodes.get(element)
    words = {"element": element, "step": node.name if node else "", "reason": reason}
    record(session, instance, EventName.INCIDENT_RAISED, by=None, **words)


def sync_tasks(session: Session, instance: Instance, diagram: Diagram, runner: Runner) -> list[Task]:
    """Open a task for each waiting token that has none; cancel those whose token has left."""
    waiting = {work.token: work for work in runner.waiting()}
    # Without the task that has just been completed.
    known = [task for task in instance.open_tasks if task.state in OPEN_STATES]
    for task in known:
        if task.token not in waiting:
            task.state = TaskState.CANCELLED
    covered = {task.token for task in known}
    created = [
        _open_task(session, instance, diagram.steps[work.element], work)
        for token, work in waiting.items()
        if token not in covered
    ]
    session.add_all(created)
    clocks.begin(session, created, diagram)
    clocks.end(session, [task for task in instance.open_tasks if task.state not in OPEN_STATES], diagram)
    still = [task for task in known if task.state in OPEN_STATES]
    set_committed_value(instance, "open_tasks", [*still, *created])
    clocks.note_due(instance, [*still, *created])
    return created


def name_instance(instance: Instance, diagram: Diagram) -> None:
    """The instance is called what its submitter called it, once that is known."""
    title = instance.data.get(diagram.title_field) if diagram.title_field else None
    if isinstance(title, str) and title:
        instance.title = title[:200]


def _open_task(session: Session, instance: Instance, step: Step, work: Work) -> Task:
    before = instance.done.get(work.element)
    now = clock.now()
    norm = parse_norm(step.quality.norm) if step.quality.norm else None
    times = working_time(lane_roles(step.lane))
    round_ = before["round"] + 1 if before else 1
    instance.round = max(instance.round, round_)
    return Task(
        instance_id=instance.id,
        instance_state=instance.state,
        definition_id=instance.definition_id,
        element=work.element,
        name=step.name,
        lane=step.lane,
        token=work.token,
        state=TaskState.OPEN,
        round=round_,
        created_at=now,
        due_at=times.due(now, norm) if norm else None,
        norm_minutes=times.minutes_of(norm) if norm else None,
        by_clock=bool(norm and norm.by_clock),
        calendar_version=calendar.current().version,
        offered_to=_still_able(session, before["by"], step) if before else None,
    )


def _still_able(session: Session, person_id: int, step: Step) -> int | None:
    """Who did the step last round gets it back first, while they still hold a role of its lane."""
    return session.scalar(_HAS_ROLE, {"person": person_id, "roles": lane_roles(step.lane)})
