"""Moving running instances to another version, as work for the worker."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from engine.tables.base import Table, words


class MoveState(enum.StrEnum):
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"


class Move(Table):
    """One order to move instances of a definition to a version."""

    __tablename__ = "moves"
    __table_args__ = (CheckConstraint("(state = 'done') = (ended_at IS NOT NULL)", name="done_has_time"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    definition_id: Mapped[int] = mapped_column(ForeignKey("definitions.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"))
    #: {version id before: {element before: element after}}: what the admin corrected.
    mapping: Mapped[dict[str, Any]]
    #: Which are to be moved; None: all that run.
    instance_ids: Mapped[list[Any] | None]
    state: Mapped[MoveState] = mapped_column(words(MoveState), default=MoveState.RUNNING, index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    #: The last instance that was looked at: a stopped move goes on behind it.
    cursor: Mapped[int] = mapped_column(default=0)
    total: Mapped[int]
    moved: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)


class MoveFailure(Table):
    """An instance that stayed as it was, and why."""

    __tablename__ = "move_failures"

    move_id: Mapped[int] = mapped_column(ForeignKey("moves.id"), primary_key=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("instances.id"), primary_key=True)
    #: A key below moves.why.
    why: Mapped[str]
    element: Mapped[str] = mapped_column(default="")
