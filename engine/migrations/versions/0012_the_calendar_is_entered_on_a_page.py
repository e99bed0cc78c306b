"""the office's calendar is entered on a page

Open tasks know by which calendar they were counted (none that is stored, up to now), timers from when on. Of a
timer that was begun when its instance moved to another version that is not known: it counts from its task.

Cost: `tasks` is written anew once; `timers` (what is still to come) is gone through once.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_versions",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_calendar_versions_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_versions")),
    )
    with op.batch_alter_table("tasks") as batch_op:
        batch_op.add_column(sa.Column("calendar_version", sa.Integer(), nullable=True))
    op.execute("UPDATE tasks SET calendar_version = 0")
    with op.batch_alter_table("tasks") as batch_op:
        batch_op.alter_column("calendar_version", existing_type=sa.Integer(), nullable=False)
        batch_op.create_index(
            "ix_tasks_calendar_version",
            ["calendar_version"],
            unique=False,
            sqlite_where=sa.text("state IN ('open', 'claimed')"),
            postgresql_where=sa.text("state IN ('open', 'claimed')"),
        )
    with op.batch_alter_table("timers") as batch_op:
        batch_op.add_column(sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE timers SET begun_at = (SELECT created_at FROM tasks WHERE tasks.id = timers.task_id)")
    with op.batch_alter_table("timers") as batch_op:
        batch_op.alter_column("begun_at", existing_type=sa.DateTime(timezone=True), nullable=False)
