"""alur audit"""

from __future__ import annotations

import json
import sys

import click

from engine.config import Config
from webforms.cli import connected


@click.group("audit")
def command() -> None:
    """The audit trail."""


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Machine-readable verdicts.")
def verify(as_json: bool) -> None:  # noqa: FBT001
    """Walk all chains. Exit status 1 and the first break of each chain when one is broken."""
    connected(lambda config: _verify(config, as_json=as_json))


def _verify(_config: Config, *, as_json: bool) -> None:
    from engine.audit.verify import verify_all
    from engine.database import reading
    from engine.texts import text

    with reading() as session:
        verdicts = list(verify_all(session))
    broken = [verdict for verdict in verdicts if verdict.broken]
    if as_json:
        click.echo(
            json.dumps(
                {
                    "chains": len(verdicts),
                    "events": sum(verdict.events for verdict in verdicts),
                    "broken": [
                        {
                            "chain": verdict.chain,
                            "case": verdict.case,
                            "seq": verdict.broken.seq,
                            "reason": verdict.broken.reason,
                        }
                        for verdict in broken
                        if verdict.broken
                    ],
                }
            )
        )
    else:
        for verdict in broken:
            if verdict.broken:
                reason = text(f"audit.broken.{verdict.broken.reason}", "en")
                click.echo(f"{verdict.case or verdict.chain}: event {verdict.broken.seq}: {reason}")
        events = sum(verdict.events for verdict in verdicts)
        click.echo(f"{len(verdicts)} chains, {events} events, {len(broken)} broken")
    sys.exit(1 if broken else 0)
