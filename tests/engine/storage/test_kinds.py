"""What a file is, by its content; and two files in one."""

from __future__ import annotations

import struct
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.media_types import accepts
from engine.storage import documents, kinds, tails
from engine.storage.names import safe_name, with_true_ending
from engine.storage.refusal import Refused
from tests.engine.storage import making

JPEG = making.jpeg()
PNG = making.as_bytes(making.photo(), "PNG")
WEBP = making.as_bytes(making.photo(), "WEBP")
MOVING = making.as_bytes(
    making.photo(), "WEBP", save_all=True, append_images=[making.photo((64, 48), "L").convert("RGB")]
)
MOTION = making.film()


Write = Callable[[bytes], Path]


@pytest.fixture
def file(tmp_path: Path) -> Write:
    def write(content: bytes) -> Path:
        path = tmp_path / "foto.jpg"  # the name says nothing
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (JPEG, "image/jpeg"),
        (PNG, "image/png"),
        (WEBP, "image/webp"),
        (making.box(b"ftyp", b"heic", bytes(4), b"mif1heic"), "image/heic"),
        (making.film(), "video/mp4"),
        (making.film(brand=b"qt  "), "video/quicktime"),
        (making.film(brand=b"M4A "), "audio/mp4"),
        (making.PDF, "application/pdf"),
        (making.SRT, "application/x-subrip"),
        (b"\xef\xbb\xbf" + making.SRT, "application/x-subrip"),
        (making.VTT, "text/vtt"),
    ],
)
def test_content_tells_the_kind(file: Write, content: bytes, media_type: str) -> None:
    assert kinds.detect(file(content)) == media_type


@pytest.mark.parametrize(
    ("content", "looks_like"),
    [
        (making.zipped(), "ZIP"),
        (making.HTML, "HTML"),
        (making.SVG, "SVG"),
        (b'<?xml version="1.0"?>\n' + making.SVG, "SVG"),
        (b"\xef\xbb\xbf  " + making.HTML, "HTML"),
        (b"GIF89a" + bytes(20), "GIF"),
        (b"MZ" + bytes(100), None),
        (b"\x7fELF" + bytes(100), None),
        (b"#!/bin/sh\nrm -rf /\n", None),
        (making.SRT.replace(b"Selamat", b"<script>alert(1)</script>"), None),
        (making.SRT.decode().encode("utf-16"), None),
        (b"WEBVTT\n\nno cue at all\n", None),
        (b"bukan takarir", None),
        (b"\x00", None),
        (making.box(b"ftyp", b"avif", bytes(4), b"mif1"), None),
    ],
)
def test_everything_else_is_refused(file: Write, content: bytes, looks_like: str | None) -> None:
    with pytest.raises(Refused) as refused:
        kinds.detect(file(content))
    assert refused.value.reason == "unknown_kind"
    if looks_like:
        assert refused.value.params["kind"] == looks_like


