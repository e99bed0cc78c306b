"""A lock on an open file that holds between threads and between processes, and goes with its holder."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Busy(Exception):
    """Somebody else holds the lock."""


class _Open(Protocol):
    def fileno(self) -> int: ...


if sys.platform == "win32":
    import msvcrt

    # Windows locks a range of bytes and keeps everybody else from it: take one that no file reaches.
    _FAR = 2**62

    #: Seconds between two tries. What waits by itself (LK_LOCK) gives up after ten seconds.
    _PAUSE = 0.02

    def _lock(descriptor: int, *, wait: bool) -> None:
        while not _taken(descriptor):
            if not wait:
                raise Busy
            time.sleep(_PAUSE)

    def _taken(descriptor: int) -> bool:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno not in {errno.EACCES, errno.EDEADLK}:  # nobody's lock: it will not get better
                raise
            return False
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int, *, wait: bool) -> None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise Busy from error

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


@contextmanager
def locked(file: _Open, *, wait: bool = True) -> Iterator[None]:
    """Hold the file. It must be opened for this alone: two handles of one thread shut each other out."""
    _lock(file.fileno(), wait=wait)
    try:
        yield
    finally:
        _unlock(file.fileno())
