"""alur config"""

from __future__ import annotations

from dataclasses import fields

import click

from webforms.cli import read_config

_SECRET = {"secret_key", "database_url", "metrics_token"}


@click.command("config")
def command() -> None:
    """Print the settings in use, without secrets."""
    config = read_config(create=False)
    for field in fields(config):
        value = getattr(config, field.name)
        value = ",".join(value) if isinstance(value, tuple) else value
        shown = "(hidden)" if field.name in _SECRET else value
        click.echo(f"ALUR_{field.name.upper()}={'' if shown is None else shown}")
