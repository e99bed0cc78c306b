"""A backup that an older Alur took: migrations then run on tables that are full, in one transaction."""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import MetaData, create_engine

import engine.database
from engine import migrations
from engine.backup import rows
from engine.database_url import of_file
from tests.engine.backup.conftest import Elsewhere, all_rows
from tests.releases.restore import RELEASES, restore


def as_it_would_hold(file: Path) -> Iterator[bytes]:
    """The lines of a backup of this database, whatever its revision."""
    old = sqlite3.connect(file)
    for name in _tables(file):
        columns = {row[1]: row[2] for row in old.execute(f"PRAGMA table_info({name})")}
        kinds = {column: _KINDS.get(declared, "plain") for column, declared in columns.items()}
        yield orjson.dumps({"table": name, "columns": kinds}) + b"\n"
        for row in old.execute(f"SELECT * FROM {name} ORDER BY 1"):  # a name of our own
            values = [_value(declared, value) for declared, value in zip(columns.values(), row, strict=True)]
            yield orjson.dumps(values) + b"\n"
    old.close()


def _tables(file: Path) -> list[str]:
    """Those that others refer to first."""
    there, known = create_engine(of_file(file)), MetaData()
    known.reflect(there)
    there.dispose()
    return [table.name for table in known.sorted_tables if table.name != "alembic_version"]


_KINDS = {"DATETIME": "moment", "BLOB": "bytes"}


def _value(declared: str, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if declared == "DATETIME":
        return f"{value}+00:00"
    return bool(value) if declared == "BOOLEAN" else value


@pytest.mark.parametrize("release", RELEASES)
def test_it_becomes_what_an_upgrade_would_have_made_of_it(
    release: str, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    file = tmp_path / "old.sqlite3"
    restore(release, of_file(file).render_as_string())
    lines = list(as_it_would_hold(file))
    revision = sqlite3.connect(file).execute("SELECT version_num FROM alembic_version").fetchone()[0]
    elsewhere.data_dir.mkdir()
    with migrations.building(elsewhere.url, revision) as connection:
        counted = rows.read(connection, lines)
    assert sum(counted.values()) > 300
    migrations.upgrade(of_file(file))
    engine.database.connect(of_file(file))
    upgraded = all_rows()
    engine.database.connect(elsewhere.url)
    assert all_rows() == upgraded
