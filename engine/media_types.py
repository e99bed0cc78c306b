"""What a field takes of files: `terima` in the diagram names media types, families (image/*) or endings."""

from __future__ import annotations

from collections.abc import Collection

#: Where a diagram names an ending, or a near relation, instead of the media type.
_ALSO = {
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp",
    ".heic": "image/heic", ".heif": "image/heic", "image/heif": "image/heic", "image/jpg": "image/jpeg",
    ".mp4": "video/mp4", ".mov": "video/quicktime", ".m4a": "audio/mp4", "audio/x-m4a": "audio/mp4",
    "audio/m4a": "audio/mp4", ".pdf": "application/pdf", ".srt": "application/x-subrip",
    "text/srt": "application/x-subrip", ".vtt": "text/vtt",
}  # fmt: skip


def meant(entry: str) -> str:
    """The media type or family; an ending that nobody knows stays one."""
    plain = entry.strip().lower()
    return _ALSO.get(plain, plain)


def accepts(accept: Collection[str], media_type: str) -> bool:
    """Whether a field takes it; an empty list takes whatever Alur knows."""
    wanted, found = {meant(entry) for entry in accept}, meant(media_type)
    return not wanted or found in wanted or f"{found.partition('/')[0]}/*" in wanted
