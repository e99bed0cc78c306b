"""What hangs on the end of a file: two files in one (a picture that is also an archive, or a page).

Phones do hang things on: the decision is to know those and to refuse the rest.
  - padding of zeros
  - further JPEGs (depth, gain map and stereo pictures of the MPF format, on most phones)
  - a short film (motion photos of Android and Samsung), as sound boxes up to the end
  - Samsung's own trailer, which ends with SEFT
  - a maker's record about the picture: JSON (vivo, OPPO), or a block that ends with jxrs (OnePlus)
None of it gets into a copy. An archive's directory at the end, or markup and PDF marks in what hangs on,
are refused even within those.
"""

from __future__ import annotations

import mmap
import re
import zlib
from pathlib import Path
from typing import BinaryIO

from engine.storage.boxes import boxes
from engine.storage.refusal import Refused

#: A ZIP is read from its end: its last record has 22 bytes and a comment of up to 65 535.
_ZIP_REACH = 22 + 65_535
_ACTIVE = re.compile(rb"<\s?(?:!doctype|html|script|svg|iframe|body)\b|<\?php|%PDF-", re.IGNORECASE)
#: Entropy-coded data ends at a marker that is neither a stuffed FF 00, a restart nor a fill byte.
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
#: A maker's record in JSON, behind the maker's name or nothing.
_RECORD = re.compile(rb"[a-zA-Z]{0,16}\{\s*\"")
_MAX_RECORD = 8 * 1024 * 1024
#: Archives and programs, wherever in a record they begin.
_CARGO = re.compile(
    rb"PK\x03\x04|Rar!\x1a|7z\xbc\xaf\x27\x1c|\x7fELF|\xca\xfe\xba\xbe|\x1f\x8b\x08|MZ.{62}PE", re.DOTALL
)
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_MAX_SEGMENTS = 20_000
_MAX_PICTURES = 16
_PADDING = b"\x00"


def refuse_archive_at_end(path: Path) -> None:
    """Raises Refused("hidden_data") for what is also a ZIP (APPNOTE 4.3.16: end of central directory)."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _ZIP_REACH))
        tail = file.read()
    at = -1
    while (at := tail.find(b"PK\x05\x06", at + 1)) >= 0:
        directory = int.from_bytes(tail[at + 12 : at + 16], "little")
        comment = int.from_bytes(tail[at + 20 : at + 22], "little")
        # Else these four bytes stand there by chance.
        if directory < size and at + 22 + comment <= len(tail):
            raise Refused("hidden_data")


def check_jpeg(path: Path) -> None:
    """Complete, and nothing behind it that a phone would not have put there."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        end = _jpeg_end(view, 0)
        if _ACTIVE.search(view, end):
            raise Refused("hidden_data")
        for _ in range(_MAX_PICTURES):
            end = _after_padding(view, end)
            if view[end : end + 3] != b"\xff\xd8\xff":
                break
            end = _jpeg_end(view, end)
        known = end == len(view) or _of_samsung(view, end) or _of_maker(view, end)
        if not known and not _is_film(file, view, end):
            raise Refused("hidden_data")


def check_png(path: Path) -> None:
    """Chunks without a gap up to IEND, a still picture, and nothing after it but zeros."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        at = 8
        for _ in range(_MAX_SEGMENTS * 10):
            length, type_ = int.from_bytes(view[at : at + 4], "big"), view[at + 4 : at + 8]
            stored = view[at + 8 + length : at + 12 + length]
            if len(stored) < 4 or zlib.crc32(view[at + 4 : at + 8 + length]) != int.from_bytes(stored, "big"):
                raise Refused("broken")
            at += 12 + length
            if type_ == b"acTL":
                raise Refused("animated")
            if type_ == b"IEND":
                break
        else:
            raise Refused("broken")
        if _after_padding(view, at) != len(view):
            raise Refused("hidden_data")


def check_webp(path: Path) -> None:
    """RIFF says how long it is; animations are no photos: who approves sees only the first picture."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        end = 8 + int.from_bytes(view[4:8], "little")
        if end > len(view):
            raise Refused("broken")
        if _after_padding(view, end) != len(view):
            raise Refused("hidden_data")
        if view[12:16] == b"VP8X" and view[20] & 0x02:
            raise Refused("animated")


def check_heic(path: Path) -> None:
    """Boxes up to the end, or to what phones put there. Raises Refused("broken")."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        at = 0
        while at < len(view) and not _of_samsung(view, at) and _after_padding(view, at) != len(view):
            at = next(boxes(file, at, len(view))).end


def _jpeg_end(view: mmap.mmap, start: int) -> int:
    """Where the picture that starts here is over: after its end marker."""
    at = start + 2
    for _ in range(_MAX_SEGMENTS):
        while view[at : at + 2] == b"\xff\xff":  # fill bytes
            at += 1
        if view[at : at + 1] != b"\xff" or at + 2 > len(view):
            raise Refused("broken")
        marker = view[at + 1]
        at += 2
        if marker == 0xD9:
            return at
        if marker in _STANDALONE:
            continue
        at += max(2, int.from_bytes(view[at : at + 2], "big"))
        if marker == 0xDA:
            found = _MARKER.search(view, at)
            if found is None:
                raise Refused("broken")
            at = found.start()
    raise Refused("broken")


def _after_padding(view: mmap.mmap, at: int) -> int:
    while at < len(view):
        piece = view[at : at + 65_536]
        rest = piece.lstrip(_PADDING)
        at += len(piece) - len(rest)
        if rest:
            break
    return at


def _of_samsung(view: mmap.mmap, at: int) -> bool:
    """The trailer's directory stands at its end: SEFH …, its length, SEFT."""
    if len(view) - at < 12 or view[len(view) - 4 :] != b"SEFT":
        return False
    directory = len(view) - 8 - int.from_bytes(view[len(view) - 8 : len(view) - 4], "little")
    return directory >= at and view[directory : directory + 4] == b"SEFH"


def _of_maker(view: mmap.mmap, at: int) -> bool:
    """JSON with what a maker adds to it, or a block with its mark at the end; nothing that unpacks."""
    if len(view) - at > _MAX_RECORD or _CARGO.search(view, at):
        return False
    ends = view[max(at, len(view) - 16) :].rstrip(_PADDING)
    return b"jxrs" in ends[-12:] or (_RECORD.match(view, at) is not None and view.find(b"}", at) > at)


def _is_film(file: BinaryIO, view: mmap.mmap, at: int) -> bool:
    # Its first bytes are zeros (of the first box's size), and may have been passed over as padding.
    starts = (start for start in range(at - 3, at + 1) if view[start + 4 : start + 8] == b"ftyp")
    return any(b"moov" in [box.type for box in boxes(file, start, len(view))] for start in starts)
