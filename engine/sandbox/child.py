"""A process for one kind of untrusted work: `python -m engine.sandbox.child ROOM LIMITS`, started by a Pool.

It has no secret, limited memory, time and file size, and nothing to lose: it may die of any work. It does
what the room lists under TASKS and nothing else. It says READY once, and ends by itself after idling for a
while, when it ran out of memory, or when its input closes because the server is gone.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, BinaryIO

import orjson

from engine.sandbox.transport import HEAD, length_of, pack, unpack

READY = b"ready\n"
#: Exit status of a child that went by itself; any other is a crash.
HEALTHY_END = 0
_IDLE_SECONDS = 900
_MAX_OPEN_FILES = 64


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one piece of work may cost."""

    #: Bytes of address space, and of a file that is written.
    memory: int
    file_size: int
    #: Of the processor, and of the clock.
    processor_seconds: int
    seconds: float
    #: Bytes of the answer.
    answer: int = 16 * 1024 * 1024

    @classmethod
    def of_text(cls, *, seconds: int, answer: int) -> Limits:
        """For work on the text of a file, which writes none; `seconds` of the processor, twice as many and
        five of the clock, since others may want the same processor."""
        megabyte = 1024 * 1024
        return cls(
            memory=1024 * megabyte,
            file_size=megabyte,
            processor_seconds=seconds,
            seconds=2.0 * seconds + 5,
            answer=answer,
        )


def main() -> None:
    """Takes `[task, *arguments]`; answers `{"value"}`, `{"failed": what Python said}` or `{"exhausted"}`."""
    answers = _own_answers()
    limits = Limits(**orjson.loads(sys.argv[2]))
    _limit_memory_and_files(limits)
    room = import_module(sys.argv[1])  # after the limits: everything that it loads stands under them
    if prepare := getattr(room, "prepare", None):
        prepare()
    _send(answers, READY)
    while message := _next_message():
        _limit_time(limits)
        answer = _do(room.TASKS, room.TYPES, message)
        _send(answers, answer)
        if answer == _EXHAUSTED:
            return  # what is left of its memory is in pieces


_EXHAUSTED = pack({"exhausted": True})


def _do(tasks: Mapping[str, Callable[..., Any]], types: tuple[type, ...], message: bytes) -> bytes:
    try:
        task, *arguments = unpack(message, types)
        return pack({"value": tasks[task](*arguments)})
    except MemoryError:
        return _EXHAUSTED
    except Exception:  # noqa: BLE001  # whatever it is, it belongs into the server's log
        return pack({"failed": traceback.format_exc()[-4000:].encode("utf-8", "replace").decode()})


def _own_answers() -> BinaryIO:
    """The pipe to the server, out of reach of libraries that print."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _send(answers: BinaryIO, message: bytes) -> None:
    answers.write(message)
    answers.flush()


def _next_message() -> bytes:
    if sys.platform != "win32":
        import select

        readable, _, _ = select.select([0], [], [], _IDLE_SECONDS)
        if not readable:
            return b""
    head = sys.stdin.buffer.read(HEAD)
    return sys.stdin.buffer.read(length_of(head)) if len(head) == HEAD else b""


if sys.platform == "win32":  # no such limits there; the server still ends what takes too long

    def _limit_memory_and_files(limits: Limits) -> None: ...

    def _limit_time(limits: Limits) -> None: ...

else:
    import resource

    def _limit_memory_and_files(limits: Limits) -> None:
        for kind, limit in (
            (resource.RLIMIT_AS, limits.memory),
            (resource.RLIMIT_FSIZE, limits.file_size),
            (resource.RLIMIT_NOFILE, _MAX_OPEN_FILES),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(kind, (limit, limit))

    def _limit_time(limits: Limits) -> None:
        """So many more seconds of the processor; the kernel then ends the process."""
        usage = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        spent = int(usage.ru_utime + usage.ru_stime)
        resource.setrlimit(resource.RLIMIT_CPU, (spent + limits.processor_seconds, hard))


if __name__ == "__main__":
    main()
