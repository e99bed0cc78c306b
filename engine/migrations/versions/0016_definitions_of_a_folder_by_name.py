"""definitions of a folder by name

Cost: `definitions` (some hundreds) is gone through once.
"""

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("definitions") as batch_op:
        batch_op.create_index("ix_definitions_folder_name", ["folder", "name"], unique=False)
