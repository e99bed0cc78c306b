"""Starting, withdrawing and unsticking an instance."""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from sqlalchemy import bindparam, insert, select, union_all, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from engine import clock
from engine.actor import Actor
from engine.audit.chain import GENESIS
from engine.audit.denials import deny
from engine.audit.log import record
from engine.audit.names import EventName
from engine.bpmn.diagram import Diagram, lane_roles
from engine.calendar import local_zone
from engine.definitions.deployed import Deployed, deployed
from engine.errors import Conflict, InstanceEnded, Invalid, NotAllowed, NotFound, Problem, TooOften
from engine.instances import clocks
from engine.instances.locks import lock_instance
from engine.instances.step import complete_token, fire_timer, sync_tasks
from engine.people.rights import Right, allows, require_right
from engine.runtime.runner import Runner
from engine.tables.definitions import Counter, Definition, Version, VersionState
from engine.tables.instances import OPEN_STATES, Instance, InstanceState, Task, TaskState
from engine.tables.timers import Timer

MAX_REASON = 1000
#: Of one person within STARTS_WITHIN: a stack of papers is typed in more slowly.
_MAX_INITIALS = 6
MAX_STARTS = 30
STARTS_WITHIN = timedelta(minutes=1)


# Of each state its last: so one index serves this and the list of one's own instances.
_LAST_OF_STATES = union_all(
    *(
        select(
            select(Instance.id, Instance.started_at)
            .where(Instance.started_by == bindparam("person"), Instance.state == state)
            .order_by(Instance.id.desc())
            .limit(MAX_STARTS)
            .subquery()
        )
        for state in InstanceState
    )
).subquery()
_LAST_STARTS = select(_LAST_OF_STATES.c.started_at).order_by(_LAST_OF_STATES.c.id.desc()).limit(MAX_STARTS)


class TooManyStarts(TooOften):
    """Params: most, seconds."""

    code = "too_many_starts"


def start(session: Session, key: str, *, by: Actor) -> tuple[Instance, list[Task]]:
    """A new instance of the active version of a definition. Its first step is claimed by who starts it.

    Raises NotFound (no such active definition), NotAllowed (not a role of the first step's lane),
    TooManyStarts.
    """
    row = session.execute(
        select(Version.id, Version.number, Version.content_hash, Version.definition_id)
        .join(Definition, Definition.id == Version.definition_id)
        .where(Definition.key == key, Version.state == VersionState.ACTIVE)
    ).first()
    if row is None:
        raise NotFound(definition=key)
    process = deployed(session, row.id, row.content_hash)
    runner = Runner.start(process.program, {})
    lanes = {process.diagram.steps[work.element].lane for work in runner.waiting()}
    if not any(by.roles.intersection(lane_roles(lane)) for lane in lanes):
        # Keys of a released body (engine.audit.bodies): a denied action says `procedure` and `case`.
        raise deny(session, NotAllowed(procedure=process.diagram.name), by=by, action="start_case")
    _require_pause(session, by)
    instance = Instance(
        definition_id=row.definition_id,
        version_id=row.id,
        number=_next_number(session, row.definition_id, process.diagram),
        data=runner.data,
        tokens=runner.save(),
        done={},
        round=1,
        started_by=by.id,
        started_at=clock.now(),
        state=InstanceState.RUNNING,
        title="",
        deviations=0,
        chain_seq=0,
        chain_hash=GENESIS,
    )
    session.add(instance)
    session.flush()
    record(session, instance, EventName.INSTANCE_STARTED, by=by, definition=key, version=row.number)
    set_committed_value(instance, "open_tasks", [])
    tasks = sync_tasks(session, instance, process.diagram, runner)
    for task in tasks:
        if by.roles.intersection(lane_roles(task.lane)):
            task.state, task.claimed_by = TaskState.CLAIMED, by.id
            task.claimed_at = task.opened_at = clock.now()
    session.flush()
    return instance, tasks


