"""Whether a data folder holds all files that its database names, and each as it was stored.

Only reads: what is checked may be a copy on a disk that can't be written.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.storage.blobs import hash_of
from engine.tables.instances import Instance
from engine.tables.uploads import Upload


class FaultKind(enum.StrEnum):
    MISSING = "missing"
    #: Its bytes are not those that its name stands for.
    CHANGED = "changed"
    #: No row names it: stored after the database was copied, or about to be swept.
    UNNAMED = "unnamed"


@dataclass(frozen=True, kw_only=True)
class Fault:
    kind: FaultKind
    #: Below the data folder.
    path: str
    #: Its name as it was sent, and the number of its instance; empty for an unnamed one.
    name: str = ""
    instance: str = ""


@dataclass(frozen=True, kw_only=True)
class Checked:
    #: How many different files the database names.
    named: int
    faults: tuple[Fault, ...]


def check(session: Session, data_dir: Path) -> Checked:
    """All files, bytes and all: a gigabyte takes some seconds."""
    named = named_files(session)
    faults = [_compare(data_dir, sha256, *about) for sha256, about in sorted(named.items())]
    stored = {path.name: path for path in _stored(data_dir)}
    unnamed = [
        Fault(kind=FaultKind.UNNAMED, path=path.relative_to(data_dir).as_posix())
        for name, path in sorted(stored.items())
        if name not in named
    ]
    return Checked(named=len(named), faults=(*(fault for fault in faults if fault), *unnamed))


def named_files(session: Session) -> dict[str, tuple[str, str]]:
    """SHA-256 → name and number of instance of the first that names it; copies of pictures, too."""
    named: dict[str, tuple[str, str]] = {}
    query = select(Upload.sha256, Upload.copies, Upload.file_name, Instance.number)
    rows = session.execute(
        query.join(Instance, Instance.id == Upload.instance_id).order_by(Upload.created_at)
    )
    for sha256, copies, name, number in rows.yield_per(1000):
        for each in (sha256, *(copy["sha256"] for copy in (copies or {}).values())):
            if each:
                named.setdefault(each, (name, number))
    return named


def _compare(data_dir: Path, sha256: str, name: str, instance: str) -> Fault | None:
    path = data_dir / "files" / sha256[:2] / sha256[2:4] / sha256
    try:
        kind = None if hash_of(path) == sha256 else FaultKind.CHANGED
    except FileNotFoundError:
        kind = FaultKind.MISSING
    where = path.relative_to(data_dir).as_posix()
    return None if kind is None else Fault(kind=kind, path=where, name=name, instance=instance)


def _stored(data_dir: Path) -> Iterator[Path]:
    """Whatever lies there but the lock and what is being written."""
    for path in (data_dir / "files").rglob("*"):
        if path.is_file() and not path.name.startswith(".") and path.suffix != ".new":
            yield path
