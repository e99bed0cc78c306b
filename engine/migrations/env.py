"""How Alembic runs here: on the connection it is given, inside one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate import renderers
from alembic.autogenerate.api import AutogenContext
from alembic.operations import ops

from engine.migrations.shape import is_modelled
from engine.tables import Table
from engine.tables.base import Document, Moment
from engine.tables.events import POSTGRESQL_TRIGGERS, SQLITE_TRIGGERS


class AppendOnly(ops.MigrateOperation):
    """The triggers that refuse a change of events, written out in the migration that creates the table."""

    def reverse(self) -> ops.MigrateOperation:
        """Raises NotImplementedError: nothing is to be done."""
        raise NotImplementedError("dropping the table drops its triggers")


@renderers.dispatch_for(AppendOnly)
def render_append_only(_context: AutogenContext, _op: AppendOnly) -> list[str]:
    """The lines of the new migration, for both databases."""

    def executes(triggers: Iterable[str]) -> str:
        return "".join(f"\n    op.execute({trigger!r})" for trigger in triggers)

    return [
        f"if op.get_context().dialect.name == 'sqlite':{executes(SQLITE_TRIGGERS)}\n"
        f"else:{executes(POSTGRESQL_TRIGGERS)}"
    ]


def add_triggers(_context: object, _revision: object, directives: list[Any]) -> None:
    """Alembic's hook `process_revision_directives`: where a migration creates `events`, it creates them,
    too."""
    for directive in directives:
        created = [getattr(op, "table_name", "") for op in directive.upgrade_ops.ops]
        if "events" in created:
            directive.upgrade_ops.ops.append(AppendOnly())


def plain_types(kind: str, value: object, _context: object) -> str | Literal[False]:
    """A migration stands for itself: our own types are written as what they are in the database."""
    if kind == "type" and isinstance(value, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(value, Document):
        return "sa.Text()"
    return False


connection: sa.Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Table.metadata,
    render_item=plain_types,
    include_name=is_modelled,
    process_revision_directives=add_triggers,
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
