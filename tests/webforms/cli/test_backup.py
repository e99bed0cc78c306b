"""`alur backup` and `alur restore`, as whoever runs the machine types them."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
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


def settings(database: Engine, data_dir: Path) -> dict[str, str]:
    return {
        "ALUR_DATA_DIR": str(data_dir),
        "ALUR_DATABASE_URL": database.url.render_as_string(hide_password=False),
    }


@pytest.fixture
def there(desk: Desk, database: Engine, store: Path) -> dict[str, str]:
    """Settings of an Alur with a photo."""
    receive.receive([making.jpeg()], desk.incoming(), by=desk.by)
    return settings(database, store)


def run(given: dict[str, str], *command: str) -> Result:
    # One that an earlier command left set is not ours.
    cleared = {"ALUR_DATA_DIR": None, "ALUR_DATABASE_URL": None}
    return CliRunner().invoke(main, list(command), env={**cleared, **given})


def test_a_new_machine_goes_on_where_the_old_one_stood(there: dict[str, str], tmp_path: Path) -> None:
    folder, stored = str(tmp_path / "backups"), set(blobs.all_hashes())
    done = run(there, "backup", folder)
    assert (done.exit_code, f"{len(stored)} files, {len(stored)} of them copied now" in done.stdout) == (
        0,
        True,
    )
    assert f"{len(stored)} files, 0 of them copied now" in run(there, "backup", folder).stdout
    named = run({}, "restore", folder, "--list").stdout.split()
    assert len(named) == 2
    assert "all as they were taken" in run({}, "restore", folder, "--check").stdout
    here = {"ALUR_DATA_DIR": str(tmp_path / "new")}
    back = run(here, "restore", folder, "--at", named[0])
    assert (back.exit_code, back.stdout.startswith(f"{named[0]}: ")) == (0, True), back.output
    assert "0 missing, 0 changed, 0 unnamed" in run(here, "data", "check").stdout
    assert ", 0 broken" in run(here, "audit", "verify").stdout


def test_what_cannot_be_is_a_sentence(there: dict[str, str], tmp_path: Path) -> None:
    folder = str(tmp_path / "backups")
    (tmp_path / "empty").mkdir()
    assert "there are no backups in" in run({}, "restore", str(tmp_path / "empty")).stderr
    run(there, "backup", folder)
    for command, words in [
        (("restore", folder, "--at", "2020-01-01T000000Z"), "holds no backup 2020-01-01T000000Z"),
        (("restore", folder), "is not empty"),
    ]:
        done = run(there, *command)
        assert (done.exit_code, words in done.stderr) == (2, True), done.output


def test_a_passphrase_is_asked_for_once_and_to_bring_it_back(
    sqlite_database: Engine, store: Path, tmp_path: Path
) -> None:
    there = settings(sqlite_database, store)
    folder, secret = str(tmp_path / "backups"), tmp_path / "secret"
    secret.write_text("kata sandi panjang\n")
    assert run(there, "backup", folder, "--encrypt", "--passphrase-file", str(secret)).exit_code == 0
    assert run(there, "backup", folder).exit_code == 0
    here = {"ALUR_DATA_DIR": str(tmp_path / "new")}
    wrong = tmp_path / "wrong"
    wrong.write_text("kata sandi salah\n")
    refused = run(here, "restore", folder, "--passphrase-file", str(wrong))
    assert (refused.exit_code, "not the passphrase" in refused.stderr) == (2, True)
    assert run(here, "restore", folder, "--passphrase-file", str(secret)).exit_code == 0


def test_who_asks_for_encrypted_copies_gets_no_others(
    sqlite_database: Engine, store: Path, tmp_path: Path
) -> None:
    there = settings(sqlite_database, store)
    folder, empty = tmp_path / "backups", tmp_path / "empty"
    empty.write_text("\n")
    refused = run(there, "backup", str(folder), "--encrypt", "--passphrase-file", str(empty))
    assert (refused.exit_code, "is empty" in refused.stderr, folder.exists()) == (2, True, False)
    assert run(there, "backup", str(folder)).exit_code == 0
    refused = run(there, "backup", str(folder), "--encrypt")
    assert (refused.exit_code, "are not encrypted" in refused.stderr) == (2, True), refused.output
    assert len(run({}, "restore", str(folder), "--list").stdout.split()) == 1


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda file: file.write_bytes(b"no database at all, whatever it may be" * 99), "not a database"),
        (lambda file: _say(file, "UPDATE alembic_version SET version_num = '0099'"), "newer Alur"),
        (lambda file: _say(file, "UPDATE alembic_version SET version_num = '0016'"), "revision 0016"),
        (lambda file: _say(file, "DROP INDEX ix_tasks_instance_id"), "ix_tasks_instance_id"),
    ],
)
def test_the_doctor_looks_at_a_database_in_any_state_and_changes_nothing(
    sqlite_database: Engine, store: Path, spoil: Callable[[Path], object], reason: str
) -> None:
    sqlite_database.dispose()
    file = Path(str(sqlite_database.url.database))
    spoil(file)
    before = file.read_bytes()
    done = run(settings(sqlite_database, store), "doctor")
    assert (done.exit_code, bool(re.search(f"BAD  Database: .*({reason})", done.stdout))) == (1, True), (
        done.output
    )
    assert "Disk" in done.stdout
    assert file.read_bytes() == before


def _say(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")  # as a server leaves it
        connection.execute(statement)
        connection.commit()


def test_the_doctor_says_the_same(there: dict[str, str]) -> None:
    done = run(there, "doctor")
    assert (done.exit_code, "WARN Backup: Alur takes no backups by itself." in done.stdout) == (0, True), (
        done.output
    )
    assert {"check", "state", "params"} == set(json.loads(run(there, "doctor", "--json").stdout)[0])
    for sha256 in list(blobs.all_hashes()):
        blobs.path_of(sha256).unlink()
    done = run(there, "doctor")
    assert (done.exit_code, "BAD  Files: 1 of the newest 1 files" in done.stdout) == (1, True), done.output
