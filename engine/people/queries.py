"""Looking people up: the list of accounts, one account, and who has which role."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select, tuple_
from sqlalchemy.orm import Session

from engine import clock
from engine.errors import NotFound
from engine.tables.people import Grant, GrantKind, Invitation, Login, Person

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Listed:
    id: int
    username: str
    name: str
    unit: str
    active: bool
    #: False until they have followed their invitation.
    has_password: bool
    created_at: datetime
    roles: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    people: tuple[Listed, ...]
    #: Where the next page begins; None on the last.
    after: tuple[str, int] | None


def list_people(
    session: Session, *, search: str = "", after: tuple[str, int] | None = None, size: int = PAGE
) -> Page:
    """By name; `search` finds parts of name, username and unit."""
    order = (func.lower(Person.name), Person.id)
    query = select(Person, order[0].label("sort")).order_by(*order).limit(size + 1)
    if after is not None:
        query = query.where(tuple_(*order) > tuple_(*after))
    # PostgreSQL holds no NUL in a text, so that nothing can contain one.
    for word in search.replace("\0", " ").split():
        columns = (Person.name, Person.username, Person.unit)
        query = query.where(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    rows = session.execute(query).all()
    granted = _granted(session, [row[0].id for row in rows[:size]])
    people = tuple(_listed(row[0], granted.get(row[0].id, ())) for row in rows[:size])
    more = rows[size - 1] if len(rows) > size else None
    return Page(people, (more.sort, more[0].id) if more else None)


def everybody(session: Session, *, search: str = "") -> Iterator[Listed]:
    """The whole list, a page at a time."""
    after: tuple[str, int] | None = None
    while True:
        page = list_people(session, search=search, after=after)
        yield from page.people
        after = page.after
        if after is None:
            return


def get_person(session: Session, person_id: int) -> Listed:
    """Whoever asks has been allowed to manage accounts. Raises NotFound."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound(person=person_id)
    return _listed(person, _granted(session, [person_id]).get(person_id, ()))


def is_active(session: Session, person_id: int) -> bool:
    """Whether they may log in; nobody of that number may not."""
    return bool(session.scalar(select(Person.active).where(Person.id == person_id)))


def invited_until(session: Session, person_id: int) -> datetime | None:
    """Until when their unused invitation works."""
    return session.scalar(
        select(func.max(Invitation.expires_at)).where(
            Invitation.person_id == person_id,
            Invitation.used_at.is_(None),
            Invitation.expires_at > clock.now(),
        )
    )


def last_seen(session: Session, person_id: int) -> datetime | None:
    """As far as is known: ended logins are stored for a week."""
    return session.scalar(select(func.max(Login.seen_at)).where(Login.person_id == person_id))


def roles_with_people(session: Session) -> Mapping[str, list[str]]:
    """Role → names of those who hold it and may log in."""
    rows = session.execute(
        select(Grant.name, Person.name)
        .join(Person, Person.id == Grant.person_id)
        .where(Grant.kind == GrantKind.ROLE, Person.active)
        .order_by(Grant.name, func.lower(Person.name))
    )
    roles: dict[str, list[str]] = {}
    for role, name in rows:
        roles.setdefault(role, []).append(name)
    return roles


def _granted(session: Session, ids: Collection[int]) -> dict[int, tuple[tuple[GrantKind, str], ...]]:
    granted: dict[int, tuple[tuple[GrantKind, str], ...]] = {}
    if ids:
        query = select(Grant).where(Grant.person_id.in_(ids)).order_by(Grant.name)
        for grant in session.scalars(query):
            granted[grant.person_id] = (*granted.get(grant.person_id, ()), (grant.kind, grant.name))
    return granted


def _listed(person: Person, granted: Collection[tuple[GrantKind, str]]) -> Listed:
    return Listed(
        id=person.id,
        username=person.username,
        name=person.name,
        unit=person.unit,
        active=person.active,
        has_password=person.password_hash is not None,
        created_at=person.created_at,
        roles=tuple(name for kind, name in granted if kind is GrantKind.ROLE),
        offices=tuple(name for kind, name in granted if kind is GrantKind.OFFICE),
    )
