"""Migrations lead to exactly the tables that the code expects, on both databases."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.engine.interfaces import ReflectedIndex

import engine.database
from engine import migrations
from engine.actor import Actor
from engine.config import BadConfig
from engine.database import reading
from engine.migrations.shape import is_modelled
from engine.people.notices import Topic, notices
from engine.tables import Table
from tests.conftest import ROOT
from tests.releases.restore import restore


@pytest.fixture
def opened(empty: str) -> Iterator[Engine]:
    opened = create_engine(empty)
    yield opened
    opened.dispose()


def rules(opened: Engine) -> dict[str, dict[str, set[str]]]:
    """What compare_metadata does not look at: CHECKs, unique rules and partial indexes by name."""
    seen = inspect(opened)
    return {
        table: {
            "checks": {f"{each['name']}: {each['sqltext']}" for each in seen.get_check_constraints(table)},
            "unique": {str(each["name"]) for each in seen.get_unique_constraints(table)},
            "foreign": {str(each["name"]) for each in seen.get_foreign_keys(table)},
            "indexes": {f"{each['name']} {_options(each)}" for each in seen.get_indexes(table)},
        }
        for table in seen.get_table_names()
        if table != "alembic_version" and is_modelled(table, "table", None)
    }


def _options(index: ReflectedIndex) -> dict[str, str]:
    return {name: str(value) for name, value in index.get("dialect_options", {}).items()}


def triggers(opened: Engine) -> set[str]:
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[opened.dialect.name]
    with opened.connect() as connection:
        return set(connection.execute(text(query)).scalars())


def test_an_empty_database_is_not_current_and_then_is(empty: str) -> None:
    assert not migrations.is_current(empty)
    migrations.upgrade(empty)
    assert migrations.is_current(empty)
    migrations.upgrade(empty)
    assert migrations.is_current(empty)


def test_migrations_lead_to_the_tables_of_the_code(empty: str, opened: Engine) -> None:
    migrations.upgrade(empty)
    with opened.connect() as connection:
        opts = {"compare_server_default": True, "include_name": is_modelled}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Table.metadata) == []


def test_migrations_lead_to_the_rules_of_the_code(empty: str, opened: Engine) -> None:
    Table.metadata.create_all(opened)
    wanted, wanted_triggers = rules(opened), triggers(opened)
    Table.metadata.drop_all(opened)
    if opened.dialect.name == "postgresql":
        with opened.begin() as connection:
            connection.execute(text("DROP FUNCTION events_append_only"))
    migrations.upgrade(empty)
    assert rules(opened) == wanted
    of_search = {"instances_pending_insert", "instances_pending_update", "people_pending_update"}
    assert triggers(opened) == wanted_triggers | of_search
    assert wanted_triggers


def test_two_processes_may_upgrade_at_once(empty: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(migrations.upgrade, [empty] * 4))
    assert migrations.is_current(empty)


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    empty: str, opened: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All or nothing, on SQLite as well, where Python would otherwise commit every CREATE TABLE."""

    def fail_at_the_end(connection: Connection) -> None:
        upgrade(connection)
        raise RuntimeError("power cut")

    upgrade = migrations._upgrade
    monkeypatch.setattr(migrations, "_upgrade", fail_at_the_end)
    with pytest.raises(RuntimeError, match="power cut"):
        migrations.upgrade(empty)
    assert inspect(opened).get_table_names() == []


def test_a_database_of_a_newer_alur_is_refused(empty: str, opened: Engine) -> None:
    migrations.upgrade(empty)
    with opened.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert not migrations.is_current(empty)
    with pytest.raises(BadConfig, match="newer Alur"):
        migrations.upgrade(empty)


