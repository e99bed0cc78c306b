"""The folder of backups: what lies where in it, and who holds it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engine.backup.sealing import Key, Plain, Sealing
from engine.config import BadConfig
from engine.private import new_file
from engine.storage.locks import Busy, locked

FORMAT = 1
_NAME = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z")
_HASH = re.compile(r"[0-9a-f]{64}")
_NAME_FORMAT = "%Y-%m-%dT%H%M%SZ"
#: At the end of the name of what is being made or thrown away.
UNFINISHED = ".unfinished"


class BeingTaken(BadConfig):
    """Another process takes a backup into the same folder."""


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What one backup holds. It is written last, so that all that it names is there."""

    format: int
    #: Version of Alur and revision of the database that it was taken from.
    alur: str
    revision: str
    #: When it was begun: it holds all that was done before.
    taken_at: str
    #: Rows by table.
    rows: dict[str, int]
    rows_sha256: str
    #: Of the sessions' key, where the data folder had one of its own.
    secret_sha256: str | None
    #: SHA-256 of each file that the rows name.
    files: list[str]
    #: Files that the rows name and that were missing or damaged where it was taken.
    lost: list[str]


class Place:
    """A folder that holds backups of one Alur."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    @property
    def key_file(self) -> Path:
        """The key to its copies, encrypted by a passphrase."""
        return self.folder / "key.age"

    @property
    def _about(self) -> Path:
        return self.folder / "backup.json"

    @property
    def is_new(self) -> bool:
        """Whether nobody has taken a backup into it yet."""
        return not self._about.exists()

    def prepare(self, sealing: Sealing | None = None, *, private: bytes = b"") -> Sealing:
        """Make it a folder of backups if it is none yet; gives how copies are kept in it.

        `sealing`: how they shall be kept in a new one; `private`: the private half of its key, encrypted by a
        passphrase. Raises BadConfig where other things lie in it, or where it is kept in another way already.
        """
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not self.is_new:
            known = self.sealing()
            if sealing is not None and sealing.recipient != known.recipient:
                how = "encrypted" if known.recipient else "not encrypted"
                raise BadConfig(f"the backups in {self.folder} are {how}; take another folder")
            return known
        if any(not _is_left(path) for path in self.folder.iterdir()):
            raise BadConfig(f"{self.folder} is not empty and holds no backups; take another folder")
        chosen = sealing or Plain()
        if private:  # first: what is encrypted for a key that nobody has is no backup
            write(self.key_file, private)
        write(self._about, json.dumps({"format": FORMAT, "recipient": chosen.recipient}).encode())
        return chosen

    def sealing(self) -> Sealing:
        """How copies are kept in it. Raises BadConfig for a folder without backups, or of a newer Alur."""
        try:
            recipient = _read(self._about).get("recipient")
        except FileNotFoundError:
            raise BadConfig(f"there are no backups in {self.folder}") from None
        return Key(recipient) if recipient else Plain()

    def backups(self) -> list[str]:
        """Names of those that are whole, the oldest first."""
        if not self.folder.is_dir():
            return []
        found = (path for path in self.folder.iterdir() if _NAME.fullmatch(path.name))
        return sorted(path.name for path in found if (path / "manifest.json").is_file())

    def manifest(self, name: str) -> Manifest:
        """Of one backup by its name. Raises BadConfig for one that was damaged, or that a newer Alur took.

        A folder of backups may have been with anybody: what names a file must be a hash, never a path.
        """
        path = self.folder / name / "manifest.json"
        try:
            manifest = Manifest(**_read(path))
            if all(map(_HASH.fullmatch, manifest.files)):
                return manifest
        except TypeError:
            pass
        raise BadConfig(f"{path} is damaged")

    def file(self, sha256: str) -> Path:
        """Where the file of that hash lies, without the ending that `Sealing` gives it."""
        return self.folder / "files" / sha256[:2] / sha256[2:4] / sha256

    def unfinished(self) -> Iterator[Path]:
        """What somebody who was killed has left."""
        yield from self.folder.glob(f"*{UNFINISHED}")
        yield from self.folder.glob(f"files/??/??/*{UNFINISHED}")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """By one process at a time. Raises BeingTaken while another is at it."""
        with (self.folder / ".lock").open("ab") as file:
            try:
                with locked(file, wait=False):
                    yield
            except Busy:
                raise BeingTaken(f"another backup is being taken into {self.folder}") from None


def _is_left(path: Path) -> bool:
    """By somebody who was killed while they prepared the folder."""
    return path.name in {".lock", "key.age"} or path.name.endswith(UNFINISHED)


def _read(path: Path) -> dict[str, Any]:
    try:
        about = dict(json.loads(path.read_bytes()))
        newer = about["format"] > FORMAT
    except (ValueError, TypeError, KeyError):
        raise BadConfig(f"{path} is damaged") from None
    if newer:
        raise BadConfig(f"{path} was written by a newer Alur")
    return about


def name_of(moment: datetime) -> str:
    """The name of a backup begun at that moment; sorted by name they are sorted by time."""
    return moment.astimezone(UTC).strftime(_NAME_FORMAT)


def moment_of(name: str) -> datetime:
    """When the backup of that name was begun."""
    return datetime.strptime(name, _NAME_FORMAT).replace(tzinfo=UTC)


def manifest_bytes(manifest: Manifest) -> bytes:
    """As it is written."""
    return json.dumps(asdict(manifest), indent=1).encode()


def write(path: Path, content: bytes) -> None:
    """On the disk before this returns, for this account alone, and never half."""
    unfinished = path.with_name(path.name + UNFINISHED)
    with new_file(unfinished) as file:
        file.write(content)
    unfinished.replace(path)
