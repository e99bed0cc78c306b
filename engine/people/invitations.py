"""One-time links by which people choose their own password, the first administrator among them.

A link holds a random token, the row its hash. It lasts three days and works once; a newer one replaces it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from engine import clock
from engine.actor import Actor
from engine.audit.log import PEOPLE, record_on
from engine.audit.names import EventName
from engine.errors import NotFound
from engine.people.accounts import create_person
from engine.people.grants import set_grants
from engine.people.logins import end_logins, new_token, token_hash
from engine.people.notices import tell
from engine.people.passwords import Hashed
from engine.people.person import about, lock_person, may_manage, themselves
from engine.people.rights import Office
from engine.tables.people import Invitation, Person

MAX_AGE = timedelta(days=3)


class InvitationNotFound(NotFound):
    """Used, replaced, too old, or never there: who has the link needs a new one either way."""

    code = "invitation_not_found"


@dataclass(frozen=True, kw_only=True)
class Invited:
    #: None: whoever holds this link becomes the first administrator.
    person_id: int | None
    username: str = ""
    name: str = ""


def invite(session: Session, person_id: int, *, by: Actor | None) -> str:
    """A token for their link; their present password, if any, works until the link is used."""
    may_manage(session, by, "invite_person")
    person = lock_person(session, person_id)
    token = _new(session, person.id)
    record_on(session, PEOPLE, EventName.PERSON_INVITED, by=by, **about(person))
    tell(session, EventName.PERSON_INVITED, person, by=by)
    return token


def first_admin_token(session: Session) -> str | None:
    """For the link that is printed when nobody has an account yet; None when somebody has."""
    return None if _anybody(session) else _new(session, None)


def look(session: Session, token: str) -> Invited:
    """Whom a link is for. Raises InvitationNotFound."""
    row = session.execute(
        select(Invitation.person_id, Person.username, Person.name, Person.active)
        .outerjoin(Person, Person.id == Invitation.person_id)
        .where(
            Invitation.token_hash == token_hash(token),
            Invitation.used_at.is_(None),
            Invitation.expires_at > clock.now(),
        )
    ).first()
    if row is None or (row.person_id is not None and not row.active):
        raise InvitationNotFound
    if row.person_id is None:
        if _anybody(session):
            raise InvitationNotFound
        return Invited(person_id=None)
    return Invited(person_id=row.person_id, username=row.username, name=row.name)


def accept(session: Session, token: str, new: Hashed) -> Person:
    """Sets their password and ends all their logins. Raises InvitationNotFound."""
    invited = look(session, token)
    if invited.person_id is None:
        raise InvitationNotFound
    _use(session, token)
    person = lock_person(session, invited.person_id)
    person.password_hash = new
    end_logins(session, person.id)
    record_on(
        session, PEOPLE, EventName.PASSWORD_SET, by=themselves(person), **about(person), way="invitation"
    )
    return person


def accept_first(
    session: Session, token: str, new: Hashed, *, username: str, name: str, unit: str = ""
) -> Person:
    """The first account, which administers accounts and can give itself the rest.

    Raises InvitationNotFound, Invalid by field (`username`, `name`, `unit`).
    """
    if look(session, token).person_id is not None:
        raise InvitationNotFound
    _use(session, token)
    person = create_person(session, username=username, name=name, unit=unit, by=None)
    person.password_hash = new
    set_grants(session, person.id, roles=(), offices=(Office.ADMIN.value,), by=None)
    return person


def _new(session: Session, person_id: int | None) -> str:
    now = clock.now()
    same = Invitation.person_id.is_(None) if person_id is None else Invitation.person_id == person_id
    session.execute(delete(Invitation).where(same, Invitation.used_at.is_(None)))
    token = new_token()
    session.add(
        Invitation(
            token_hash=token_hash(token), person_id=person_id, created_at=now, expires_at=now + MAX_AGE
        )
    )
    session.flush()
    return token


def _use(session: Session, token: str) -> None:
    """Once: of two at the same moment, the second one waits here and then finds it used."""
    used = session.execute(
        update(Invitation)
        .where(Invitation.token_hash == token_hash(token), Invitation.used_at.is_(None))
        .values(used_at=clock.now())
        .returning(Invitation.token_hash)
    ).all()
    if not used:
        raise InvitationNotFound


def _anybody(session: Session) -> bool:
    return session.scalar(select(Person.id).limit(1)) is not None
