"""Where the samples of a track lie in the file: sizes, how many in a chunk, where each chunk begins."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import islice, repeat, zip_longest
from typing import BinaryIO

from engine.storage.boxes import Box, content, inside
from engine.storage.refusal import Refused

_MAX_TABLE = 16 * 1024 * 1024
_MAX_SAMPLES = 2_000_000


def sample_ranges(file: BinaryIO, track: Box) -> Iterator[tuple[int, int]]:
    """Start and size of each chunk of this track. Refused where the tables contradict each other."""
    tables = _tables(file, track)
    sizes = _sizes(tables)
    counts = _counts(tables)
    for start in _chunk_starts(tables):
        yield start, sum(islice(sizes, next(counts, 0)))


def _tables(file: BinaryIO, track: Box) -> dict[bytes, bytes]:
    box = track
    for type_ in (b"mdia", b"minf", b"stbl"):
        found = next((inner for inner in inside(file, box) if inner.type == type_), None)
        if found is None:
            return {}
        box = found
    return {table.type: content(file, table, _MAX_TABLE) for table in inside(file, box)}


def _sizes(tables: dict[bytes, bytes]) -> Iterator[int]:
    if b"stz2" in tables:
        raise Refused("cannot_clean")  # compact sizes; no camera has been seen to write them
    table = tables.get(b"stsz", bytes(12))
    if len(table) < 12:
        raise Refused("broken")
    fixed, count = struct.unpack(">II", table[4:12])
    if count > _MAX_SAMPLES or (not fixed and len(table) < 12 + 4 * count):
        raise Refused("broken")
    if fixed:
        return repeat(fixed, count)
    return (size for (size,) in struct.iter_unpack(">I", table[12 : 12 + 4 * count]))


def _counts(tables: dict[bytes, bytes]) -> Iterator[int]:
    """How many samples the first, second … chunk holds: the table says it for runs of chunks."""
    runs = _entries(tables, b"stsc", 12)
    here, ahead = struct.iter_unpack(">III", runs), struct.iter_unpack(">III", runs[12:])
    for (first, count, _), following in zip_longest(here, ahead):
        yield from repeat(count, max(0, following[0] - first)) if following else repeat(count)


def _chunk_starts(tables: dict[bytes, bytes]) -> Iterator[int]:
    if b"co64" in tables:
        return (start for (start,) in struct.iter_unpack(">Q", _entries(tables, b"co64", 8)))
    return (start for (start,) in struct.iter_unpack(">I", _entries(tables, b"stco", 4)))


def _entries(tables: dict[bytes, bytes], type_: bytes, width: int) -> bytes:
    table = tables.get(type_, bytes(8))
    count = int.from_bytes(table[4:8], "big")
    if count > _MAX_SAMPLES or len(table) < 8 + width * count:
        raise Refused("broken")
    return table[8 : 8 + width * count]
