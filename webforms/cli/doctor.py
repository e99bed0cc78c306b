"""alur doctor"""

from __future__ import annotations

import sys
from dataclasses import asdict

import click

from engine.config import Config
from webforms.cli import echo_json, looking

_MARKS = {"ok": "ok  ", "warning": "WARN", "fault": "BAD "}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable findings.")
def command(*, as_json: bool) -> None:
    """What is wrong with this installation, and what to do. Exit status 1 where something does not work.

    The page *Kesehatan* shows administrators the same.
    """
    looking(lambda config: _examine(config, as_json=as_json))


def _examine(config: Config, *, as_json: bool) -> None:
    from engine.health.checks import examine
    from engine.health.findings import Finding, State
    from engine.texts import text

    def words(finding: Finding, key: str) -> str:
        return text(f"health.{finding.check}.{key}", "en", **finding.params)

    found = examine(config)
    if as_json:
        echo_json([asdict(finding) for finding in found])
    else:
        for finding in found:
            click.echo(f"{_MARKS[finding.state]} {words(finding, 'title')}: {words(finding, finding.state)}")
            if finding.state is not State.OK:
                click.echo(f"     → {words(finding, 'remedy')}")
    sys.exit(1 if any(finding.state is State.FAULT for finding in found) else 0)
