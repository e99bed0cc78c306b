"""A start on a database that is not exactly in a known state says what is wrong, and changes nothing."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import Connection, Engine, create_engine, text

from engine import migrations
from engine.database_url import of_file
from engine.migrations import UnknownDatabase, shape
from tests.conftest import ROOT, Counting
from tests.releases.conftest import Restored
from tests.releases.restore import run
from tests.webforms.conftest import whole
from webforms.cli import main

#: Commands that open the database, each in its own way.
DIAGRAM = str(ROOT / "processes" / "pengelolaan-website-dan-media-sosial.bpmn")
COMMANDS = (
    ("db", "upgrade"),
    ("serve",),
    ("serve", "--demo"),
    ("worker",),
    ("person", "list"),
    ("process", "deploy", DIAGRAM),
)
__all__ = ["whole"]

#: What may have been done to a database behind Alur's back → what the start says of it.
CHANGES = {
    "ALTER TABLE tasks DROP COLUMN reminded_at": "table tasks, column reminded_at is missing",
    "ALTER TABLE people ADD COLUMN nip VARCHAR": "table people, column nip is not Alur's",
    "DROP TABLE timers": "table timers is missing",
    "CREATE TABLE kucing (nama VARCHAR)": "table kucing is not Alur's",
    "DROP INDEX ix_tasks_open": "index ix_tasks_open is missing",
    "DROP INDEX uq_versions_active; CREATE UNIQUE INDEX uq_versions_active ON versions (definition_id)": (
        "index uq_versions_active is another"
    ),
    "UPDATE alembic_version SET version_num = 'a1b2c3'": "revision 'a1b2c3', which Alur does not know",
    "UPDATE alembic_version SET version_num = '9999'": "used by a newer Alur (its revision is 9999)",
    "DELETE FROM alembic_version": "records 0 revisions",
    "DROP TABLE alembic_version": "not Alur's record of its revision (alembic_version): calendar_versions",
}
ON_SQLITE = {
    "DROP TRIGGER events_no_update": "trigger events_no_update is missing",
    "DROP TRIGGER events_no_delete; "
    "CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN SELECT 1; END": (
        "trigger events_no_delete is another"
    ),
    "PRAGMA writable_schema = ON; UPDATE sqlite_master SET "
    "sql = replace(sql, 'title VARCHAR NOT NULL', 'title VARCHAR') WHERE name = 'instances'": (
        "column title is 'varchar' and not 'varchar not null'"
    ),
    "PRAGMA writable_schema = ON; UPDATE sqlite_master SET "
    "sql = replace(sql, 'username = lower(username)', 'username = username') WHERE name = 'people'": (
        "rule ck_people_username_lower is "
    ),
}
ON_POSTGRESQL = {
    "DROP TRIGGER events_no_change ON events": "trigger events_no_change is missing",
    "ALTER TABLE events DISABLE TRIGGER USER": "trigger events_no_change is another",
    "CREATE OR REPLACE FUNCTION events_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "'BEGIN RETURN NEW; END'": "trigger events_no_change is another",
    "ALTER TABLE instances ALTER COLUMN title DROP NOT NULL": (
        "column title is 'character varying' and not 'character varying not null'"
    ),
    "ALTER TABLE people DROP CONSTRAINT ck_people_username_lower": (
        "rule ck_people_username_lower is missing"
    ),
}
Alur = Callable[..., Result]


@pytest.fixture
def alur(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Alur:
    """`alur(url, "db", "upgrade")`: the command, on the database at the address."""

    def run_command(url: str, *command: str) -> Result:
        monkeypatch.setenv("ALUR_DATABASE_URL", url)
        monkeypatch.setenv("ALUR_DATA_DIR", str(tmp_path))
        with socket.create_server(("127.0.0.1", 0)) as door:
            monkeypatch.setenv("ALUR_PORT", str(door.getsockname()[1]))
        return CliRunner().invoke(main, list(command))

    return run_command


def everything(url: str) -> tuple[object, object]:
    """The shape of a database, and what its alembic_version says."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = shape.read(connection)
        recorded = "table alembic_version" in found and connection.scalar(
            text("SELECT * FROM alembic_version")
        )
    engine.dispose()
    return found, recorded


def require_refusal(alur: Alur, url: str, said: str, *command: str) -> None:
    before = everything(url)
    result = alur(url, *(command or ("db", "upgrade")))
    assert result.exit_code == 2, result.output
    assert result.output.startswith("alur: the database ")
    assert said in result.output
    assert len(result.output.splitlines()) == 1
    assert everything(url) == before


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_not_exactly_a_known_state_is_refused(alur: Alur, database_url: str, change: str) -> None:
    run(database_url, change)
    require_refusal(alur, database_url, CHANGES[change])


