"""Passwords: how they are stored (argon2id), if they are good enough. Touches no database.

Hashing takes about 70 ms and 32 MiB on purpose, so it is done outside of transactions and by two threads at
most: twenty people who log in at once must not cost 640 MiB nor starve the rest. The others wait for their
turn, and no longer than PATIENCE; from a noisy address (engine.people.attempts) nobody waits, so that guesses
never hold more threads than these two.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore
from typing import NewType

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from engine.errors import Invalid, Problem, Unavailable
from engine.people.guessable import MAX_LENGTH, MIN_LENGTH, weakness

#: Measured on one core of a small server: 66 ms (32 MiB, 3 passes); within OWASP's recommendation.
HASHER = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1, type=Type.ID)
_AT_ONCE = BoundedSemaphore(2)
#: Seconds that a password waits for its turn: some 140 before it.
PATIENCE = 5.0


#: A password that was found good enough, as it is stored; only made by hash_password.
Hashed = NewType("Hashed", str)


class TooManyAtOnce(Unavailable):
    """No turn to compute: nothing was looked at. Params: seconds (after which to try again)."""

    code = "too_many_at_once"


def password_problems(
    password: str, *, username: str, names: Collection[str] = (), repeat: str | None = None
) -> dict[str, Problem]:
    """Too easily guessed, or typed otherwise the second time. `names`: of the person and their office."""
    problems = {}
    code = weakness(_normal(password), username=username, names=names)
    if code is not None:
        problems["password"] = Problem(code, {"shortest": MIN_LENGTH, "longest": MAX_LENGTH})
    if repeat is not None and repeat != password:
        problems["repeat"] = Problem("people.password_repeat_differs")
    return problems


def hash_password(password: str, *, username: str, names: Collection[str] = ()) -> Hashed:
    """Raises Invalid: a weak password is never stored; and TooManyAtOnce."""
    problems = password_problems(password, username=username, names=names)
    if problems:
        raise Invalid(problems)
    return Hashed(rehash(password))


def rehash(password: str) -> str:
    """One that is theirs already, with the parameters of today. Raises TooManyAtOnce."""
    with _turn(PATIENCE):
        return HASHER.hash(_normal(password))


def verify(stored: str | None, password: str, *, patient: bool = True) -> bool:
    """Whether it is the right one. Nobody's password (None) takes as long to be wrong as anybody's.

    Raises TooManyAtOnce; at once unless `patient`.
    """
    with _turn(PATIENCE if patient else 0):
        try:
            # Cut before it is composed, too: a megabyte of accents is work as well.
            HASHER.verify(stored or _nobodys(), _normal(password[: 4 * MAX_LENGTH])[:MAX_LENGTH])
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def needs_rehash(stored: str) -> bool:
    """True once the parameters above have been raised."""
    return HASHER.check_needs_rehash(stored)


@contextmanager
def _turn(patience: float) -> Iterator[None]:
    if not _AT_ONCE.acquire(timeout=patience):
        raise TooManyAtOnce(seconds=5)
    try:
        yield
    finally:
        _AT_ONCE.release()


def _normal(password: str) -> str:
    """The same characters however a keyboard composed them."""
    return unicodedata.normalize("NFKC", password)


@cache
def _nobodys() -> str:
    return HASHER.hash("nobody has this password")
