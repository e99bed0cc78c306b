"""alur db"""

from __future__ import annotations

import click

from webforms.cli import read_config


@click.group("db")
def command() -> None:
    """The database's shape."""


@command.command()
def upgrade() -> None:
    """Create or upgrade the database. `alur serve` does it by itself."""
    from engine import database_url, migrations

    migrations.upgrade(database_url.of(read_config()))
    click.echo("database: up to date")
