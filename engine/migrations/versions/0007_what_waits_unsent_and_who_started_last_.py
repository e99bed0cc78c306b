"""what waits unsent and who started last are found by index

Limits for one person are asked at each upload and each start, so their questions have an index each.

Cost: reads `instances` and `uploads` once; about a second for a million instances.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("instances", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_instances_started_by"))
        batch_op.create_index("ix_instances_started_by_id", ["started_by", "id"], unique=False)

    with op.batch_alter_table("uploads", schema=None) as batch_op:
        batch_op.create_index(
            "ix_uploads_unsent",
            ["person_id", "task_id"],
            unique=False,
            sqlite_where=sa.text("state <> 'attached'"),
            postgresql_where=sa.text("state <> 'attached'"),
        )
