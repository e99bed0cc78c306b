"""Wrong passwords are counted, and the more there were, the longer the next one waits.

Counted in the database, so that a restart or a second process forgets nothing, and *before* a password is
looked at, so that a hundred tries at the same moment are a hundred tries.

What waits is an account, never an address: an office has one, and a colleague's guesses must not close it.

- A browser in which somebody has logged in before (it keeps a signed token of that) has a count of its own:
  whoever guesses at an account from elsewhere can't keep its owner out, not even from the same office.
- All other browsers share a count for the account at their address, and one for the account as a whole, which
  slows a guess that is spread over many addresses.
- An address with many wrong passwords is noisy: there an account has fewer tries, its failures are summed up
  (engine.people.failures), and it does not wait for a turn to compute (engine.people.passwords).
"""

from __future__ import annotations

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, delete, literal, or_, select, update
from sqlalchemy.orm import Session

from engine import clock
from engine.database import upserting
from engine.errors import Unavailable
from engine.tables.people import LoginAttempt

#: Counting starts anew so long after the first wrong one.
WINDOW = timedelta(hours=1)
#: Wrong ones that need not wait: in a known browser or of an account at one address; there once it is noisy;
#: of an account from anywhere.
FREE, FREE_WHERE_NOISY, FREE_ANYWHERE = 5, 3, 100
#: How long the next try waits after the last of the free ones, after one more, and so on.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 15))
#: Wrong ones from one address that make it noisy.
NOISY = 30
#: How far apart the clocks of two processes may be. What is later is from before the clock was set back.
SKEW = timedelta(minutes=1)


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
    #: Whether the next one must wait if this one is wrong.
    last: bool
    #: Whether there were so many from this address that they are summed up.
    noisy: bool


def count(session: Session, username: str, origin: Origin) -> Counted:
    """Count this try, or raise TooManyAttempts (and count nothing, once the transaction is rolled back)."""
    now = clock.now()
    session.execute(delete(LoginAttempt).where(_over(now)))
    noisy = last = False
    limits = _limits(username, origin)
    # The address first, then the account there, then the account: two tries that share some of these must not
    # wait for each other.
    for key, usual in limits.items():
        free = FREE_WHERE_NOISY if noisy and usual == FREE else usual
        failed = _add_one(session, key, now, free)
        if failed is None:
            raise _too_many(session, key, now, free)
        if usual is None:
            noisy = failed > NOISY
        last = last or failed == free
    own = next(key for key, free in limits.items() if free is not None)
    return Counted(keys=tuple(limits), own_key=own, last=last, noisy=noisy)


def forgive(session: Session, counted: Counted) -> None:
    """It was the right password: this try doesn't count, and the person's own earlier slips don't either."""
    withdraw(session, counted)
    session.execute(delete(LoginAttempt).where(LoginAttempt.key == counted.own_key))


def withdraw(session: Session, counted: Counted) -> None:
    """The password was never looked at: this try doesn't count."""
    for key in counted.keys:
        session.execute(
            update(LoginAttempt)
            .where(LoginAttempt.key == key, LoginAttempt.failed > 0)
            .values(failed=LoginAttempt.failed - 1)
        )


def network_of(address: str) -> str:
    """An IPv6 customer owns a /64 at least: its addresses count as one."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((ip, 64), strict=False)) if ip.version == 6 else str(ip)


def _limits(username: str, origin: Origin) -> dict[str, int | None]:
    """Key → how many need not wait; None: it never waits, it is only counted."""
    if origin.known_browser is not None:
        return {_key(origin, "browser", username, origin.known_browser): FREE}
    network = network_of(origin.address)
    return {
        _key(origin, "address", network): None,
        _key(origin, "account+address", username, network): FREE,
        _key(origin, "account", username): FREE_ANYWHERE,
    }


def _key(origin: Origin, *parts: str) -> str:
    secret = hashlib.sha256(origin.pepper.encode()).digest()
    return hashlib.blake2b("\0".join(parts).encode(), key=secret, digest_size=24).hexdigest()


def _over(now: datetime) -> ColumnElement[bool]:
    """Counts that are forgotten: too old, or from a time that has not come yet."""
    return or_(LoginAttempt.since <= now - WINDOW, LoginAttempt.since > now + SKEW)


def _add_one(session: Session, key: str, now: datetime, free: int | None) -> int | None:
    """How many there are with this one; None if it has to wait. One statement, so that two at the same moment
    are two."""
    over = _over(now)
    added: int | None = session.scalar(
        upserting(session, LoginAttempt)
        .values(key=key, failed=1, since=now, latest=now)
        .on_conflict_do_update(
            index_elements=[LoginAttempt.key],
            set_={
                "failed": case((over, literal(1)), else_=LoginAttempt.failed + 1),
                "since": case((over, now), else_=LoginAttempt.since),
                "latest": now,
            },
            where=None if free is None else or_(over, _waited(now, free)),
        )
        .returning(LoginAttempt.failed)
    )
    return added


def _waited(now: datetime, free: int) -> ColumnElement[bool]:
    """Few enough, or the last one is long enough ago."""
    return or_(
        LoginAttempt.failed < free,
        LoginAttempt.latest > now + SKEW,
        *(
            and_(LoginAttempt.failed == free + more, LoginAttempt.latest <= now - wait)
            for more, wait in enumerate(WAITS)
        ),
        LoginAttempt.latest <= now - WAITS[-1],
    )


def _too_many(session: Session, key: str, now: datetime, free: int | None) -> TooManyAttempts:
    failed, latest = session.execute(
        select(LoginAttempt.failed, LoginAttempt.latest).where(LoginAttempt.key == key)
    ).one()
    wait = WAITS[min(failed - (free or 0), len(WAITS) - 1)]
    left = min(latest + wait - now, wait)
    return TooManyAttempts(
        seconds=int(left.total_seconds()) + 1, minutes=max(1, -(-left // timedelta(minutes=1)))
    )
