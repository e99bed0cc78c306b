"""The people of the demo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.actor import Actor
from engine.database import transaction
from engine.people.accounts import create_person, mark_as_demo, set_password
from engine.people.grants import set_grants
from engine.people.passwords import hash_password


def add_people(people: Sequence[Mapping[str, Any]], password: str) -> None:
    hashed = hash_password(password, username="")
    with transaction() as session:
        # The administrator first: there must always be one.
        for one in sorted(people, key=lambda one: "admin" not in one.get("offices", [])):
            person = create_person(
                session, username=one["username"], name=one["name"], unit=one["unit"], by=None
            )
            mark_as_demo(session, person.id)
            set_password(session, person.id, hashed, by=None)
            set_grants(
                session, person.id, roles=one.get("roles", []), offices=one.get("offices", []), by=None
            )


def actor(one: Mapping[str, Any], person_id: int) -> Actor:
    return Actor(
        id=person_id,
        username=one["username"],
        name=one["name"],
        unit=one["unit"],
        roles=frozenset(one.get("roles", [])),
        offices=frozenset(one.get("offices", [])),
    )
