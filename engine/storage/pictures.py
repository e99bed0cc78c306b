"""Pictures are decoded in a process of its own (engine.storage.decoder), which may die.

A picture that crashes, hangs or starves its decoder is refused, and the next one gets a fresh decoder. A
decoder is kept for a number of pictures, since starting one takes longer than most pictures do.
"""

from __future__ import annotations

import atexit
import os
import queue
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from engine.errors import Unavailable
from engine.storage.decoder import HEALTHY_END, READY
from engine.storage.refusal import Refused

#: Decoders at work at once: each may use a core and, for the largest picture, much memory.
AT_ONCE = 2
#: Pictures that one decoder takes before it is replaced: what leaks, leaks little.
_TAKES = 200
_START_SECONDS = 20.0
#: The largest picture allowed takes 3 s on a slow office machine.
_DECODE_SECONDS = 30.0
_WAIT_SECONDS = 120.0
_MAX_REPLY = 65_536

_turns = threading.BoundedSemaphore(AT_ONCE)
_idle: queue.LifoQueue[_Decoder] = queue.LifoQueue()


@dataclass(frozen=True, kw_only=True)
class Copy:
    path: Path
    media_type: str


@dataclass(frozen=True, kw_only=True)
class Picture:
    #: After orientation.
    width: int
    height: int
    copies: dict[str, Copy]


def decode(path: Path, media_type: str, *, into: Path) -> Picture:
    """Verify a picture and write its copies "web" and "thumb" into a folder. A full disk is an OSError."""
    if not _turns.acquire(timeout=_WAIT_SECONDS):
        raise Unavailable
    try:
        reply = _request({"path": str(path), "media_type": media_type, "into": str(into)})
    finally:
        _turns.release()
    if "full_disk" in reply:
        raise OSError(reply["full_disk"], "the disk is full")
    if "refused" in reply:
        raise Refused(str(reply["refused"]), **reply.get("params", {}))
    return Picture(
        width=int(reply["width"]),
        height=int(reply["height"]),
        copies={kind: _trusted(into / kind) for kind in ("web", "thumb")},
    )


def warm() -> None:
    """Have a decoder ready for a picture that is on its way."""
    if _idle.empty():
        threading.Thread(target=_start_idle, daemon=True).start()


class _Died(Exception):
    """The decoder ended: by itself after idling, or killed by what it was given."""

    def __init__(self, *, healthy: bool) -> None:
        self.healthy = healthy


class _Decoder:
    def __init__(self) -> None:
        self._process = subprocess.Popen(  # our own module, no shell
            [sys.executable, "-P", "-m", "engine.storage.decoder"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_bare_environment(),
            cwd=Path(__file__).parent,
            close_fds=True,
        )
        self.taken = 0
        try:
            ready = self._line(_START_SECONDS) == READY
        except _Died:
            ready = False
        if not ready:
            self.stop()
            raise Unavailable

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def request(self, job: dict[str, str]) -> dict[str, Any]:
        self.taken += 1
        assert self._process.stdin is not None  # noqa: S101  # opened as a pipe
        try:
            self._process.stdin.write(orjson.dumps(job) + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise _Died(healthy=self._ended_well()) from error
        try:
            reply = orjson.loads(self._line(_DECODE_SECONDS))
        except orjson.JSONDecodeError as error:
            raise _Died(healthy=False) from error
        if not isinstance(reply, dict):
            raise _Died(healthy=False)
        return reply

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                _close(pipe)

    def _line(self, seconds: float) -> bytes:
        """The next line; a process that takes too long is killed, which ends the waiting."""
        assert self._process.stdout is not None  # noqa: S101
        timer = threading.Timer(seconds, self._process.kill)
        timer.start()
        try:
            line: bytes = self._process.stdout.readline(_MAX_REPLY)
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):
            raise _Died(healthy=self._ended_well())
        return line

    def _ended_well(self) -> bool:
        try:
            return self._process.wait(timeout=5) == HEALTHY_END
        except subprocess.TimeoutExpired:
            return False


def _request(job: dict[str, str]) -> dict[str, Any]:
    for _ in range(AT_ONCE + 1):
        decoder = _take()
        try:
            reply = decoder.request(job)
        except _Died as died:
            decoder.stop()
            if died.healthy:  # it had gone to rest before the job reached it
                continue
            raise Refused("undecodable") from died
        except BaseException:
            decoder.stop()
            raise
        _give_back(decoder)
        return reply
    raise Unavailable


def _take() -> _Decoder:
    while True:
        try:
            decoder = _idle.get_nowait()
        except queue.Empty:
            return _Decoder()
        if decoder.running:
            return decoder
        decoder.stop()  # went to rest, or was killed: no fault of the next picture


def _give_back(decoder: _Decoder) -> None:
    if decoder.taken < _TAKES:
        _idle.put(decoder)
    else:
        decoder.stop()


def _start_idle() -> None:
    try:
        _idle.put(_Decoder())
    except (Unavailable, OSError):
        return  # whoever needs one meets the same, and says so


@atexit.register
def stop_all() -> None:
    """End the idle decoders of this process."""
    while True:
        try:
            _idle.get_nowait().stop()
        except queue.Empty:
            return


def _trusted(path: Path) -> Copy:
    """What a decoder wrote that a hostile picture may have taken over: it must at least be a picture."""
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(b"\xff\xd8\xff"):
        return Copy(path=path, media_type="image/jpeg")
    if head == b"\x89PNG\r\n\x1a\n":
        return Copy(path=path, media_type="image/png")
    raise Refused("undecodable")


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
