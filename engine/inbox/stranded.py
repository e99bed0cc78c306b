"""Work that waits for somebody who can no longer do it, and lanes whose work nobody can do.

An account is deactivated, a role taken away: what the person had claimed, or was offered first, becomes their
colleagues' again. Whoever changes accounts has it freed at once; the worker looks, too, because a claim may
be on its way at the same moment.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, aliased

from engine.actor import Actor
from engine.audit.log import record
from engine.audit.names import EventName
from engine.database import reading, transaction
from engine.definitions.deployed import deployed
from engine.inbox.deviations import able_people
from engine.instances.locks import lock_task
from engine.lists import number_of
from engine.people.names import name_of
from engine.tables.definitions import Definition, LaneRole, Version, VersionState
from engine.tables.instances import IS_FREE, IS_NAMED, IS_OPEN, OPEN_STATES, Instance, Task, TaskState
from engine.tables.people import Grant, GrantKind, Person

_OTHER = aliased(LaneRole)
#: One of the lane's roles is held by somebody who may log in.
_HAS_HOLDER = exists().where(
    _OTHER.definition_id == LaneRole.definition_id,
    _OTHER.lane == LaneRole.lane,
    Grant.kind == GrantKind.ROLE,
    Grant.name == _OTHER.role,
    Person.id == Grant.person_id,
    Person.active,
)
_OF_LANE = (
    select(Task.id)
    .where(Task.lane == LaneRole.lane, Task.definition_id == LaneRole.definition_id)
    .order_by(Task.due_at, Task.id)
)
_WAITING = number_of(_OF_LANE.where(IS_FREE), LaneRole) + number_of(_OF_LANE.where(IS_NAMED), LaneRole)
_LANES_OF_NOBODY = (
    select(Definition.id, Definition.name, LaneRole.lane, _WAITING.label("waiting"))
    .join(LaneRole, LaneRole.definition_id == Definition.id)
    .where(~_HAS_HOLDER.correlate(LaneRole))
    .distinct()
    .order_by(Definition.name, LaneRole.lane)
)


@dataclass(frozen=True)
class WaitingTask:
    """A task that waits for one person by name."""

    name: str
    #: Of its instance.
    number: str


@dataclass(frozen=True)
class EmptyLane:
    definition: str
    lane: str
    #: Open tasks in it: see engine.lists for "1.000+".
    waiting: int


def tasks_for(session: Session, person_id: int) -> list[WaitingTask]:
    """What would be freed if they could no longer work; oldest first. Whoever asks may manage accounts."""
    rows = session.execute(waiting_for(person_id))
    return [WaitingTask(row.name, row.number) for row in rows]


def waiting_for(person_id: int) -> Select[str, str]:
    """Open tasks that wait for one person by name, oldest first: their names and their instances' numbers."""
    return (
        select(Task.name, Instance.number)
        .join(Instance, Instance.id == Task.instance_id)
        .where(IS_OPEN, Task.waits_for == person_id)
        .order_by(Task.id)
    )


def free_stranded(person_id: int | None = None, *, by: Actor | None = None) -> int:
    """Give back what waits for people who can't do it any more, of one person or of all; each task in a
    transaction of its own. How many. `by`: whose change it follows from; None: the worker."""
    with reading() as session:
        found = session.scalars(_stranded(person_id)).all()
    freed = 0
    for task_id in found:
        with transaction() as session:
            freed += _free(session, task_id, by=by)
    return freed


def lanes_of_nobody(session: Session) -> list[EmptyLane]:
    """Lanes of versions in force, and of work that is open, whose roles no active account holds."""
    rows = session.execute(_LANES_OF_NOBODY).all()
    in_force = _lanes_in_force(session) if rows else set()
    return [
        EmptyLane(row.name, row.lane, row.waiting)
        for row in rows
        if row.waiting or (row.id, row.lane) in in_force
    ]


def _lanes_in_force(session: Session) -> set[tuple[int, str]]:
    """(definition, lane) of the versions that new instances follow, where the lane has a step."""
    active = select(Version.id, Version.definition_id, Version.content_hash)
    return {
        (row.definition_id, step.lane)
        for row in session.execute(active.where(Version.state == VersionState.ACTIVE)).all()
        for step in deployed(session, row.id, row.content_hash).diagram.steps.values()
    }


def _stranded(person_id: int | None) -> Select[int]:
    able = exists().where(
        Person.id == Task.waits_for,
        Person.active,
        Grant.person_id == Person.id,
        Grant.kind == GrantKind.ROLE,
        Grant.name == LaneRole.role,
        LaneRole.lane == Task.lane,
        LaneRole.definition_id == Task.definition_id,
    )
    # By person: the worker would otherwise go through all tasks there ever were.
    people = select(Person.id) if person_id is None else select(Person.id).where(Person.id == person_id)
    return select(Task.id).where(IS_OPEN, Task.waits_for.in_(people), ~able.correlate(Task))


def _free(session: Session, task_id: int, *, by: Actor | None) -> bool:
    """Whether it was freed: it may have been done, or given to another, meanwhile."""
    task, instance = lock_task(session, task_id, by=None)
    holder = task.waits_for
    if task.state not in OPEN_STATES or holder is None:
        return False
    if any(person.id == holder for person in able_people(session, task)):
        return False
    task.state, task.claimed_by, task.claimed_at, task.offered_to = TaskState.OPEN, None, None, None
    record(
        session,
        instance,
        EventName.TASK_FREED,
        by=by,
        task=task.id,
        element=task.element,
        step=task.name,
        person=name_of(session, holder),
        person_id=holder,
    )
    return True
