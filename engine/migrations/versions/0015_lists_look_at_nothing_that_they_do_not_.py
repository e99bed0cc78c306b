"""lists look at nothing that they do not show

Each list has indexes in its own order. For them tasks and timers carry the state of their instance (which the
database itself keeps right), tasks their definition and whom they wait for, and instances when they are due.

Cost: `tasks`, `instances` and `timers` are written anew, `events` gets three indexes instead of three: about
two minutes for a million instances, during which nobody works.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_STATES = "IN ('running', 'incident', 'ended', 'withdrawn')"
_OPEN = "state IN ('open', 'claimed')"
_FREE = f"{_OPEN} AND waits_for IS NULL AND instance_state = 'running'"
_NAMED = f"{_OPEN} AND waits_for IS NOT NULL AND instance_state = 'running'"


def upgrade() -> None:
    _events()
    _instances()
    _tasks()
    _timers()
    op.execute(
        "UPDATE instances SET due_at = (SELECT min(due_at) FROM tasks "
        "WHERE tasks.instance_id = instances.id AND tasks.state IN ('open', 'claimed')) "
        "WHERE state IN ('running', 'incident')"
    )


def _events() -> None:
    # Not in a batch: that would write the whole trail anew, and forget what forbids to change it.
    op.drop_index("ix_events_at", "events")
    op.drop_index("ix_events_name", "events")
    op.drop_index("ix_events_person_id", "events")
    op.create_index("ix_events_at_id", "events", ["at", "id"])
    op.create_index("ix_events_name_at_id", "events", ["name", "at", "id"])
    op.create_index("ix_events_person_id_name_at_id", "events", ["person_id", "name", "at", "id"])


def _instances() -> None:
    with op.batch_alter_table("instances") as batch_op:
        batch_op.add_column(sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_check_constraint("ended_is_due_never", "ended_at IS NULL OR due_at IS NULL")
        batch_op.create_unique_constraint(op.f("uq_instances_id_state"), ["id", "state"])
        batch_op.drop_index("ix_instances_definition_id")
        batch_op.drop_index("ix_instances_started_by_id")
        batch_op.create_index("ix_instances_definition_id_state_id", ["definition_id", "state", "id"])
        batch_op.create_index("ix_instances_started_by_state_id", ["started_by", "state", "id"])
    _partial("ix_instances_due_at_id", "instances", ["due_at", "id"], "due_at IS NOT NULL")
    for column in ("definition_id", "started_by"):
        name = f"ix_instances_{column}_due_at_id"
        _partial(name, "instances", [column, "due_at", "id"], "due_at IS NOT NULL")
    _partial("ix_instances_running", "instances", ["version_id"], "state IN ('running', 'incident')")


def _tasks() -> None:
    with op.batch_alter_table("tasks") as batch_op:
        batch_op.add_column(sa.Column("instance_state", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("definition_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("waits_for", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE tasks SET "
        "instance_state = (SELECT state FROM instances WHERE instances.id = tasks.instance_id), "
        "definition_id = (SELECT definition_id FROM instances WHERE instances.id = tasks.instance_id), "
        "waits_for = CASE state WHEN 'claimed' THEN claimed_by WHEN 'open' THEN offered_to END"
    )
    with op.batch_alter_table("tasks") as batch_op:
        batch_op.alter_column("instance_state", existing_type=sa.String(length=20), nullable=False)
        batch_op.alter_column("definition_id", existing_type=sa.Integer(), nullable=False)
        batch_op.create_check_constraint("instancestate_known", f"instance_state {_STATES}")
        batch_op.create_check_constraint(
            "waits_for_somebody",
            "coalesce(waits_for, 0) = CASE state WHEN 'claimed' THEN claimed_by "
            "WHEN 'open' THEN coalesce(offered_to, 0) ELSE 0 END",
        )
        _follow_state(batch_op, "fk_tasks_instance_id")
        batch_op.create_foreign_key(op.f("fk_tasks_waits_for"), "people", ["waits_for"], ["id"])
        batch_op.create_foreign_key(op.f("fk_tasks_definition_id"), "definitions", ["definition_id"], ["id"])
        batch_op.drop_index("ix_tasks_claimed_by")
        batch_op.drop_index("ix_tasks_inbox")
        batch_op.create_index("ix_tasks_worked_on", ["claimed_by", "instance_state", "instance_id"])
    _partial("ix_tasks_free", "tasks", ["lane", "due_at", "id"], _FREE)
    _partial("ix_tasks_free_definition", "tasks", ["definition_id", "lane", "due_at", "id"], _FREE)
    by_name = ["waits_for", "instance_state", "lane", "state", "due_at", "id"]
    _partial("ix_tasks_named", "tasks", by_name, f"{_OPEN} AND waits_for IS NOT NULL")
    _partial("ix_tasks_named_lane", "tasks", ["lane", "due_at", "id"], _NAMED)


def _timers() -> None:
    with op.batch_alter_table("timers") as batch_op:
        batch_op.add_column(sa.Column("instance_state", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("next_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE timers SET next_at = coalesce(postponed_until, due_at), "
        "instance_state = (SELECT state FROM instances WHERE instances.id = timers.instance_id)"
    )
    with op.batch_alter_table("timers") as batch_op:
        batch_op.alter_column("instance_state", existing_type=sa.String(length=20), nullable=False)
        batch_op.alter_column("next_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.create_check_constraint("instancestate_known", f"instance_state {_STATES}")
        _follow_state(batch_op, "fk_timers_instance_id")
        batch_op.drop_index("ix_timers_due_at")
        batch_op.drop_column("postponed_until")
    _partial("ix_timers_next_at", "timers", ["next_at", "task_id"], "instance_state = 'running'")


def _follow_state(batch_op: BatchOperations, name: str) -> None:
    batch_op.drop_constraint(name, type_="foreignkey")
    batch_op.create_foreign_key(
        name, "instances", ["instance_id", "instance_state"], ["id", "state"], onupdate="CASCADE"
    )


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)
