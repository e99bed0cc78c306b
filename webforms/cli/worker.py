"""alur worker"""

from __future__ import annotations

import threading

import click

from engine.config import Config
from webforms.cli import connected


@click.command("worker")
def command() -> None:
    """The housekeeping alone, for when several servers share a database."""

    def run(_config: Config) -> None:
        from engine import worker
        from webforms.cli.server import log_as_lines

        log_as_lines()
        worker.run(threading.Event())

    connected(run)
