"""forms that were handled are known for a day

A new table, which the worker empties of what is older: some thousand rows in a large office.

Cost: none.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "handled_forms",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_handled_forms_person_id")),
        sa.PrimaryKeyConstraint("person_id", "key", name=op.f("pk_handled_forms")),
    )
    with op.batch_alter_table("handled_forms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handled_forms_at"), ["at"], unique=False)
