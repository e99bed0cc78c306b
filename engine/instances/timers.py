"""Reminders and deadlines whose time has come: the worker fires them one at a time.

Each in a transaction of its own, behind the same lock as a form: whoever comes second finds it done.
"""

from __future__ import annotations

from datetime import timedelta

import structlog
from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from engine import clock
from engine.audit.log import record
from engine.audit.names import EventName
from engine.database import reading, transaction
from engine.definitions.deployed import Deployed
from engine.errors import Unavailable
from engine.instances.lifecycle import process_of
from engine.instances.locks import lock_task
from engine.instances.step import fire_timer
from engine.tables.instances import Instance, InstanceState, Task
from engine.tables.timers import IS_WAITING, Timer

log = structlog.get_logger("alur.timers")

#: Fired in one round at most; the next round goes on.
BATCH = 500
#: Until a timer that failed unforeseen is tried again.
RETRY_AFTER = timedelta(minutes=15)

# By an index of exactly what waits (engine.tables.timers): a look costs the same however many do.
_DUE = (
    select(Timer.task_id, Timer.element)
    .where(Timer.next_at <= bindparam("now"), IS_WAITING)
    .order_by(Timer.next_at, Timer.task_id)
    .limit(BATCH)
)


def fire_due() -> int:
    """How many fired. Asks one statement when nothing is due."""
    with reading() as session:
        due = session.execute(_DUE, {"now": clock.now()}).all()
    return sum(_fire_alone(task_id, element) for task_id, element in due)


def _fire_alone(task_id: int, element: str) -> bool:
    """A slow or broken one must neither hold the others' locks nor keep them from their turn."""
    try:
        with transaction() as session:
            return _fire(session, task_id, element)
    except Unavailable:  # the database is busy or away; the next round tries again
        raise
    except Exception:  # the timers behind it must not wait for it for ever
        log.exception("timer_failed", task=task_id, timer=element)
    with transaction() as session:
        postponed = update(Timer).where(Timer.task_id == task_id, Timer.element == element)
        session.execute(postponed.values(next_at=clock.now() + RETRY_AFTER))
    return False


def _fire(session: Session, task_id: int, element: str) -> bool:
    task, instance = lock_task(session, task_id, by=None)
    # Read behind the lock: a form, or another worker, may have been first.
    timer = session.get(Timer, (task_id, element))
    if timer is None or timer.due_at > clock.now() or instance.state is not InstanceState.RUNNING:
        return False
    process = process_of(session, instance)
    _announce(session, instance, process, task, timer)
    fire_timer(session, instance, process, task, timer, by=None)
    return True


def _announce(session: Session, instance: Instance, process: Deployed, task: Task, timer: Timer) -> None:
    if not timer.interrupting:
        task.reminded_at = clock.now()
    record(
        session,
        instance,
        EventName.DEADLINE_PASSED if timer.interrupting else EventName.TASK_REMINDED,
        by=None,
        task=task.id,
        element=task.element,
        step=task.name,
        lane=task.lane,
        round=task.round,
        timer=timer.element,
        due_at=timer.due_at.isoformat(),
        duration=process.diagram.nodes[timer.element].duration,
        to=[node.name for node in process.diagram.next_steps(timer.element) if node.type != "endEvent"],
    )
