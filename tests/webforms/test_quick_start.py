"""A server answers before it has loaded what only its housekeeping and its limited processes need."""

from __future__ import annotations

import subprocess
import sys

LATER = (
    "alembic", "puremagic", "typst", "PIL", "engine.definitions.understanding", "engine.drawing",
    "engine.lint.rules",
)  # fmt: skip


def test_nothing_is_loaded_that_can_wait() -> None:
    said = subprocess.run(
        [sys.executable, "-c", f"import sys, webforms.app; print(sorted(set({LATER!r}) & set(sys.modules)))"],
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    assert said.stdout.strip() == "[]"
