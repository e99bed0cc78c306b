"""Proving who one is, in three parts, because the middle one is slow on purpose and must hold no lock:

    with transaction() as session:
        attempt = begin(session, username, origin)          counted; raises TooManyAttempts
    checked = check(attempt, password)                      70 ms of argon2id; raises TooManyAtOnce
    with transaction() as session:
        opened = log_in(session, attempt, checked, …)       None: wrong

A wrong password, an unknown name and a deactivated account run the same code for the same time; what is
answered to them must be the same, too.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.audit.log import PEOPLE, record_on
from engine.audit.names import EventName
from engine.errors import NotFound
from engine.people import passwords
from engine.people.attempts import Counted, Origin, count, forgive, withdraw
from engine.people.failures import write_down
from engine.people.logins import confirm_login, end_device, end_login, end_logins, find_login, open_login
from engine.people.passwords import Hashed
from engine.people.person import about, lock_if_there, lock_person, may_manage
from engine.tables.people import Person

_MAX_NAME = 40


@dataclass(frozen=True, kw_only=True)
class Attempt:
    counted: Counted
    origin: Origin
    person_id: int | None
    stored: str | None


@dataclass(frozen=True)
class Checked:
    right: bool
    #: The same password, hashed anew, where the parameters have been raised since.
    rehashed: str | None = None


@dataclass(frozen=True)
class Opened:
    """A login that has begun: the token for the browser, and who it is."""

    token: str
    actor: Actor


def begin(session: Session, username: str, origin: Origin) -> Attempt:
    """Count the attempt, for this name and this address, before anything is checked. Raises TooManyAttempts.

    Does not say whether anybody has this name.
    """
    # Telephones like to begin with a capital letter; longer than any name is nobody's name.
    typed = username.strip().lower()
    lookup = typed if len(typed) <= _MAX_NAME and typed.isascii() and typed.isprintable() else ""
    counted = count(session, typed, origin)
    row = session.execute(select(Person.id, Person.password_hash).where(Person.username == lookup)).first()
    return Attempt(
        counted=counted,
        origin=origin,
        person_id=row.id if row else None,
        stored=row.password_hash if row else None,
    )


def check(attempt: Attempt, password: str) -> Checked:
    """Takes as long for a name that nobody has. No session: nothing is locked meanwhile.

    Raises TooManyAtOnce; then `take_back`.
    """
    if not passwords.verify(attempt.stored, password, patient=not attempt.counted.noisy):
        return Checked(right=False)
    stale = attempt.stored is not None and passwords.needs_rehash(attempt.stored)
    return Checked(right=True, rehashed=passwords.rehash(password) if stale else None)


def take_back(session: Session, attempt: Attempt) -> None:
    """It was never looked at: it doesn't count."""
    withdraw(session, attempt.counted)


def log_in(
    session: Session, attempt: Attempt, checked: Checked, *, device: str = "", instead_of: str | None = None
) -> Opened | None:
    """A new login, or None. A login that this browser had before ends."""
    person = _settle(session, attempt, checked)
    if person is None:
        return None
    return _open(session, person, device=device, address=attempt.origin.address, instead_of=instead_of)


def first_login(
    session: Session, person: Person, *, device: str, address: str, instead_of: str | None = None
) -> Opened:
    """Of somebody who has just chosen their password by a link; as `log_in` otherwise."""
    return _open(session, person, device=device, address=address, instead_of=instead_of)


def change_password(
    session: Session, attempt: Attempt, checked: Checked, new: Hashed, *, device: str = "", by: Actor
) -> Opened | None:
    """A new login here, all others having ended; None: the present password was wrong."""
    person = _settle(session, attempt, checked)
    if person is None or person.id != by.id:
        return None
    person.password_hash = new
    end_logins(session, person.id)
    record_on(session, PEOPLE, EventName.PASSWORD_CHANGED, by=by, **about(person))
    return _open(session, person, device=device, address=attempt.origin.address)


def confirm(session: Session, attempt: Attempt, checked: Checked, *, token: str, by: Actor) -> bool:
    """Whether it was their password; then this login has proved anew who it is."""
    person = _settle(session, attempt, checked)
    if person is None or person.id != by.id:
        return False
    confirm_login(session, token)
    return True


def log_out(session: Session, token: str) -> None:
    """Nothing for a login that has ended."""
    found = find_login(session, token)
    if found is not None:
        end_login(session, token)
        record_on(session, PEOPLE, EventName.PERSON_LOGGED_OUT, by=found.actor, devices="this")


def log_out_everywhere(session: Session, *, by: Actor) -> None:
    """Also the login of this request."""
    end_logins(session, by.id)
    record_on(session, PEOPLE, EventName.PERSON_LOGGED_OUT, by=by, devices="all")


def log_out_device(session: Session, person_id: int, mark: str, *, by: Actor) -> str:
    """Out on one device, one's own or, with MANAGE_ACCOUNTS, somebody else's; what it was called.

    Raises NotFound for one that is out already.
    """
    if by.id != person_id:
        may_manage(session, by, "end_login")
    person = lock_person(session, person_id)
    device = end_device(session, person_id, mark)
    record_on(session, PEOPLE, EventName.PERSON_DEVICE_ENDED, by=by, **about(person), device=device or "?")
    return device


def _open(
    session: Session, person: Person, *, device: str, address: str, instead_of: str | None = None
) -> Opened:
    if instead_of is not None:
        end_login(session, instead_of)
    token = open_login(session, person.id, device=device, address=address)
    found = find_login(session, token)
    if found is None:  # their row is locked, and active
        raise NotFound(person=person.id)
    record_on(session, PEOPLE, EventName.PERSON_LOGGED_IN, by=found.actor, address=address, device=device)
    return Opened(token, found.actor)


def _settle(session: Session, attempt: Attempt, checked: Checked) -> Person | None:
    """The person, if it was them; otherwise the event of a failure, which names nobody who isn't known."""
    # An id that no row has: the statements are the same for a name that nobody has.
    person = lock_if_there(session, attempt.person_id or -1)
    # Changed while we hashed: then the password that was checked is no longer theirs.
    same = person is not None and person.password_hash == attempt.stored
    if person is not None and person.active and same and checked.right:
        forgive(session, attempt.counted)
        if checked.rehashed is not None:
            person.password_hash = checked.rehashed
        return person
    write_down(session, person, attempt.counted, address=attempt.origin.address)
    return None
