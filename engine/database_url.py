"""Addresses of databases: made and read in one place, by SQLAlchemy's rules and never as pieces of text.

In an address `%`, `?` and `#` mean something; in the name of a folder they are letters as any other.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from engine.config import BadConfig, Config

__all__ = ["URL", "file_of", "in_words", "is_sqlite", "of", "of_file", "parse"]

#: What an address may begin with → the driver behind it; PostgreSQL's is ours to choose.
_DRIVERS = {
    "sqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


def of(config: Config) -> URL:
    """The database of these settings: that of ALUR_DATABASE_URL, else a file in the data folder.

    Raises BadConfig, without saying the address: a password may stand in it.
    """
    if not config.database_url:
        return of_file(config.data_dir / "alur.sqlite3")
    try:
        url = parse(config.database_url)
    except ValueError as error:
        raise BadConfig(f"ALUR_DATABASE_URL {error}") from None
    if is_sqlite(url) and url.database in {None, "", ":memory:"}:
        raise BadConfig("ALUR_DATABASE_URL takes sqlite:/// with the path of a file")
    return url


def of_file(path: Path) -> URL:
    """The address of an SQLite database; any name of a folder will do."""
    return URL.create("sqlite", database=str(path))


def parse(address: str | URL) -> URL:
    """With the driver that we use. Raises ValueError for what is no address of SQLite or PostgreSQL; its
    sentence holds nothing of the address."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise ValueError("can't be read; in a password @ : / % are written %40 %3A %2F %25") from None
    if url.drivername not in _DRIVERS:
        raise ValueError("takes sqlite:///… or postgresql://…")
    return url.set(drivername=_DRIVERS[url.drivername])


def is_sqlite(url: URL) -> bool:
    """Else it is PostgreSQL."""
    return url.get_backend_name() == "sqlite"


def file_of(url: URL) -> Path | None:
    """Where an SQLite database lies. None for PostgreSQL, for memory, and where the address says more than
    a path."""
    if not is_sqlite(url) or url.query or url.database in {None, "", ":memory:"}:
        return None
    return Path(str(url.database))


def in_words(url: URL) -> str:
    """What a sentence calls it, without a password."""
    file = file_of(url)
    return f"the database {file}" if file else "the database of ALUR_DATABASE_URL"
