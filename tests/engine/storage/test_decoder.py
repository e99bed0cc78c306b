"""The process that decodes pictures may die, hang or starve: the server goes on."""

from __future__ import annotations

import errno
import os
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from PIL import ExifTags, Image

from engine.storage import pictures
from engine.storage.decoder import _copied
from engine.storage.refusal import Refused
from tests.engine.storage import making
from tests.engine.storage.conftest import Look, reason
from tests.engine.storage.looking import fuzz

pillow_heif.register_heif_opener()


def test_a_decoder_that_dies_takes_only_its_picture_along(
    look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(making.jpeg())
    monkeypatch.setattr(pictures.pool, "limits", replace(pictures.pool.limits, seconds=0.3))
    [decoder] = pictures.pool.idle.queue
    os.kill(decoder.process.pid, signal.SIGSTOP)
    assert reason(look, making.jpeg()) == "undecodable"
    monkeypatch.undo()
    assert look(making.jpeg()).width == 64


class _Writing:
    """The module of copies, on a disk where nothing can be written."""

    def __init__(self, number: int | None) -> None:
        self.number = number

    def make(self, *_job: object, into: Path) -> None:
        raise OSError(self.number, "as the system says") if self.number else OSError("truncated file")


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        (errno.ENOSPC, {"full_disk": errno.ENOSPC}),
        (errno.EFBIG, {"refused": "broken"}),
        (None, {"refused": "broken"}),
    ],
)
def test_a_full_disk_is_no_fault_of_the_picture(
    look: Look, monkeypatch: pytest.MonkeyPatch, number: int | None, answer: dict[str, Any]
) -> None:
    assert _copied(_Writing(number), Path(), "image/jpeg", Path()) == answer
    monkeypatch.setattr(pictures.pool, "run", lambda *_job: answer)
    with pytest.raises(OSError if "full_disk" in answer else Refused):
        look(making.jpeg())


def test_mutated_pictures_never_harm_the_server(look: Look) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    seeds = [
        making.jpeg((120, 80), exif=exif),
        making.jpeg((120, 80), progressive=True),
        making.as_bytes(making.photo((60, 40), "CMYK")),
        making.as_bytes(making.photo((60, 40)), "PNG"),
        making.as_bytes(making.photo((60, 40)).quantize(16), "PNG"),
        making.as_bytes(making.photo((60, 40)), "WEBP"),
        making.as_bytes(making.photo((60, 40), "RGBA"), "WEBP", lossless=True),
        making.as_bytes(making.photo((128, 64)), "HEIF"),
    ]
    outcomes = fuzz(look, seeds, 300)
    assert sum(outcomes.values()) >= 200
    assert outcomes["broken"] >= 20
    assert outcomes["taken"] >= 20
