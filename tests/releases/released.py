"""What was released, by its hash: released.sha256, as `sha256sum --check` reads it.

Migrations and the shapes that they lead to, databases of releases, golden files. `add_new` is for making one.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.conftest import ROOT

LIST = Path(__file__).with_name("released.sha256")
_PLACES = (
    "engine/migrations/versions/*.py",
    "engine/migrations/shapes/*.txt",
    "tests/releases/golden/**/*.json",
    "tests/releases/*.*.*/*",
)


def listed() -> dict[str, str]:
    """{path: SHA-256} of all that was released."""
    lines = LIST.read_text("utf-8").splitlines() if LIST.exists() else []
    return {path: digest for digest, _, path in (line.partition("  ") for line in lines)}


def present() -> dict[str, str]:
    """The same of all that is there."""
    found = sorted(path for place in _PLACES for path in ROOT.glob(place))
    return {str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def add_new() -> list[str]:
    """List what is not listed yet; gives the lines that are new."""
    known = listed()
    lines = [f"{digest}  {path}" for path, digest in present().items() if path not in known]
    with LIST.open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
    return lines
