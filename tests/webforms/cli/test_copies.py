"""A copy that nobody may write, kept as evidence, is looked at as it is: nothing changes in or beside it."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine import database, migrations
from engine.database_url import of_file
from tests.releases.restore import restore
from webforms.cli import main

CHANGE = "UPDATE events SET body = replace(body, '1', '2') WHERE seq = 2"


def alur(data_dir: Path, *command: str) -> Result:
    given = {"ALUR_DATA_DIR": str(data_dir), "ALUR_DATABASE_URL": None}
    result = CliRunner().invoke(main, list(command), env=given)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def as_it_is(folder: Path) -> dict[str, object]:
    """Bytes, times and rights of all that is there, folders too."""
    found: dict[str, object] = {}
    for path in [folder, *sorted(folder.rglob("*"))]:
        seen = path.stat()
        content = path.read_bytes() if path.is_file() else None
        found[str(path)] = (content, seen.st_mtime_ns, seen.st_mode, seen.st_ino)
    return found


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the first release: people, instances and their events."""
    path = tmp_path_factory.mktemp("released") / "alur.sqlite3"
    restore("0.1.0", of_file(path).render_as_string())
    return path


@pytest.fixture(scope="module")
def current(tmp_path_factory: pytest.TempPathFactory, released: Path) -> Path:
    """The same, in today's shape and as a server leaves it."""
    path = tmp_path_factory.mktemp("current") / "alur.sqlite3"
    shutil.copyfile(released, path)
    migrations.upgrade(of_file(path))
    run(path, "PRAGMA journal_mode=WAL; VACUUM")
    return path


def run(path: Path, statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(statements)


def change_events(path: Path) -> None:
    """As who owns the file can: the trigger that keeps events is away for a moment."""
    with closing(sqlite3.connect(path)) as connection:
        [trigger] = connection.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'events_no_update'"
        ).fetchone()
        connection.executescript(f"DROP TRIGGER events_no_update; {CHANGE}; {trigger}")


Lock = Callable[[], dict[str, object]]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "copy"
    folder.mkdir()
    return folder


@pytest.fixture
def lock(copy: Path) -> Iterator[Lock]:
    """Nobody may write the copy any more; gives what there is now."""

    def take_rights() -> dict[str, object]:
        for path in sorted(copy.rglob("*")):
            path.chmod(0o444 if path.is_file() else 0o555)
        copy.chmod(0o555)
        return as_it_is(copy)

    yield take_rights
    database.disconnect()
    copy.chmod(0o755)


@pytest.mark.parametrize("tampered", [False, True])
@pytest.mark.parametrize("release", ["current", "released"])
def test_a_copy_is_verified_and_stays_as_it_is(
    request: pytest.FixtureRequest, copy: Path, lock: Lock, release: str, tampered: bool
) -> None:
    """Also one of an older release, which is upgraded elsewhere."""
    shutil.copyfile(request.getfixturevalue(release), copy / "alur.sqlite3")
    if tampered:
        change_events(copy / "alur.sqlite3")
    before = lock()
    verified = alur(copy, "audit", "verify", "--json")
    assert verified.exit_code == (1 if tampered else 0), verified.output
    found = json.loads(verified.stdout)
    assert found["events"] > 20
    assert bool(found["broken"]) is tampered
    assert as_it_is(copy) == before
    assert alur(copy, "person", "list").exit_code == 0
    assert as_it_is(copy) == before


@pytest.mark.parametrize("beside", [("-wal",), ("-wal", "-shm")])
def test_what_was_not_yet_put_into_the_file_counts(
    copy: Path, lock: Lock, current: Path, tmp_path: Path, beside: tuple[str, ...]
) -> None:
    """Copied from a running server: the last events stand in the -wal alone."""
    source = tmp_path / "alur.sqlite3"
    shutil.copyfile(current, source)
    with closing(sqlite3.connect(source)) as server:
        server.execute("UPDATE people SET name = 'Ratna baru' WHERE id = 1")
        server.commit()
        for end in ("", *beside):
            shutil.copyfile(f"{source}{end}", copy / f"alur.sqlite3{end}")
    before = lock()
    assert "Ratna baru" in alur(copy, "person", "list").stdout
    assert alur(copy, "audit", "verify").exit_code == 0
    after = as_it_is(copy)
    shared = str(copy / "alur.sqlite3-shm")  # only where a lock is; nothing of it is evidence
    assert {**after, shared: None} == {**before, shared: None}


def test_a_file_without_the_right_to_write_in_a_folder_with_it(copy: Path, current: Path) -> None:
    shutil.copyfile(current, copy / "alur.sqlite3")
    (copy / "alur.sqlite3").chmod(0o444)
    before = as_it_is(copy)
    assert alur(copy, "audit", "verify").exit_code == 0
    assert as_it_is(copy) == before


def test_looking_makes_nothing_of_its_own(copy: Path, current: Path) -> None:
    """No secret key, no folders: also where it could be written."""
    shutil.copyfile(current, copy / "alur.sqlite3")
    assert alur(copy, "audit", "verify").exit_code == 0
    assert {path.name for path in copy.iterdir()} <= {"alur.sqlite3", "alur.sqlite3-wal", "alur.sqlite3-shm"}


@pytest.mark.parametrize(
    "command",
    [("audit", "verify"), ("person", "list"), ("process", "sheet", "x", "-o", "x.pdf"), ("config",)],
)
def test_where_nothing_is_nothing_is_made(tmp_path: Path, command: tuple[str, ...]) -> None:
    """A slip in the name of the folder is no empty record that is whole."""
    looked = alur(tmp_path / "nowhere", *command)
    assert list(tmp_path.iterdir()) == []
    if command != ("config",):
        assert (looked.exit_code, "there is no database" in looked.stderr) == (2, True)


def test_who_wants_to_write_reads_why_that_can_not_be(copy: Path, lock: Lock, tmp_path: Path) -> None:
    (copy / "alur.sqlite3").mkdir()
    before = lock()
    refused = alur(copy, "audit", "verify")
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
    assert as_it_is(copy) == before
