"""words of instances are found by an index

The index is derived: triggers put down which instances changed, and the worker reads them (engine.search). All
that there are now are put down here; the worker reads some hundred of them in a second, and says so in the
lists until it is through.

Cost: `search_pending` gets a row for each instance: seconds for a million.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_SQLITE = (
    # Terms are our own, ASCII letters folded already; in which order and how often they stand is not asked.
    "CREATE VIRTUAL TABLE search_documents USING "
    "fts5(terms, tokenize=\"ascii tokenchars '=:'\", detail=none, columnsize=0)",
    "CREATE TRIGGER instances_pending_insert AFTER INSERT ON instances "
    "BEGIN INSERT INTO search_pending (instance_id) VALUES (new.id); END",
    "CREATE TRIGGER instances_pending_update AFTER UPDATE OF chain_seq, title, number ON instances "
    "BEGIN INSERT INTO search_pending (instance_id) VALUES (new.id); END",
)
_POSTGRESQL = (
    "CREATE TABLE search_documents (instance_id INTEGER CONSTRAINT pk_search_documents PRIMARY KEY, "
    "terms TSVECTOR NOT NULL)",
    # What waits in a list of its own to be put into the index would be gone through by each question.
    "CREATE INDEX ix_search_documents_terms ON search_documents USING gin (terms) WITH (fastupdate = off)",
    "CREATE FUNCTION instances_pending() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN INSERT INTO search_pending (instance_id) VALUES (NEW.id); RETURN NULL; END $$",
    "CREATE TRIGGER instances_pending_insert AFTER INSERT ON instances "
    "FOR EACH ROW EXECUTE FUNCTION instances_pending()",
    "CREATE TRIGGER instances_pending_update AFTER UPDATE OF chain_seq, title, number ON instances "
    "FOR EACH ROW EXECUTE FUNCTION instances_pending()",
)


def upgrade() -> None:
    op.create_table(
        "search_pending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_pending")),
    )
    op.create_table(
        "search_spellings",
        sa.Column("spelling", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("spelling", "word", name=op.f("pk_search_spellings")),
        sqlite_with_rowid=False,
    )
    for statement in _SQLITE if op.get_context().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement.replace(":", r"\:"))
    op.execute("INSERT INTO search_pending (instance_id) SELECT id FROM instances ORDER BY id")