def test_migrations_are_numbered_one_after_the_other() -> None:
    folder = Path(migrations.__file__).parent / "versions"
    numbers = []
    for path in sorted(folder.glob("*.py")):
        told = re.findall(r"^(?:down_)?revision = (?:'|\")?(\w+)", path.read_text(), re.MULTILINE)
        numbers.append(tuple(told))
        assert path.name.startswith(f"{told[0]}_")
    expected = [f"{n:04d}" for n in range(1, len(numbers) + 1)]
    assert numbers == list(zip(expected, ["None", *expected], strict=False))
    assert migrations.latest() == expected[-1]


def test_0002_grants_are_of_roles_and_moves_of_instances(empty: str, opened: Engine) -> None:
    restore("0.1.0", empty)
    with opened.connect() as connection:
        before = sorted(connection.execute(text("SELECT person_id, kind, name FROM grants")).all())
        chosen = sorted(connection.execute(text("SELECT id, chosen FROM moves")).all())
    migrations.upgrade(empty)
    with opened.connect() as connection:
        after = sorted(connection.execute(text("SELECT person_id, kind, name FROM grants")).all())
        assert chosen == sorted(connection.execute(text("SELECT id, instance_ids FROM moves")).all())
    assert {kind for _, kind, _ in before} == {"lane", "office"}
    assert any(ids for _, ids in chosen)
    words = {"lane": "role"}
    assert after == sorted((person, words.get(kind, kind), name) for person, kind, name in before)


def test_0014_what_is_told_stays_told(empty: str, opened: Engine) -> None:
    with migrations._opened(empty) as database, database.begin() as connection:
        command.upgrade(migrations._config(connection), "0013")
    with opened.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO people (id, username, name, unit, language, active, demo, created_at) "
                "VALUES (7, 'siti', 'Siti', '', 'id', true, false, '2026-11-23 09:00:00+00:00')"
            )
        )
        for event, holds in {"person.granted": "Ketua", "task.handed_over": "Memilih (1/2026)"}.items():
            connection.execute(
                text(
                    "INSERT INTO account_notices (person_id, at, event, who, person, had, holds, reason) "
                    "VALUES (7, '2026-11-23 09:00:00+00:00', :event, 'Dewi', 'Siti', 'Budi', :holds, '')"
                ),
                {"event": event, "holds": holds},
            )
    migrations.upgrade(empty)
    connected = engine.database.connect(empty)
    siti = Actor(id=7, username="siti", name="Siti", roles=frozenset(), offices=frozenset())
    with reading() as session:
        told = notices(session, by=siti)
        assert {each.at for each in told} == {datetime(2026, 11, 23, 9, tzinfo=UTC)}
    connected.dispose()
    assert [(each.topic, each.sentence("id")) for each in told] == [
        (Topic.ACCOUNT, "Dewi mengubah peran Siti: dari “Budi” menjadi “Ketua”"),
        (Topic.WORK, "Dewi menyerahkan tugas “Memilih (1/2026)” dari Budi kepada Siti"),
    ]


def test_a_migration_is_written_from_the_last_one_to_the_tables_as_they_stand(tmp_path: Path) -> None:
    """What `make migration` does first, in a copy."""
    shutil.copytree(ROOT / "engine", tmp_path / "engine", ignore=shutil.ignore_patterns("__pycache__"))
    tables = tmp_path / "engine" / "tables" / "moves.py"
    tables.write_text(
        tables.read_text().replace("    total: Mapped[int]", "    total: Mapped[int]\n    wait: Mapped[int]")
    )
    code = "from engine import migrations; migrations.write('moves wait')"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, capture_output=True)
    number = f"{int(migrations.latest() or 0) + 1:04d}"
    written = (tmp_path / "engine" / "migrations" / "versions" / f"{number}_moves_wait.py").read_text()
    assert f"down_revision = {migrations.latest()!r}" in written.replace('"', "'")
    assert re.findall(r"(?:op|batch_op)\.\w+\(", written) == ["op.batch_alter_table(", "batch_op.add_column("]
    assert "downgrade" not in written
