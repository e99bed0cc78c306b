"""norms may run by the clock

All norms that are stored are of working time.

Cost: `tasks` is written anew once.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("tasks") as batch_op:
        batch_op.add_column(sa.Column("by_clock", sa.Boolean(), nullable=True))
    op.execute("UPDATE tasks SET by_clock = false")
    with op.batch_alter_table("tasks") as batch_op:
        batch_op.alter_column("by_clock", existing_type=sa.Boolean(), nullable=False)
