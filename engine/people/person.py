"""One person: locking them, naming them in events, and who may change them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.errors import NotFound
from engine.people.confirmation import require_recent_password
from engine.people.rights import Right, require_right
from engine.tables.people import Person


def lock_person(session: Session, person_id: int) -> Person:
    """Their row, locked until the transaction ends. Raises NotFound."""
    person = lock_if_there(session, person_id)
    if person is None:
        raise NotFound(person=person_id)
    return person


def lock_if_there(session: Session, person_id: int) -> Person | None:
    """NO KEY: an event refers to who did the action, and its writer must not have to wait for this."""
    return session.get(Person, person_id, with_for_update={"key_share": True}, populate_existing=True)


def find_username(session: Session, username: str) -> Person:
    """As stored: in lower case. Raises NotFound."""
    person = session.scalar(select(Person).where(Person.username == username))
    if person is None:
        raise NotFound(person=username)
    return person


def may_manage(session: Session, by: Actor | None, action: str) -> None:
    """Refuse, and remember it, unless they administer accounts. None: the machine's own administrator.

    Raises PasswordNeeded when theirs was given too long ago.
    """
    require_right(session, Right.MANAGE_ACCOUNTS, by, action=action)
    require_recent_password(by)


def about(person: Person) -> dict[str, Any]:
    """Whom an event is about, as they were called then."""
    return {"person": person.name, "person_id": person.id, "username": person.username}


def themselves(person: Person) -> Actor:
    """Someone who acts before they are logged in: their roles do not matter there."""
    return Actor(id=person.id, username=person.username, name=person.name, unit=person.unit)
