"""One instance, whole: what its page shows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock
from engine.actor import Actor
from engine.bpmn.diagram import Diagram, Step, lane_roles
from engine.calendar import Norm, working_time
from engine.definitions.deployed import deployed
from engine.instances.pending import Pending, pending_timers
from engine.instances.seeing import visible_instance
from engine.instances.timeline import Entry, timeline
from engine.instances.track import Timing, TrackStep, timing, track, working_norm
from engine.people.rights import Right, allows
from engine.tables.definitions import Definition, Version
from engine.tables.instances import IS_OPEN, Instance, InstanceState, Task
from engine.tables.people import Person

_HOLDER, _OFFERED = Person.__table__.alias("holder"), Person.__table__.alias("offered")


@dataclass(frozen=True, kw_only=True)
class OpenTask:
    id: int
    element: str
    name: str
    lane: str
    round: int
    #: Who has claimed it; who did it last round and gets it first.
    holder: str | None
    offered_to: str | None
    timing: Timing
    #: The last reminder, and what is still to come.
    reminded_at: datetime | None
    timers: Collection[Pending]


@dataclass(frozen=True, kw_only=True)
class InstanceView:
    instance: Instance
    definition: str
    definition_key: str
    version: int
    started_by: str
    diagram: Diagram
    track: list[TrackStep]
    open_tasks: list[OpenTask]
    #: Newest first.
    timeline: list[Entry]
    #: Steps that were done, in the order of the definition: what they answered last stands in the instance
    #: data.
    done_steps: list[tuple[Step, Mapping[str, Any]]]
    #: Working minutes from start to end (or now), and what the main path may take.
    running_minutes: int
    norm_minutes: int
    may_withdraw: bool
    may_retry: bool

    @property
    def data(self) -> Mapping[str, Any]:
        """All answers so far, by name of the field."""
        return self.instance.data

    @property
    def ended(self) -> bool:
        """Ended or withdrawn."""
        return self.instance.ended_at is not None

    @property
    def visited(self) -> list[str]:
        """Elements that were done, for the diagram."""
        return sorted(self.instance.done)

    @property
    def current(self) -> list[str]:
        """Elements where the instance waits, for the diagram."""
        return [task.element for task in self.open_tasks]


def view_instance(
    session: Session, instance_id: int, *, by: Actor, before: int | None = None
) -> InstanceView:
    """Raises NotFound for an instance that `by` may not see. `before`: go on with older events."""
    instance = visible_instance(session, instance_id, by=by)
    about = session.execute(
        select(Version.number, Version.content_hash, Definition.name, Definition.key, Person.name)
        .select_from(Version)
        .join(Definition, Definition.id == Version.definition_id)
        .join(Person, Person.id == instance.started_by)
        .where(Version.id == instance.version_id)
    ).one()
    number, content_hash, definition, key, started_by = about
    diagram = deployed(session, instance.version_id, content_hash).diagram
    tasks = open_tasks(session, instance.id)
    since = {task.element: task.created_at for task, _holder, _offered in tasks}
    pending = pending_timers(session, diagram, {task.id: task.element for task, _holder, _offered in tasks})
    end: datetime = instance.ended_at or clock.now()
    running = instance.state in {InstanceState.RUNNING, InstanceState.INCIDENT}
    return InstanceView(
        instance=instance,
        definition=definition,
        definition_key=key,
        version=number,
        started_by=started_by,
        diagram=diagram,
        track=track(diagram, instance.done, since, ended=not running),
        open_tasks=[_open_task(*found, pending.get(found[0].id, ())) for found in tasks],
        timeline=timeline(session, instance.id, before=before),
        done_steps=[
            (diagram.steps[element], instance.done[element])
            for element in diagram.main_path()
            if element in instance.done
        ],
        running_minutes=working_time().working_minutes(instance.started_at, end),
        norm_minutes=sum(
            working_norm(diagram.steps[element])
            for element in diagram.main_path()
            if element not in diagram.only_late or element in instance.done
        ),
        may_withdraw=running and (instance.started_by == by.id or allows(by, Right.WITHDRAW_INSTANCE)),
        may_retry=instance.state is InstanceState.INCIDENT and allows(by, Right.RETRY_INCIDENT),
    )


def seq_of(session: Session, instance_id: int, *, by: Actor) -> int:
    """Place of the newest event: a page with this number shows the newest."""
    return visible_instance(session, instance_id, by=by).chain_seq


def open_tasks(session: Session, instance_id: int) -> list[tuple[Task, str | None, str | None]]:
    """Open tasks with the names of who holds them and of whom they are offered to."""
    rows = session.execute(
        select(Task, _HOLDER.c.name, _OFFERED.c.name)
        .outerjoin(_HOLDER, _HOLDER.c.id == Task.claimed_by)
        .outerjoin(_OFFERED, _OFFERED.c.id == Task.offered_to)
        .where(Task.instance_id == instance_id, IS_OPEN)
        .order_by(Task.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def timing_of(task: Task) -> Timing:
    """The task's times and norm, as stored with it."""
    return timing(
        task.created_at,
        opened_at=task.opened_at,
        done_at=task.done_at,
        allowed=_allowed(task),
        times=working_time(lane_roles(task.lane)),
        due_at=task.due_at,
    )


def _allowed(task: Task) -> Norm | None:
    return None if task.norm_minutes is None else Norm(minutes=task.norm_minutes, by_clock=task.by_clock)


def _open_task(task: Task, holder: str | None, offered: str | None, timers: Collection[Pending]) -> OpenTask:
    return OpenTask(
        id=task.id,
        element=task.element,
        name=task.name,
        lane=task.lane,
        round=task.round,
        holder=holder,
        offered_to=offered,
        timing=timing_of(task),
        reminded_at=task.reminded_at,
        timers=timers,
    )
