"""A lock that is given in the order in which it was asked for: nobody waits while others come twice."""

from __future__ import annotations

from collections import deque
from threading import Lock


class FairLock:
    """Between the threads of a process. Whoever has it may give it back from another thread."""

    def __init__(self) -> None:
        self._inside = Lock()
        self._taken = False
        self._queue: deque[Lock] = deque()

    def acquire(self, seconds: float) -> bool:
        """Whether it was had in that time."""
        with self._inside:
            if not self._taken:
                self._taken = True
                return True
            turn = Lock()
            turn.acquire()
            self._queue.append(turn)
        return turn.acquire(timeout=seconds) or not self._leave(turn)

    def release(self) -> None:
        """It goes straight to who has waited longest."""
        with self._inside:
            if self._queue:
                self._queue.popleft().release()
            else:
                self._taken = False

    def _leave(self, turn: Lock) -> bool:
        """Whether it was still in the queue: at the last moment the lock may have come after all."""
        with self._inside:
            if turn not in self._queue:
                return False
            self._queue.remove(turn)
            return True
