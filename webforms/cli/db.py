"""alur db"""

from __future__ import annotations

import click

from engine.config import Config
from webforms.cli import connected, read_config


@click.group("db")
def command() -> None:
    """The database's shape, and its index of words."""


@command.command()
def upgrade() -> None:
    """Create or upgrade the database. `alur serve` does it by itself."""
    from engine import database_url, migrations

    migrations.upgrade(database_url.of(read_config()))
    click.echo("database: up to date")


@command.command()
def reindex() -> None:
    """Build the index of words that searches use anew. People may work meanwhile."""

    def run(_config: Config) -> None:
        from engine.search.keeping import bring_up_to_date, start_anew

        start_anew()
        done = 0
        while read := bring_up_to_date():
            done += read
            if done % 10_000 < read:
                click.echo(f"{done} instances")
        click.echo(f"index: {done} instances")

    connected(run)
