"""Fictional accounts and instances for trying Alur out: only with `alur serve --demo`, never in
production."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from engine.config import BadConfig, Config
from engine.database import reading, transaction
from webforms.cli.demo import content

_SYLLABLES = ("ba", "da", "ka", "la", "ma", "na", "pa", "ra", "sa", "ta", "wi", "lu", "ri", "go", "su")
DEFINITION = "pengelolaan-website-dan-media-sosial.bpmn"


def seed(config: Config, echo: Callable[[str], None]) -> None:
    """Accounts, the definition and instances, unless somebody is here already; then says who can log in."""
    from engine.definitions.queries import definitions
    from engine.people.accounts import has_demo_accounts
    from engine.people.queries import list_people

    password = _password(config.data_dir)
    with reading() as session:
        people, demo = list_people(session, size=1).people, has_demo_accounts(session)
        deployed = definitions(session, by=None)
    if people and not demo:
        raise BadConfig("--demo: this database holds real accounts; the demo needs one of its own")
    if not people:
        from webforms.cli.demo.accounts import add_people

        add_people(content.accounts(), password)
    # Apart, so that a start that was cut off is made good by the next.
    if not deployed:
        from webforms.cli.demo.story import play_all

        _deploy()
        play_all()
    echo(f"Demo accounts (password of all: {password})")
    for account in content.accounts():
        echo(f"  {account.username:18} {', '.join((*account.roles, *account.offices))}")


def _password(data_dir: Path) -> str:
    """Made up once for this data folder, so that no password stands in the code."""
    path = data_dir / "demo_password"
    if not path.exists():
        words = ["".join(secrets.choice(_SYLLABLES) for _ in range(3)) for _ in range(2)]
        path.touch(mode=0o600)
        path.write_text(f"{words[0]}-{words[1]}-{secrets.randbelow(9000) + 1000}", "ascii")
    return path.read_text("utf-8").strip()


def _deploy() -> None:
    from engine.definitions.releases import deploy

    xml = (files("processes") / DEFINITION).read_bytes()
    with transaction() as session:
        deploy(session, xml, DEFINITION, by=None)
