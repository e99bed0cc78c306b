"""Keeps what a release leaves behind: `python -m tests.releases.make 0.2.0`, once, at the release.

It plays the story (tests/releases/story) with the code as it is, on both databases, and writes

    tests/releases/VERSION/sqlite.sql.gz       the database that the story leaves on SQLite
    tests/releases/VERSION/postgresql.sql.gz   the same on PostgreSQL
    tests/releases/VERSION/files.tar.gz        the uploaded files of both
    tests/releases/VERSION/story.json          where each instance stands, and how it can be completed

and a golden file for each format of tokens and of events that has none yet (tests/releases/golden.py). All of
it, with the migrations and their shapes, is added to released.sha256: from then on it is never changed.
"""

from __future__ import annotations

import gzip
import json
import shutil
import sqlite3
import sys
import tarfile
import tempfile
from pathlib import Path

from sqlalchemy import select

from engine import database, migrations
from engine.database_url import of_file
from engine.storage import folders
from engine.tables.events import Event
from tests import postgres
from tests.releases import golden, released
from tests.releases.story import play

HERE = Path(__file__).parent


def main(version: str) -> None:
    folder = HERE / version
    if folder.exists():
        sys.exit(f"{folder} is there already: what a release left is never changed")
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copytree(_make(Path(scratch)), folder)
    for line in released.add_new():
        print(line)


def _make(scratch: Path) -> Path:
    kept = scratch / "kept"
    kept.mkdir()
    folders.use(scratch / "data")
    lite = scratch / "alur.sqlite3"
    told = _played(of_file(lite).render_as_string())
    with database.reading() as session:
        golden.write_new(session.scalars(select(Event).order_by(Event.id)))
    _write(kept / "sqlite.sql.gz", _sqlite_dump(lite))
    with postgres.alone("story") as server:
        assert _played(postgres.address(server, "story")) == told
        database.disconnect()
        _write(kept / "postgresql.sql.gz", postgres.dump(server, "story"))
    _pack(folders.files(), kept / "files.tar.gz")
    (kept / "story.json").write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    return kept


def _played(url: str) -> dict[str, object]:
    migrations.upgrade(url)
    database.connect(url)
    return play()


def _sqlite_dump(path: Path) -> str:
    with sqlite3.connect(path) as connection:
        return "\n".join(connection.iterdump()) + "\n"


def _write(path: Path, text: str) -> None:
    path.write_bytes(gzip.compress(text.encode(), mtime=0))


def _pack(files: Path, to: Path) -> None:
    with tarfile.open(to, "w:gz") as archive:
        for path in sorted(each for each in files.rglob("*") if each.is_file()):
            archive.add(path, arcname=path.relative_to(files))


if __name__ == "__main__":
    main(*sys.argv[1:])
