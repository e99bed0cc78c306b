"""What was released stays: migrations, the shapes they lead to, databases, golden files."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine import migrations
from engine.migrations import shape
from tests.conftest import ROOT
from tests.releases import released
from tests.releases.restore import RELEASES
from webforms.cli import main

VERSIONS = Path(migrations.__file__).parent / "versions"
SHAPES = Path(migrations.__file__).parent / "shapes"


def test_nothing_that_was_released_was_edited_or_removed() -> None:
    """Add a migration, a format, a golden file beside it instead (.github/CONTRIBUTING)."""
    present = released.present()
    changed = [path for path, digest in released.listed().items() if present.get(path) != digest]
    assert changed == []


def test_the_list_of_what_was_released_holds_each_release_whole() -> None:
    listed = released.listed()
    assert "engine/migrations/versions/0001_the_first_tables.py" in listed
    for version in RELEASES:
        for name in ("sqlite.sql.gz", "postgresql.sql.gz", "files.tar.gz", "story.json"):
            assert f"tests/releases/{version}/{name}" in listed


def test_what_is_not_released_comes_after_what_is() -> None:
    """Nothing is put in between the migrations of two releases."""
    names = sorted(path.name for path in VERSIONS.glob("*.py"))
    free = [name for name in names if f"engine/migrations/versions/{name}" not in released.listed()]
    assert free == names[len(names) - len(free) :]


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_every_revision_has_its_shape(dialect: str) -> None:
    revisions = sorted(path.name.split("_")[0] for path in VERSIONS.glob("*.py"))
    assert [path.name for path in sorted(SHAPES.glob(f"*.{dialect}.txt"))] == [
        f"{revision}.{dialect}.txt" for revision in revisions
    ]


def test_migrations_lead_to_the_shape_that_is_written_down(empty: str) -> None:
    """After a change of the last migration: `python -m tests.releases.shapes`."""
    found = migrations.last_shape(empty)
    known = shape.known(migrations.latest() or "", empty.partition(":")[0].partition("+")[0])
    assert known is not None
    assert shape.differences(found, known) == []


def test_a_shape_is_the_same_once_written_and_read(empty: str) -> None:
    found = migrations.last_shape(empty)
    assert shape.from_text(shape.as_text(found)) == found


HEADING = re.compile(r"^## (\d+\.\d+\.\d+) \((\d{4}-\d\d-\d\d|not released yet)\)$", re.MULTILINE)


def test_the_version_stands_in_one_place_and_heads_the_changelog() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    headings = HEADING.findall(changelog)
    assert len(headings) == len(re.findall(r"^## ", changelog, re.MULTILINE))
    assert headings[0][0] == version
    # Only the newest may be on its way; what was released left its database.
    assert [number for number, day in headings if day[0].isdigit()] == RELEASES[::-1]
    assert len(headings) - len(RELEASES) in {0, 1}
    told = CliRunner().invoke(main, ["--version"]).output
    assert told.strip().endswith(version)
    for name in ("package.json", "package-lock.json"):
        package = json.loads((ROOT / "webforms" / "frontend" / name).read_text("utf-8"))
        assert "version" not in package
