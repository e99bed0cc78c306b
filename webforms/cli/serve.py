"""alur serve"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from ipaddress import ip_address

import click

from engine.config import BadConfig, Config
from engine.errors import Unavailable
from webforms.cli import connected, read_config

#: Seconds for which a start waits for its database, and between two tries.
PATIENCE, PAUSE = 60.0, 1.0


@click.command("serve")
@click.option("--demo", is_flag=True, help="Fictional accounts and instances; refused in production.")
def command(demo: bool) -> None:  # noqa: FBT001
    """Serve the web and do the housekeeping, in one process. Creates and upgrades the database."""
    # Nearly all that a start makes stays: to look for what is no longer used takes a seventh of it.
    gc.disable()
    config = read_config()
    if demo and config.production:
        click.echo("alur: --demo is refused in production", err=True)
        sys.exit(2)
    _require_free(config)
    _patiently(lambda: connected(lambda config: _prepare(config, demo=demo)))
    run(config)


def _patiently(begin: Callable[[], None]) -> None:
    """A start is not given up because somebody else is writing: after a power failure all come back at once.

    Raises Unavailable where that lasts.
    """
    ends = time.monotonic() + PATIENCE
    while True:
        try:
            return begin()
        except Unavailable as error:
            if time.monotonic() > ends:
                raise
            click.echo(f"alur: the database can't be used yet: {error.params['reason']}", err=True)
            time.sleep(PAUSE)


def _require_free(config: Config) -> None:
    """Before anything is prepared: whoever has the port might be another Alur with the same database."""
    from webforms.cli.server import listen

    try:
        ip_address(config.host)
    except ValueError:
        raise BadConfig(f"ALUR_HOST is {config.host!r}; it takes an IP address") from None
    try:
        listen(config).close()
    except OSError as error:
        where = f"{config.host}, port {config.port}"
        raise BadConfig(f"Alur can't listen on {where} ({error.strerror}); set ALUR_PORT") from None


def _prepare(config: Config, *, demo: bool) -> None:
    if config.production:
        _refuse_demo_accounts()
    _look_at_clock()
    if demo:
        from webforms.cli.demo import seed

        seed(config, click.echo)
        return
    from webforms.cli.person import offer_first_admin

    offer_first_admin(config, click.echo)


def _look_at_clock() -> None:
    from engine.audit import clock_behind
    from engine.database import reading

    with reading() as session:
        behind = clock_behind.minutes(session)
    if behind:
        words = f"the machine's clock is {behind} minutes behind the newest event; set it right"
        click.echo(f"alur: {words}", err=True)


def _refuse_demo_accounts() -> None:
    from engine.database import reading
    from engine.people.accounts import has_demo_accounts

    with reading() as session:
        if has_demo_accounts(session):
            click.echo("alur: this database holds demo accounts; production needs one of its own", err=True)
            sys.exit(2)


def run(config: Config) -> None:
    """Returns when the server was stopped."""
    from webforms.cli.server import serve

    click.echo(f"Alur listens on {config.link('/')}")
    serve(config)