def test_a_captions_file_of_any_size_is_judged_at_once(file: Write) -> None:
    start = time.process_time()  # a busy machine must not count
    for line in (b" " * 99 + b"\n", b"\n", b"0:", b"<" * 50, b"00:00:01,000 -->\n"):
        with pytest.raises(Refused):
            kinds.detect(file(line * (2_000_000 // len(line))))
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("accept", "media_type", "taken"),
    [
        ((), "application/pdf", True),
        (("image/jpeg", "image/png"), "image/png", True),
        (("image/jpeg", "image/png"), "image/webp", False),
        (("image/heif",), "image/heic", True),
        (("image/*",), "image/webp", True),
        (("image/*",), "video/mp4", False),
        ((".srt", ".vtt"), "text/vtt", True),
        ((".srt",), "text/vtt", False),
        ((" .JPG ",), "image/jpeg", True),
        ((".docx",), "application/pdf", False),
    ],
)
def test_a_field_takes_what_its_diagram_says(accept: tuple[str, ...], media_type: str, taken: bool) -> None:
    assert accepts(accept, media_type) is taken


SAMSUNG = (
    b"\x00\x00\x01\x0a\x0e\x00\x00\x00Image_UTC_Data123"
    + b"SEFH"
    + bytes(20)
    + struct.pack("<I", 24)
    + b"SEFT"
)


@pytest.mark.parametrize(
    "after",
    [b"", bytes(4096), JPEG, JPEG + bytes(7) + JPEG, MOTION, JPEG + MOTION, SAMSUNG],
    ids=["nothing", "padding", "second picture", "two more", "motion photo", "both", "samsung"],
)
def test_what_phones_hang_on_is_known(file: Write, after: bytes) -> None:
    tails.check_jpeg(file(JPEG + after))


@pytest.mark.parametrize(
    "after",
    [
        making.HTML,
        making.PDF,
        making.zipped(),
        b"Rar!\x1a\x07\x00" + bytes(30),
        b"<?php system($_GET['c']); ?>",
        b"one line of text",
        bytes(100) + making.HTML,
        JPEG + making.HTML,
        MOTION + making.HTML,
        MOTION[:-30],
        making.film(making.box(b"udta", making.HTML)),
        making.HTML + SAMSUNG,
        b"SEFT",
        PNG,
    ],
)
def test_what_they_do_not_is_refused(file: Write, after: bytes) -> None:
    path = file(JPEG + after)
    with pytest.raises(Refused, match=r"hidden_data|broken"):
        _look_behind(path)


def _look_behind(path: Path) -> None:
    tails.refuse_archive_at_end(path)
    tails.check_jpeg(path)


@pytest.mark.parametrize("content", [JPEG, PNG, WEBP, MOTION, making.PDF, SAMSUNG])
def test_an_archive_at_the_end_is_found_behind_anything(file: Write, content: bytes) -> None:
    tails.refuse_archive_at_end(file(content))
    for archive in (making.zipped(), making.zipped() + b"\n" * 1000):
        with pytest.raises(Refused, match="hidden_data"):
            tails.refuse_archive_at_end(file(content + archive))


@pytest.mark.parametrize("cut", [3, 20, 200, len(JPEG) // 2, len(JPEG) - 2, len(JPEG) - 1])
def test_a_jpeg_that_was_cut_off_is_broken(file: Write, cut: int) -> None:
    with pytest.raises(Refused, match="broken"):
        tails.check_jpeg(file(JPEG[:cut]))


@pytest.mark.parametrize(
    ("check", "content"),
    [
        (tails.check_png, PNG[:-1]),
        (tails.check_png, PNG[:60]),
        (tails.check_png, PNG + b"x"),
        (tails.check_png, PNG[:33] + making.png_chunk(b"acTL", bytes(8)) + PNG[33:]),
        (tails.check_webp, WEBP[:-2]),
        (tails.check_webp, WEBP + b"more"),
        (
            tails.check_webp,
            making.as_bytes(
                making.photo(), "WEBP", save_all=True, append_images=[making.photo((64, 48), "L")]
            ),
        ),
        (tails.check_heic, making.box(b"ftyp", b"heic") + making.HTML),
        (documents.check_pdf, making.PDF[:-8]),
        (documents.check_pdf, making.PDF + making.HTML),
    ],
)
def test_broken_moving_and_double_files_are_refused(
    file: Write, check: Callable[[Path], object], content: bytes
) -> None:
    with pytest.raises(Refused):
        check(file(content))


def test_sound_files_of_each_kind_pass(file: Write) -> None:
    tails.check_png(file(PNG + bytes(16)))
    tails.check_webp(file(WEBP))
    tails.check_heic(file(making.box(b"ftyp", b"heic") + making.box(b"mdat", bytes(20))))
    documents.check_pdf(file(making.PDF + b"\r\n\r\n"))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\fakepath\\Foto Desa.JPG", "Foto Desa.JPG"),
        ("foto\u202egpj.exe", "fotogpj.exe"),
        ("a\x00b\r\nContent-Type: x.jpg", "abContent-Type x.jpg"),
        ("...", "berkas"),
        ("", "berkas"),
        (".htaccess", "htaccess"),
        ("x" * 500 + ".jpeg", "x" * 109 + ".jpeg"),
        ("Kegiatan “Bakti Sosial” é.jpg", "Kegiatan “Bakti Sosial” é.jpg"),
    ],
)
def test_names_are_made_safe(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


@pytest.mark.parametrize(
    ("name", "media_type", "leaves_as"),
    [
        ("foto.JPEG", "image/jpeg", "foto.jpg"),
        ("IMG_1.HEIC", "image/jpeg", "IMG_1.jpg"),
        ("setup.exe", "image/jpeg", "setup.exe.jpg"),
        ("foto", "image/png", "foto.png"),
        ("page.html", "application/pdf", "page.html.pdf"),
        ("v1.2 foto", "image/jpeg", "v1.2 foto.jpg"),
    ],
)
def test_a_file_leaves_with_the_ending_of_what_it_is(name: str, media_type: str, leaves_as: str) -> None:
    assert with_true_ending(name, media_type) == leaves_as
