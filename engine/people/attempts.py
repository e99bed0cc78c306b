"""Wrong passwords are counted, and too many close the door for a while.

Counted in the database, so that a restart or a second process forgets nothing, and *before* a password is
looked at, so that a hundred tries at the same moment are a hundred tries.

A browser in which somebody has logged in before (it keeps a signed token of that) has a count of its own:
whoever guesses at an account from elsewhere can't keep its owner out, not even from the same office network.
All other browsers share a count for the account at their address, one for their address, and one for the
account as a whole, which stops a guess spread over many addresses.
"""

from __future__ import annotations

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, delete, literal, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engine import clock
from engine.errors import Unavailable
from engine.tables.people import LoginAttempt

WINDOW = timedelta(minutes=15)
PER_BROWSER = PER_ACCOUNT_AND_ADDRESS = 5
PER_ADDRESS = 50
PER_ACCOUNT = 100


class TooManyAttempts(Unavailable):
    """Params: seconds (to wait), minutes (the same, rounded up)."""

    code = "too_many_attempts"


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a try comes from."""

    address: str
    #: Token of a browser in which this account has logged in before.
    known_browser: str | None = None
    #: The installation's secret: makes the stored keys worthless to whoever reads the table.
    pepper: str


@dataclass(frozen=True)
class Counted:
    """One try, counted as wrong until it is forgiven."""

    keys: tuple[str, ...]
    own_key: str
    #: Whether the door closes if this one is wrong.
    last: bool


def count(session: Session, username: str, origin: Origin) -> Counted:
    """Count this try, or raise TooManyAttempts (and count nothing)."""
    now = clock.now()
    session.execute(delete(LoginAttempt).where(LoginAttempt.since <= now - WINDOW))
    limits = _limits(username, origin)
    last = False
    # In the order of the keys: two tries that share some must not wait for each other.
    for key in sorted(limits):
        failed, since = _add_one(session, key, now)
        if failed > limits[key]:
            left = since + WINDOW - now
            minutes = -(-left // timedelta(minutes=1))
            raise TooManyAttempts(seconds=int(left.total_seconds()) + 1, minutes=minutes)
        last = last or failed == limits[key]
    return Counted(keys=tuple(sorted(limits)), own_key=next(iter(limits)), last=last)


def forgive(session: Session, counted: Counted) -> None:
    """It was the right password: this try doesn't count, and the person's own earlier slips don't either."""
    for key in counted.keys:
        if key == counted.own_key:
            session.execute(delete(LoginAttempt).where(LoginAttempt.key == key))
        else:
            session.execute(
                update(LoginAttempt)
                .where(LoginAttempt.key == key, LoginAttempt.failed > 0)
                .values(failed=LoginAttempt.failed - 1)
            )


def _limits(username: str, origin: Origin) -> dict[str, int]:
    """Key → how many; the first is the person's own."""
    if origin.known_browser is not None:
        return {_key(origin, "browser", username, origin.known_browser): PER_BROWSER}
    network = _network(origin.address)
    return {
        _key(origin, "account+address", username, network): PER_ACCOUNT_AND_ADDRESS,
        _key(origin, "address", network): PER_ADDRESS,
        _key(origin, "account", username): PER_ACCOUNT,
    }


def _key(origin: Origin, *parts: str) -> str:
    secret = hashlib.sha256(origin.pepper.encode()).digest()
    return hashlib.blake2b("\0".join(parts).encode(), key=secret, digest_size=24).hexdigest()


def _network(address: str) -> str:
    """An IPv6 customer owns a /64 at least: its addresses count as one."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((ip, 64), strict=False)) if ip.version == 6 else str(ip)


def _add_one(session: Session, key: str, now: datetime) -> tuple[int, datetime]:
    """One statement, so that two at the same moment are two."""
    insert: Any = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert
    over = LoginAttempt.since <= now - WINDOW
    row = session.execute(
        insert(LoginAttempt)
        .values(key=key, failed=1, since=now)
        .on_conflict_do_update(
            index_elements=[LoginAttempt.key],
            set_={
                "failed": case((over, literal(1)), else_=LoginAttempt.failed + 1),
                "since": case((over, now), else_=LoginAttempt.since),
            },
        )
        .returning(LoginAttempt.failed, LoginAttempt.since)
    ).one()
    return row.failed, row.since
