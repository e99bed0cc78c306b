"""Whole files by content hash: written once, never changed, the same bytes stored once."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from engine.storage import folders
from engine.storage.locks import locked

PIECE = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Blob:
    sha256: str
    size: int


def put(source: Path) -> Blob:
    """Store the bytes of this finished file. The file itself stays where it is.

    It is safe against a crash at any point: the source is on disk before the blob has its name, and a name
    always stands for all of its bytes.
    """
    blob = _hashed(source)
    target = folders.blob(blob.sha256)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _exclusively():
        if target.exists():
            os.utime(target)  # young again, so that the sweeper leaves it to its new row
        else:
            _name(source, target)
    sync_folder(target.parent)
    return blob


def path_of(sha256: str) -> Path:
    """Of a blob that may not be there. Raises ValueError for what is no SHA-256 in hexadecimal."""
    return folders.blob(sha256)


def all_hashes() -> Iterator[str]:
    """SHA-256 of each file on the disk, in no order."""
    for path in folders.files().glob("??/??/*"):
        if len(path.name) == 64:
            yield path.name


def remove_if_older(sha256: str, *, seconds: float) -> bool:
    """Delete what nobody has stored anew for so long; the sweeper has found that no row names it."""
    path = folders.blob(sha256)
    with _exclusively():
        # File times come from the file system's clock, not from engine.clock.
        if not path.exists() or time.time() - path.stat().st_mtime < seconds:
            return False
        return folders.delete(path)


def hash_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def none_swept(*, wait: bool = True) -> Iterator[None]:
    """Meanwhile no file is deleted: who copies them all holds it, and so does who sweeps. Raises Busy where
    somebody else has it and one does not want to `wait`."""
    with (folders.files() / ".sweeping").open("ab") as file, locked(file, wait=wait):
        yield


def _hashed(path: Path) -> Blob:
    digest, size = hashlib.sha256(), 0
    with path.open("r+b") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
            size += len(piece)
        os.fsync(file.fileno())
    return Blob(sha256=digest.hexdigest(), size=size)


def _name(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        # File systems without hard links say so in many ways: EPERM, ENOTSUP, EINVAL on exFAT. Whatever it
        # is, where no copy can be written either, that says why.
        _copy(source, target)
    with suppress(PermissionError):  # where files have no rights
        target.chmod(0o600)
    os.utime(target)


def _copy(source: Path, target: Path) -> None:
    unnamed = target.with_name(f"{uuid.uuid4().hex}.new")
    try:
        with source.open("rb") as old, unnamed.open("wb") as new:
            shutil.copyfileobj(old, new, PIECE)
            new.flush()
            os.fsync(new.fileno())
        unnamed.replace(target)
    except BaseException:
        folders.delete(unnamed)
        raise


def sync_folder(folder: Path) -> None:
    """Names in it are on the disk when this returns."""
    if os.name != "posix":  # Windows has no way to open a folder, and journals its names
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _exclusively() -> Iterator[None]:
    """Storing and sweeping shut each other out, so that nothing is deleted that was just stored again."""
    with (folders.files() / ".lock").open("ab") as file, locked(file):
        yield
