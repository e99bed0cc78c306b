"""Pictures: verified, made upright, copied without metadata, in a process that may die."""

from __future__ import annotations

import os
import zlib
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from engine.storage import pictures
from engine.storage.refusal import Refused
from tests.engine.storage import making
from tests.engine.storage.conftest import Look, reason, shown
from tests.engine.storage.looking import colour, corners, names_a_place
from tests.patience import processor_time

pillow_heif.register_heif_opener()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_made_upright(look: Look, orientation: int) -> None:
    upright = making.photo((80, 60))
    back = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    stored = upright if back is None else upright.transpose(Image.Transpose(back))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    seen = look(making.as_bytes(stored, exif=exif))
    web = shown(seen.copies["web"])
    assert (seen.width, seen.height) == web.size == (80, 60)
    assert corners(web) == corners(upright) == [True, False, False, False]


@pytest.mark.parametrize("kind", ["JPEG", "HEIF"])
def test_a_telephones_photo_is_taken_upright_and_without_its_place(look: Look, kind: str) -> None:
    content = making.from_a_phone(kind, (800, 600))
    with Image.open(BytesIO(content)) as sent:
        assert sent.getexif().get_ifd(ExifTags.IFD.GPSInfo)  # there is a place to lose
    seen = look(content)
    web = shown(seen.copies["web"])
    assert (seen.width, seen.height) == web.size == (800, 600)
    assert corners(web) == [True, False, False, False]
    for copy in seen.copies.values():
        assert names_a_place(copy.path.read_bytes()) == []
        assert b"Siti" not in copy.path.read_bytes()
        assert not shown(copy).getexif()


@pytest.mark.parametrize("name", ["a%41b?#ü", os.fsdecode(b"\xe9\xff")], ids=["odd", "no text"])
def test_a_picture_is_decoded_in_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    (folder / "source").write_bytes(making.jpeg())
    seen = pictures.decode(folder / "source", "image/jpeg", into=folder)
    assert shown(seen.copies["thumb"]).size == (64, 48)


def _boxes(content: bytes) -> list[int]:
    """Where the boxes of a HEIC begin, those inside its index too."""
    names = (
        b"ftyp",
        b"meta",
        b"hdlr",
        b"pitm",
        b"iloc",
        b"iinf",
        b"iprp",
        b"ipco",
        b"hvcC",
        b"ispe",
        b"ipma",
    )
    return [content.index(name) - 4 for name in (*names, b"mdat")]


def test_a_heic_that_lies_about_its_boxes_is_refused_or_harmless(look: Look) -> None:
    content = making.from_a_phone("HEIF", (128, 96))
    spoilt = [content[:at] for at in (20, 60, *_boxes(content)[1:], len(content) // 2, len(content) - 1)]
    spoilt += [
        content[:at] + size.to_bytes(4, "big") + content[at + 4 :]
        for at in _boxes(content)
        for size in (0, 1, 7, 2**31, 2**32 - 1)
    ]
    outcomes: Counter[str] = Counter()
    for each in spoilt:
        try:
            done = look(each)
        except Refused as refused:
            outcomes[refused.reason] += 1
            continue
        outcomes["taken"] += 1
        for copy in done.copies.values():
            assert names_a_place(copy.path.read_bytes()) == []
            shown(copy)
    assert outcomes["broken"] + outcomes["undecodable"] + outcomes["unknown_kind"] > len(spoilt) / 2
    assert corners(shown(look(making.jpeg()).copies["web"])) == [True, False, False, False]


def test_no_metadata_gets_into_a_copy(look: Look) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "Siti"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (7.0, 53.0, 12.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "rumah aman di Jalan Parangtritis")
    secret: dict[str, Any] = {"exif": exif, "icc_profile": profile}
    xmp = b"<x:xmpmeta>Jalan Parangtritis</x:xmpmeta>"
    loud = [
        making.as_bytes(making.photo(), comment=b"Jalan Parangtritis", xmp=xmp, **secret),
        making.as_bytes(making.photo(mode="RGBA"), "PNG", pnginfo=text, **secret),
        making.as_bytes(making.photo(), "PNG", pnginfo=text, **secret),
        making.as_bytes(making.photo(), "WEBP", xmp=xmp, **secret),
        making.as_bytes(making.photo(), "HEIF", xmp=xmp, **secret),
    ]
    for content in loud:
        for copy in look(content).copies.values():
            written = copy.path.read_bytes()
            assert names_a_place(written) == []
            assert b"Jalan" not in written
            kept = shown(copy)
            assert set(kept.info) <= {
                "jfif",
                "jfif_version",
                "jfif_unit",
                "jfif_density",
                "progressive",
                "progression",
            }
            assert not kept.getexif()


def test_copies_have_bounded_sizes(look: Look) -> None:
    seen = look(making.jpeg((3000, 1500)))
    sizes = {kind: shown(copy).size for kind, copy in seen.copies.items()}
    assert sizes == {"web": (2048, 1024), "thumb": (480, 240)}
    assert (seen.width, seen.height) == (3000, 1500)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("RGB", "JPEG"), ("L", "JPEG"), ("CMYK", "JPEG"),
        ("RGB", "PNG"), ("RGBA", "PNG"), ("L", "PNG"), ("LA", "PNG"), ("P", "PNG"), ("1", "PNG"),
        ("I;16", "PNG"),
        ("RGB", "WEBP"), ("RGBA", "WEBP"), ("RGB", "HEIF"), ("RGBA", "HEIF"), ("L", "HEIF"),
    ],
)  # fmt: skip
def test_every_kind_of_pixel_is_shown_as_it_is(look: Look, mode: str, kind: str) -> None:
    if mode == "I;16":
        source = making.photo((800, 600), "L").convert("I;16").point(lambda value: value * 257)
    elif mode == "P":
        source = making.photo((800, 600)).quantize(256)
    else:
        source = making.photo((800, 600), mode)
    seen = look(making.as_bytes(source, kind))
    web = shown(seen.copies["web"])
    assert web.mode in {"RGB", "RGBA"}
    expected = making.photo((800, 600), "RGB" if mode in {"RGB", "RGBA", "CMYK", "P"} else "L").convert("RGB")
    if mode != "1":
        for at in ((20, 20), (780, 20), (780, 300), (780, 580)):
            assert all(abs(a - b) <= 24 for a, b in zip(colour(web, at), colour(expected, at), strict=True))


