"""Reminders and deadlines that have not come yet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.tables.base import Table
from engine.tables.instances import Task


class Timer(Table):
    """A timer of an open task. What has fired, or whose task is closed, does not stand here any more."""

    __tablename__ = "timers"

    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    task: Mapped[Task] = relationship()
    #: Id of the boundary event in the diagram, and whether it takes the task away (as the diagram says).
    element: Mapped[str] = mapped_column(primary_key=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("instances.id"), index=True)
    interrupting: Mapped[bool]
    #: From when its time is counted.
    begun_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)
    #: Firing failed for a reason that nobody foresaw: the next try.
    postponed_until: Mapped[datetime | None]
