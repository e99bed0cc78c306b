"""a grant is of a role, a move of instances

Words of the glossary: what was called a grant of a lane is one of a role; a move names the instances to be moved.

Cost: `grants` (some rows a person) is written anew, `moves` only renames a column in the catalogue. Both take
milliseconds, however large the office is.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The rule says which words there are: it goes first and comes back with the new one.
    with op.batch_alter_table("grants") as batch_op:
        batch_op.drop_constraint(op.f("ck_grants_grantkind_known"), type_="check")
    grants = sa.table("grants", sa.column("kind", sa.String))
    op.execute(sa.update(grants).where(grants.c.kind == "lane").values(kind="role"))
    with op.batch_alter_table("grants") as batch_op:
        batch_op.create_check_constraint(op.f("ck_grants_grantkind_known"), "kind IN ('role', 'office')")
    op.execute("ALTER TABLE moves RENAME COLUMN chosen TO instance_ids")
