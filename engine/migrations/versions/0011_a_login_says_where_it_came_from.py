"""a login says where it came from

Of those that are open already nobody knows.

Cost: `logins` (a week of them) is gone through once.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("logins") as batch_op:
        batch_op.add_column(sa.Column("address", sa.String(), nullable=True))
    op.execute("UPDATE logins SET address = ''")
    with op.batch_alter_table("logins") as batch_op:
        batch_op.alter_column("address", existing_type=sa.String(), nullable=False)
