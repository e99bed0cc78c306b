"""Taking turns. The instance row is the only lock and is taken first, so nobody can wait in a circle."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.tables.instances import Instance, Task


def lock_instance(session: Session, instance_id: int) -> Instance:
    instance = session.get(Instance, instance_id, with_for_update={"of": Instance}, populate_existing=True)
    if instance is None:
        raise NotFound(instance=instance_id)
    return instance


def lock_task(session: Session, task_id: int) -> tuple[Task, Instance]:
    """The task as it is now and its case, while nobody else may change them.

    Two statements on purpose: PostgreSQL would give a joined task row as it was before the wait.
    """
    case_of_task = select(Task.instance_id).where(Task.id == task_id).scalar_subquery()
    instance = session.scalar(
        select(Instance)
        .where(Instance.id == case_of_task)
        .with_for_update(of=Instance)
        .execution_options(populate_existing=True)
    )
    if instance is None:
        raise NotFound(task=task_id)
    return session.get_one(Task, task_id, populate_existing=True), instance
