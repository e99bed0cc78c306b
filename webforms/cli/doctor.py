"""alur doctor"""

from __future__ import annotations

import sys
from contextlib import nullcontext
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from engine.config import Config
from webforms.cli import echo_json, read_config

if TYPE_CHECKING:
    from engine.health.findings import Finding

_MARKS = {"ok": "ok  ", "warning": "WARN", "fault": "BAD "}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable findings.")
def command(*, as_json: bool) -> None:
    """What is wrong with this installation, and what to do. Exit status 1 where something does not work.

    The page *Kesehatan* shows administrators the same.
    """
    _report(_found(read_config(create=False)), as_json=as_json)


def _found(config: Config) -> list[Finding]:
    """Whatever state the database is in: that is looked at, too, so it is not brought up before."""
    from engine import database, database_url, read_only
    from engine.health.checks import examine
    from engine.storage import folders

    url = database_url.of(config)
    folders.use(config.data_dir, create=False)
    with nullcontext(url) if read_only.may_write(url) else read_only.opened(url) as readable:
        database.connect(readable)
        try:
            return examine(config)
        finally:
            database.disconnect()


def _report(found: list[Finding], *, as_json: bool) -> None:
    from engine.health.findings import State
    from engine.texts import text

    def words(finding: Finding, key: str) -> str:
        return text(f"health.{finding.check}.{key}", "en", **finding.params)

    if as_json:
        echo_json([asdict(finding) for finding in found])
    else:
        for finding in found:
            click.echo(f"{_MARKS[finding.state]} {words(finding, 'title')}: {words(finding, finding.state)}")
            if finding.state is not State.OK:
                click.echo(f"     → {words(finding, 'remedy')}")
    sys.exit(1 if any(finding.state is State.FAULT for finding in found) else 0)