@pytest.mark.parametrize("change", ON_SQLITE)
def test_rules_and_triggers_count_on_sqlite(alur: Alur, sqlite_url: str, change: str) -> None:
    run(sqlite_url, change)
    require_refusal(alur, sqlite_url, ON_SQLITE[change])


@pytest.mark.parametrize("change", ON_POSTGRESQL)
def test_rules_and_triggers_count_on_postgresql(alur: Alur, postgres_url: str, change: str) -> None:
    run(postgres_url, change)
    require_refusal(alur, postgres_url, ON_POSTGRESQL[change])


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_that_opens_the_database_refuses(
    alur: Alur, sqlite_url: str, command: tuple[str, ...]
) -> None:
    run(sqlite_url, "ALTER TABLE tasks DROP COLUMN reminded_at")
    require_refusal(alur, sqlite_url, "reminded_at is missing", *command)


def test_an_upgrade_cut_off_halfway_by_hand_is_refused(alur: Alur, restored: Restored) -> None:
    url = restored("0.1.0")
    run(url, "ALTER TABLE moves RENAME COLUMN chosen TO instance_ids")
    require_refusal(
        alur, url, "revision 0001, but table moves, column chosen is missing; table moves, column"
    )


def test_a_database_of_something_else_is_refused(alur: Alur, empty: str) -> None:
    run(empty, "CREATE TABLE kucing (nama VARCHAR); CREATE TABLE ikan (nama VARCHAR)")
    require_refusal(
        alur, empty, "holds tables, but not Alur's record of its revision (alembic_version): ikan; kucing. "
    )


def test_a_database_of_something_else_that_uses_alembic_is_refused(alur: Alur, empty: str) -> None:
    run(empty, "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    run(empty, "INSERT INTO alembic_version VALUES ('27c6a30d7c24')")
    require_refusal(alur, empty, "is of revision '27c6a30d7c24', which Alur does not know")


def test_a_file_that_is_no_database_is_refused(alur: Alur, tmp_path: Path) -> None:
    path = tmp_path / "alur.sqlite3"
    path.write_text("Catatan rapat\n" * 100)
    result = alur(of_file(path).render_as_string(), "db", "upgrade")
    assert (result.exit_code, len(result.output.splitlines())) == (2, 1)
    assert "file is not a database" in result.output
    assert path.read_text() == "Catatan rapat\n" * 100


def test_an_empty_database_is_filled_and_a_tool_that_copies_it_does_no_harm(alur: Alur, empty: str) -> None:
    run(empty, "CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)")
    for _ in range(2):
        assert alur(empty, "db", "upgrade").output == "database: up to date\n"
    assert migrations.is_current(empty)


@pytest.mark.parametrize(
    "change", ["DROP INDEX ix_tasks_open", "UPDATE alembic_version SET version_num = '9999'"]
)
def test_a_server_does_not_say_that_it_is_healthy(whole: Flask, database_url: str, change: str) -> None:
    browser = whole.test_client()
    assert (browser.get("/healthz").status_code, browser.get("/healthz").text) == (200, "ok\n")
    run(database_url, change)
    answer = browser.get("/healthz")
    assert answer.status_code == 503
    assert "ok" not in answer.text.split()


def test_the_record_is_verified_although_its_triggers_are_gone(alur: Alur, sqlite_url: str) -> None:
    """Who changes events drops the triggers first: that is the very moment to look at the chains."""
    run(sqlite_url, "DROP TRIGGER events_no_update")
    result = alur(sqlite_url, "audit", "verify", "--json")
    assert result.exit_code == 1
    found = json.loads(result.output)
    assert found["broken"] == []
    assert "trigger events_no_update is missing" in found["database"]
    assert "trigger events_no_update is missing" in alur(sqlite_url, "audit", "verify").output


def test_the_record_is_not_verified_where_it_can_not_be_read(alur: Alur, database_url: str) -> None:
    run(database_url, "ALTER TABLE tasks DROP COLUMN reminded_at")
    require_refusal(alur, database_url, "reminded_at is missing", "audit", "verify")


def test_a_migration_that_does_not_lead_where_it_should_is_taken_back(
    empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade = migrations._upgrade

    def and_more(connection: Connection) -> None:
        upgrade(connection)
        connection.exec_driver_sql("CREATE TABLE kucing (nama VARCHAR)")

    monkeypatch.setattr(migrations, "_upgrade", and_more)
    with pytest.raises(UnknownDatabase, match="table kucing is not Alur's"):
        migrations.upgrade(empty)
    assert everything(empty) == ({}, False)


def test_looking_at_the_shape_asks_for_few_statements(database: Engine, statements: Counting) -> None:
    """A start waits for it, and whoever watches the server asks for it every few seconds."""
    with database.connect() as connection, statements() as seen:
        migrations.require_latest(connection)
    assert seen.count <= 3
