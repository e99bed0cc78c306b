"""Running instances and the work they ask of people."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    UniqueConstraint,
    and_,
    event,
    literal_column,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.tables.base import Table, words
from engine.tables.definitions import Version


class InstanceState(enum.StrEnum):
    RUNNING = "running"
    #: A fault in the diagram stopped it; a supervisor can try again.
    INCIDENT = "incident"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class TaskState(enum.StrEnum):
    OPEN = "open"
    CLAIMED = "claimed"
    DONE = "done"
    #: The instance went elsewhere: withdrawn, returned to its submitter.
    CANCELLED = "cancelled"


#: Conditions of indexes. What is no longer waited for stands in none of them: an old office has ten million
#: tasks, and some thousand open ones.
_OPEN = "state IN ('open', 'claimed')"
_NOT_CANCELLED = "state <> 'cancelled'"
_FREE = f"tasks.{_OPEN} AND tasks.waits_for IS NULL AND tasks.instance_state = 'running'"
_OPEN_NAMED = f"tasks.{_OPEN} AND tasks.waits_for IS NOT NULL"
_NAMED = f"{_OPEN_NAMED} AND tasks.instance_state = 'running'"
_WAITS_FOR = "CASE state WHEN 'claimed' THEN claimed_by WHEN 'open' THEN coalesce(offered_to, 0) ELSE 0 END"


def _partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """On both databases."""
    condition = text(where.replace("tasks.", ""))
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


class Instance(Table):
    """One running instance. Its row is the only lock, and carries the head of its chain of events."""

    __tablename__ = "instances"
    __table_args__ = (
        CheckConstraint("(state IN ('ended', 'withdrawn')) = (ended_at IS NOT NULL)", name="ended_has_time"),
        CheckConstraint("(state = 'incident') = (incident IS NOT NULL)", name="incident_has_reason"),
        CheckConstraint("ended_at IS NULL OR due_at IS NULL", name="ended_is_due_never"),
        UniqueConstraint("number", "definition_id"),
        # Its tasks and timers refer to both, so that they follow its state.
        UniqueConstraint("id", "state"),
        Index("ix_instances_state_id", "state", "id"),
        Index("ix_instances_definition_id_state_id", "definition_id", "state", "id"),
        Index("ix_instances_started_by_state_id", "started_by", "state", "id"),
        _partial("ix_instances_due_at_id", "due_at", "id", where="due_at IS NOT NULL"),
        _partial("ix_instances_definition_id_due_at_id", "definition_id", "due_at", "id",
                 where="due_at IS NOT NULL"),
        _partial("ix_instances_started_by_due_at_id", "started_by", "due_at", "id",
                 where="due_at IS NOT NULL"),
        _partial("ix_instances_running", "version_id", where="state IN ('running', 'incident')"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    definition_id: Mapped[int] = mapped_column(ForeignKey("definitions.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), index=True)
    #: Comes along with every instance: it says which diagram to run. (Locks: `of=Instance`.)
    version: Mapped[Version] = relationship(lazy="joined", innerjoin=True, viewonly=True)
    #: "032/2026-0148": what people call it.
    number: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    state: Mapped[InstanceState] = mapped_column(words(InstanceState), default=InstanceState.RUNNING)
    #: The instance data: validated answers by field name, shared by all steps.
    data: Mapped[dict[str, Any]]
    #: Where the tokens stand (engine.runtime.state), without diagram and data.
    tokens: Mapped[bytes] = mapped_column(LargeBinary)
    #: Last completion of each step: {element: {by, name, at, round, waited, minutes, seq, …}}.
    done: Mapped[dict[str, Any]]
    #: 1, and one more each time a step is done again.
    round: Mapped[int] = mapped_column(default=1)
    #: Actions outside the SOP: returned to the submitter, withdrawn, separation waived.
    deviations: Mapped[int] = mapped_column(default=0)
    incident: Mapped[dict[str, Any] | None]
    started_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    #: When the first of its open tasks is due; None where none has a norm. (engine.instances.clocks.note_due)
    due_at: Mapped[datetime | None]
    #: Head of the chain of events "instance:ID".
    chain_seq: Mapped[int] = mapped_column(default=0)
    chain_hash: Mapped[str]
    #: What waits for somebody. Read once with the lock and kept right by engine.instances.step.
    open_tasks: Mapped[list[Task]] = relationship(
        primaryjoin=lambda: and_(Task.instance_id == Instance.id, IS_OPEN), viewonly=True
    )


def follows_state() -> ForeignKeyConstraint:
    """For a table whose rows belong to an instance: the database itself keeps their copy of its state."""
    columns = Instance.__table__.c
    return ForeignKeyConstraint(
        ["instance_id", "instance_state"], [columns.id, columns.state], onupdate="CASCADE"
    )


class Task(Table):
    """One piece of work for one person."""

    __tablename__ = "tasks"
    __table_args__ = (
        CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name="done_has_time"),
        CheckConstraint("(state = 'done') = (done_by IS NOT NULL)", name="done_has_person"),
        CheckConstraint("state <> 'claimed' OR claimed_by IS NOT NULL", name="claimed_has_person"),
        CheckConstraint("lapsed_at IS NULL OR state = 'cancelled'", name="lapsed_is_cancelled"),
        CheckConstraint(f"coalesce(waits_for, 0) = {_WAITS_FOR}", name="waits_for_somebody"),
        follows_state(),
        _partial("uq_tasks_instance_token", "instance_id", "token", unique=True, where=_NOT_CANCELLED),
        # Few, however many rounds an instance has been through.
        _partial("ix_tasks_open", "instance_id", where=_OPEN),
        _partial("ix_tasks_calendar_version", "calendar_version", where=_OPEN),
        Index("ix_tasks_worked_on", "claimed_by", "instance_state", "instance_id"),
        # Lists of work, each in its order: what waits for a whole lane, of all SOPs or of one; what waits for
        # one person by name; what waits for anybody by name, for their colleagues.
        _partial("ix_tasks_free", "lane", "due_at", "id", where=_FREE),
        _partial("ix_tasks_free_definition", "definition_id", "lane", "due_at", "id", where=_FREE),
        _partial("ix_tasks_named", "waits_for", "instance_state", "lane", "state", "due_at", "id",
                 where=_OPEN_NAMED),
        _partial("ix_tasks_named_lane", "lane", "due_at", "id", where=_NAMED),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[int] = mapped_column(index=True)
    #: Of its instance: in lists it is asked for with each task.
    instance_state: Mapped[InstanceState] = mapped_column(words(InstanceState))
    definition_id: Mapped[int] = mapped_column(ForeignKey("definitions.id"))
    #: Id of the element in the diagram, and its name when the task was created.
    element: Mapped[str]
    name: Mapped[str]
    #: Where the diagram puts it; lane_roles says who may.
    lane: Mapped[str]
    #: Id of SpiffWorkflow's task.
    token: Mapped[str]
    state: Mapped[TaskState] = mapped_column(words(TaskState), default=TaskState.OPEN)
    #: Which time this step is done in this instance: 1, 2, …
    round: Mapped[int] = mapped_column(default=1)
    #: Who did it last round and gets it back first; others of the role may take it over.
    offered_to: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    #: Whom an open task waits for by name: its holder, else whom it is offered to first. Follows those two.
    waits_for: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    done_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    #: When waiting ended and handling began: first claimed or first typed into.
    opened_at: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    #: None where the step has no norm.
    due_at: Mapped[datetime | None]
    #: Norm in working minutes, at its maximum; or in minutes by the clock ("3 × 24 jam").
    norm_minutes: Mapped[int | None]
    by_clock: Mapped[bool] = mapped_column(default=False)
    #: Number of the calendar that it was counted by; 0: of none that is stored (engine.calendar.stored).
    calendar_version: Mapped[int] = mapped_column(default=0)
    #: The last reminder (*Waktu*), and the deadline that took the task away: when, and its element.
    reminded_at: Mapped[datetime | None]
    lapsed_at: Mapped[datetime | None]
    lapsed_by: Mapped[str | None]
    #: A supervisor allowed one person to do it against separation of duties.
    waived_for: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


@event.listens_for(Task, "before_insert")
@event.listens_for(Task, "before_update")
def _follow(_mapper: object, _connection: object, task: Task) -> None:
    named = {TaskState.CLAIMED: task.claimed_by, TaskState.OPEN: task.offered_to}
    task.waits_for = named.get(task.state)


OPEN_STATES = (TaskState.OPEN, TaskState.CLAIMED)
#: The same for a query. Spelled out: from bound values SQLite can't tell that the indexes of open tasks hold
#: all that is asked for, and reads every task there ever was.
IS_OPEN: ColumnElement[bool] = literal_column(f"tasks.{_OPEN}")
#: Of a running instance: it waits for a whole lane, or for somebody by name.
IS_FREE: ColumnElement[bool] = literal_column(f"({_FREE})")
IS_NAMED: ColumnElement[bool] = literal_column(f"({_NAMED})")


class Draft(Table):
    """What somebody has typed into a task and not yet handed in."""

    __tablename__ = "drafts"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    #: Raw input by name: {name: [values]}.
    typed: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
    #: The opened page whose script saved it last; empty when a button or the server did.
    page: Mapped[str]
