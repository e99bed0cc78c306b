"""The people of the demo."""

from __future__ import annotations

from collections.abc import Sequence

from engine.actor import Actor
from engine.database import transaction
from engine.people.accounts import create_person, mark_as_demo, set_password
from engine.people.grants import set_grants
from engine.people.passwords import hash_password
from webforms.cli.demo.content import Account


def add_people(accounts: Sequence[Account], password: str) -> None:
    """All with this password, marked as demo accounts: production refuses their database."""
    hashed = hash_password(password, username="")
    with transaction() as session:
        # The administrator first: there must always be one.
        for account in sorted(accounts, key=lambda account: "admin" not in account.offices):
            person = create_person(
                session, username=account.username, name=account.name, unit=account.unit, by=None
            )
            mark_as_demo(session, person.id)
            set_grants(session, person.id, roles=account.roles, offices=account.offices, by=None)
            # Last: of an account in use, a new role is news to others.
            set_password(session, person.id, hashed, by=None)


def actor(account: Account, person_id: int) -> Actor:
    """Without asking the database for roles and offices: they are those of the file."""
    return Actor(
        id=person_id,
        username=account.username,
        name=account.name,
        unit=account.unit,
        roles=frozenset(account.roles),
        offices=frozenset(account.offices),
    )
