"""The two databases to measure on, each on a real disk and with every commit waiting for it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy import Engine, create_engine, event

from engine import calendar, database, migrations
from engine.database_url import of_file
from engine.storage import folders
from tests import postgres

NAMES = ("sqlite", "postgresql")

#: The tests' server does not wait for the disk. This one does, as an office's would.
_DURABLE = (
    "ALTER SYSTEM SET fsync = on",
    "ALTER SYSTEM SET synchronous_commit = on",
    "ALTER SYSTEM SET full_page_writes = on",
    "SELECT pg_reload_conf()",
)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where one benchmark lives: its database and its files."""

    name: str
    url: str
    data_dir: Path

    def settings(self, port: int) -> dict[str, str]:
        return {
            "ALUR_DATABASE_URL": self.url,
            "ALUR_DATA_DIR": str(self.data_dir),
            "ALUR_PORT": str(port),
        }

    def size(self) -> tuple[int, int]:
        """Rows and bytes in all tables (bytes with their indexes)."""
        with create_engine(self.url).connect() as connection:
            names = sqlalchemy.inspect(connection).get_table_names()
            rows = sum(
                connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one() for name in names
            )
            return rows, connection.exec_driver_sql(_SIZE[self.name]).scalar_one()


_SIZE = {
    "sqlite": "SELECT sum(pgsize) FROM dbstat",
    "postgresql": "SELECT sum(pg_total_relation_size(relid))::bigint FROM pg_stat_user_tables",
}


@contextmanager
def place(name: str) -> Iterator[Place]:
    """An empty database of today's shape; this process is connected to it, and gone with the block."""
    with tempfile.TemporaryDirectory(prefix="alur-bench-", dir="/tmp") as folder:
        data_dir = Path(folder) / "data"
        data_dir.mkdir()
        with _address(name, Path(folder)) as url:
            migrations.upgrade(url)
            _seed_quickly(database.connect(url))
            calendar.use(calendar.load(None, "Asia/Jakarta"))
            folders.use(data_dir)
            yield Place(name=name, url=url, data_dir=data_dir)
            database.disconnect()


@contextmanager
def _address(name: str, folder: Path) -> Iterator[str]:
    if name == "sqlite":
        yield of_file(folder / "alur.sqlite3").render_as_string()
        return
    # Not below `folder`: PostgreSQL's user must be able to walk there. On the disk, not in memory.
    server = Path(tempfile.mkdtemp(prefix="alur-", dir="/tmp"))
    postgres.ensure_running(server)
    boss = create_engine(postgres.address(server, "postgres"), isolation_level="AUTOCOMMIT")
    try:
        with boss.connect() as connection:
            for statement in _DURABLE:
                connection.exec_driver_sql(statement)
            connection.exec_driver_sql("CREATE DATABASE bench")
        yield postgres.address(server, "bench")
    finally:
        boss.dispose()
        postgres.stop(server)


def _seed_quickly(engine: Engine) -> None:
    """This process prepares instances by the thousand and need not wait for the disk; the server does."""
    quickly = "PRAGMA synchronous=OFF" if engine.dialect.name == "sqlite" else "SET synchronous_commit = off"

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(quickly)
        connection.commit()
        cursor.close()
