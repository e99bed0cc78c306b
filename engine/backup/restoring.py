"""Bringing a backup back, into an empty place only, and comparing all of it with what it says it holds."""

from __future__ import annotations

import io
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
from engine.private import make_private
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
    is not empty or the backup is not as it was taken; then there is no database in the place.

    What is derived is in no backup: bringing back an instance puts it down for the search (a trigger), and
    the worker builds the index as soon as Alur runs.
    """
    _require_empty(data_dir)
    folders.use(data_dir)
    manifest = place.manifest(name)
    _restore_files(place, manifest, sealing)
    with folders.workplace() as workplace:
        copy = _unsealed(place, name, manifest, sealing, workplace)
        with _new_database(url) as building, migrations.building(building, manifest.revision) as connection:
            _fill(connection, copy, manifest)
            chains = _count_whole_chains(connection)
    _restore_secret(place.folder / name / (SECRET + sealing.ending), sealing, data_dir / SECRET)
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
        _unsealed(place, name, manifest, sealing, workplace)
        for sha256 in manifest.files:
            _open_file(place, sha256, sealing, workplace / "copy")
    return len(manifest.files) + 1


def _require_empty(data_dir: Path) -> None:
    for name in ("alur.sqlite3", "files"):
        path = data_dir / name
        if path.is_file() or (path.is_dir() and any(each.is_dir() for each in path.iterdir())):
            raise BadConfig(f"{data_dir} is not empty ({name}); a backup is brought back into a new folder")


def _restore_files(place: Place, manifest: Manifest, sealing: Sealing) -> None:
    for sha256 in manifest.files:
        target = blobs.path_of(sha256)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = target.with_name(f"{sha256}.new")
        _open_file(place, sha256, sealing, unfinished)
        unfinished.replace(target)
        blobs.sync_folder(target.parent)


def _open_file(place: Place, sha256: str, sealing: Sealing, target: Path) -> None:
    copy = place.file(sha256).with_name(sha256 + sealing.ending)
    if not copy.exists():
        raise BadConfig(f"the backup lacks {copy}")
    sealing.open(copy, target)
    if blobs.hash_of(target) != sha256:
        raise BadConfig(f"{copy} is damaged")


def _unsealed(place: Place, name: str, manifest: Manifest, sealing: Sealing, workplace: Path) -> Path:
    sealed, copy = place.folder / name / (ROWS + sealing.ending), workplace / ROWS
    if not sealed.exists():
        raise BadConfig(f"the backup lacks {sealed}")
    sealing.open(sealed, copy)
    if blobs.hash_of(copy) != manifest.rows_sha256:
        raise BadConfig(f"{sealed} is damaged")
    return copy


@contextmanager
def _new_database(url: URL) -> Iterator[URL]:
    """SQLite's file has its name only once it is whole."""
    file = database_url.file_of(url)
    if file is None:
        yield url
        return
    if file.exists():
        raise BadConfig(f"there is a database {file} already")
    unfinished = file.with_name(file.name + UNFINISHED)
    unfinished.unlink(missing_ok=True)
    yield database_url.of_file(unfinished)
    unfinished.replace(file)
    make_private(file)
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


def _restore_secret(copy: Path, sealing: Sealing, target: Path) -> None:
    """The sessions' key, where the data folder had one of its own: people stay logged in."""
    if copy.exists() and not target.exists():
        sealing.open(copy, target)
        make_private(target)
