"""Where the bytes lie: one folder, chosen once at the start of the process.

    files/ab/cd/abcd…     whole files by content hash, never changed
    uploads/ID.part       files on their way in
    work/                 what the decoder writes before it is stored

Every path is built here, from a content hash or from an id that Alur itself made, never from what
somebody sent.
"""

from __future__ import annotations

import re
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO

from engine.private import make_private

_HASH = re.compile(r"[0-9a-f]{64}")
#: What may lie in the data folder. Who chose a folder with other content has that left alone.
_OWN = (
    *("alur.sqlite3", "alur.sqlite3-wal", "alur.sqlite3-shm", "secret_key", "demo_password"),
    *("files", "uploads", "work"),
)
_root: Path | None = None


def use(data_dir: Path, *, create: bool = True) -> None:
    """Store files below this folder from now on in this process. Without `create`, for who only looks, the
    folders are not made."""
    global _root  # noqa: PLW0603  # like the database: one a process, set at its start
    _root = data_dir
    if not create:
        return
    for folder in (files(), parts(), workplaces()):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    make_private(data_dir, *(data_dir / name for name in _OWN))


def root() -> Path:
    """What `use` chose. Raises RuntimeError before."""
    if _root is None:
        raise RuntimeError("engine.storage.folders.use() has not been called")
    return _root


def files() -> Path:
    """Finished files, by content hash."""
    return root() / "files"


def parts() -> Path:
    """Files on their way in, by id of the upload."""
    return root() / "uploads"


def workplaces() -> Path:
    """One folder each for a decoder's copies, and nameless files."""
    return root() / "work"


def blob(sha256: str) -> Path:
    """Path of a file by its SHA-256 in hexadecimal. Raises ValueError for anything else."""
    if not _HASH.fullmatch(sha256):
        raise ValueError("not a content hash")
    return files() / sha256[:2] / sha256[2:4] / sha256


def part(upload_id: str) -> Path:
    """Path of an upload by its UUID. Raises ValueError for anything else."""
    return parts() / f"{uuid.UUID(upload_id)}.part"


def delete(path: Path) -> bool:
    """Whether the file is gone now: Windows deletes none that is open, and the sweep comes again."""
    try:
        path.unlink(missing_ok=True)
    except PermissionError:
        return False
    return True


@contextmanager
def workplace() -> Iterator[Path]:
    """A folder of one's own that is deleted afterwards."""
    folder = workplaces() / uuid.uuid4().hex
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def scratch() -> IO[bytes]:
    """A nameless file for bytes that wait to be received; small ones stay in memory. The system's own
    folder for such files may be memory altogether."""
    return SpooledTemporaryFile(max_size=256 * 1024, mode="w+b", dir=str(workplaces()))


def free_bytes() -> int:
    """Of the disk that the files are on."""
    return shutil.disk_usage(root()).free
