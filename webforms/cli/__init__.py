"""The command line. Heavy modules are imported by the command that needs them: a start must be quick."""

from __future__ import annotations

import codecs
import errno
import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from engine.config import BadConfig, Config, load
from engine.errors import Unavailable

if TYPE_CHECKING:
    from engine.database_url import URL
    from engine.migrations import ChangedDatabase

#: Command → module that holds it as `command`.
_COMMANDS = {
    "serve": "webforms.cli.serve",
    "db": "webforms.cli.db",
    "doctor": "webforms.cli.doctor",
    "person": "webforms.cli.person",
    "process": "webforms.cli.process",
    "restore": "webforms.cli.restore",
    "audit": "webforms.cli.audit",
    "backup": "webforms.cli.backup",
    "data": "webforms.cli.data",
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

    def main(self, *args: Any, **options: Any) -> Any:
        """Run a command. Whatever it prints, no console stops it: see `write_anything`."""
        for stream in (sys.stdout, sys.stderr):
            write_anything(stream)
        return super().main(*args, **options)

    def invoke(self, ctx: click.Context) -> Any:
        """A setting, file or database that can't be used is a sentence and exit status 2, whoever finds it
        out."""
        try:
            return super().invoke(ctx)
        except BadConfig as error:
            click.echo(f"alur: {error}", err=True)
        except Unavailable as error:
            click.echo(f"alur: the database can't be used now: {error.params['reason']}", err=True)
        except OSError as error:
            if error.errno == errno.EPIPE:  # `alur … | head` has read enough: click ends quietly
                raise
            click.echo(f"alur: {_in_words(error)}", err=True)
        sys.exit(2)


def write_anything(stream: Any) -> None:
    """What a console's encoding has no letter for is written as \\u2192 instead of ending the command: an
    arrow in Windows' cp1252, a name in another script, a file name that is no text."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")


def echo_json(value: object, *, indent: int | None = 2) -> None:
    """As UTF-8, which JSON is; where the console writes another encoding, with all other letters escaped."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    readable = codecs.lookup(encoding).name == "utf-8"
    click.echo(json.dumps(value, ensure_ascii=not readable, indent=indent))


def _in_words(error: OSError) -> str:
    why = error.strerror or type(error).__name__
    return f"{error.filename}: {why}" if error.filename else why


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="alur")
def main() -> None:
    """Alur runs SOPs from their diagrams."""


def read_config(*, create: bool = True) -> Config:
    """Settings from the environment. Without `create` no data folder and no secret key is made."""
    return load(os.environ, create=create)


def connected(
    run: Callable[[Config], None], *, despite: Callable[[ChangedDatabase], None] | None = None
) -> None:
    """Run with settings read and the database (upgraded if need be) connected.

    A database in no known state raises UnknownDatabase. Where `despite` is given, one that can still be read
    is told to it, and the command runs.
    """
    from engine import database_url

    config = read_config()
    _use(config, database_url.of(config), despite=despite)
    run(config)


def looking(
    run: Callable[[Config], None], *, despite: Callable[[ChangedDatabase], None] | None = None
) -> None:
    """As `connected`, for commands that only look: a copy that can't be written stays as it is, and nothing
    is made where there is no database."""
    from engine import database, database_url

    config = read_config(create=False)
    with _readable(database_url.of(config)) as url:
        _use(config, url, despite=despite, create=False)
        try:
            run(config)
        finally:
            database.disconnect()


@contextmanager
def _readable(url: URL) -> Iterator[URL]:
    """Where the database can't be written, an address by which it stays as it is; of an older one that of a
    copy, which can be upgraded."""
    from engine import migrations, read_only

    if read_only.may_write(url):
        yield url
        return
    with read_only.opened(url) as readable:
        if migrations.is_current(readable):
            yield readable
            return
    with read_only.copied(url) as copy:
        yield copy


def _use(
    config: Config,
    url: URL,
    *,
    despite: Callable[[ChangedDatabase], None] | None,
    create: bool = True,
) -> None:
    from engine import calendar, database, migrations
    from engine.backup import daily
    from engine.documents import sheet_profile
    from engine.storage import folders

    try:
        if not migrations.is_current(url):
            migrations.upgrade(url)
    except migrations.ChangedDatabase as changed:
        if despite is None:
            raise
        despite(changed)
    database.connect(url)
    calendar.start(config.calendar, config.timezone)
    sheet_profile.use(sheet_profile.load(config.sheet_profile))
    folders.use(config.data_dir, create=create)
    daily.use(config.backup_dir)
