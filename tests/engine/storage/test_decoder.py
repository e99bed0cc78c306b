"""The process that decodes pictures may die, hang or starve: the server goes on."""

from __future__ import annotations

import errno
import os
import random
import signal
import time
from pathlib import Path

import pillow_heif
import pytest
from PIL import ExifTags, Image

from engine.errors import Unavailable
from engine.storage import pictures
from engine.storage.decoder import _do
from engine.storage.refusal import Refused
from tests.engine.storage import making
from tests.engine.storage.conftest import Look, reason, shown

pillow_heif.register_heif_opener()


def kill(decoder: pictures._Decoder, how: signal.Signals) -> None:
    os.kill(decoder._process.pid, how)


@pytest.mark.parametrize("how", [signal.SIGSEGV, signal.SIGKILL])
def test_a_decoder_that_dies_takes_only_its_picture_along(look: Look, monkeypatch, how) -> None:
    look(making.jpeg())
    [decoder] = pictures._idle.queue
    asked = decoder._process.stdin.flush
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

    def __init__(self, process, *, flush):
        self._process, self.stdin = process, self
        self.write, self.flush, self.close = process.stdin.write, flush, process.stdin.close

    def __getattr__(self, name):
        return getattr(self._process, name)


def test_a_decoder_that_babbles_is_ended(look: Look, monkeypatch) -> None:
    look(making.jpeg())
    [decoder] = pictures._idle.queue
    monkeypatch.setattr(decoder, "_line", lambda _seconds: b"{half an answer\n")
    assert reason(look, making.jpeg()) == "undecodable"
    assert not decoder.alive


def test_a_decoder_that_hangs_is_ended(look: Look, monkeypatch) -> None:
    look(making.jpeg())
    [decoder] = pictures._idle.queue
    kill(decoder, signal.SIGSTOP)
    monkeypatch.setattr(pictures, "_DECODE_SECONDS", 0.3)
    assert reason(look, making.jpeg()) == "undecodable"
    monkeypatch.undo()
    assert look(making.jpeg()).width == 64


@pytest.mark.parametrize("seen_alive", [False, True])
def test_a_decoder_that_went_to_rest_is_replaced_unseen(look: Look, monkeypatch, seen_alive: bool) -> None:
    look(making.jpeg())
    [decoder] = pictures._idle.queue
    if seen_alive:  # it goes in the moment between the look and the question
        monkeypatch.setattr(pictures._Decoder, "alive", True)
    decoder._process.stdin.close()  # it ends by itself, as after idling
    decoder._process.wait()
    decoder._process.stdin = _Gone()
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

    def make(self, *_job, into):
        raise OSError(self.number, "as the system says") if self.number else OSError("truncated file")


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        (errno.ENOSPC, {"full_disk": errno.ENOSPC}),
        (errno.EFBIG, {"refused": "broken"}),
        (None, {"refused": "broken"}),
    ],
)
def test_a_full_disk_is_no_fault_of_the_picture(look: Look, monkeypatch, number, answer) -> None:
    assert _do(_Writing(number), {"path": "", "media_type": "image/jpeg", "into": ""}) == answer
    monkeypatch.setattr(pictures, "_ask", lambda _job: answer)
    with pytest.raises(OSError if "full_disk" in answer else Refused):
        look(making.jpeg())


def test_no_decoder_at_all_is_no_fault_of_the_picture(look: Look, monkeypatch) -> None:
    pictures.stop_all()
    monkeypatch.setattr(pictures.sys, "executable", "/bin/false")
    with pytest.raises(Unavailable):
        look(making.jpeg())


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="reads /proc")
def test_a_decoder_has_limits_and_no_secrets(look: Look, monkeypatch) -> None:
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


def mutations(seeds: list[bytes], count: int) -> list[bytes]:
    dice = random.Random(20261123)
    made = []
    for _ in range(count):
        content = bytearray(dice.choice(seeds))
        for _ in range(dice.choice((1, 2, 8, 40))):
            at = dice.randrange(len(content))
            match dice.randrange(5):
                case 0:
                    content[at] ^= 1 << dice.randrange(8)
                case 1:
                    content[at : at + 4] = dice.choice((b"\xff\xff\xff\xff", bytes(4), b"\x7f\xff\xff\xff"))
                case 2:
                    del content[at : at + dice.randrange(1, 64)]
                case 3:
                    content[at:at] = dice.randbytes(dice.randrange(1, 64))
                case _:
                    content[at : at + 1] = bytes([dice.randrange(256)])
            if not content:
                break
        made.append(bytes(content))
    return made


def fuzz(look: Look, seeds: list[bytes], count: int) -> dict[str, int]:
    """How the mutations ended, within a few seconds."""
    outcomes: dict[str, int] = {}
    until = time.monotonic() + 6
    for content in mutations(seeds, count):
        if time.monotonic() > until:
            break
        try:
            done = look(content)
        except Refused as refused:
            outcomes[refused.reason] = outcomes.get(refused.reason, 0) + 1
            continue
        outcomes["taken"] = outcomes.get("taken", 0) + 1
        for copy in done.copies.values():
            shown(copy)
    assert look(making.jpeg()).width == 64  # and the next picture is taken as ever
    return outcomes


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
    outcomes = fuzz(look, seeds, 600)
    assert sum(outcomes.values()) >= 200
    assert outcomes["broken"] >= 20
    assert outcomes["taken"] >= 20


def test_mutated_real_photos_never_harm_the_server(look: Look, media: Path) -> None:
    small = [path for path in (media / "photos").iterdir() if path.stat().st_size < 40_000]
    outcomes = fuzz(look, [path.read_bytes() for path in small], 300)
    assert len(small) >= 3
    assert sum(outcomes.values()) >= 100
    assert outcomes["broken"] >= 10
