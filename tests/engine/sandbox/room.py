"""Work for a child that hurts it in every way that there is."""

from __future__ import annotations

import os
import signal
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Listed:
    words: str
    inner: Any = field(default=None)


@dataclass(frozen=True)
class Unlisted:
    words: str


def same(value: object) -> object:
    return value


def unlisted() -> Unlisted:
    return Unlisted("x")


def fail() -> None:
    raise ValueError("as Python says it")


def print_loudly() -> str:
    print("x" * 100_000)
    sys.stdout.flush()
    return "heard"


def die(how: int) -> None:
    os.kill(os.getpid(), how)
    time.sleep(10)


def end() -> None:
    os._exit(0)


def compute() -> None:
    while True:
        pass


def eat() -> None:
    eaten = []
    while True:
        eaten.append(bytes(1 << 24))


def write(path: str) -> None:
    Path(path).write_bytes(bytes(1 << 24))


def babble() -> str:
    os.write(_answers(), b"half an answer")
    os._exit(1)


def lie() -> None:
    """An answer that names a class of its own choice."""
    content = b'{"value": {"!": "Unlisted", "content": {"words": "x"}}}'
    os.write(_answers(), len(content).to_bytes(8, "big") + content)
    time.sleep(10)


def flood(size: int) -> str:
    return "x" * size


def _answers() -> int:
    """The pipe to the server, which hostile work would find, too."""
    pipes = [link for link in Path("/proc/self/fd").iterdir() if int(link.name) > 2]
    return next(int(link.name) for link in pipes if "pipe:" in str(link.readlink()))


def environment() -> dict[str, str]:
    return dict(os.environ)


def limits() -> str:
    return Path("/proc/self/limits").read_text()


TASKS = {
    each.__name__: each
    for each in (
        same, unlisted, fail, print_loudly, die, end, compute, eat, write, babble, lie, flood,
        environment, limits,
    )
}  # fmt: skip
TYPES = (Listed,)
SIGNALS = (signal.SIGSEGV, signal.SIGKILL, signal.SIGABRT)
