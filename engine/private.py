"""Files and folders that only the account that runs Alur may read. On POSIX; elsewhere a folder hands down
its own rights."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_OTHERS = 0o077


def make_private(*paths: Path) -> None:
    """Take everybody else's rights from those that are there. What is not ours to change remains as it is."""
    if os.name != "posix":
        return
    for path in paths:
        with suppress(OSError):
            mode = path.stat().st_mode
            if mode & _OTHERS:
                path.chmod(mode & ~_OTHERS & 0o7777)


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """From its first byte for this account alone, and on the disk at the end of the block."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
