"""Recordings of sound outside a film's boxes: MP3, and Opus in Ogg as WhatsApp sends it.

Frames and pages are walked from end to end, so that nothing hides between or behind them. The copy has the
sound alone: what a phone or an app wrote about place, person or device is left out.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engine.storage.refusal import Refused

#: Kilobits a second and samples a second of layer III, by MPEG 1 and by 2 and 2.5 (ISO 11172-3, 13818-3).
_RATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_SAMPLES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
#: Fewer frames are bytes that look like some by chance.
_MIN_FRAMES = 4
#: Tags behind the sound; the one of 128 bytes last.
_TAGS_BEHIND = re.compile(rb"\x00*(?:(?:APETAGEX|LYRICSBEGIN).{0,262144}?)?(?:TAG.{125})?\x00*", re.DOTALL)
_MAX_COMMENTS = 1024 * 1024
_CRC = [0] * 256


def looks_like_mp3(head: bytes) -> bool:
    """By its first bytes: a tag, or a frame of layer III."""
    return head.startswith(b"ID3") or _frame_size(head[:4]) > 0


def looks_like_opus(head: bytes) -> bool:
    """By its first page: Ogg, and what it carries is Opus (RFC 7845)."""
    return head.startswith(b"OggS") and head[28:36] == b"OpusHead"


def copy_mp3(path: Path, target: Path) -> None:
    """The frames alone. Raises Refused for what is no MP3, is cut off, or hides something."""
    with _mapped(path) as view:
        start = end = _after_tags(view)
        frames = 0
        while size := _frame_size(view[end : end + 4]):
            if end + size > len(view):
                break  # a recording that was stopped ends within its last frame
            end, frames = end + size, frames + 1
        if frames < _MIN_FRAMES:
            raise Refused("broken")
        if not _frame_size(view[end : end + 4]) and not _TAGS_BEHIND.fullmatch(view, end):
            raise Refused("hidden_data")
        target.write_bytes(view[start:end])


def copy_opus(path: Path, target: Path) -> None:
    """The same pages with empty comments. Raises Refused for what is cut off or hides something."""
    with _mapped(path) as view:
        pages = list(_pages(view))
        if len(pages) < 3 or len({page.serial for page in pages}) != 1:
            raise Refused("broken")
        copy = bytearray(view)
        header = b"OpusTags" + bytes(8)  # no vendor, no comment; zeros behind it are padding (RFC 7845, 5.2)
        blanked = 0
        for page in pages[1:]:
            size = page.end - page.body
            copy[page.body : page.end] = header[blanked : blanked + size].ljust(size, b"\x00")
            _seal(copy, page)
            blanked += size
            if page.finishes:
                break
            if blanked > _MAX_COMMENTS:
                raise Refused("cannot_clean")
        if view[pages[1].body : pages[1].body + 8] != b"OpusTags":
            raise Refused("broken")
        target.write_bytes(copy)


COPIES: dict[str, Callable[[Path, Path], None]] = {"audio/mpeg": copy_mp3, "audio/ogg": copy_opus}


@contextmanager
def _mapped(path: Path) -> Iterator[mmap.mmap]:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        yield view


def _after_tags(view: mmap.mmap) -> int:
    """Where the sound begins: after tags of ID3v2, whose sizes count seven bits a byte."""
    at = 0
    while view[at : at + 3] == b"ID3" and at + 10 <= len(view):
        a, b, c, d = (byte & 127 for byte in view[at + 6 : at + 10])
        at += 10 + (a << 21 | b << 14 | c << 7 | d) + (10 if view[at + 5] & 16 else 0)
    while at < len(view) and view[at] == 0:
        at += 1
    return at


def _frame_size(header: bytes) -> int:
    """Bytes of the frame of layer III that begins so; 0: none does."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return 0
    version, rate, sample = header[1] >> 3 & 3, header[2] >> 4, header[2] >> 2 & 3
    if version == 1 or rate in {0, 15} or sample == 3:
        return 0
    bits = (_RATES_1 if version == 3 else _RATES_2)[rate] * 1000
    padding = header[2] >> 1 & 1
    return (144 if version == 3 else 72) * bits // _SAMPLES[version][sample] + padding


@dataclass(frozen=True, kw_only=True)
class _Page:
    start: int
    body: int
    end: int
    serial: bytes
    #: A packet ends with the page.
    finishes: bool


def _pages(view: mmap.mmap) -> Iterator[_Page]:
    """One after the other without a gap (RFC 3533, 6)."""
    at = 0
    while at < len(view):
        table = view[at + 27 : at + 27 + view[at + 26]] if at + 27 <= len(view) else b""
        body = at + 27 + len(table)
        end = body + sum(table)
        if view[at : at + 5] != b"OggS\x00":
            raise Refused("hidden_data" if at else "broken")
        if not table or end > len(view):
            raise Refused("broken")
        serial = view[at + 14 : at + 18]
        yield _Page(start=at, body=body, end=end, serial=serial, finishes=table[-1] < 255)
        at = end


def _seal(copy: bytearray, page: _Page) -> None:
    """The checksum over the page, with zeros in its own place."""
    copy[page.start + 22 : page.start + 26] = bytes(4)
    total = 0
    for byte in copy[page.start : page.end]:
        total = (total << 8 & 0xFFFFFFFF) ^ _CRC[total >> 24 ^ byte]
    copy[page.start + 22 : page.start + 26] = total.to_bytes(4, "little")


def _fill_table() -> None:
    for number in range(256):
        value = number << 24
        for _ in range(8):
            value = (value << 1 ^ 0x04C11DB7 if value & 0x80000000 else value << 1) & 0xFFFFFFFF
        _CRC[number] = value


_fill_table()
