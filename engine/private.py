"""Files and folders that only the account that runs Alur may read. On POSIX; elsewhere a folder hands down
its own rights."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

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
