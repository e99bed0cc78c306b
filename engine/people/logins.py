"""Logins: which browsers are logged in as whom. The browser holds a token, the row its hash.

A login ends an hour after it was last used and twelve hours after it began. Ended rows stay for a week:
when somebody was here last is read from them (engine.people.queries).
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import bindparam, case, delete, select, update
from sqlalchemy.orm import Session

from engine import clock
from engine.actor import Actor
from engine.calendar.stored import NEWEST, use_newest
from engine.errors import NotFound
from engine.tables.people import Grant, GrantKind, Login, Person

IDLE = timedelta(hours=1)
MAX_AGE = timedelta(hours=12)
#: How exact `seen_at` is: not every click is a write.
SEEN_STEP = timedelta(minutes=5)
RETENTION = timedelta(days=7)

# Asked by every request: columns instead of objects, and built once.
_WHO = (
    select(
        Person.id,
        Person.username,
        Person.name,
        Person.unit,
        Person.language,
        Login.seen_at,
        Login.expires_at,
        Login.confirmed_at,
        Grant.kind,
        Grant.name.label("granted"),
        # So that each process learns of a new calendar, without a question of its own.
        NEWEST.label("calendar"),
    )
    .join(Login, Login.person_id == Person.id)
    .outerjoin(Grant, Grant.person_id == Person.id)
    .where(
        Login.token_hash == bindparam("token_hash"),
        Login.expires_at > bindparam("now"),
        Login.seen_at > bindparam("since"),
        Person.active,
    )
)


@dataclass(frozen=True, kw_only=True)
class LoggedIn:
    actor: Actor
    #: Time to write down that they are still here (touch_login).
    stale: bool
    #: When it ends unless it is used, and at the latest.
    ends_at: datetime
    expires_at: datetime

    def touched(self) -> LoggedIn:
        """As it is once it was used now."""
        return replace(self, stale=False, ends_at=min(clock.now() + IDLE, self.expires_at))


@dataclass(frozen=True, kw_only=True)
class Device:
    #: What it is named by when it is to be ended; says nothing of its token.
    mark: str
    name: str
    address: str
    since: datetime
    seen_at: datetime
    #: Whether it is the one that asks.
    this: bool


def token_hash(token: str) -> str:
    """Tokens are long and random: a plain hash is enough, and found by an index."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """256 random bits, as 43 characters that a link and a cookie may contain."""
    return secrets.token_urlsafe(32)


def open_login(session: Session, person_id: int, *, device: str = "", address: str = "") -> str:
    """A new token for a browser whose person has just proved who they are."""
    now = clock.now()
    session.execute(delete(Login).where(Login.expires_at < now - RETENTION))
    token = new_token()
    session.add(
        Login(
            token_hash=token_hash(token),
            person_id=person_id,
            device=device[:80],
            address=address[:80],
            created_at=now,
            seen_at=now,
            confirmed_at=now,
            expires_at=now + MAX_AGE,
        )
    )
    session.flush()
    return token


def find_login(session: Session, token: str) -> LoggedIn | None:
    """Who this is, with all roles and offices, in one statement; None once it has ended or they are
    deactivated."""
    now = clock.now()
    rows = session.execute(_WHO, {"token_hash": token_hash(token), "now": now, "since": now - IDLE}).all()
    if not rows:
        return None
    person = rows[0]
    use_newest(session, person.calendar)
    actor = Actor(
        id=person.id,
        username=person.username,
        name=person.name,
        unit=person.unit,
        language=person.language,
        roles=frozenset(row.granted for row in rows if row.kind is GrantKind.ROLE),
        offices=frozenset(row.granted for row in rows if row.kind is GrantKind.OFFICE),
        confirmed_at=person.confirmed_at,
    )
    # Also when it was seen later than now: the clock was set back.
    return LoggedIn(
        actor=actor,
        stale=abs(now - person.seen_at) >= SEEN_STEP,
        ends_at=min(person.seen_at + IDLE, person.expires_at),
        expires_at=person.expires_at,
    )


def touch_login(session: Session, token: str) -> None:
    """Used now: the hour of IDLE begins anew. A clock that was set back makes no login last for longer."""
    now = clock.now()
    latest = now + MAX_AGE
    expires_at = case((Login.expires_at > latest, latest), else_=Login.expires_at)
    mine = update(Login).where(Login.token_hash == token_hash(token))
    session.execute(mine.values(seen_at=now, expires_at=expires_at))


def confirm_login(session: Session, token: str) -> None:
    """Its password was given now: what wants one (engine.people.confirmation) may be done for a while."""
    session.execute(
        update(Login).where(Login.token_hash == token_hash(token)).values(confirmed_at=clock.now())
    )


def end_login(session: Session, token: str) -> None:
    """Nothing when it has ended already."""
    now = clock.now()
    session.execute(
        update(Login)
        .where(Login.token_hash == token_hash(token), Login.expires_at > now)
        .values(expires_at=now)
    )


def end_logins(session: Session, person_id: int) -> None:
    """Out on every device."""
    now = clock.now()
    session.execute(
        update(Login).where(Login.person_id == person_id, Login.expires_at > now).values(expires_at=now)
    )


def devices(session: Session, person_id: int, token: str = "") -> list[Device]:
    """Where this person is logged in, last used first. `token`: of the browser that asks."""
    this = token_hash(token)
    return [
        Device(
            mark=_mark(row),
            name=row.device,
            address=row.address,
            since=row.created_at,
            seen_at=row.seen_at,
            this=row.token_hash == this,
        )
        for row in _open_logins(session, person_id)
    ]


def end_device(session: Session, person_id: int, mark: str) -> str:
    """Out on one device; what it was called. Raises NotFound for one that is out already."""
    found = next((row for row in _open_logins(session, person_id) if _mark(row) == mark), None)
    if found is None:
        raise NotFound(device=mark)
    found.expires_at = clock.now()
    return found.device


def _open_logins(session: Session, person_id: int) -> list[Login]:
    now = clock.now()
    rows = session.scalars(
        select(Login)
        .where(Login.person_id == person_id, Login.expires_at > now, Login.seen_at > now - IDLE)
        .order_by(Login.seen_at.desc(), Login.token_hash)
    )
    return list(rows)


def _mark(login: Login) -> str:
    return login.token_hash[:16]
