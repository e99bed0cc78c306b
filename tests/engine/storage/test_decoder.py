"""The process that decodes pictures may die, hang or starve: the server goes on."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from PIL import ExifTags, Image

from engine.errors import Unavailable
from engine.storage import pictures
from engine.storage.decoder import _do
from engine.storage.refusal import Refused
from tests.conftest import not_none
from tests.engine.storage import making
from tests.engine.storage.conftest import Look, reason
from tests.engine.storage.looking import fuzz

pillow_heif.register_heif_opener()


def kill(decoder: pictures._Decoder, how: signal.Signals) -> None:
    os.kill(decoder._process.pid, how)


@pytest.mark.parametrize("how", [signal.SIGSEGV, signal.SIGKILL])
def test_a_decoder_that_dies_takes_only_its_picture_along(
    look: Look, monkeypatch: pytest.MonkeyPatch, how: signal.Signals
) -> None:
    look(making.jpeg())
    [decoder] = pictures._idle.queue
    asked = not_none(decoder._process.stdin).flush
    kill(decoder, signal.SIGSTOP)  # so that it is surely still at work when it dies

    def die() -> None:
        asked()
        kill(decoder, how)
        kill(decoder, signal.SIGCONT)

    monkeypatch.setattr(decoder, "_process", _With(decoder._process, flush=die))
    assert reason(look, making.jpeg()) == "undecodable"
    assert look(making.jpeg()).width == 64


class _Gone:
    """The input of a process that has ended."""

    def write(self, _line: bytes) -> None:
        raise BrokenPipeError

    def close(self) -> None: ...


class _With:
    """A process whose input is flushed in another way."""

    def __init__(self, process: subprocess.Popen[bytes], *, flush: Callable[[], None]) -> None:
        self._process, self.stdin = process, self
        real = not_none(process.stdin)
        self.write, self.flush, self.close = real.write, flush, real.close

    def __getattr__(self, name: str) -> Any:
        return getattr(self._process, name)


def test_a_decoder_that_babbles_is_ended(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    look(making.jpeg())
    [decoder] = pictures._idle.queue
    monkeypatch.setattr(decoder, "_line", lambda _seconds: b"{half an answer\n")
    assert reason(look, making.jpeg()) == "undecodable"
    assert not decoder.running


def test_a_decoder_that_hangs_is_ended(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    look(making.jpeg())
    [decoder] = pictures._idle.queue
    kill(decoder, signal.SIGSTOP)
    monkeypatch.setattr(pictures, "_DECODE_SECONDS", 0.3)
    assert reason(look, making.jpeg()) == "undecodable"
    monkeypatch.undo()
    assert look(making.jpeg()).width == 64


@pytest.mark.parametrize("seen_alive", [False, True])
def test_a_decoder_that_went_to_rest_is_replaced_unseen(
    look: Look, monkeypatch: pytest.MonkeyPatch, seen_alive: bool
) -> None:
    look(making.jpeg())
    [decoder] = pictures._idle.queue
    if seen_alive:  # it goes in the moment between the look and the question
        monkeypatch.setattr(pictures._Decoder, "running", True)
    not_none(decoder._process.stdin).close()  # it ends by itself, as after idling
    decoder._process.wait()
    monkeypatch.setattr(decoder._process, "stdin", _Gone())
    assert look(making.jpeg()).width == 64


def test_a_decoder_killed_while_idle_costs_no_picture(look: Look) -> None:
    look(making.jpeg())
    [decoder] = pictures._idle.queue
    kill(decoder, signal.SIGKILL)
    os.waitid(os.P_PID, decoder._process.pid, os.WEXITED | os.WNOWAIT)
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
    assert _do(_Writing(number), {"path": "", "media_type": "image/jpeg", "into": ""}) == answer
    monkeypatch.setattr(pictures, "_request", lambda _job: answer)
    with pytest.raises(OSError if "full_disk" in answer else Refused):
        look(making.jpeg())


def test_no_decoder_at_all_is_no_fault_of_the_picture(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures.stop_all()
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(Unavailable):
        look(making.jpeg())


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="reads /proc")
def test_a_decoder_has_limits_and_no_secrets(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALUR_SECRET_KEY", "nobody may know")
    pictures.stop_all()
    look(making.jpeg())
    [decoder] = pictures._idle.queue
    process = Path(f"/proc/{decoder._process.pid}")
    assert b"nobody may know" not in (process / "environ").read_bytes()
    limits = (process / "limits").read_text()
    for name in ("Max address space", "Max cpu time", "Max file size"):
        soft = next(line for line in limits.splitlines() if line.startswith(name)).split()[3]
        assert soft.isdigit(), name


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
