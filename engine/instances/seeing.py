"""Who may see an instance. Of what one may not see every address says the same: not found."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, or_, select, true
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.bpmn.diagram import lane_roles
from engine.errors import NotFound
from engine.people.rights import Right, allows
from engine.search import marks
from engine.tables.definitions import Definition, LaneRole
from engine.tables.instances import Instance, Task


def visible_to(by: Actor) -> ColumnElement[bool]:
    """The condition on `instances` for a person's instances.

    An instance is seen by who started it and by who holds a role of one of its definition's lanes.
    """
    if allows(by, Right.SEE_ALL_INSTANCES):
        return true()
    return or_(Instance.started_by == by.id, Instance.definition_id.in_(own_definitions(by)))


def own_definitions(by: Actor) -> Select[int]:
    """Ids of the definitions with a lane of one of the person's roles."""
    return select(LaneRole.definition_id).where(LaneRole.role.in_(sorted(by.roles)))


def marks_seen(session: Session, *, by: Actor) -> list[str] | None:
    """The same as marks of the search's index, of which an instance needs one; None where they see all."""
    if allows(by, Right.SEE_ALL_INSTANCES):
        return None
    own = session.scalars(own_definitions(by).distinct())
    return [marks.of_starter(by.id), *map(marks.of_definition, own)]


def marks_of(session: Session, key: str) -> list[str]:
    """Marks of the instances of a definition; none where `key` is empty: of any."""
    if not key:
        return []
    found = session.scalar(select(Definition.id).where(Definition.key == key))
    return [marks.NOTHING if found is None else marks.of_definition(found)]


def visible_instance(session: Session, instance_id: int, *, by: Actor) -> Instance:
    """The instance, or NotFound: who may not see it is not told that it exists."""
    instance = session.scalar(select(Instance).where(Instance.id == instance_id, visible_to(by)))
    if instance is None:
        raise NotFound(instance=instance_id)
    return instance


def require_seen(session: Session, instance: Instance, *, task: Task | None = None, by: Actor) -> None:
    """Raises NotFound where `visible_instance` would. `task`: of the instance; who has a role of its lane is
    known to see it without a question to the database."""
    if allows(by, Right.SEE_ALL_INSTANCES) or instance.started_by == by.id:
        return
    if task is not None and not by.roles.isdisjoint(lane_roles(task.lane)):
        return
    own = select(LaneRole.role).where(
        LaneRole.definition_id == instance.definition_id, LaneRole.role.in_(by.roles)
    )
    if session.scalar(own.limit(1)) is None:
        raise NotFound(instance=instance.id)
