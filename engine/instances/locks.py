"""Taking turns. The instance row is the only lock and is taken first, so nobody can wait in a circle."""

from __future__ import annotations

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from engine.actor import Actor
from engine.errors import NotFound
from engine.instances.seeing import require_seen
from engine.tables.instances import IS_OPEN, OPEN_STATES, Instance, Task

# Built once: SQLAlchemy takes as long to build a statement as SQLite to run it.
_INSTANCE_OF_TASK = (
    select(Instance)
    .where(Instance.id == select(Task.instance_id).where(Task.id == bindparam("task")).scalar_subquery())
    .with_for_update(of=Instance)
    .execution_options(populate_existing=True)
)
_TASK_AND_OPEN_ONES = (
    select(Task)
    # In this form each half has its index; an instance may have thousands of tasks behind it.
    .where(or_(Task.id == bindparam("task"), and_(Task.instance_id == bindparam("instance"), IS_OPEN)))
    .execution_options(populate_existing=True)
)


def lock_instance(session: Session, instance_id: int, *, by: Actor | None) -> Instance:
    """The instance as it is now, while nobody else may change it. `by` None: the system.

    Raises NotFound, also for an instance that `by` may not see.
    """
    instance = session.get(Instance, instance_id, with_for_update={"of": Instance}, populate_existing=True)
    if instance is None:
        raise NotFound(instance=instance_id)
    if by is not None:
        require_seen(session, instance, by=by)
    return instance


def lock_task(session: Session, task_id: int, *, by: Actor | None) -> tuple[Task, Instance]:
    """The task as it is now and its instance, while nobody else may change them. `by` None: the system.

    Raises NotFound, also for a task of an instance that `by` may not see.
    Two statements on purpose: PostgreSQL would give a joined task row as it was before the wait.
    """
    instance = session.scalar(_INSTANCE_OF_TASK, {"task": task_id})
    if instance is None:
        raise NotFound(task=task_id)
    tasks = session.scalars(_TASK_AND_OPEN_ONES, {"instance": instance.id, "task": task_id}).all()
    set_committed_value(instance, "open_tasks", [task for task in tasks if task.state in OPEN_STATES])
    task = next(task for task in tasks if task.id == task_id)
    if by is not None:
        require_seen(session, instance, task=task, by=by)
    return task, instance
