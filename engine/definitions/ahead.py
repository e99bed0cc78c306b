"""What takes long is done before a transaction, not in it.

A file of two megabytes takes seconds to read, check, draw. Nothing of that is done while a writing
transaction makes others wait: who knows beforehand what it will need asks for it before; and where only the
transaction knows (which version is put in force), `ahead` ends it, does the work, and begins it again.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import TypeVar

from engine.database import is_writing, settle
from engine.errors import Invalid, InvalidDiagram, TooCostly

T = TypeVar("T")

#: Transactions that begin again for one action; then the work is done under the lock rather than never.
_MAX_ROUNDS = 8
_begins_anew: ContextVar[bool] = ContextVar("begins_anew", default=False)


class Unread(BaseException):
    """A transaction needs `work` to be done before it begins again. No Exception: whoever catches faults must
    not take it for one."""

    def __init__(self, work: Callable[[], object]) -> None:
        self.work = work
        super().__init__()


def ahead(action: Callable[[], T]) -> T:
    """Does `action`. Its writing transactions begin again where they need something that takes long, so the
    action must do no harm when it is begun again after a rollback."""
    for _ in range(_MAX_ROUNDS):
        token = _begins_anew.set(True)
        try:
            return action()
        except Unread as unread:
            work = unread.work
        finally:
            _begins_anew.reset(token)
        try:
            work()
        except (Invalid, InvalidDiagram, TooCostly):
            continue  # remembered with its content: the action meets it, and knows what to say
    return action()


def outside_transactions(work: Callable[[], T]) -> T:
    """Does `work`, whose result is remembered by who asks; where a writing transaction of an `ahead` is open,
    before that transaction."""
    if is_writing() and _begins_anew.get():
        raise Unread(work)
    if not is_writing():
        settle()
    return work()
