"""Taking turns. The instance row is the only lock and is taken first, so nobody can wait in a circle."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.tables.instances import Instance, Task

# Built once: SQLAlchemy takes as long to build a statement as SQLite to run it.
_CASE_OF_TASK = (
    select(Instance)
    .where(Instance.id == select(Task.instance_id).where(Task.id == bindparam("task")).scalar_subquery())
    .with_for_update(of=Instance)
    .execution_options(populate_existing=True)
)
_TASK = select(Task).where(Task.id == bindparam("task")).execution_options(populate_existing=True)


def lock_instance(session: Session, instance_id: int) -> Instance:
    instance = session.get(Instance, instance_id, with_for_update={"of": Instance}, populate_existing=True)
    if instance is None:
        raise NotFound(instance=instance_id)
    return instance


def lock_task(session: Session, task_id: int) -> tuple[Task, Instance]:
    """The task as it is now and its case, while nobody else may change them.

    Two statements on purpose: PostgreSQL would give a joined task row as it was before the wait.
    """
    instance = session.scalar(_CASE_OF_TASK, {"task": task_id})
    if instance is None:
        raise NotFound(task=task_id)
    return session.scalars(_TASK, {"task": task_id}).one(), instance
