"""definitions lie in folders

Those that are there already lie in none.

Cost: `definitions` (some hundred rows at most) is gone through once.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("definitions") as batch_op:
        batch_op.add_column(sa.Column("folder", sa.String(), nullable=True))
    op.execute("UPDATE definitions SET folder = ''")
    with op.batch_alter_table("definitions") as batch_op:
        batch_op.alter_column("folder", existing_type=sa.String(), nullable=False)
