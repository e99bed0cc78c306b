"""PDF files, as proofs of consent: never rendered here, only handed out as a download to the few who may."""

from __future__ import annotations

from pathlib import Path

from engine.storage.refusal import Refused

#: Readers look for the end mark in the last kilobyte; some scanners add blank lines after it.
_END = 1024


def check_pdf(path: Path) -> None:
    """It begins as a PDF (kinds has seen to that) and it has not been cut off."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _END))
        end = file.read()
    _, mark, after = end.rpartition(b"%%EOF")
    if not mark:
        raise Refused("broken")
    if after.strip(b"\r\n\t \x00\x1a"):
        raise Refused("hidden_data")
