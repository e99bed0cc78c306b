"""Bringing back what a release left: its database and its files."""

from __future__ import annotations

import gzip
import json
import sqlite3
import tarfile
from pathlib import Path
from typing import Any

import psycopg

from engine.database_url import file_of, parse

HERE = Path(__file__).parent
#: Oldest first.
RELEASES = sorted(
    (path.name for path in HERE.glob("*.*.*") if path.is_dir()),
    key=lambda version: [int(part) for part in version.split(".")],
)


def restore(version: str, url: str) -> None:
    """Fill an empty database with what the release left in its own."""
    run(url, _sql(version, "sqlite" if url.startswith("sqlite") else "postgresql"))


def run(url: str, statements: str) -> None:
    """Several statements, as whoever has the database's password could run them."""
    if file := file_of(parse(url)):
        connection = sqlite3.connect(file)
        connection.executescript(statements)
        connection.close()
        return
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as server:
        server.execute(statements.encode())


def restore_files(version: str, data_dir: Path) -> None:
    with tarfile.open(HERE / version / "files.tar.gz") as archive:
        # Debian 12's Python is older than the filter; the archive is ours.
        known: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        archive.extractall(data_dir / "files", **known)


def story(version: str) -> dict[str, Any]:
    """{"cases": …, "answers": …}: tests.releases.story.play says what stands there."""
    return dict(json.loads((HERE / version / "story.json").read_text("utf-8")))


def _sql(version: str, dialect: str) -> str:
    return gzip.decompress((HERE / version / f"{dialect}.sql.gz").read_bytes()).decode()
