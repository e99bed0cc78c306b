"""Videos and recordings (MP4, QuickTime): sound boxes, a picture's size, and a copy that tells no place.

Nothing is decoded. Phones write where a film was made into `udta`, `meta` and `uuid` boxes, action cameras
and drones into tracks of their own (telemetry, subtitles). In the copy such boxes become `free` boxes of the
same size, filled with zeros, and so do the samples of such tracks: every offset still holds. What a camera
hides inside the encoded picture itself (SEI messages of a few dashcams) stays.
"""

from __future__ import annotations

import os
import shutil
import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import BinaryIO

from engine.storage.boxes import Box, boxes, content, inside
from engine.storage.codecs import refuse_unplayable
from engine.storage.refusal import Refused
from engine.storage.samples import sample_ranges

#: Tracks that are seen and heard; any other may tell a place.
_PLAYED = frozenset({b"vide", b"soun"})
#: What stays in the copy, by the box around it; at other places all but _PRIVATE.
_RETAINED = {
    b"": frozenset(b"ftyp styp moov mdat moof mfra sidx ssix free skip wide".split()),
    b"moov": frozenset(b"mvhd trak mvex iods free skip".split()),
    b"trak": frozenset(b"tkhd mdia edts tref trgr free skip load clip tapt".split()),
}
_PRIVATE = frozenset({b"udta", b"meta", b"uuid"})
_CONTAINERS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf", b"mvex"})
_MAX_INDEX = 64 * 1024 * 1024
_MAX_TRACKS = 64
#: Chunks of telemetry: a drone's subtitles, thirty a second, for two hours.
_MAX_CHUNKS = 250_000
#: Of ten hours in fragments of a second, six boxes each.
_MAX_BOXES = 250_000
_DEEPEST = 8
_PIECE = 1024 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Blank:
    """Bytes that the copy must not have."""

    start: int
    size: int
    #: Where the type of the box stands that becomes `free`; None for samples.
    type_at: int | None = None


@dataclass(frozen=True, kw_only=True)
class Film:
    media_type: str
    width: int | None
    height: int | None
    private: tuple[Blank, ...]


def check(path: Path) -> Film:
    """Raises Refused for a film that is cut off, has no index or nothing to play."""
    with path.open("rb") as file:
        top = list(boxes(file, 0, path.stat().st_size))
        index = _index(top)
        handlers = {box: _handler(file, box) for box in inside(file, index) if box.type == b"trak"}
        if not _PLAYED & set(handlers.values()) or len(handlers) > _MAX_TRACKS:
            raise Refused("nothing_to_play")
        refuse_unplayable(file, handlers)
        size = next((_size(file, track) for track, kind in handlers.items() if kind == b"vide"), None)
        quicktime = content(file, top[0], 4) == b"qt  "
        return Film(
            media_type="audio/mp4" if size is None else "video/quicktime" if quicktime else "video/mp4",
            width=size and size[0],
            height=size and size[1],
            private=(*_private_boxes(file, top, count()), *_private_tracks(file, top, handlers)),
        )


def copy_without(blanks: Iterable[Blank], source: Path, target: Path) -> None:
    """The same film, every byte at its place, without these."""
    with source.open("rb") as old, target.open("wb") as new:
        shutil.copyfileobj(old, new, _PIECE)
        for blank in blanks:
            if blank.type_at is not None:
                new.seek(blank.type_at)
                new.write(b"free")
            new.seek(blank.start)
            _write_zeros(new, blank.size)
        new.flush()
        os.fsync(new.fileno())
    if check(target).private:
        raise Refused("cannot_clean")


def _index(top: list[Box]) -> Box:
    indexes = [box for box in top if box.type == b"moov"]
    pictures = any(box.type in {b"mdat", b"moof"} for box in top)
    if top[0].type != b"ftyp" or len(indexes) != 1 or not pictures or indexes[0].size > _MAX_INDEX:
        raise Refused("broken")
    return indexes[0]


def _handler(file: BinaryIO, track: Box) -> bytes:
    """What kind of track: `hdlr` says it, four bytes after version, flags and the old component type."""
    for media in _find(file, track, b"mdia"):
        for handler in _find(file, media, b"hdlr"):
            return content(file, handler, 12)[8:12]
    raise Refused("broken")


def _size(file: BinaryIO, track: Box) -> tuple[int, int]:
    """Pixels as shown: `tkhd` ends with a 3×3 matrix, then width and height (16.16 fixed)."""
    for header in _find(file, track, b"tkhd"):
        end = content(file, header, 200)[-44:]
        if len(end) == 44:
            a, _, _, _, d, *_ = struct.unpack(">9i", end[:36])
            width, height = (side >> 16 for side in struct.unpack(">2I", end[36:]))
            return (height, width) if a == 0 and d == 0 else (width, height)
    raise Refused("broken")


def _find(file: BinaryIO, box: Box, type_: bytes) -> Iterator[Box]:
    return (found for found in inside(file, box) if found.type == type_)


def _private_boxes(
    file: BinaryIO, among: Iterable[Box], seen: Iterator[int], place: bytes = b"", depth: int = 0
) -> Iterator[Blank]:
    retained = _RETAINED.get(place)
    for box in among:
        # Of the whole file: boxes in boxes in boxes are few in any one place.
        if depth > _DEEPEST or next(seen) > _MAX_BOXES:
            raise Refused("broken")
        if box.type in _PRIVATE or (retained is not None and box.type not in retained):
            yield _blank(box)
        elif box.type in _CONTAINERS:
            yield from _private_boxes(file, inside(file, box), seen, box.type, depth + 1)


def _private_tracks(file: BinaryIO, top: list[Box], handlers: dict[Box, bytes]) -> Iterator[Blank]:
    media = [box for box in top if box.type == b"mdat"]
    chunks = 0
    for track, kind in handlers.items():
        if kind in _PLAYED:
            continue
        if any(box.type == b"moof" for box in top):
            raise Refused("cannot_clean")  # its samples are strewn over the fragments
        for start, size in sample_ranges(file, track):
            chunks += 1
            if chunks > _MAX_CHUNKS:
                raise Refused("cannot_clean")
            if _lies_in(media, start, size):
                yield Blank(start=start, size=size)
        yield _blank(track)


def _lies_in(media: list[Box], start: int, size: int) -> bool:
    """`media` stand in the order of the file."""
    at = bisect_right(media, start, key=lambda box: box.content) - 1
    return at >= 0 and start + size <= media[at].end


def _blank(box: Box) -> Blank:
    return Blank(start=box.content, size=box.end - box.content, type_at=box.start + 4)


def _write_zeros(file: BinaryIO, size: int) -> None:
    zeros = bytes(min(size, _PIECE))
    while size > 0:
        size -= file.write(zeros[:size])
