"""How picture and sound of a film are coded: only what every browser plays is taken.

A film in HEVC, AV1 or with full colour (4:4:4) plays as sound without a picture on most office computers,
and who decides about it would not know. There is no converter here: such a film is refused with words that
help.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from engine.storage.boxes import Box, boxes, content, inside
from engine.storage.refusal import Refused

#: Bytes of a sample entry before the boxes inside it (ISO 14496-12, 12.1.3).
_VISUAL = 78
#: Baseline, Main, High: eight bits, and two colours for four pixels (ISO 14496-10, annex A).
_PROFILES = frozenset({66, 77, 100})
_SOUND = frozenset({b"mp4a", b".mp3", b"Opus"})
_NAMES = {
    b"hvc1": "HEVC (H.265)", b"hev1": "HEVC (H.265)", b"dvh1": "Dolby Vision", b"dvhe": "Dolby Vision",
    b"av01": "AV1", b"vp09": "VP9", b"vp08": "VP8", b"mp4v": "MPEG-4", b"s263": "H.263",
    b"jpeg": "Motion JPEG",
    b"mjpa": "Motion JPEG", b"mjpb": "Motion JPEG", b"apcn": "ProRes", b"apch": "ProRes", b"apcs": "ProRes",
    b"apco": "ProRes", b"ap4h": "ProRes", b"ap4x": "ProRes", b"alac": "ALAC", b"samr": "AMR", b"sawb": "AMR",
    b"ac-3": "AC-3", b"ec-3": "AC-3", b"sowt": "PCM", b"twos": "PCM", b"lpcm": "PCM", b"ipcm": "PCM",
}  # fmt: skip


def refuse_unplayable(file: BinaryIO, tracks: Mapping[Box, bytes]) -> None:
    """Raises Refused("unseen") or Refused("unheard") with the codec, where no track of pictures, or of sound,
    is one that every browser plays. `tracks`: by the kind that they say they are."""
    for kind, reason, is_played in ((b"vide", "unseen", _is_seen), (b"soun", "unheard", _is_heard)):
        entries = [entry for track, is_ in tracks.items() if is_ == kind for entry in _entries(file, track)]
        if entries and not any(is_played(file, entry) for entry in entries):
            raise Refused(reason, codec=_name(entries[0]))


def _entries(file: BinaryIO, track: Box) -> Iterator[Box]:
    """How the samples of a track are coded: the boxes of its `stsd`."""
    box = track
    for type_ in (b"mdia", b"minf", b"stbl", b"stsd"):
        found = next((inner for inner in inside(file, box) if inner.type == type_), None)
        if found is None:
            raise Refused("broken")
        box = found
    yield from boxes(file, box.content + 8, box.end)


def _is_heard(_file: BinaryIO, entry: Box) -> bool:
    return entry.type in _SOUND


def _is_seen(file: BinaryIO, entry: Box) -> bool:
    if entry.type not in {b"avc1", b"avc3"}:
        return False
    for box in boxes(file, entry.content + _VISUAL, entry.end):
        if box.type == b"avcC":
            return _profiles(content(file, box, 4096)) <= _PROFILES
    return False


def _profiles(config: bytes) -> set[int]:
    """The profile that the film says it has, and those of its pictures' own headers (ISO 14496-15, 5.3.3)."""
    found, at = {config[1]} if len(config) > 5 else {0}, 6
    for _ in range(config[5] & 31 if len(config) > 5 else 0):
        length = int.from_bytes(config[at : at + 2], "big")
        found |= set(config[at + 3 : at + 4])
        at += 2 + length
    return found


def _name(entry: Box) -> str:
    if entry.type in {b"avc1", b"avc3"}:
        return "H.264 4:4:4/10-bit"
    return _NAMES.get(entry.type, entry.type.decode("ascii", "replace").strip())
