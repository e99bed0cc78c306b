"""alur audit"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from engine.config import Config
from webforms.cli import echo_json, looking

if TYPE_CHECKING:
    from engine.audit.verify import Verdict


@click.group("audit")
def command() -> None:
    """The audit trail."""


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Machine-readable verdicts.")
def verify(as_json: bool) -> None:  # noqa: FBT001
    """Walk all chains. Exit status 1 and the first break of each chain when one is broken.

    Also where the triggers that keep events from being changed are gone, which is then a break, too.
    """
    changed: list[str] = []
    looking(
        lambda config: _verify(config, changed, as_json=as_json),
        despite=lambda error: changed.append(str(error)),
    )


def _verify(_config: Config, changed: list[str], *, as_json: bool) -> None:
    from engine.audit.verify import verify_all
    from engine.database import reading

    with reading() as session:
        verdicts = list(verify_all(session))
    broken = [verdict for verdict in verdicts if verdict.broken]
    events = sum(verdict.events for verdict in verdicts)
    if as_json:
        found = {
            "chains": len(verdicts),
            "events": events,
            "broken": [_as_dict(verdict) for verdict in broken],
        }
        echo_json({**found, "database": changed[0] if changed else None}, indent=None)
    else:
        for line in (*changed, *map(_in_words, broken)):
            click.echo(line)
        click.echo(f"{len(verdicts)} chains, {events} events, {len(broken)} broken")
    sys.exit(1 if broken or changed else 0)


def _as_dict(verdict: Verdict) -> dict[str, object]:
    place = {"seq": verdict.broken.seq, "reason": verdict.broken.reason} if verdict.broken else {}
    return {"chain": verdict.chain, "instance": verdict.instance, **place}


def _in_words(verdict: Verdict) -> str:
    from engine.texts import text

    reason = text(f"audit.broken.{verdict.broken.reason}", "en") if verdict.broken else ""
    return (
        f"{verdict.instance or verdict.chain}: event {verdict.broken.seq if verdict.broken else 0}: {reason}"
    )
