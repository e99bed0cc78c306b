"""Databases that are read and not written: a copy on a medium without the right to write, kept as evidence.

SQLite writes even to read: it makes `-wal` and `-shm` beside the file. Here nothing is made beside it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from engine import database_url
from engine.config import BadConfig
from engine.database_url import URL

#: What SQLite keeps beside a database that it has not yet put into it.
PENDING = ("-wal", "-journal")


def may_write(url: URL) -> bool:
    """Whether reading may leave something: the database and its folder can be written, or it is PostgreSQL.

    Raises BadConfig where there is no file.
    """
    file = database_url.file_of(url)
    if file is None:
        return True
    if not file.exists():
        raise BadConfig(f"there is no database {file}")
    return _writable(file) and (os.name != "posix" or _writable(file.parent))


@contextmanager
def opened(url: URL) -> Iterator[URL]:
    """The address by which all of an SQLite database can be read while it stays as it is."""
    file = _file(url)
    if all(_companion(file, end).exists() for end in ("-wal", "-shm")):
        # A server may be at work on it: its locks count, and what is pending is read through them.
        yield _address(url, file, mode="ro")
    elif not _pending(file):
        yield _address(url, file, mode="ro", immutable="1")
    else:  # only who writes can put the two together
        with copied(url) as elsewhere:
            yield elsewhere


@contextmanager
def copied(url: URL) -> Iterator[URL]:
    """The address of a copy that is gone afterwards, and may be written until then."""
    file = _file(url)
    with TemporaryDirectory(prefix="alur-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / file.name
        for end in ("", *_pending(file)):
            shutil.copyfile(_companion(file, end), _companion(copy, end))
        yield database_url.of_file(copy)


def _file(url: URL) -> Path:
    file = database_url.file_of(url)
    if file is None:
        raise ValueError("not a file")
    return file


def _address(url: URL, file: Path, **options: str) -> URL:
    return url.set(database=file.absolute().as_uri(), query={**options, "uri": "true"})


def _pending(file: Path) -> list[str]:
    found = ((end, _companion(file, end)) for end in PENDING)
    return [end for end, path in found if path.exists() and path.stat().st_size]


def _companion(file: Path, end: str) -> Path:
    return file.with_name(file.name + end)


def _writable(path: Path) -> bool:
    """To root everything is; who took the right to write from all meant that it stays as it is."""
    return os.access(path, os.W_OK) and bool(path.stat().st_mode & 0o222)
