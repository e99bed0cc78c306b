"""The time, in UTC. The only place that asks for it, so that tests and demo data can set it.

`at(moment)` pretends another time within a block, in this thread: demo data and tests have
a past.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


def now() -> datetime:
    """With time zone UTC; within `at`, the moment given there."""
    return _pretended.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """`moment` must know its time zone. Blocks may be nested."""
    token = _pretended.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _pretended.reset(token)
