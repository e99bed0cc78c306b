"""Taking a backup while people work: first all rows in one picture, then each file that they name.

Files never change, and none is swept meanwhile: whatever the rows name is there until it has been copied.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path

import zstandard
from sqlalchemy.orm import Session

from engine import clock
from engine.backup import rows
from engine.backup.place import FORMAT, UNFINISHED, Manifest, Place, manifest_bytes, name_of, write
from engine.backup.rotation import Keeping, superfluous
from engine.backup.sealing import Sealing
from engine.database import reading
from engine.migrations.known import revision_of
from engine.storage import blobs, folders
from engine.storage.check import named_files

ROWS, SECRET = "rows.zst", "secret_key"


@dataclass(frozen=True, kw_only=True)
class Taken:
    name: str
    rows: int
    #: Files that it holds, and of them those that were not there from backups before.
    files: int
    copied: int
    #: Names in `data/files` of those that were missing or damaged, so that it has not got them.
    lost: tuple[str, ...]
    #: Names of older backups that were thrown away.
    removed: tuple[str, ...]


def take(place: Place, *, keeping: Keeping | None = None) -> Taken:
    """Of the database and the folder of files of this process. Older backups go as `keeping` says, if given.

    Raises BadConfig where that folder can't be used, and while another backup is taken into it.
    """
    sealing = place.prepare()
    with place.alone():
        for left in place.unfinished():
            _remove(left)
        name = _free_name(place)
        manifest, copied = _take(place, name, sealing)
        removed = _rotate(place, keeping) if keeping else []
    return Taken(
        name=name,
        rows=sum(manifest.rows.values()),
        files=len(manifest.files),
        copied=copied,
        lost=tuple(manifest.lost),
        removed=tuple(removed),
    )


def _free_name(place: Place) -> str:
    """Of this second, or of the first after it that no backup is called by."""
    taken, moment = set(place.backups()), clock.now()
    while name_of(moment) in taken:
        moment += timedelta(seconds=1)
    return name_of(moment)


def _take(place: Place, name: str, sealing: Sealing) -> tuple[Manifest, int]:
    unfinished = place.folder / f"{name}{UNFINISHED}"
    unfinished.mkdir(mode=0o700)
    try:
        with blobs.none_swept():
            with reading() as session, folders.workplace() as workplace:
                revision = revision_of(session.connection()) or ""
                digest, counted = _write_rows(session, workplace / ROWS)
                sealing.seal(workplace / ROWS, unfinished / (ROWS + sealing.ending))
                named = sorted(named_files(session))
            files, copied, lost = _copy_files(place, sealing, named)
        manifest = Manifest(
            format=FORMAT,
            alur=version("alur"),
            revision=revision,
            taken_at=clock.now().isoformat(),
            rows=counted,
            rows_sha256=digest,
            secret_sha256=_copy_secret(sealing, unfinished),
            files=files,
            lost=lost,
        )
        write(unfinished / "manifest.json", manifest_bytes(manifest))
        unfinished.rename(place.folder / name)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    blobs.sync_folder(place.folder)
    return manifest, copied


def _write_rows(session: Session, path: Path) -> tuple[str, dict[str, int]]:
    """SHA-256 of what was written, and how many rows each table has."""
    counted: dict[str, int] = {}
    table = ""
    with path.open("wb") as file, zstandard.ZstdCompressor().stream_writer(file) as compressed:
        for line in rows.written(session.connection()):
            if named := rows.table_of(line):
                table = named
                counted[table] = 0
            else:
                counted[table] += 1
            compressed.write(line)
    return blobs.hash_of(path), counted


def _copy_files(place: Place, sealing: Sealing, named: Iterable[str]) -> tuple[list[str], int, list[str]]:
    """What the backup has, how much of it was copied now, and what it has not got."""
    files, copied, lost = [], 0, []
    for sha256 in named:
        source, target = blobs.path_of(sha256), place.file(sha256)
        target = target.with_name(sha256 + sealing.ending)
        if not target.exists():
            # What is damaged must not take the place of a copy that is whole.
            if not source.exists() or blobs.hash_of(source) != sha256:
                lost.append(sha256)
                continue
            _copy(sealing, source, target)
            copied += 1
        files.append(sha256)
    return files, copied, lost


def _copy(sealing: Sealing, source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = target.with_name(target.name + UNFINISHED)
    sealing.seal(source, unfinished)
    unfinished.replace(target)
    blobs.sync_folder(target.parent)


def _copy_secret(sealing: Sealing, folder: Path) -> str | None:
    """Its SHA-256: of random bytes, so that it may be read by whoever has the folder."""
    secret = folders.root() / SECRET
    if not secret.exists():
        return None
    sealing.seal(secret, folder / (SECRET + sealing.ending))
    return blobs.hash_of(secret)


def _rotate(place: Place, keeping: Keeping) -> list[str]:
    """Older backups first, then the files that none names any more: killed in between, nothing is missing."""
    gone = sorted(superfluous(place.backups(), keeping))
    for name in gone:
        going = place.folder / f"{name}{UNFINISHED}"
        (place.folder / name).rename(going)
        _remove(going)
    if gone:
        named = {sha256 for name in place.backups() for sha256 in place.manifest(name).files}
        for path in place.folder.glob("files/??/??/*"):
            if path.name.partition(".")[0] not in named:
                path.unlink()
    return gone


def _remove(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()
