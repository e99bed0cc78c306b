"""What people were granted: roles in the definitions and offices in Alur itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.audit.log import PEOPLE, lock_chain, record_on
from engine.audit.names import EventName
from engine.errors import Conflict, Invalid, Problem
from engine.people.notices import tell
from engine.people.person import about, lock_person, may_manage
from engine.people.rights import Office
from engine.tables.people import Grant, GrantKind, Person
from engine.texts import text

MAX_ROLE = 100


class NotYourOwnOffice(Conflict):
    """Nobody gives up their own administration of accounts: they could not take it back."""

    code = "not_your_own_office"


class NotToYourself(Conflict):
    """Nobody gives themselves a role or an office where another administrator can."""

    code = "not_to_yourself"


class LastAdmin(Conflict):
    """Without this one nobody could administer accounts."""

    code = "last_admin"


def set_grants(
    session: Session, person_id: int, *, roles: Collection[str], offices: Collection[str], by: Actor | None
) -> None:
    """Exactly these from now on; in force with the person's next click.

    Raises NotToYourself for more than one has, while another administrator could give it; NotYourOwnOffice,
    LastAdmin, Invalid.
    """
    may_manage(session, by, "change_grants")
    after = {GrantKind.ROLE: clean_roles(roles), GrantKind.OFFICE: set(offices)}
    check_grants(after)
    give_up = Office.ADMIN not in after[GrantKind.OFFICE]
    if give_up and by is not None and by.id == person_id:
        raise NotYourOwnOffice
    person = lock_person(session, person_id)
    if give_up:
        require_other_admin(session, without=person_id)
    before = granted(session, person_id)
    if before == after:
        return
    more = any(after[kind] - before[kind] for kind in GrantKind)
    if by is not None and by.id == person_id and more and other_admins(session, person_id):
        raise NotToYourself
    _replace(session, person_id, before, after)
    words = {"had": _words(before), "holds": _words(after)}
    lists = {"before": _lists(before), "after": _lists(after)}
    record_on(session, PEOPLE, EventName.PERSON_GRANTED, by=by, **about(person), **lists, **words)
    tell(session, EventName.PERSON_GRANTED, person, by=by, **words)


def require_other_admin(session: Session, *, without: int) -> None:
    """Raise LastAdmin if nobody else could administer accounts.

    The chain of people is locked first, and counted afterwards: two administrators who shut each other out at
    the same moment take turns, and the second one finds itself alone. Not their rows: an action that has
    written to the chain already must not wait for somebody who is about to.
    """
    lock_chain(session, PEOPLE)
    if not other_admins(session, without):
        raise LastAdmin


def other_admins(session: Session, without: int) -> bool:
    """Whether somebody else could administer accounts."""
    admins = (
        select(Person.id)
        .join(Grant, Grant.person_id == Person.id)
        .where(Person.active, Grant.kind == GrantKind.OFFICE, Grant.name == Office.ADMIN)
    )
    return session.scalars(admins).all() != [without]


def _replace(
    session: Session,
    person_id: int,
    before: dict[GrantKind, set[str]],
    after: dict[GrantKind, set[str]],
) -> None:
    for kind in GrantKind:
        revoked, new = before[kind] - after[kind], after[kind] - before[kind]
        session.execute(
            delete(Grant).where(Grant.person_id == person_id, Grant.kind == kind, Grant.name.in_(revoked))
        )
        session.add_all(Grant(person_id=person_id, kind=kind, name=name) for name in sorted(new))
    session.flush()


def granted(session: Session, person_id: int) -> dict[GrantKind, set[str]]:
    """What they hold, by kind; a new object each time."""
    found: dict[GrantKind, set[str]] = {kind: set() for kind in GrantKind}
    for kind, name in session.execute(select(Grant.kind, Grant.name).where(Grant.person_id == person_id)):
        found[kind].add(name)
    return found


def clean_roles(roles: Collection[str]) -> set[str]:
    """Each once, without blanks too many."""
    return {" ".join(role.split()) for role in roles} - {""}


def check_grants(after: Mapping[GrantKind, Collection[str]]) -> None:
    """Raises Invalid by field (`roles`, `offices`)."""
    problems = {}
    unknown = set(after[GrantKind.OFFICE]) - {office.value for office in Office}
    if unknown:
        problems["offices"] = Problem("people.office_unknown", {"office": ", ".join(sorted(unknown))})
    if any(len(role) > MAX_ROLE or not role.isprintable() for role in after[GrantKind.ROLE]):
        problems["roles"] = Problem("people.role_form", {"longest": MAX_ROLE})
    if problems:
        raise Invalid(problems)


def _lists(grants: dict[GrantKind, set[str]]) -> dict[str, list[str]]:
    return {"roles": sorted(grants[GrantKind.ROLE]), "offices": sorted(grants[GrantKind.OFFICE])}


def _words(grants: dict[GrantKind, set[str]]) -> str:
    """For the sentence of the event: roles are named in the definitions' language, so offices are too."""
    words = [grant_in_words(kind, name) for kind in GrantKind for name in sorted(grants[kind])]
    return ", ".join(words) or "–"


def grant_in_words(kind: GrantKind, name: str) -> str:
    """A role as the diagrams call it, an office in their language."""
    return text(f"people.office.{name}") if kind is GrantKind.OFFICE else name
