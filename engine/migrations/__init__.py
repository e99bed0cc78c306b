"""The database's shape over time. `upgrade` brings any database to today's; Alembic does the work.

A new migration, after a change of engine.tables: `make migration m="what changes"`, then read what it wrote.
Migrations are numbered and follow each other; the number of the last one is the version of the database.
Alembic is imported only when there is something to do: its import alone would cost a start half a second.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import OperationalError

from engine.config import BadConfig

if TYPE_CHECKING:
    from alembic.config import Config

#: Only one process upgrades at a time; the number itself means nothing.
_LOCK = 2_033_032


def latest() -> str | None:
    """Number of the last migration there is."""
    numbers = [f.name.split("_")[0] for f in (files("engine.migrations") / "versions").iterdir()]
    return max((number for number in numbers if number.isdigit()), default=None)


def is_current(url: str) -> bool:
    """Raises BadConfig where there is no database to ask."""
    engine = _engine(url)
    try:
        with engine.connect() as connection:
            return _version(connection) == latest()
    except OperationalError as error:
        why = str(error.orig).partition("\n")[0]
        raise BadConfig(f"the database of ALUR_DATABASE_URL can't be opened: {why}") from None
    finally:
        engine.dispose()


def upgrade(url: str) -> None:
    """Creates all tables in an empty database, or changes an older one; does nothing to a current one.

    Raises BadConfig for a database that a newer Alur has changed already.
    """
    engine = _engine(url)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            version = _version(connection)
            if version and version > (latest() or ""):
                raise BadConfig(
                    f"the database was used by a newer Alur (its version is {version}); upgrade Alur"
                )
            if version != latest():
                _upgrade(connection)
    finally:
        engine.dispose()


def write(message: str) -> None:
    """Writes the migration from the last one to engine.tables as they stand now. For developers only."""
    from alembic import command

    engine = _engine("sqlite://")
    with engine.begin() as connection:
        _upgrade(connection)
        command.revision(
            _config(connection), message, autogenerate=True, rev_id=f"{int(latest() or 0) + 1:04d}"
        )
    engine.dispose()


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _upgrade(connection: Connection) -> None:
    from alembic import command

    command.upgrade(_config(connection), "head")


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "engine:migrations")
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config


def _engine(url: str) -> Engine:
    """An engine of its own: on SQLite, rebuilding a table must not delete what refers to it."""
    if not url.startswith("sqlite"):
        return create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    engine = create_engine(url, connect_args={"timeout": 60})
    event.listen(engine, "connect", _say_begin_ourselves)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _say_begin_ourselves(connection: object, _record: object) -> None:
    """Otherwise Python's sqlite3 would commit every CREATE TABLE by itself."""
    connection.isolation_level = None  # type: ignore[attr-defined]


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
