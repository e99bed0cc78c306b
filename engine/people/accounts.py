"""Accounts: adding people, changing what is written about them, and letting them in or not.

Every change is an event in the chain of people, with what it was and what it became. `by` is None for what
the machine's own administrator does on the command line.
"""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock
from engine.actor import Actor
from engine.audit.log import PEOPLE, record_on
from engine.audit.names import EventName
from engine.errors import Conflict, Invalid, Problem
from engine.people.grants import require_other_admin
from engine.people.logins import end_logins
from engine.people.notices import tell
from engine.people.passwords import Hashed
from engine.people.person import about, lock_person, may_manage
from engine.tables.people import Person
from engine.texts import LANGUAGES

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")
MAX_NAME = 120


class NotYourself(Conflict):
    """Nobody deactivates their own account."""

    code = "not_yourself"


def add_person(session: Session, *, username: str, name: str, unit: str = "", by: Actor | None) -> Person:
    """A new account; without password until its invitation has been followed. Needs MANAGE_ACCOUNTS.

    Raises Invalid by field (`username`, `name`, `unit`).
    """
    may_manage(session, by, "add_person")
    return create_person(session, username=username, name=name, unit=unit, by=by)


def create_person(session: Session, *, username: str, name: str, unit: str, by: Actor | None) -> Person:
    """Without asking who may: the first administrator adds themselves."""
    problems = account_problems(session, username=username, name=name, unit=unit)
    if problems:
        raise Invalid(problems)
    username, name, unit = username.strip(), name.strip(), unit.strip()
    person = Person(username=username, name=name, unit=unit, created_at=clock.now())
    session.add(person)
    session.flush()
    record_on(session, PEOPLE, EventName.PERSON_ADDED, by=by, **about(person), unit=unit)
    return person


def rename(session: Session, person_id: int, *, name: str, unit: str, by: Actor | None) -> None:
    """Needs MANAGE_ACCOUNTS. Raises NotFound, Invalid by field (`name`, `unit`). No event when nothing
    changes."""
    may_manage(session, by, "rename_person")
    person = lock_person(session, person_id)
    name, unit = name.strip(), unit.strip()
    problems = _name_problems(name, unit)
    if problems:
        raise Invalid(problems)
    if (name, unit) == (person.name, person.unit):
        return
    before, after = _as_written(person.name, person.unit), _as_written(name, unit)
    record_on(session, PEOPLE, EventName.PERSON_RENAMED, by=by, **about(person), had=before, holds=after)
    tell(session, EventName.PERSON_RENAMED, person, by=by, had=before, holds=after)
    person.name, person.unit = name, unit


def deactivate(session: Session, person_id: int, *, by: Actor | None) -> None:
    """Out at once, on every device; what they did stays theirs. Needs MANAGE_ACCOUNTS.

    Raises NotFound, NotYourself, LastAdmin.
    """
    may_manage(session, by, "deactivate_person")
    if by is not None and by.id == person_id:
        raise NotYourself
    person = lock_person(session, person_id)
    require_other_admin(session, without=person_id)
    if person.active:
        person.active = False
        end_logins(session, person_id)
        record_on(session, PEOPLE, EventName.PERSON_DEACTIVATED, by=by, **about(person))
        tell(session, EventName.PERSON_DEACTIVATED, person, by=by)


def activate(session: Session, person_id: int, *, by: Actor | None) -> None:
    """They may log in again, with the password they had. Needs MANAGE_ACCOUNTS. Raises NotFound."""
    may_manage(session, by, "activate_person")
    person = lock_person(session, person_id)
    if not person.active:
        person.active = True
        record_on(session, PEOPLE, EventName.PERSON_ACTIVATED, by=by, **about(person))
        tell(session, EventName.PERSON_ACTIVATED, person, by=by)


def set_password(session: Session, person_id: int, new: Hashed, *, by: None) -> None:
    """For the command line only: in the browser people choose their own, by an invitation."""
    person = lock_person(session, person_id)
    record_on(session, PEOPLE, EventName.PASSWORD_SET, by=by, **about(person), way="command line")
    # Before: an account without a password has not been entered, and nothing of it is told.
    tell(session, EventName.PASSWORD_SET, person, by=by)
    person.password_hash = new
    end_logins(session, person_id)


def choose_language(session: Session, language: str, *, by: Actor) -> None:
    """A matter of taste: no event."""
    if language not in LANGUAGES:
        raise Invalid({"language": Problem("people.language_unknown")})
    lock_person(session, by.id).language = language


def account_problems(session: Session, *, username: str, name: str, unit: str) -> dict[str, Problem]:
    """All that is wrong with what somebody typed for a new account."""
    return {**_username_problems(session, username.strip()), **_name_problems(name.strip(), unit.strip())}


def _as_written(name: str, unit: str) -> str:
    return f"{name}, {unit}" if unit else name


def _name_problems(name: str, unit: str) -> dict[str, Problem]:
    problems = {}
    if not name:
        problems["name"] = Problem("people.name_missing")
    for path, value in (("name", name), ("unit", unit)):
        if len(value) > MAX_NAME:
            problems[path] = Problem("people.name_long", {"longest": MAX_NAME})
        elif value and not value.isprintable():
            problems[path] = Problem("people.name_unprintable")
    return problems


def _username_problems(session: Session, username: str) -> dict[str, Problem]:
    if not _USERNAME.fullmatch(username):
        return {"username": Problem("people.username_form")}
    if session.scalar(select(Person.id).where(Person.username == username)) is not None:
        return {"username": Problem("people.username_taken", {"username": username})}
    return {}


def mark_as_demo(session: Session, person_id: int) -> None:
    """Made by `alur serve --demo`: production refuses a database that holds such an account."""
    lock_person(session, person_id).demo = True


def has_demo_accounts(session: Session) -> bool:
    """Also an account that was deactivated since."""
    return session.scalar(select(Person.id).where(Person.demo).limit(1)) is not None
