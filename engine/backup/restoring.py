"""Bringing a backup back, into an empty place only, and comparing all of it with what it says it holds."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import zstandard
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from engine import database_url, migrations
from engine.audit.verify import verify_all
from engine.backup import rows
from engine.backup.place import UNFINISHED, Manifest, Place
from engine.backup.sealing import Sealing
from engine.backup.taking import ROWS, SECRET
from engine.config import BadConfig
from engine.database_url import URL
from engine.private import new_file
from engine.read_only import PENDING
from engine.storage import blobs, folders


@dataclass(frozen=True, kw_only=True)
class Restored:
    name: str
    taken_at: str
    rows: int
    files: int
    #: Chains of events, all of them whole.
    chains: int
    #: SHA-256 of files that were missing already when the backup was taken.
    lost: tuple[str, ...]


def restore(place: Place, name: str, sealing: Sealing, *, data_dir: Path, url: URL) -> Restored:
    """The backup `name`, into a data folder without database and files and into an empty database.

    `sealing`: with the private half of the key where copies are encrypted. Raises BadConfig where the place
    is not empty or the backup is not as it was taken; then the place is empty as before.

    What is derived is in no backup: bringing back an instance puts it down for the search (a trigger), and
    the worker builds the index as soon as Alur runs.
    """
    _require_empty(data_dir)
    manifest = place.manifest(name)
    folders.use(data_dir)
    with folders.workplace() as workplace:
        _open_parts(place, name, manifest, sealing, workplace)
        with (
            _no_files_on_failure(),
            _new_database(url) as new,
            migrations.building(new, manifest.revision) as connection,
        ):
            _fill(connection, workplace / ROWS, manifest)
            chains = _count_whole_chains(connection)
            _restore_files(place, manifest, sealing)
        if manifest.secret_sha256 and not (data_dir / SECRET).exists():  # people stay logged in
            (workplace / SECRET).replace(data_dir / SECRET)
    return Restored(
        name=name,
        taken_at=manifest.taken_at,
        rows=sum(manifest.rows.values()),
        files=len(manifest.files),
        chains=chains,
        lost=tuple(manifest.lost),
    )


def compare(place: Place, name: str, sealing: Sealing, *, scratch: Path) -> int:
    """Whether a backup is as it was taken, without bringing it back: each file decrypted and its hash taken.

    Gives how many copies were looked at. Raises BadConfig with the first that is wrong.
    """
    manifest = place.manifest(name)
    folders.use(scratch)
    with folders.workplace() as workplace:
        _open_parts(place, name, manifest, sealing, workplace)
        for sha256 in manifest.files:
            _open(sealing, place.file(sha256), sha256, workplace / "copy")
    return len(manifest.files) + len(_parts(manifest))


def _require_empty(data_dir: Path) -> None:
    for name in ("alur.sqlite3", "files"):
        path = data_dir / name
        if path.is_file() or (path.is_dir() and any(each.is_dir() for each in path.iterdir())):
            raise BadConfig(f"{data_dir} is not empty ({name}); a backup is brought back into a new folder")


@contextmanager
def _no_files_on_failure() -> Iterator[None]:
    """So that what failed can be tried once more, or an older backup brought back."""
    try:
        yield
    except BaseException:
        for each in folders.files().glob("??"):
            shutil.rmtree(each, ignore_errors=True)
        raise


def _restore_files(place: Place, manifest: Manifest, sealing: Sealing) -> None:
    for sha256 in manifest.files:
        target = blobs.path_of(sha256)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = target.with_name(f"{sha256}.new")
        _open(sealing, place.file(sha256), sha256, unfinished)
        unfinished.replace(target)
        blobs.sync_folder(target.parent)


def _parts(manifest: Manifest) -> dict[str, str]:
    """What a backup has for itself: name → SHA-256."""
    secret = {SECRET: manifest.secret_sha256} if manifest.secret_sha256 else {}
    return {ROWS: manifest.rows_sha256, **secret}


def _open_parts(place: Place, name: str, manifest: Manifest, sealing: Sealing, workplace: Path) -> None:
    for part, sha256 in _parts(manifest).items():
        _open(sealing, place.folder / name / part, sha256, workplace / part)


def _open(sealing: Sealing, name: Path, sha256: str, target: Path) -> None:
    """`name`: of the copy, without the ending that `Sealing` gives it. Raises BadConfig where it is missing
    or damaged."""
    copy = name.with_name(name.name + sealing.ending)
    if not copy.exists():
        raise BadConfig(f"the backup lacks {copy}")
    sealing.open(copy, target)
    if blobs.hash_of(target) != sha256:
        raise BadConfig(f"{copy} is damaged")


@contextmanager
def _new_database(url: URL) -> Iterator[URL]:
    """SQLite's file has its name only once it is whole."""
    file = database_url.file_of(url)
    if file is None:
        yield url
        return
    for end in ("", *PENDING):  # changes that were pending in an older one would be put into this one
        if file.with_name(file.name + end).exists():
            raise BadConfig(f"there is a database {file}{end} already")
    unfinished = file.with_name(file.name + UNFINISHED)
    try:
        with new_file(unfinished):  # SQLite leaves its rights as they are
            pass
        yield database_url.of_file(unfinished)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
    blobs.sync_folder(file.parent)


def _fill(connection: Connection, copy: Path, manifest: Manifest) -> None:
    with copy.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as plain:
        counted = rows.read(connection, io.BufferedReader(plain))
    if counted != manifest.rows:
        raise BadConfig("the backup holds other rows than it says")


def _count_whole_chains(connection: Connection) -> int:
    verdicts = list(verify_all(Session(bind=connection)))
    if broken := [verdict.chain for verdict in verdicts if verdict.broken]:
        raise BadConfig(f"the history in the backup is not whole: {', '.join(broken[:3])}")
    return len(verdicts)
