"""Writes down what a database of the last revision looks like: `python -m tests.releases.shapes`.

Into engine/migrations/shapes, for both databases. `make migration` does it; do it again after an edit of a
migration that is not released yet. A released shape stays as it is.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from engine import migrations
from engine.database_url import of_file
from engine.migrations import shape
from tests import postgres
from tests.conftest import ROOT
from tests.releases import released


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        _write(of_file(Path(scratch) / "alur.sqlite3").render_as_string(), "sqlite")
    with postgres.alone("shapes") as server:
        _write(postgres.address(server, "shapes"), "postgresql")


def _write(url: str, dialect: str) -> None:
    path = f"engine/migrations/shapes/{migrations.latest()}.{dialect}.txt"
    written = shape.as_text(migrations.last_shape(url))
    if path in released.listed() and written != (ROOT / path).read_text("utf-8"):
        sys.exit(f"{path} is released, and the migrations lead to something else now")
    (ROOT / path).write_text(written, "utf-8")


if __name__ == "__main__":
    main()
