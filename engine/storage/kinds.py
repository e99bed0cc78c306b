"""What a file is, by its content. Its name and what the browser says about it are never asked."""

from __future__ import annotations

from pathlib import Path

from engine.media_types import meant
from engine.storage import captions
from engine.storage.names import ENDINGS
from engine.storage.refusal import Refused

IMAGES = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic"})
#: Files made of boxes that play.
PLAYED = frozenset({"video/mp4", "video/quicktime", "audio/mp4"})
CAPTIONS = frozenset({"application/x-subrip", "text/vtt"})
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc", b"hevx"})
_MP4 = frozenset(
    {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"dash"}
)
_AUDIO = frozenset({b"M4A ", b"M4B "})
_HEAD = 4096


def detect(path: Path) -> str:
    """The media type; Refused when it is none that Alur takes, saying what it looks like."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if found := _by_signature(head) or captions.detect(path):
        return found
    raise Refused("unknown_kind", kind=_looks_like(head))


def short(entry: str) -> str:
    """As people call it: JPG for image/jpeg or .jpeg."""
    ending = ENDINGS.get(meant(entry))
    return ending[1:].upper() if ending else entry


def _by_signature(head: bytes) -> str | None:
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    return _by_brand(head) if head[4:8] == b"ftyp" else None


def _by_brand(head: bytes) -> str | None:
    """A file of boxes names its kin in the first one: one major brand, then compatible ones."""
    size = min(int.from_bytes(head[:4], "big"), len(head))
    major = head[8:12]
    brands = {major, *(head[at : at + 4] for at in range(16, size - 3, 4))}
    if major == b"avif" or b"avis" in brands:
        return None
    if major in _HEIC:
        return "image/heic"
    if major == b"qt  ":
        return "video/quicktime"
    if major in _AUDIO:
        return "audio/mp4"
    return "video/mp4" if brands & _MP4 else None


def _looks_like(head: bytes) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<script")):
        return "HTML"
    if b"<svg" in start[:1024]:
        return "SVG"
    if head.startswith(b"PK\x03\x04"):
        return "ZIP"  # office documents and apps begin like this, too; the head alone can't tell
    import puremagic  # loaded ahead (engine.worker): it reads its tables for a tenth of a second

    try:
        guesses = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return "?"
    return str(guesses[0].extension).lstrip(".").upper() or "?" if guesses else "?"
