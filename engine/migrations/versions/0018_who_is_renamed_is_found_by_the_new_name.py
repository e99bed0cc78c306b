"""who is renamed is found by the new name

A trigger puts down what the person started or works on, for the index of words to be read anew.

Cost: none.
"""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

#: What shows their present name: an answer shows the name that they had.
_THEIRS = (
    "INSERT INTO search_pending (instance_id) SELECT id FROM instances WHERE started_by = new.id "
    "UNION SELECT instance_id FROM tasks WHERE claimed_by = new.id AND state = 'claimed';"
)
_SQLITE = (
    "CREATE TRIGGER people_pending_update AFTER UPDATE OF name ON people WHEN new.name <> old.name "
    f"BEGIN {_THEIRS} END",
)
_POSTGRESQL = (
    "CREATE FUNCTION people_pending() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN {_THEIRS} RETURN NULL; END $$",
    "CREATE TRIGGER people_pending_update AFTER UPDATE OF name ON people "
    "FOR EACH ROW WHEN (new.name <> old.name) EXECUTE FUNCTION people_pending()",
)


def upgrade() -> None:
    for statement in _SQLITE if op.get_context().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)
