"""The boxes of which MP4, QuickTime and HEIC files are made (ISO 14496-12): size, type, content."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from engine.storage.refusal import Refused

#: A file of two hours in pieces of one second has some 15 000.
_MAX_BOXES = 200_000


@dataclass(frozen=True, kw_only=True)
class Box:
    type: bytes
    start: int
    #: Bytes before the content: 8, or 16 where the size needs 64 bits.
    header: int
    size: int

    @property
    def content(self) -> int:
        """Position of its first byte after the header."""
        return self.start + self.header

    @property
    def end(self) -> int:
        """Position after its last byte."""
        return self.start + self.size


def boxes(file: BinaryIO, start: int, end: int) -> Iterator[Box]:
    """The boxes between two places, one after the other without a gap; anything else is a broken file."""
    for _ in range(_MAX_BOXES):
        if start == end:
            return
        box = _read(file, start, end)
        yield box
        start = box.end
    raise Refused("broken")


def inside(file: BinaryIO, box: Box) -> Iterator[Box]:
    """The boxes of a container. Raises Refused("broken") as `boxes` does."""
    return boxes(file, box.content, box.end)


def content(file: BinaryIO, box: Box, at_most: int) -> bytes:
    """At most so many bytes of it, from its beginning."""
    file.seek(box.content)
    return file.read(min(box.end - box.content, at_most))


def _read(file: BinaryIO, start: int, end: int) -> Box:
    file.seek(start)
    head = file.read(16)
    if end - start < 8 or len(head) < 8:
        raise Refused("broken")
    size, type_ = struct.unpack(">I4s", head[:8])
    header = 8
    if size == 1 and len(head) == 16:
        size, header = struct.unpack(">Q", head[8:])[0], 16
    elif size == 0:  # "to the end of the file"
        size = end - start
    if size < header or start + size > end:
        raise Refused("broken")
    return Box(type=type_, start=start, header=header, size=size)
