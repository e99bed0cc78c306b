"""What each connection to SQLite is told before it is used."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, event


def set_up(engine: Engine, *, patience: int, read_only: bool) -> None:
    """For all connections of `engine`. `patience`: milliseconds to wait for a writer of another process."""
    event.listen(engine, "connect", lambda connection, _record: _prepare(connection, patience))
    if not read_only:
        event.listen(engine, "connect", _use_wal)
    event.listen(engine, "begin", _begin)


def _prepare(connection: object, patience: int) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined]  # we say BEGIN ourselves
    # SQLite's own knows only a to z: nobody would find É by é.
    connection.create_function("lower", 1, _lower, deterministic=True)  # type: ignore[attr-defined]
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in (
        # First: any of the others may meet somebody who puts the database right after a crash.
        f"busy_timeout={patience}",
        "synchronous=FULL",
        "foreign_keys=ON",
        # Of each connection, and never given back: what the system's own cache holds costs little more.
        "cache_size=-2000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _use_wal(connection: object, _record: object) -> None:
    """So that who reads waits for nobody. It is written into the file."""
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.close()


def _lower(text: str | None) -> str | None:
    return None if text is None else text.lower()


def _begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")
