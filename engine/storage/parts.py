"""A file on its way in: bytes are added at its end, and count once they are on the disk.

The file's size says whose turn it is. Whoever continues an upload first cuts off what was never counted; a
sender that was given up for lost (a phone that changed networks) finds another size than it left and stops.
So nobody waits for a dead connection, and every byte is at its place.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from engine.errors import Conflict, NotFound
from engine.storage import folders
from engine.storage.locks import locked


class Overtaken(Conflict):
    """Another request has continued this upload meanwhile."""

    code = "upload_overtaken"


def create(upload_id: str) -> None:
    """An empty file. Raises FileExistsError: ids are not used twice."""
    folders.part(upload_id).touch(mode=0o600, exist_ok=False)


def remove(upload_id: str) -> None:
    """Nothing when it is not there. One that is still being sent to is emptied and left to the sweep, where
    open files can't be deleted."""
    path = folders.part(upload_id)
    if not folders.delete(path):
        with suppress(OSError):  # its sender finds another size than it left, and stops
            os.truncate(path, 0)


class Part:
    def __init__(self, file: io.FileIO) -> None:
        self._file = file
        self.position = 0

    @contextmanager
    def lock(self, *, wait: bool = True) -> Iterator[None]:
        """Keep everybody else away from the file. Raises Busy without `wait`."""
        with locked(self._file, wait=wait):
            yield

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Lock the file, sure that it still is as this request left it. Raises Overtaken."""
        with self.lock():
            if self._size() != self.position:
                raise Overtaken
            yield

    def start(self, counted: int) -> None:
        """Take the turn: continue after the bytes that count. The caller has locked the file."""
        if self._size() < counted:
            raise NotFound  # a restored database without its files: the sender must begin anew
        self._file.truncate(counted)
        self.position = counted

    def write(self, piece: bytes) -> None:
        """Add at the end. Raises Overtaken. Counts only after `sync`."""
        with self.turn():
            self._file.seek(self.position)
            rest = memoryview(piece)
            while rest:
                written = self._file.write(rest)
                rest = rest[written:]
            self.position += len(piece)

    def sync(self) -> None:
        """Return once all of it is on the disk (fsync)."""
        os.fsync(self._file.fileno())

    def truncate(self, position: int) -> None:
        """Forget what came after `position`."""
        with self.turn():
            self._file.truncate(position)
            self.position = position

    def _size(self) -> int:
        return os.fstat(self._file.fileno()).st_size


@contextmanager
def opened(upload_id: str) -> Iterator[Part]:
    """For one request; closed at its end. Raises NotFound."""
    try:
        # Unbuffered: the size must be what was written.
        file = io.FileIO(folders.part(upload_id), "r+")
    except FileNotFoundError as error:
        raise NotFound from error
    with file:
        yield Part(file)
