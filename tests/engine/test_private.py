"""What the office stores is for the account that runs Alur alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import database, database_url, migrations
from engine.config import load
from engine.storage import folders

pytestmark = pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")


@pytest.fixture(autouse=True)
def usual_mask() -> Iterator[None]:
    before, root = os.umask(0o022), folders._root
    yield
    os.umask(before)
    folders._root = root
    database.disconnect()


def start(data: Path) -> None:
    config = load({"ALUR_DATA_DIR": str(data)})
    address = database_url.of(config)
    if not migrations.is_current(address):
        migrations.upgrade(address)
    database.connect(address)
    folders.use(config.data_dir)


def open_to_others(data: Path) -> list[str]:
    return sorted(str(path) for path in (data, *data.rglob("*")) if path.stat().st_mode & 0o077)


def test_nobody_else_reads_a_new_installation(tmp_path: Path) -> None:
    start(tmp_path / "data")
    assert open_to_others(tmp_path / "data") == []


def test_an_older_installation_is_mended_when_it_starts(tmp_path: Path) -> None:
    data = tmp_path / "data"
    start(data)
    (data / "demo_password").write_text("x")
    for path in (data, *data.iterdir()):
        path.chmod(0o755 if path.is_dir() else 0o644)
    start(data)
    assert open_to_others(data) == []


def test_what_is_not_alurs_is_left_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    start(data)
    (data / "notes.txt").write_text("x")
    start(data)
    assert open_to_others(data) == [str(data / "notes.txt")]
