"""Reminders and deadlines that have not come yet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.tables.base import Table, words
from engine.tables.instances import InstanceState, Task, follows_state

_RUNNING = "instance_state = 'running'"
_WAITS = text(_RUNNING)


class Timer(Table):
    """A timer of an open task. What has fired, or whose task is closed, does not stand here any more."""

    __tablename__ = "timers"
    __table_args__ = (
        follows_state(),
        # What the worker looks for every two seconds. An incident waits for its supervisor, and its timers
        # with it.
        Index("ix_timers_next_at", "next_at", "task_id", sqlite_where=_WAITS, postgresql_where=_WAITS),
    )

    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    task: Mapped[Task] = relationship()
    #: Id of the boundary event in the diagram, and whether it takes the task away (as the diagram says).
    element: Mapped[str] = mapped_column(primary_key=True)
    instance_id: Mapped[int] = mapped_column(index=True)
    #: Of its instance; the database itself keeps it right.
    instance_state: Mapped[InstanceState] = mapped_column(words(InstanceState))
    interrupting: Mapped[bool]
    #: From when its time is counted.
    begun_at: Mapped[datetime]
    due_at: Mapped[datetime]
    #: When the worker tries: then, or later where firing failed for a reason that nobody foresaw.
    next_at: Mapped[datetime]


#: The same for a query, spelled out so that SQLite uses the index.
IS_WAITING: ColumnElement[bool] = literal_column(f"timers.{_RUNNING}")