def test_transparency_is_kept(look: Look) -> None:
    palette = making.photo((200, 100)).quantize(16)
    clear = making.photo((200, 100), "RGBA")
    clear.putalpha(Image.linear_gradient("L").resize((200, 100)))
    for content in (making.as_bytes(palette, "PNG", transparency=0), making.as_bytes(clear, "PNG")):
        copy = look(content).copies["web"]
        assert copy.media_type == "image/png"
        assert min(shown(copy).getchannel("A").tobytes()) < 128


def test_a_colour_profile_is_turned_into_srgb(look: Look) -> None:
    """A picture whose profile swaps meanings looks the same only if the profile was followed."""
    lab_like = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    broken = b"not a profile at all"
    for profile in (lab_like, broken):
        seen = look(making.as_bytes(making.photo(), icc_profile=profile))
        assert corners(shown(seen.copies["web"])) == [True, False, False, False]


def test_bombs_are_refused_by_their_size_alone(look: Look) -> None:
    pictures.pool.stop_all()  # what earlier tests have used is not counted here
    start = processor_time()
    rows = [b"\x00" * (20_000 // 8 + 1)] * 4_000  # a few KB that unfold to 50 MB and claim more
    assert reason(look, making.png_of(20_000, 20_000, depth=1, rows=rows)) == "too_many_pixels"
    assert reason(look, making.png_of(2**31 - 1, 2**31 - 1)) == "side_too_long"
    wide = making.png_of(40_000_000, 1, depth=1, rows=[b"\x00" * 5_000_001])
    assert reason(look, wide) == "side_too_long"
    assert reason(look, making.png_of(1, 65_536, rows=[b"\x00\x00"] * 65_536)) == "side_too_long"
    text = making.png_chunk(b"zTXt", b"k\x00\x00" + zlib.compress(bytes(200 * 1024 * 1024), 9))
    png = making.as_bytes(making.photo(), "PNG")
    assert reason(look, png[:33] + text + png[33:]) == "broken"
    pictures.pool.stop_all()  # what the decoder has used counts once it has ended
    assert processor_time() - start < 5


def test_a_picture_one_pixel_wide_is_shown(look: Look) -> None:
    seen = look(making.png_of(1, 20_000, rows=[b"\x00\x80"] * 20_000))
    assert shown(seen.copies["thumb"]).size == (1, 480)


def test_moving_and_broken_pictures_are_refused(look: Look) -> None:
    frames = {
        "save_all": True,
        "append_images": [making.photo((64, 48), "L").convert("RGB")],
        "duration": 100,
    }
    assert reason(look, making.as_bytes(making.photo(), "WEBP", **frames)) == "animated"
    assert reason(look, making.as_bytes(making.photo(), "PNG", **frames)) == "animated"
    assert reason(look, making.as_bytes(making.photo(), "GIF", **frames)) == "unknown_kind"
    whole = making.jpeg((640, 480))
    assert reason(look, whole[: len(whole) // 2]) == "broken"
    assert reason(look, making.jpeg() + making.HTML) == "hidden_data"
    png = bytearray(making.as_bytes(making.photo(), "PNG"))
    png[60] ^= 0xFF  # a checksum no longer fits
    assert reason(look, bytes(png)) == "broken"
