"""People for the tests of people. Passwords are hashed cheaply here: their strength is tested elsewhere."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

import argon2
import pytest
from sqlalchemy import Engine, select

from engine.actor import Actor
from engine.database import reading, transaction
from engine.people import passwords
from engine.people.accounts import add_person, set_password
from engine.people.attempts import Origin
from engine.people.grants import set_grants
from engine.people.passwords import hash_password
from engine.people.sign_in import Checked, Opened, begin, check, log_in
from engine.tables.events import Event
from tests.conftest import not_none

PASSWORD = "kuda laut menari"
AddPerson = Callable[..., Actor]


@pytest.fixture
def cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(passwords, "HASHER", argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobodys.cache_clear()
    yield
    passwords._nobodys.cache_clear()


@pytest.fixture
def people(database: Engine, cheap_hashing: None) -> AddPerson:
    """`people("siti", roles=…, offices=…)` adds somebody with PASSWORD and gives them as an actor."""

    def add(
        username: str,
        *,
        name: str | None = None,
        roles: Collection[str] = (),
        offices: Collection[str] = (),
        password: str | None = PASSWORD,
    ) -> Actor:
        with transaction() as session:
            person = add_person(session, username=username, name=name or username.title(), by=None)
            set_grants(session, person.id, roles=roles, offices=offices, by=None)
            if password:
                set_password(session, person.id, hash_password(password, username=username), by=None)
        return Actor(
            id=person.id,
            username=username,
            name=person.name,
            roles=frozenset(roles),
            offices=frozenset(offices),
        )

    return add


def events(*names: str) -> list[str]:
    """Bodies of events of these names, in order; of all when none is named."""
    with reading() as session:
        query = select(Event.body).order_by(Event.id)
        return list(session.scalars(query.where(Event.name.in_(names)) if names else query))


HOME = Origin(address="203.0.113.7", pepper="p" * 32)


def attempt(username: str, password: str, origin: Origin = HOME, **more: Any) -> Opened | None:
    with transaction() as session:
        begun = begin(session, username, origin)
    checked = check(begun, password)
    with transaction() as session:
        return log_in(session, begun, checked, **more)


def enter(username: str, password: str, **more: Any) -> Opened:
    """An attempt that succeeds."""
    return not_none(attempt(username, password, **more))


def guess(usernames: Iterable[str], origin: Origin = HOME) -> None:
    """Wrong passwords, one after another; nothing is computed, and all are committed at once."""
    with transaction() as session:
        for username in usernames:
            assert log_in(session, begin(session, username, origin), Checked(right=False)) is None


def from_address(number: int, known: str | None = None) -> Origin:
    return Origin(address=f"198.51.100.{number}", known_browser=known, pepper="p" * 32)
