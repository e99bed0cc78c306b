"""What a field takes of files: `terima` in the diagram names media types, families (image/*) or endings."""

from __future__ import annotations

from collections.abc import Collection

#: What a player shows along with a film, as text.
CAPTIONS = frozenset({"application/x-subrip", "text/vtt"})
#: Where a diagram names an ending, or a near relation, instead of the media type.
_ALSO = {
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp",
    ".heic": "image/heic", ".heif": "image/heic", "image/heif": "image/heic", "image/jpg": "image/jpeg",
    ".mp4": "video/mp4", ".mov": "video/quicktime", ".m4a": "audio/mp4", "audio/x-m4a": "audio/mp4",
    "audio/m4a": "audio/mp4", ".mp3": "audio/mpeg", "audio/mp3": "audio/mpeg", ".ogg": "audio/ogg",
    ".oga": "audio/ogg", ".opus": "audio/ogg", "audio/opus": "audio/ogg",
    ".pdf": "application/pdf", ".srt": "application/x-subrip",
    "text/srt": "application/x-subrip", ".vtt": "text/vtt",
}  # fmt: skip

#: Whatever Alur can look at and show.
TAKEN = frozenset(_ALSO.values())


def meant(entry: str) -> str:
    """The media type or family; an ending that nobody knows stays one."""
    plain = entry.strip().lower()
    return _ALSO.get(plain, plain)


def accepts(accept: Collection[str], media_type: str) -> bool:
    """Whether a field takes it; an empty list takes whatever Alur knows."""
    wanted, found = {meant(entry) for entry in accept}, meant(media_type)
    return not wanted or found in wanted or f"{found.partition('/')[0]}/*" in wanted


def is_taken(entry: str) -> bool:
    """Whether Alur takes files of that media type, family or ending at all: nothing else is promised."""
    return any(accepts((entry,), media_type) for media_type in TAKEN)


def for_picker(accept: Collection[str]) -> str:
    """The attribute `accept` of a file input. Recordings and captions are named by their endings, too: many
    devices don't know their media types."""
    known = [meant(entry) for entry in accept if is_taken(entry)]
    spoken = [kind for kind in known if kind.startswith(("audio/", "text/", "application/x-"))]
    endings = [ending for ending, kind in _ALSO.items() if kind in spoken and ending.startswith(".")]
    return ",".join(dict.fromkeys([*known, *endings]))


def takes_family(accept: Collection[str], family: str) -> bool:
    """Whether any kind of a family (image/*) is accepted by name."""
    return any(meant(entry).partition("/")[0] == family.partition("/")[0] for entry in accept)
