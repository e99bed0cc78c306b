"""Captions of videos: SubRip (.srt) and WebVTT (.vtt), as text in UTF-8."""

from __future__ import annotations

import re
from pathlib import Path

#: The captions of a whole day of talking need less.
_MAX_BYTES = 2 * 1024 * 1024
_ARROW = r"[ \t]{1,8}-->[ \t]{1,8}"
_VTT_TIME = r"(?:\d{1,4}:)?\d{2}:\d{2}\.\d{3}"
_SRT_TIME = r"\d{1,4}:\d{2}:\d{2},\d{3}"
_VTT_CUE = re.compile(rf"^{_VTT_TIME}{_ARROW}{_VTT_TIME}", re.MULTILINE)
_SRT_CUE = re.compile(rf"^{_SRT_TIME}{_ARROW}{_SRT_TIME}", re.MULTILINE)
#: Markup that no player needs and that could act where somebody opens the file as a page.
_ACTIVE = re.compile(r"<\s*(?:script|html|svg|iframe|object|embed|img|body|!doctype)\b", re.IGNORECASE)
#: Between cues: empty lines.
_BLOCKS = re.compile(r"\n{2,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def detect(path: Path) -> str | None:
    """The media type of a captions file, None when it is something else."""
    if path.stat().st_size > _MAX_BYTES:
        return None
    try:
        words = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if _CONTROL.search(words) or _ACTIVE.search(words):
        return None
    if re.match(r"WEBVTT(?:[ \t\r\n]|$)", words):
        return "text/vtt" if _VTT_CUE.search(words) else None
    return "application/x-subrip" if _SRT_CUE.search(words) else None


def write_copy(path: Path, target: Path) -> None:
    """The cues alone as WebVTT, which is what players read: without comments, styles and regions."""
    words = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    cues = (
        block.strip("\n")
        for block in _BLOCKS.split(words)
        if _VTT_CUE.search(block) or _SRT_CUE.search(block)
    )
    # What stands before the times is a number or a name.
    timed = (_from_times(cue) for cue in cues)
    target.write_text("\n\n".join(["WEBVTT", *timed]) + "\n", encoding="utf-8")


def _from_times(cue: str) -> str:
    lines = cue.split("\n")
    at = next(n for n, line in enumerate(lines) if _VTT_CUE.match(line) or _SRT_CUE.match(line))
    times = re.sub(r"(\d),(\d{3})", r"\1.\2", lines[at])
    return "\n".join([times, *lines[at + 1 :]])
