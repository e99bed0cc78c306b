"""`alur data check`: a copy of a data folder against its database."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from engine.storage import blobs, receive
from tests.engine.storage import making
from tests.engine.storage.conftest import *  # noqa: F403  fixtures
from tests.engine.storage.conftest import Desk
from webforms.cli import main

PHOTO = making.jpeg()


def check(folder: Path, database: Engine, *options: str) -> Result:
    url = database.url.render_as_string(hide_password=False)
    return CliRunner().invoke(main, ["data", "check", str(folder), *options], env={"ALUR_DATABASE_URL": url})


@pytest.fixture
def stored(desk: Desk) -> list[Path]:
    """The files of one picture: itself and its copies."""
    receive.receive([PHOTO], desk.incoming(), by=desk.by)
    return sorted(map(blobs.path_of, blobs.all_hashes()))


@pytest.fixture
def folder(stored: list[Path]) -> Path:
    """The data folder."""
    return stored[0].parents[3]


def test_a_whole_folder_has_no_fault(folder: Path, stored: list[Path], database: Engine) -> None:
    done = check(folder, database)
    assert (done.exit_code, done.stdout) == (
        0,
        f"{len(stored)} files: 0 missing, 0 changed, 0 unnamed\n",
    )


def test_what_is_missing_or_changed_is_listed(folder: Path, stored: list[Path], database: Engine) -> None:
    gone, changed, *_others = stored
    gone.unlink()
    changed.chmod(0o600)
    changed.write_bytes(changed.read_bytes()[:-1] + b"?")
    done = check(folder, database)
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert lines[-1] == f"{len(stored)} files: 1 missing, 1 changed, 0 unnamed"
    assert [line.split(": ")[0] for line in lines[:-1]] == ["missing", "changed"]
    assert gone.relative_to(folder).as_posix() in lines[0]
    assert "foto.jpg" in lines[0]


def test_what_came_after_the_database_was_copied_is_listed_and_harmless(
    folder: Path, stored: list[Path], database: Engine
) -> None:
    later = folder / "files" / "ab" / "cd" / ("abcd" + "0" * 60)
    later.parent.mkdir(parents=True)
    later.write_bytes(b"later")
    done = check(folder, database)
    assert (done.exit_code, done.stdout.splitlines()[0]) == (0, f"unnamed: files/ab/cd/{later.name}")
    assert check(folder, database, "--strict").exit_code == 1


def test_a_copy_that_cannot_be_written_is_read(folder: Path, database: Engine, tmp_path: Path) -> None:
    copy, url = tmp_path / "copy of 50% ?", database.url.render_as_string(hide_password=False)
    shutil.copytree(folder, copy)
    if database.dialect.name == "sqlite":
        url = ""
        ours, theirs = sqlite3.connect(str(database.url.database)), sqlite3.connect(copy / "alur.sqlite3")
        with closing(ours), closing(theirs):
            ours.backup(theirs)
    before = sorted(copy.rglob("*"))
    for path in (*before, copy):
        path.chmod(0o500 if path.is_dir() else 0o400)
    done = CliRunner().invoke(main, ["data", "check", str(copy)], env={"ALUR_DATABASE_URL": url})
    for path in (copy, *before):
        path.chmod(0o700 if path.is_dir() else 0o600)
    assert done.exit_code == 0, done.output
    assert sorted(copy.rglob("*")) == before


@pytest.mark.parametrize("content", [None, b"no database at all, but a text of some length" * 9])
def test_what_is_no_database_is_said(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "alur.sqlite3").write_bytes(content)
    done = CliRunner().invoke(main, ["data", "check", str(tmp_path)], env={"ALUR_DATABASE_URL": ""})
    assert done.exit_code == 2
    assert done.stderr.startswith("alur: ")
    assert [path.name for path in tmp_path.iterdir()] == ([] if content is None else ["alur.sqlite3"])
