"""What a form promises is taken, and what is taken can be seen and heard by who decides."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from engine.media_types import TAKEN, accepts, for_picker, is_taken
from engine.storage import sounds, tails
from engine.storage.blobs import path_of
from engine.storage.examine import Verdict, examine
from engine.storage.names import ENDINGS
from engine.storage.refusal import Refused
from tests.engine.storage import making

PLACE = b"-07.8878+110.3289/"
JPEG = making.jpeg()
#: A file of each kind that Alur names, as phones, scanners and apps write it.
PROMISED = {
    "image/jpeg": JPEG,
    "image/png": making.as_bytes(making.photo(), "PNG"),
    "image/webp": making.as_bytes(making.photo(), "WEBP"),
    "image/heic": making.from_a_phone("HEIF", (200, 150)),
    "video/mp4": making.film(),
    "video/quicktime": making.film(brand=b"qt  "),
    "audio/mp4": making.film(tracks=making.track(b"soun"), brand=b"M4A "),
    "audio/mpeg": making.mp3(before=making.id3(PLACE), after=b"TAG" + PLACE.ljust(125)),
    "audio/ogg": making.opus(PLACE),
    "application/pdf": making.PDF,
    "application/x-subrip": making.SRT,
    "text/vtt": making.VTT,
}


@pytest.fixture(autouse=True)
def _stored(store: Path) -> None:
    """Copies are stored somewhere."""


def look_at(path: Path, content: bytes, *accept: str) -> Verdict:
    path.write_bytes(content)
    return examine(path, accept=accept)


def test_every_kind_that_has_a_name_has_its_file_here() -> None:
    assert PROMISED.keys() == ENDINGS.keys() == TAKEN


@pytest.mark.parametrize("media_type", PROMISED)
def test_a_file_of_each_promised_kind_is_taken(media_type: str, tmp_path: Path) -> None:
    verdict = look_at(tmp_path / "file", PROMISED[media_type], media_type)
    assert verdict.media_type == media_type
    # A proof is read as it came; whatever is shown is a copy that tells no place.
    shown = [path_of(copy.sha256).read_bytes() for copy in verdict.copies.values()]
    assert bool(shown) is (media_type != "application/pdf")
    assert not any(PLACE in copy for copy in shown)


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        (b"hvc1", "HEVC (H.265)"),
        (b"hev1", "HEVC (H.265)"),
        (b"av01", "AV1"),
        (b"vp09", "VP9"),
        (b"apcn", "ProRes"),
        ((b"avc1", 244, 244), "H.264 4:4:4/10-bit"),
        ((b"avc1", 110, 110), "H.264 4:4:4/10-bit"),
        ((b"avc1", 100, 244), "H.264 4:4:4/10-bit"),
        (b"avc1", "H.264 4:4:4/10-bit"),
        (b"huh?", "huh?"),
    ],
)
@pytest.mark.parametrize("brand", [b"isom", b"qt  "])
def test_a_film_that_most_would_only_hear_is_refused(
    codec: bytes | tuple[bytes, int, int], name: str, brand: bytes, tmp_path: Path
) -> None:
    tracks = making.track(b"vide", size=(640, 480), codec=codec) + making.track(b"soun")
    with pytest.raises(Refused, match="unseen") as refused:
        look_at(tmp_path / "film", making.film(tracks=tracks, brand=brand))
    assert refused.value.params == {"codec": name}


@pytest.mark.parametrize("codec", [b"alac", b"ac-3", b"sowt", b"samr"])
@pytest.mark.parametrize("picture", [making.track(b"vide", size=(640, 480)), b""])
def test_sound_that_most_would_not_hear_is_refused(codec: bytes, picture: bytes, tmp_path: Path) -> None:
    tracks = picture + making.track(b"soun", codec=codec)
    with pytest.raises(Refused, match="unheard"):
        look_at(tmp_path / "film", making.film(tracks=tracks))


def test_a_film_needs_one_track_of_each_that_plays(tmp_path: Path) -> None:
    """Phones add depth and sound of their own coding beside what all play."""
    picture, sound = making.track(b"vide", size=(640, 480)), making.track(b"soun")
    depth, spatial = making.track(b"vide", codec=b"hvc1"), making.track(b"soun", codec=b"apac")
    assert look_at(tmp_path / "film", making.film(tracks=picture + depth + sound + spatial)).width == 640
    look_at(
        tmp_path / "silent", making.film(tracks=making.track(b"vide", size=(9, 9), codec=(b"avc1", 66, 66)))
    )
    with pytest.raises(Refused, match="broken"):
        look_at(tmp_path / "none", making.film(tracks=picture.replace(b"stsd", b"xtsd")))


VIVO = b'vivo{"deviceModel":"V2302","place":"' + PLACE + b'"}cc\x00\x01camera_album'
ONEPLUS = b"\x02\x00\x00\x00watermark" + PLACE + b"\x18\x00\x00\x00jxrs\x00\x00\x00\x00"


@pytest.mark.parametrize(
    "trailer",
    [VIVO, b'{"cameraType":"main"}', b'\x00\x00{ "version" : 1 }\n', ONEPLUS, JPEG + VIVO],
    ids=["vivo", "JSON", "padded JSON", "OnePlus", "second picture, vivo"],
)
def test_what_a_maker_hangs_on_is_taken_and_cut_off(trailer: bytes, tmp_path: Path) -> None:
    verdict = look_at(tmp_path / "photo", JPEG + trailer)
    for copy in verdict.copies.values():
        shown = path_of(copy.sha256).read_bytes()
        assert PLACE not in shown
        assert b"jxrs" not in shown
        assert b"camera" not in shown


@pytest.mark.parametrize(
    "trailer",
    [
        VIVO + making.HTML,
        b'{"a":"' + making.SVG + b'"}',
        b'{"a":1}' + b"Rar!\x1a\x07\x00" + bytes(30),
        b"\x7fELF" + ONEPLUS,
        b'{"never closed": ',
        b"plain words",
        b"jxrs" + bytes(100) + b"x",
    ],
)
def test_what_only_looks_like_a_makers_record_is_refused(trailer: bytes, tmp_path: Path) -> None:
    path = tmp_path / "photo"
    path.write_bytes(JPEG + trailer)
    with pytest.raises(Refused, match="hidden_data"):
        tails.check_jpeg(path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (making.mp3(2), "broken"),
        (making.mp3(after=making.HTML), "hidden_data"),
        (making.mp3(after=b"Rar!\x1a\x07\x00"), "hidden_data"),
        (making.mp3(after=making.zipped()), "hidden_data"),
        (making.id3(b"x") + making.PDF, "broken"),
        (making.opus(after=making.HTML), "hidden_data"),
        (making.opus()[:-5], "broken"),
        (making.opus(kind=b"\x01vorbis!"), "unknown_kind"),
        (making.opus()[:40], "broken"),
        (b"\xff\xf1\x50\x80" + bytes(400), "unknown_kind"),
        (b"RIFF" + bytes(4) + b"WAVEfmt ", "unknown_kind"),
    ],
    ids=["two frames", "page", "rar", "zip", "pdf", "page behind", "cut", "vorbis", "head", "aac", "wav"],
)
def test_a_near_miss_of_a_recording_is_refused(content: bytes, reason: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=reason):
        look_at(tmp_path / "sound", content)


def test_a_recording_that_was_stopped_in_a_frame_is_taken(tmp_path: Path) -> None:
    assert look_at(tmp_path / "sound", making.mp3()[:-100]).media_type == "audio/mpeg"


def test_the_copy_of_a_voice_message_is_sound_ogg(tmp_path: Path) -> None:
    source, target = tmp_path / "a", tmp_path / "b"
    source.write_bytes(making.opus(PLACE * 40))
    sounds.copy_opus(source, target)
    copy = target.read_bytes()
    assert len(copy) == source.stat().st_size
    at = copy.index(b"OpusTags") - 27 - copy[copy.index(b"OggS", 4) + 26]
    page = copy[at : copy.index(b"OggS", at + 4)]
    assert page[:4] == b"OggS"
    assert struct.unpack("<I", page[22:26])[0] == _crc(page[:22] + bytes(4) + page[26:])


def _crc(content: bytes) -> int:
    """Bit by bit, as RFC 3533 has it."""
    total = 0
    for byte in content:
        total ^= byte << 24
        for _ in range(8):
            total = (total << 1 ^ 0x04C11DB7 if total & 0x80000000 else total << 1) & 0xFFFFFFFF
    return total


def test_a_panorama_is_taken_and_what_is_too_large_is_told_which_way(tmp_path: Path) -> None:
    wide = look_at(tmp_path / "wide", making.as_bytes(making.photo((31_000, 12)), "JPEG"))
    assert (wide.width, wide.height) == (31_000, 12)
    with pytest.raises(Refused, match="side_too_long") as long:
        look_at(tmp_path / "long", making.png_of(70_000, 10))
    assert long.value.params == {"pixels": 65_535}
    with pytest.raises(Refused, match="too_many_pixels") as large:
        look_at(tmp_path / "large", making.png_of(20_000, 20_000))
    assert large.value.params == {"megapixels": 40}


def test_captions_are_shown_as_cues_alone(tmp_path: Path) -> None:
    told = (
        b"WEBVTT\n\nNOTE made at "
        + PLACE
        + b"\n\nSTYLE\n::cue{color:red}\n\nsatu\n00:01.000 --> 00:02.500\nPagi\n"
    )
    for content in (told, b"\xef\xbb\xbf1\r\n00:00:01,000 --> 00:00:02,500\r\nPagi\r\n"):
        copy = look_at(tmp_path / "c", content).copies["web"]
        cue = path_of(copy.sha256).read_text().removeprefix("WEBVTT\n\n").replace("00:00:0", "00:0")
        assert (cue, copy.media_type) == ("00:01.000 --> 00:02.500\nPagi\n", "text/vtt")


def test_who_sends_another_kind_hears_what_the_field_takes(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        look_at(tmp_path / "a", b"GIF89a" + bytes(20), "image/jpeg", ".docx")
    assert refused.value.params == {"kind": "GIF", "accepted": "JPG"}


@pytest.mark.parametrize("name", [".mp3", "audio/mp3", "audio/*", ".ogg", ".opus", "AUDIO/OGG"])
def test_recordings_are_known_by_all_their_names(name: str) -> None:
    assert is_taken(name)
    assert accepts((name,), "audio/mpeg") or accepts((name,), "audio/ogg")


def test_a_picker_offers_what_is_taken_and_nothing_else() -> None:
    assert for_picker(("image/jpeg", ".docx", "image/gif")) == "image/jpeg"
    assert for_picker(("audio/ogg",)) == "audio/ogg,.ogg,.oga,.opus"
    assert for_picker(("image/*",)) == "image/*"
