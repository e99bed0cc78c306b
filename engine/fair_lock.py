"""A lock that makes nobody wait for long while others come twice.

Whoever asks while it is free has it, also before those who are only just waking up: on a busy machine a lock
that always waits for the next in its queue stands idle half of the time. Once somebody has waited for
PATIENT, it goes straight to them, in the order in which they came. (The same as sync.Mutex of Go does.)
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from threading import Lock, Semaphore

#: Seconds of waiting after which nobody else goes first.
PATIENT = 0.1


@dataclass(eq=False)
class _Turn:
    since: float = field(default_factory=time.monotonic)
    called: Semaphore = field(default_factory=lambda: Semaphore(0))
    given: bool = False


class FairLock:
    """Between the threads of a process. Whoever has it may give it back from another thread."""

    def __init__(self) -> None:
        self._inside = Lock()
        self._taken = False
        self._queue: deque[_Turn] = deque()

    def acquire(self, seconds: float) -> bool:
        """Whether it was had in that time."""
        with self._inside:
            if self._take():
                return True
            turn = _Turn()
            self._queue.append(turn)
        while True:
            called = turn.called.acquire(timeout=max(0, turn.since + seconds - time.monotonic()))
            with self._inside:
                if turn.given:
                    return True
                free = self._take()
                if free or not called:
                    self._queue.remove(turn)
                    return free

    def _take(self) -> bool:
        free, self._taken = not self._taken, True
        return free

    def release(self) -> None:
        """To who has waited for long, else to whoever comes first."""
        with self._inside:
            first = self._queue[0] if self._queue else None
            if first is None or time.monotonic() - first.since < PATIENT:
                self._taken = False
            else:
                self._queue.popleft()
                first.given = True
            if first is not None:
                first.called.release()
