"""alur person: accounts from the command line, for whoever runs the machine."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from engine.config import BadConfig, Config
from engine.errors import EngineError, Invalid, NotFound
from engine.texts import text
from webforms.cli import connected, looking

if TYPE_CHECKING:
    from engine.people.passwords import Hashed


@click.group("person")
def command() -> None:
    """People and what they may do."""


@command.command()
@click.argument("username")
@click.option("--name", required=True, help="Full name, as in the office's papers.")
@click.option("--unit", default="", help="Unit (bidang).")
@click.option("--role", "roles", multiple=True, help="A role of a lane; may be given more than once.")
@click.option("--office", "offices", multiple=True, help="admin, process_admin, supervisor or auditor.")
@click.option("--link", is_flag=True, help="Print an invitation link instead of asking for a password.")
def add(
    username: str, name: str, unit: str, roles: tuple[str, ...], offices: tuple[str, ...], *, link: bool
) -> None:
    """Add somebody. The password is asked for, or read from standard input."""

    def run(config: Config) -> None:
        from engine.database import transaction
        from engine.people.accounts import add_person, set_password
        from engine.people.grants import set_grants
        from engine.people.invitations import invite

        hashed = None if link else _hash(config, username, name)
        with transaction() as session:
            person = add_person(session, username=username, name=name, unit=unit, by=None)
            set_grants(session, person.id, roles=roles, offices=offices, by=None)
            if hashed is not None:
                set_password(session, person.id, hashed, by=None)
            token = invite(session, person.id, by=None) if link else None
        click.echo(config.link(f"/invite/{token}") if token else f"{username}: added")

    _connected(run)


@command.command()
@click.argument("username")
@click.option("--link", is_flag=True, help="Print an invitation link instead of asking for a password.")
def passwd(username: str, *, link: bool) -> None:
    """Set somebody's password. They are logged out everywhere."""

    def run(config: Config) -> None:
        from engine.database import transaction
        from engine.people.accounts import set_password
        from engine.people.invitations import invite
        from engine.people.person import find_username

        with transaction() as session:
            person = find_username(session, username)
            person_id, name = person.id, person.name
            token = invite(session, person_id, by=None) if link else None
        if token:
            click.echo(config.link(f"/invite/{token}"))
            return
        hashed = _hash(config, username, name)
        with transaction() as session:
            set_password(session, person_id, hashed, by=None)
        click.echo(f"{username}: password set")

    _connected(run)


@command.command("list")
@click.argument("search", default="")
def list_all(search: str) -> None:
    """Who works here: username, name, state, roles and offices, separated by tabs."""

    def run(_config: Config) -> None:
        from engine.database import reading
        from engine.people.queries import everybody

        with reading() as session:
            for person in everybody(session, search=search):
                state = "active" if person.active else "inactive"
                state = state if person.has_password else f"{state}, no password"
                granted = [", ".join(person.roles), ", ".join(person.offices)]
                click.echo("\t".join([person.username, person.name, state, *granted]))

    with _errors_in_words():
        looking(run)


def offer_first_admin(config: Config, echo: Callable[[str], None]) -> None:
    """At a start without anybody: the link by which the first administrator gets in."""
    from engine.database import transaction
    from engine.people.invitations import first_admin_token

    with transaction() as session:
        token = first_admin_token(session)
    if token:
        echo("There are no accounts yet. Create the first administrator within three days, once, at")
        echo(f"  {config.link(f'/setup/{token}')}")


def _connected(run: Callable[[Config], None]) -> None:
    with _errors_in_words():
        connected(run)


@contextmanager
def _errors_in_words() -> Iterator[None]:
    try:
        yield
    except Invalid as error:
        for path, problem in error.problems.items():
            click.echo(
                f"alur: {path}: {problem.text or text(problem.code, 'en', **problem.params)}", err=True
            )
        sys.exit(1)
    except NotFound:
        click.echo("alur: there is nobody of that username", err=True)
        sys.exit(1)
    except EngineError as error:
        click.echo(f"alur: {text(f'errors.{error.code}.message', 'en', **error.params)}", err=True)
        sys.exit(1)


def _hash(config: Config, username: str, name: str) -> Hashed:
    from engine.people.passwords import hash_password

    return hash_password(_read_password(), username=username, names=(config.office_name, name))


def _read_password() -> str:
    if sys.stdin.isatty():
        password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        return password
    try:
        return sys.stdin.readline().rstrip("\r\n")
    except UnicodeDecodeError:
        raise BadConfig(f"the password is no text in {sys.stdin.encoding}") from None
