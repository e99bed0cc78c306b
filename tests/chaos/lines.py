"""A line that can be cut: carries bytes from who calls to where they want to."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress

_PIECE = 64 * 1024
_COMMIT = b"COMMIT"


class Line:
    def __init__(self, listening: socket.socket, target: Callable[[], socket.socket]) -> None:
        self._listening, self._target = listening, target
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._down = False
        self._swallow = 0
        #: Commits whose answer was swallowed.
        self.swallowed = 0
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        """Where it is called, if by TCP."""
        return int(self._listening.getsockname()[1])

    def cut(self) -> None:
        """All that is open ends in the middle of whatever it carries."""
        with self._lock:
            sockets, self._open = self._open, set()
        for each in sockets:
            _end(each)

    def down(self) -> None:
        """Cut, and nobody gets through until `up`."""
        self._down = True
        self.cut()

    def up(self) -> None:
        self._down = False

    def swallow_commits(self, times: int) -> None:
        """The next commits reach the database; that they did reaches nobody."""
        self._swallow = times

    def close(self) -> None:
        self.down()
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                caller, _ = self._listening.accept()
            except OSError:
                return
            if self._down:
                _end(caller)
                continue
            try:
                called = self._target()
            except OSError:
                _end(caller)
                continue
            with self._lock:
                self._open |= {caller, called}
            deaf = threading.Event()
            for end, other, watched in ((caller, called, True), (called, caller, False)):
                arguments = (end, other, deaf, watched)
                threading.Thread(target=self._carry, args=arguments, daemon=True).start()

    def _carry(
        self, end: socket.socket, other: socket.socket, deaf: threading.Event, from_caller: bool
    ) -> None:
        with suppress(OSError):
            while piece := end.recv(_PIECE):
                if from_caller and self._swallow and _COMMIT in piece:
                    self._swallow -= 1
                    self.swallowed += 1
                    deaf.set()
                if not from_caller and deaf.is_set():
                    break
                other.sendall(piece)
        for each in (end, other):
            _end(each)
        with self._lock:
            self._open -= {end, other}


def _end(each: socket.socket) -> None:
    with suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
    each.close()
