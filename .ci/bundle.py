"""Whether the front-end bundle is there and is what its sources say. Exit 0: it is; 1: it must be built.

`build.mjs` leaves the fingerprint of what it built from in `sources.sha256`; here it is computed again.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

FRONTEND = Path("webforms/frontend")
BUNDLE = Path("webforms/static/dist")
#: The editor is built with it.
VOCABULARY = "../../engine/bpmn/vocabulary.json"


def fingerprint(root: Path) -> str:
    """As build.mjs computes it: path, NUL, bytes, NUL of each file below src, then of what is named here."""
    frontend = root / FRONTEND
    names = sorted(p.relative_to(frontend).as_posix() for p in (frontend / "src").rglob("*") if p.is_file())
    digest = hashlib.sha256()
    for name in [*names, "package-lock.json", "build.mjs", VOCABULARY]:
        digest.update(name.encode() + b"\0" + (frontend / name).read_bytes() + b"\0")
    return digest.hexdigest()


def problem(root: Path) -> str | None:
    """What is wrong with the bundle, as a sentence; None when it may be shipped."""
    built = root / BUNDLE / "sources.sha256"
    if not built.is_file():
        return f"The front-end bundle is missing ({BUNDLE.as_posix()}): run `make bundle` first."
    if built.read_text().strip() != fingerprint(root):
        return f"The front-end bundle is older than {FRONTEND.as_posix()}: run `make bundle` first."
    return None


if __name__ == "__main__":
    sys.exit(1 if problem(Path.cwd()) else 0)
