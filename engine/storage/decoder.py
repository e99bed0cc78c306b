"""What is done with pictures in a process of its own (engine.sandbox): started by engine.storage.pictures."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

from engine.storage.refusal import Refused


def prepare() -> None:
    """Load the libraries that decode, in the child alone."""
    from engine.storage import copies

    copies.prepare()


def decode(path: bytes, media_type: str, into: bytes) -> dict[str, object]:
    """Write the copies of a picture: `{"width", "height"}`, `{"refused", "params"}` or `{"full_disk"}`."""
    from engine.storage import copies

    return _copied(copies, Path(os.fsdecode(path)), media_type, Path(os.fsdecode(into)))


def _copied(copies: Any, path: Path, media_type: str, into: Path) -> dict[str, object]:
    try:
        width, height = copies.make(path, media_type, into=into)
    except Refused as refused:
        return {"refused": refused.reason, "params": refused.params}
    except MemoryError:
        return {"refused": "undecodable"}  # small enough by its pixels, but not as it is coded
    except OSError as error:
        # Pillow says so of broken pictures, too, but without a number.
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        return {"full_disk": error.errno} if full else {"refused": "broken"}
    except Exception:  # noqa: BLE001  # whatever a decoder says about hostile bytes: they are no picture
        return {"refused": "broken"}
    return {"width": width, "height": height}


TASKS = {"decode": decode}
TYPES = ()
