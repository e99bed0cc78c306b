"""Pictures are decoded in a process of its own (engine.sandbox), which may die: such a picture is refused."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from engine.errors import TooCostly
from engine.sandbox.pool import Limits, Pool
from engine.storage.refusal import Refused

_MEMORY = 1280 * 1024 * 1024
_MAX_COPY = 64 * 1024 * 1024
_CPU_SECONDS = 25

#: Decoders at work at once: each may use a core and, for the largest picture, much memory.
pool = Pool(
    "engine.storage.decoder",
    Limits(
        memory=_MEMORY,
        file_size=_MAX_COPY,
        processor_seconds=_CPU_SECONDS,
        seconds=30.0,  # the largest picture allowed takes 3 s on a slow office machine
        answer=65_536,
    ),
    at_once=2,
    waiting=100,  # phones send ten photos of one report together
    patience=120.0,
)


@dataclass(frozen=True, kw_only=True)
class Copy:
    path: Path
    media_type: str


@dataclass(frozen=True, kw_only=True)
class Picture:
    #: After orientation.
    width: int
    height: int
    copies: dict[str, Copy]


def decode(path: Path, media_type: str, *, into: Path) -> Picture:
    """Verify a picture and write its copies "web" and "thumb" into a folder. A full disk is an OSError."""
    try:
        # Bytes: the data folder's name need not be text.
        reply = pool.run("decode", os.fsencode(path), media_type, os.fsencode(into))
    except TooCostly:
        raise Refused("undecodable") from None
    if "full_disk" in reply:
        raise OSError(reply["full_disk"], "the disk is full")
    if "refused" in reply:
        raise Refused(str(reply["refused"]), **reply.get("params", {}))
    return Picture(
        width=int(reply["width"]),
        height=int(reply["height"]),
        copies={kind: _trusted(into / kind) for kind in ("web", "thumb")},
    )


def warm() -> None:
    """Have a decoder ready for a picture that is on its way."""
    pool.warm()


def _trusted(path: Path) -> Copy:
    """What a decoder wrote that a hostile picture may have taken over: it must at least be a picture."""
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(b"\xff\xd8\xff"):
        return Copy(path=path, media_type="image/jpeg")
    if head == b"\x89PNG\r\n\x1a\n":
        return Copy(path=path, media_type="image/png")
    raise Refused("undecodable")
