"""administrators of accounts ask each other for roles

A notice may give a reason; those that are there already give none.

Cost: `account_notices` (what is unread) is gone through once.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "grant_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "role", "office", name="grantkind_known", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_grant_requests_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant_requests")),
        sa.UniqueConstraint("person_id", "kind", "name", name="uq_grant_requests_one"),
    )
    with op.batch_alter_table("account_notices") as batch_op:
        batch_op.add_column(sa.Column("reason", sa.String(), nullable=True))
    op.execute("UPDATE account_notices SET reason = ''")
    with op.batch_alter_table("account_notices") as batch_op:
        batch_op.alter_column("reason", existing_type=sa.String(), nullable=False)
