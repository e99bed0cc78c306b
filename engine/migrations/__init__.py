"""The database's shape over time. `upgrade` brings any database that Alur knows to today's, by Alembic.

A new migration, after a change of engine.tables: `make migration m="what changes"`, then read what it wrote.
Migrations are numbered and follow each other; the number of the last one is the revision of the database,
and `shapes/` says what a database of each revision looks like. Released ones are never edited. There is no
way back but the backup from before: what a migration converted, another could only guess.
Alembic is imported only when there is something to do: its import alone would cost a start half a second.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from engine import database_url
from engine.config import BadConfig
from engine.migrations.known import ChangedDatabase, UnknownDatabase, latest, require_latest, revision_of
from engine.migrations.shape import Shape, read

if TYPE_CHECKING:
    from alembic.config import Config

__all__ = [
    "ChangedDatabase",
    "UnknownDatabase",
    "building",
    "is_current",
    "last_shape",
    "latest",
    "require_latest",
    "upgrade",
    "write",
]

#: Only one process upgrades at a time; the number itself means nothing.
_LOCK = 2_033_032


def is_current(address: str | URL) -> bool:
    """Whether there is nothing to upgrade. Raises BadConfig where there is no database to ask."""
    with _opened(address, lock=False) as engine, engine.connect() as connection:
        try:
            require_latest(connection)
        except UnknownDatabase:
            return False
        return True


def upgrade(address: str | URL) -> None:
    """Creates all tables in an empty database, or changes an older one; does nothing to a current one.

    All or nothing. Raises BadConfig for a database that is in no known state, before or afterwards.
    """
    with _opened(address) as engine, engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if revision_of(connection) != latest():
            _upgrade(connection)
            require_latest(connection)


@contextmanager
def building(address: str | URL, revision: str) -> Iterator[Connection]:
    """An empty database of that revision, to be filled; then it is brought up to the latest. All or nothing.

    Raises BadConfig where it is not empty, and for a revision that this Alur does not know.
    """
    url = database_url.parse(address)
    if not revision.isdigit() or revision > (latest() or ""):
        raise BadConfig(f"this Alur does not know databases of revision {revision!r}; upgrade Alur")
    with _opened(url) as engine, engine.begin() as connection:
        if revision_of(connection) is not None:
            raise BadConfig(f"{database_url.in_words(url)} is not empty")
        _upgrade(connection, to=revision)
        yield connection
        _upgrade(connection)
        require_latest(connection)


def write(message: str) -> None:
    """Writes the migration from the last one to engine.tables as they stand now. For developers only."""
    from alembic import command

    engine = _engine(URL.create("sqlite"), lock=True)
    with engine.begin() as connection:
        _upgrade(connection)
        command.revision(
            _config(connection), message, autogenerate=True, rev_id=f"{int(latest() or 0) + 1:04d}"
        )
    engine.dispose()


def last_shape(address: str | URL) -> Shape:
    """What the migrations lead to in an empty database. For developers only."""
    with _opened(address) as engine, engine.begin() as connection:
        _upgrade(connection)
        return read(connection)


def _upgrade(connection: Connection, *, to: str = "head") -> None:
    from alembic import command

    command.upgrade(_config(connection), to)


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "engine:migrations")
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config


@contextmanager
def _opened(address: str | URL, *, lock: bool = True) -> Iterator[Engine]:
    url = database_url.parse(address)
    engine = _engine(url, lock=lock)
    try:
        yield engine
    except (DBAPIError, UnicodeDecodeError) as error:  # SQLite quotes a damaged schema in its own words
        why = str(error.orig).partition("\n")[0] if isinstance(error, DBAPIError) else "it is damaged"
        raise BadConfig(f"{database_url.in_words(url)} can't be opened or upgraded: {why}") from None
    finally:
        engine.dispose()


def _engine(url: URL, *, lock: bool) -> Engine:
    """An engine of its own: on SQLite, rebuilding a table must not delete what refers to it.

    `lock`: to write; nobody else does meanwhile.
    """
    if not database_url.is_sqlite(url):
        return create_engine(url)
    engine = create_engine(url, connect_args={"timeout": 60})
    event.listen(engine, "connect", _disable_autocommit)
    event.listen(engine, "begin", _begin_immediate if lock else _begin)
    return engine


def _disable_autocommit(connection: object, _record: object) -> None:
    """Otherwise Python's sqlite3 would commit every CREATE TABLE by itself."""
    connection.isolation_level = None  # type: ignore[attr-defined]


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