def withdraw(session: Session, instance_id: int, reason: str, *, by: Actor) -> Instance:
    """*Tarik berkas*: end a running instance outside its diagram. By its submitter or a supervisor."""
    instance = lock_instance(session, instance_id, by=by)
    require_running(instance)
    if instance.started_by != by.id and not allows(by, Right.WITHDRAW_INSTANCE):
        raise deny(
            session, NotAllowed(case=instance.number), instance=instance, by=by, action="withdraw_case"
        )
    reason = require_reason(reason)
    instance.state, instance.ended_at, instance.incident = InstanceState.WITHDRAWN, clock.now(), None
    instance.due_at = None
    # Nothing was handed in: who discards their own start departs from no SOP.
    deviation = bool(instance.done) or instance.started_by != by.id
    instance.deviations += deviation
    session.execute(
        update(Task)
        .where(Task.instance_id == instance.id, Task.state.in_(OPEN_STATES))
        .values(state=TaskState.CANCELLED, waits_for=None)
    )
    clocks.end_all(session, instance.id, process_of(session, instance).diagram)
    record(session, instance, EventName.INSTANCE_WITHDRAWN, by=by, reason=reason, deviation=deviation)
    return instance


def retry(session: Session, instance_id: int, *, by: Actor) -> Instance:
    """Make the move that failed once more."""
    instance = lock_instance(session, instance_id, by=by)
    require_right(session, Right.RETRY_INCIDENT, by, instance=instance)
    if instance.incident is None:
        raise Conflict(instance=instance.number)
    token, event = str(instance.incident["token"]), instance.incident.get("timer")
    instance.state, instance.incident = InstanceState.RUNNING, None
    session.flush()  # its next tasks refer to its state
    record(session, instance, EventName.INCIDENT_RETRIED, by=by)
    process = process_of(session, instance)
    if event is None:
        complete_token(session, instance, process, token, by=by)
        return instance
    for task in instance.open_tasks:
        timer = session.scalar(select(Timer).where(Timer.task_id == task.id, Timer.element == event))
        if timer is not None:
            fire_timer(session, instance, process, task, timer, by=by)
            break
    return instance


def process_of(session: Session, instance: Instance) -> Deployed:
    """Diagram and program of the version that the instance follows."""
    return deployed(session, instance.version_id, instance.version.content_hash)


def require_running(instance: Instance) -> None:
    """Raises InstanceEnded. An instance with an incident still runs."""
    if instance.state in {InstanceState.ENDED, InstanceState.WITHDRAWN}:
        raise InstanceEnded(instance=instance.number)


def require_reason(reason: str) -> str:
    """An action outside the SOP is only as good as its reason."""
    text = " ".join(reason.split())
    if not 10 <= len(text) <= MAX_REASON:
        raise Invalid({"reason": Problem("forms.reason_length", {"min": 10, "max": MAX_REASON})})
    return text


def _require_pause(session: Session, by: Actor) -> None:
    """Raises TooManyStarts after MAX_STARTS within STARTS_WITHIN."""
    lately = session.scalars(_LAST_STARTS, {"person": by.id}).all()
    if len(lately) < MAX_STARTS:
        return
    wait = min(lately) + STARTS_WITHIN - clock.now()
    if timedelta() < wait <= STARTS_WITHIN:
        raise TooManyStarts(most=MAX_STARTS, seconds=ceil(wait.total_seconds()))


def _next_number(session: Session, definition_id: int, diagram: Diagram) -> str:
    """ "032/2026-0148": the SOP's own number, the year, a count without gaps."""
    year = clock.now().astimezone(local_zone()).year
    counted = _count_up(session, definition_id, year)
    if counted is None:
        # The year's first instance: whoever starts it at the same moment waits here and then counts up.
        # NO KEY: an instance whose row is just being written refers to the definition, and must not have to
        # wait.
        session.get_one(Definition, definition_id, with_for_update={"key_share": True})
        counted = _count_up(session, definition_id, year)
    if counted is None:
        session.execute(insert(Counter).values(definition_id=definition_id, year=year, last=1))
        counted = 1
    words = diagram.identity.sop_number.split("/")[0].split()
    return f"{words[0] if words else _initials(diagram)}/{year}-{counted:04d}"


def _initials(diagram: Diagram) -> str:
    """ "PSM" for "Penanganan Surat Masuk": an SOP without a number has no name in figures."""
    initials = "".join(word[0] for word in diagram.name.split() if word[0].isupper())
    return initials[:_MAX_INITIALS] or "SOP"


def _count_up(session: Session, definition_id: int, year: int) -> int | None:
    return session.scalar(
        update(Counter)
        .where(Counter.definition_id == definition_id, Counter.year == year)
        .values(last=Counter.last + 1)
        .returning(Counter.last)
    )
