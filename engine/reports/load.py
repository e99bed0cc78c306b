"""What waits to be done at this moment, in numbers that cost little however much there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from engine import clock
from engine.tables.events import Denial
from engine.tables.instances import IS_OPEN, Instance, InstanceState, Task
from engine.tables.moves import Move, MoveState
from engine.tables.timers import IS_WAITING, Timer

#: Nothing is counted further than this.
MAX_COUNTED = 10_000


@dataclass(frozen=True)
class Load:
    """Numbers of rows up to MAX_COUNTED, and seconds for which the oldest of the worker's jobs has waited."""

    open_tasks: int
    late_instances: int
    incidents: int
    running_moves: int
    #: Refusals that are written into the audit trail when their hour is over.
    denials_waiting: int
    timers_late: float


def load(session: Session) -> Load:
    """As of now."""
    now = clock.now()
    return Load(
        open_tasks=_count(session, select(Task.id).where(IS_OPEN)),
        late_instances=_count(session, select(Instance.id).where(Instance.due_at < now)),
        incidents=_count(session, select(Instance.id).where(Instance.state == InstanceState.INCIDENT)),
        running_moves=_count(session, select(Move.id).where(Move.state == MoveState.RUNNING)),
        denials_waiting=_count(session, select(Denial.person_id)),
        timers_late=_seconds_late(session, now),
    )


def _count(session: Session, rows: Select[int]) -> int:
    counted = select(func.count()).select_from(rows.limit(MAX_COUNTED).subquery())
    return session.scalar(counted) or 0


def _seconds_late(session: Session, now: datetime) -> float:
    first = session.scalar(select(Timer.next_at).where(IS_WAITING).order_by(Timer.next_at).limit(1))
    return max(0.0, (now - first).total_seconds()) if first else 0.0
