"""What a pool answered is remembered by what it was asked; what took it too much is refused for a while."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from threading import Lock
from typing import Any

from cachetools import LRUCache, TTLCache

from engine.errors import TooCostly
from engine.sandbox.pool import Pool
from engine.sandbox.transport import pack

#: Seconds: a busy machine may have been the reason.
_REFUSED_FOR = 600
_MAX_REFUSED = 200


class Remembering:
    """The answers of one pool, `size` of them in the unit of `getsizeof`."""

    def __init__(self, pool: Pool, size: int, getsizeof: Callable[[Any], int]) -> None:
        self._pool = pool
        self._answers: LRUCache[bytes, Any] = LRUCache(size, getsizeof=getsizeof)
        self._refused: TTLCache[bytes, bool] = TTLCache(_MAX_REFUSED, ttl=_REFUSED_FOR)
        self._lock = Lock()

    def ask(
        self,
        task: str,
        *arguments: object,
        around: Callable[[Callable[[], Any]], Any] = lambda work: work(),
    ) -> Any:
        """As `Pool.run`, whose work is done by `around`. Raises NotPlain, TooCostly at once where it was too
        much lately, and what `Pool.run` does.
        """
        key = hashlib.sha256(pack([task, *arguments])).digest()
        with self._lock:
            answer, refused = self._answers.get(key), key in self._refused
        if refused:
            raise TooCostly(reason="lately")
        return around(lambda: self._run(key, task, *arguments)) if answer is None else answer

    def forget(self) -> None:
        """All of it."""
        with self._lock:
            self._answers.clear()
            self._refused.clear()

    def _run(self, key: bytes, task: str, *arguments: object) -> Any:
        try:
            answer = self._pool.run(task, *arguments)
        except TooCostly:
            with self._lock:
                self._refused[key] = True
            raise
        with self._lock:
            try:
                self._answers[key] = answer
            except ValueError:  # larger than all that is remembered
                return answer
        return answer
