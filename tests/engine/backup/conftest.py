from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, make_url

import engine.database
from engine.backup import rows
from engine.backup.place import Place
from engine.backup.restoring import Restored, restore
from engine.backup.sealing import Sealing
from engine.database import reading
from engine.database_url import of_file
from engine.storage import folders
from tests.conftest import DATABASES
from tests.engine.storage.conftest import desk, no_decoder_stays, store

__all__ = ["desk", "no_decoder_stays", "store"]


@dataclass(frozen=True)
class Elsewhere:
    """A new, empty place."""

    data_dir: Path
    url: URL

    def bring_back(self, place: Place, name: str, sealing: Sealing | None = None) -> Restored:
        """And go on working there."""
        done = restore(place, name, sealing or place.sealing(), data_dir=self.data_dir, url=self.url)
        engine.database.connect(self.url)
        folders.use(self.data_dir)
        return done

    @property
    def has_database(self) -> bool:
        file = Path(str(self.url.database))
        return file.exists() if self.url.get_backend_name() == "sqlite" else False


@pytest.fixture(params=DATABASES)
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Elsewhere]:
    data_dir = tmp_path / "elsewhere"
    if request.param == "sqlite":
        yield Elsewhere(data_dir, of_file(data_dir / "alur.sqlite3"))
        return
    neighbour = make_url(request.getfixturevalue("postgres_url"))
    name = f"{neighbour.database}_elsewhere"
    boss = create_engine(neighbour, isolation_level="AUTOCOMMIT")
    with boss.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
        yield Elsewhere(data_dir, neighbour.set(database=name))
        engine.database.disconnect()
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    boss.dispose()


@pytest.fixture
def new_folder(tmp_path: Path) -> Elsewhere:
    """On SQLite, where the kind of database plays no part."""
    data_dir = tmp_path / "elsewhere"
    return Elsewhere(data_dir, of_file(data_dir / "alur.sqlite3"))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "backups")


def all_rows() -> list[bytes]:
    """Of the database in use."""
    with reading() as session:
        return list(rows.written(session.connection()))


def all_files() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folders.files().glob("??/??/*")}
