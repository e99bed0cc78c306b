"""The command line. Heavy modules are imported by the command that needs them: a start must be quick."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from engine.config import BadConfig, Config, load
from engine.errors import Unavailable

if TYPE_CHECKING:
    from engine.migrations import ChangedDatabase

#: Command → module that holds it as `command`.
_COMMANDS = {
    "serve": "webforms.cli.serve",
    "db": "webforms.cli.db",
    "person": "webforms.cli.person",
    "process": "webforms.cli.process",
    "audit": "webforms.cli.audit",
    "config": "webforms.cli.config",
    "worker": "webforms.cli.worker",
}


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(_COMMANDS[cmd_name]).command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """A setting or database that can't be used is a sentence and exit status 2, whoever finds it out."""
        try:
            return super().invoke(ctx)
        except BadConfig as error:
            click.echo(f"alur: {error}", err=True)
        except Unavailable as error:
            click.echo(f"alur: the database can't be used now: {error.params['reason']}", err=True)
        sys.exit(2)


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="alur")
def main() -> None:
    """Alur runs SOPs from their diagrams."""


def read_config() -> Config:
    """Settings from the environment."""
    return load(os.environ)


def connected(
    run: Callable[[Config], None], *, despite: Callable[[ChangedDatabase], None] | None = None
) -> None:
    """Run with settings read and the database (upgraded if need be) connected.

    A database in no known state raises UnknownDatabase. Where `despite` is given, one that can still be read
    is told to it, and the command runs.
    """
    from engine import calendar, database, migrations
    from engine.documents import sheet_profile
    from engine.storage import folders

    config = read_config()
    try:
        if not migrations.is_current(config.database_url):
            migrations.upgrade(config.database_url)
    except migrations.ChangedDatabase as changed:
        if despite is None:
            raise
        despite(changed)
    database.connect(config.database_url)
    calendar.use(calendar.load(config.calendar, config.timezone))
    sheet_profile.use(sheet_profile.load(config.sheet_profile))
    folders.use(config.data_dir)
    run(config)
