"""A pool of a few guarded processes that evaluate; one that hangs, overflows or dies is replaced."""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

import orjson

#: What a condition or script may take, and when its process is killed if it does not even notice.
SECONDS = 0.5
_KILLED_AFTER = 1.0
_STARTED_WITHIN = 20.0
_AT_ONCE = 4
_PROGRAM = Path(__file__).with_name("evaluator.py")


class Dead(Exception):
    """The process gave no answer."""


class _Guarded:
    """One process, used by one thread at a time."""

    def __init__(self) -> None:
        # Nothing of the server's environment: no secret can be read where hostile text is evaluated.
        environment = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
        self._process = subprocess.Popen(  # noqa: S603 - our own program, nothing of it comes from outside
            [sys.executable, "-I", str(_PROGRAM)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**environment, "RUST_BACKTRACE": "0"},
            cwd=_PROGRAM.parent,
        )
        self._questions = cast("IO[bytes]", self._process.stdin)
        self._answers = cast("IO[bytes]", self._process.stdout)
        try:
            self._answer(within=_STARTED_WITHIN)
        except BaseException:
            self.end()
            raise

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Raises Dead; then this one is of no use any more."""
        try:
            self._questions.write(orjson.dumps(request, option=orjson.OPT_APPEND_NEWLINE))
            self._questions.flush()
        except OSError:
            raise Dead from None
        return self._answer(within=_KILLED_AFTER)

    def _answer(self, *, within: float) -> dict[str, Any]:
        # A timer that kills works on every system; waiting for a pipe does not.
        timer = threading.Timer(within, self._process.kill)
        timer.daemon = True
        timer.start()
        try:
            line = self._answers.readline()
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):
            raise Dead
        answer: dict[str, Any] = orjson.loads(line)
        return answer

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        self._answers.close()
        with suppress(OSError):  # requests not yet written end with the process
            self._questions.close()


_idle: list[_Guarded] = []
#: A forked parent's: referenced, so that the garbage collector doesn't end them here.
_others: list[_Guarded] = []
_places = threading.BoundedSemaphore(_AT_ONCE)


def ask(request: dict[str, Any]) -> dict[str, Any]:
    """One question to a guarded process. Raises Dead when it hangs or dies of it."""
    with _places:
        guarded = _take() or _Guarded()
        try:
            answer = guarded.ask({"seconds": SECONDS, **request})
        except BaseException:
            guarded.end()
            raise
        _idle.append(guarded)
        return answer


def warm() -> None:
    """Have a process ready: the first condition is judged in a transaction that others wait for."""
    if not _idle:
        with _places:
            _idle.append(_Guarded())


def end_all() -> None:
    """Kills the idle processes; those at work are thrown away by who waits for them."""
    while guarded := _take():
        guarded.end()


def _take() -> _Guarded | None:
    while True:
        try:
            guarded = _idle.pop()
        except IndexError:
            return None
        if guarded.alive:
            return guarded
        guarded.end()  # killed while idle: no fault of the next condition


def _forget_parents() -> None:
    """After a fork the processes still belong to the parent."""
    global _idle, _places
    _others.extend(_idle)
    _idle, _places = [], threading.BoundedSemaphore(_AT_ONCE)


atexit.register(end_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_parents)
