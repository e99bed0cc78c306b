"""Who may see an instance. Of what one may not see every address says the same: not found."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.bpmn.diagram import lane_roles
from engine.errors import NotFound
from engine.people.rights import Right, allows
from engine.tables.definitions import LaneRole
from engine.tables.instances import Instance, Task


def visible_to(by: Actor) -> ColumnElement[bool] | None:
    """The condition on `instances` for a person's instances; None where they see all.

    An instance is seen by who started it and by who holds a role of one of its definition's lanes.
    """
    if allows(by, Right.SEE_ALL_INSTANCES):
        return None
    return or_(Instance.started_by == by.id, Instance.definition_id.in_(own_definitions(by)))


def own_definitions(by: Actor) -> Select[int]:
    """Ids of the definitions with a lane of one of the person's roles."""
    return select(LaneRole.definition_id).where(LaneRole.role.in_(sorted(by.roles)))


def visible_instance(session: Session, instance_id: int, *, by: Actor) -> Instance:
    """The instance, or NotFound: who may not see it is not told that it exists."""
    wanted = select(Instance).where(Instance.id == instance_id)
    condition = visible_to(by)
    instance = session.scalar(wanted if condition is None else wanted.where(condition))
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
