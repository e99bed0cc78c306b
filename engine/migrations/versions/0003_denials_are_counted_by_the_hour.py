"""denials are counted by the hour

A new table, which holds what was refused in the hour that is running: at most some rows a person.

Cost: none, however large the office is.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "denials",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint("times > 0", name=op.f("ck_denials_times_positive")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_denials_person_id")),
        sa.PrimaryKeyConstraint("person_id", "hour", "key", name=op.f("pk_denials")),
    )
    with op.batch_alter_table("denials", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_denials_hour"), ["hour"], unique=False)
        batch_op.create_index("uq_denials_chain_seq", ["chain", "seq"], unique=True)
