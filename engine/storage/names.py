"""File names that are safe to show and to hand out. They never become part of a path on the server."""

from __future__ import annotations

import unicodedata

#: Media type → ending of the names of such files.
ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/heic": ".heic",
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
    "audio/mp4": ".m4a",
    "audio/mpeg": ".mp3",
    "audio/ogg": ".ogg",
    "application/pdf": ".pdf",
    "application/x-subrip": ".srt",
    "text/vtt": ".vtt",
}
_OTHER_ENDINGS = {
    ".jpeg": ".jpg",
    ".heif": ".heic",
    ".m4v": ".mp4",
    ".qt": ".mov",
    ".opus": ".ogg",
    ".oga": ".ogg",
}
_MAX_NAME = 120
_FORBIDDEN = frozenset('<>:"|?*\\/')


def safe_name(name: str, fallback: str = "berkas") -> str:
    """The last part of what a browser sent, without characters that mislead a person or a file system."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    # Categories C…: control characters, and those that turn the reading direction (gpj.exe shown as exe.jpg).
    clean = "".join(c for c in last if c not in _FORBIDDEN and not unicodedata.category(c).startswith("C"))
    clean = " ".join(clean.split()).strip(". ")
    stem, dot, ending = clean.rpartition(".")
    if dot and 0 < len(ending) <= 10:
        return f"{stem[: _MAX_NAME - 11].rstrip('. ') or fallback}.{ending}"
    return clean[:_MAX_NAME] or fallback


def with_true_ending(name: str, media_type: str) -> str:
    """The name with the ending of what the file really is: what came as foto.exe leaves as foto.exe.jpg."""
    ending = ENDINGS.get(media_type, ".bin")
    stem, dot, own = name.rpartition(".")
    own = f"{dot}{own}".lower()
    if stem and _OTHER_ENDINGS.get(own, own) in {ending, *ENDINGS.values()}:
        return f"{stem}{ending}"
    return f"{name}{ending}"
