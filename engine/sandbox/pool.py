"""Untrusted, heavy work is done in processes of its own (engine.sandbox.child), which may die.

Work that crashes, hangs or starves its process is refused, and the next one gets a fresh process. A process
does many pieces of work, since starting one takes longer than most of them do.
"""

from __future__ import annotations

import atexit
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

import orjson

from engine.errors import TooCostly, Unavailable
from engine.sandbox.child import HEALTHY_END, READY, Limits
from engine.sandbox.transport import HEAD, NotPlain, length_of, pack, unpack

__all__ = ["Limits", "Pool"]

#: Pieces of work that one process does before it is replaced: what leaks, leaks little.
_MAX_USES = 200
_START_SECONDS = 20.0


class Pool:
    """Processes for the tasks of one room, so that work of one kind never waits for another's.

    `room`: a module with TASKS (name → function of plain values), TYPES (dataclasses that may travel) and,
    where something is to be loaded beforehand, prepare(). `at_once`: processes at work at once. `waiting`:
    others that may wait for their turn, for `patience` seconds; who comes later is told at once.
    """

    def __init__(
        self,
        room: str,
        limits: Limits,
        *,
        at_once: int = 2,
        waiting: int = 4,
        patience: float = 20.0,
    ) -> None:
        self.room, self.limits = room, limits
        self.at_once = at_once
        self._patience = patience
        self._places = threading.BoundedSemaphore(at_once + waiting)
        self._turns = threading.BoundedSemaphore(at_once)
        self.idle: queue.LifoQueue[Child] = queue.LifoQueue()
        atexit.register(self.stop_all)

    def run(self, task: str, *arguments: object) -> Any:
        """What the task gives back. Raises TooCostly where it took too much time or memory, or killed its
        process; Unavailable where too many others are waiting, or no process can be started."""
        message = pack([task, *arguments])
        with self._turn():
            answer = self._answer(message)
        if "exhausted" in answer:
            raise TooCostly(reason="memory")
        if "failed" in answer:
            raise RuntimeError(f"{self.room} {task}: {answer['failed']}")
        return answer.get("value")

    def load(self) -> None:
        """Load here what its answers are made of: the first one waits for no library."""
        import_module(self.room)

    def warm(self) -> None:
        """Have a process ready for work that is on its way."""
        if self.idle.empty():
            threading.Thread(target=self._start_idle, daemon=True).start()

    def stop_all(self) -> None:
        """End the idle processes."""
        while True:
            try:
                self.idle.get_nowait().stop()
            except queue.Empty:
                return

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise Unavailable(reason=f"too many wait for {self.room}")
        try:
            if not self._turns.acquire(timeout=self._patience):
                raise Unavailable(reason=f"no turn for {self.room}")
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._places.release()

    def _answer(self, message: bytes) -> dict[str, Any]:
        types = import_module(self.room).TYPES
        for _ in range(self.at_once + 1):
            child = self._take()
            try:
                answer = child.request(message, self.limits, types)
            except Died as died:
                child.stop()
                if died.healthy:  # it had gone to rest before the work reached it
                    continue
                raise TooCostly(reason="its process ended") from died
            except BaseException:
                child.stop()
                raise
            self._give_back(child)
            return answer
        raise Unavailable

    def _take(self) -> Child:
        while True:
            try:
                child = self.idle.get_nowait()
            except queue.Empty:
                return Child(self.room, self.limits)
            if child.running:
                return child
            child.stop()  # went to rest, or was killed: no fault of the next work

    def _give_back(self, child: Child) -> None:
        if child.uses < _MAX_USES:
            self.idle.put(child)
        else:
            child.stop()

    def _start_idle(self) -> None:
        # In a turn: however often this is called, there are never more processes than turns.
        if not self._turns.acquire(blocking=False):
            return
        try:
            if self.idle.empty():
                self.idle.put(Child(self.room, self.limits))
        except (Unavailable, OSError):
            return  # whoever needs it meets the same, and says so
        finally:
            self._turns.release()


class Died(Exception):
    """A child ended: by itself after idling, or killed by its work."""

    def __init__(self, *, healthy: bool) -> None:
        self.healthy = healthy


class Child:
    """One process, at work for one caller at a time."""

    def __init__(self, room: str, limits: Limits) -> None:
        self.process = subprocess.Popen(  # noqa: S603  # our own module, no shell
            [sys.executable, "-P", "-m", "engine.sandbox.child", room, orjson.dumps(asdict(limits)).decode()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_bare_environment(),
            cwd=Path(__file__).parent,
            close_fds=True,
        )
        self.uses = 0
        try:
            with self._within(_START_SECONDS):
                ready = self._read(len(READY)) == READY
        except Died:
            ready = False
        if not ready:
            self.stop()
            raise Unavailable(reason=f"{room} does not start")

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self.process.poll() is None

    def request(self, message: bytes, limits: Limits, types: Collection[type]) -> dict[str, Any]:
        """The answer to a packed message. Raises Died, also where it is none that we know."""
        self.uses += 1
        assert self.process.stdin is not None  # noqa: S101  # opened as a pipe
        with self._within(limits.seconds):
            try:
                self.process.stdin.write(message)
                self.process.stdin.flush()
            except OSError as error:
                raise Died(healthy=self._ended_well()) from error
            length = length_of(self._read(HEAD))
            if length > limits.answer:
                raise Died(healthy=False)
            content = self._read(length)
        try:
            answer = unpack(content, types)
        except NotPlain as error:
            raise Died(healthy=False) from error
        if not isinstance(answer, dict):
            raise Died(healthy=False)
        return answer

    def stop(self) -> None:
        """End it, whatever it does."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                _close(pipe)

    @contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        """A process that takes longer is killed, which ends the waiting."""
        timer = threading.Timer(seconds, self.process.kill)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _read(self, size: int) -> bytes:
        assert self.process.stdout is not None  # noqa: S101
        content: bytes = self.process.stdout.read(size)
        if len(content) < size:
            raise Died(healthy=self._ended_well())
        return content

    def _ended_well(self) -> bool:
        try:
            return self.process.wait(timeout=5) == HEALTHY_END
        except subprocess.TimeoutExpired:
            return False


def _bare_environment() -> dict[str, str]:
    """Nothing of ours: no secret key, no database address."""
    inherited = {
        name: os.environ[name] for name in ("SYSTEMROOT", "PATH", "TMPDIR", "TEMP") if name in os.environ
    }
    return {**inherited, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONDONTWRITEBYTECODE": "1"}


def _close(pipe: Any) -> None:
    try:
        pipe.close()
    except OSError:
        return
