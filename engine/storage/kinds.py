"""What a file is, by its content. Its name and what the browser says about it are never asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from engine.media_types import meant
from engine.storage import captions, sounds
from engine.storage.names import ENDINGS
from engine.storage.refusal import Refused

IMAGES = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic"})
#: Files made of boxes that play.
PLAYED = frozenset({"video/mp4", "video/quicktime", "audio/mp4"})
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc", b"hevx"})
_MP4 = frozenset(
    b"isom iso2 iso3 iso4 iso5 iso6 iso7 iso8 iso9 mp41 mp42 avc1 MSNV dash XAVC 3gp4 3gp5 3gp6 cmfc".split()
) | {b"M4V "}
_AUDIO = frozenset({b"M4A ", b"M4B "})
_HEAD = 4096
_BEGINNINGS: dict[str, Callable[[bytes], bool]] = {
    "image/jpeg": lambda head: head.startswith(b"\xff\xd8\xff"),
    "image/png": lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"),
    "image/webp": lambda head: head.startswith(b"RIFF") and head[8:12] == b"WEBP",
    "application/pdf": lambda head: head.startswith(b"%PDF-"),
    "audio/ogg": sounds.looks_like_opus,
    "audio/mpeg": sounds.looks_like_mp3,
}


def detect(path: Path, *, wanted: str = "") -> str:
    """The media type; Refused when it is none that Alur takes, saying what it looks like. `wanted`: what the
    field takes, in words; empty: whatever Alur knows."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if found := _by_signature(head) or captions.detect(path):
        return found
    everything = ", ".join(ending[1:].upper() for ending in ENDINGS.values())
    raise Refused("unknown_kind", kind=_looks_like(head), accepted=wanted or everything)


def short(entry: str) -> str:
    """As people call it: JPG for image/jpeg or .jpeg."""
    ending = ENDINGS.get(meant(entry))
    return ending[1:].upper() if ending else entry


def _by_signature(head: bytes) -> str | None:
    for media_type, begins in _BEGINNINGS.items():
        if begins(head):
            return media_type
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
