"""Looking at a file that came in whole: what it is, whether it is sound, and copies fit to be shown."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from engine.media_types import CAPTIONS, accepts, is_taken
from engine.storage import blobs, captions, documents, folders, kinds, pictures, sounds, tails, videos
from engine.storage.refusal import Refused


@dataclass(frozen=True, kw_only=True)
class Copy:
    sha256: str
    media_type: str
    size: int


@dataclass(frozen=True, kw_only=True)
class Verdict:
    #: The file itself, stored.
    sha256: str
    media_type: str
    width: int | None = None
    height: int | None = None
    #: "web", "thumb": what others get to see, free of metadata.
    copies: dict[str, Copy] = field(default_factory=dict)


def examine(path: Path, *, accept: Collection[str]) -> Verdict:
    """Raises Refused with the reason; Unavailable when it can't be found out just now."""
    wanted = ", ".join(sorted({kinds.short(entry) for entry in accept if is_taken(entry)}))
    media_type = kinds.detect(path, wanted=wanted)
    film = videos.check(path) if media_type in kinds.PLAYED else None
    if film is not None:
        media_type = film.media_type  # a recording of sound often comes in a video's wrapping
    if not accepts(accept, media_type):
        raise Refused("other_kind", kind=kinds.short(media_type), accepted=wanted)
    if media_type in CAPTIONS:
        return _captions(path, media_type)
    tails.refuse_archive_at_end(path)
    if media_type == "application/pdf":
        documents.check_pdf(path)
        return Verdict(sha256=blobs.put(path).sha256, media_type=media_type)
    with folders.workplace() as folder:
        if media_type in sounds.COPIES:
            return _sound(path, media_type, folder)
        return _played(path, film, folder) if film is not None else _picture(path, media_type, folder)


def _captions(path: Path, media_type: str) -> Verdict:
    with folders.workplace() as folder:
        captions.write_copy(path, folder / "web")
        shown = _as_copy(blobs.put(folder / "web"), "text/vtt")
    return Verdict(sha256=blobs.put(path).sha256, media_type=media_type, copies={"web": shown})


def _picture(path: Path, media_type: str, folder: Path) -> Verdict:
    seen = pictures.decode(path, media_type, into=folder)
    return Verdict(
        sha256=blobs.put(path).sha256,
        media_type=media_type,
        width=seen.width,
        height=seen.height,
        copies={kind: _as_copy(blobs.put(copy.path), copy.media_type) for kind, copy in seen.copies.items()},
    )


def _sound(path: Path, media_type: str, folder: Path) -> Verdict:
    sounds.COPIES[media_type](path, folder / "web")
    copies = {"web": _as_copy(blobs.put(folder / "web"), media_type)}
    return Verdict(sha256=blobs.put(path).sha256, media_type=media_type, copies=copies)


def _played(path: Path, film: videos.Film, folder: Path) -> Verdict:
    original = shown = blobs.put(path)
    if film.private:
        videos.copy_without(film.private, path, folder / "web")
        shown = blobs.put(folder / "web")
    return Verdict(
        sha256=original.sha256,
        media_type=film.media_type,
        width=film.width,
        height=film.height,
        copies={"web": _as_copy(shown, film.media_type)},
    )


def _as_copy(blob: blobs.Blob, media_type: str) -> Copy:
    return Copy(sha256=blob.sha256, media_type=media_type, size=blob.size)
