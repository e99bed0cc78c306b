"""notices have a form of their own

Each event has its own keys, where all were filled into the columns of what is told of an account: of a task
that was handed over, its step stood under `holds`. No released Alur told of calendars; what a later one told,
already in words, is left to the audit trail.

Cost: `account_notices` (what is unread) is written anew once.
"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_WORDS = ("who", "person", "had", "holds", "reason")
_HANDED_OVER = "task.handed_over"


def upgrade() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_notices_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    with op.batch_alter_table("notices") as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_person_id"), ["person_id"], unique=False)
    connection = op.get_bind()
    before = sa.Table("account_notices", sa.MetaData(), autoload_with=connection)
    after = sa.Table("notices", sa.MetaData(), autoload_with=connection)
    wanted = sa.select(before).where(before.c.event != "calendar.changed").order_by(before.c.id)
    for row in connection.execute(wanted).mappings().all():
        details = {key: row[key] for key in _WORDS}
        if row["event"] == _HANDED_OVER:
            details = {key: row[key] for key in ("who", "person", "had")} | {"step": row["holds"]}
        values = {key: row[key] for key in ("person_id", "at", "event")}
        connection.execute(after.insert().values(**values, details=json.dumps(details)))
    op.drop_table("account_notices")
