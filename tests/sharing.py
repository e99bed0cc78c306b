"""What one worker makes for all of a run."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from tests.patience import PATIENCE


def first_makes(folder: Path, make: Callable[[], object]) -> Path:
    """`folder`, made ready by the first that comes; the others wait. Fails for all when it failed for one."""
    ready, failed = folder / "ready", folder / "failed"
    folder.mkdir(exist_ok=True)
    try:
        (folder / "making").mkdir()
    except FileExistsError:
        _wait_for(ready, failed)
        return folder
    try:
        make()
    except BaseException:
        failed.touch()
        raise
    ready.touch()
    return folder


def _wait_for(ready: Path, failed: Path) -> None:
    deadline = time.monotonic() + 3 * PATIENCE  # what they make may wait in its turn
    while not ready.exists():
        if failed.exists() or time.monotonic() > deadline:
            raise RuntimeError(f"another worker could not make {ready.parent}")
        time.sleep(0.05)
