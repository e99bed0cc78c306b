"""Films: sound boxes, size as shown, and a copy that tells no place."""

from __future__ import annotations

import hashlib
import struct
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.storage import examine, folders, videos
from engine.storage.blobs import path_of
from engine.storage.refusal import Refused
from tests.engine.storage import making

PLACE = b"-07.8878+110.3289/"
XYZ = making.box(b"udta", making.box(b"\xa9xyz", struct.pack(">HH", len(PLACE), 0x15C7), PLACE))
APPLE = making.box(
    b"meta", making.box(b"keys", b"mdtacom.apple.quicktime.location.ISO6709"), making.box(b"ilst", PLACE)
)
XMP = making.box(b"uuid", bytes(16), b"<x:xmpmeta>", PLACE)


Clean = Callable[[bytes], tuple[videos.Film, bytes]]


@pytest.fixture
def clean(tmp_path: Path) -> Clean:
    def copy(content: bytes) -> tuple[videos.Film, bytes]:
        source, target = tmp_path / "film", tmp_path / "copy"
        source.write_bytes(content)
        film = videos.check(source)
        videos.copy_without(film.private, source, target)
        return film, target.read_bytes()

    return copy


def check(path: Path, content: bytes) -> videos.Film:
    path.write_bytes(content)
    return videos.check(path)


@pytest.mark.parametrize(
    "content",
    [
        making.film(XYZ),
        making.film(APPLE, brand=b"qt  "),
        making.film(XYZ, APPLE, XMP),
        making.film(tracks=making.track(b"vide", XYZ, APPLE, XMP, size=(640, 480))),
        making.film() + XMP + APPLE,
        making.film() + making.box(b"mine", PLACE),
        making.film(making.box(b"gps ", PLACE)),
    ],
    ids=["udta", "apple", "three", "in a track", "at the top", "unknown box", "unknown in moov"],
)
def test_places_are_gone_and_everything_else_stays_where_it_is(clean: Clean, content: bytes) -> None:
    film, copy = clean(content)
    assert film.private
    assert PLACE in content
    assert PLACE not in copy
    assert b"xyz" not in copy
    assert b"ISO6709" not in copy
    assert len(copy) == len(content)
    private = [range(blank.start - 4, blank.start + blank.size) for blank in film.private]
    rest = [at for at in range(len(content)) if not any(at in item for item in private)]
    assert bytes(copy[at] for at in rest) == bytes(content[at] for at in rest)


def test_a_film_is_as_large_as_its_picture_and_played_as_it_was_taken(clean: Clean) -> None:
    media = bytes(range(256)) * 400
    content = making.film(
        XYZ, tracks=making.track(b"vide", size=(854, 480)) + making.track(b"soun"), media=media
    )
    film, copy = clean(content)
    assert (film.media_type, film.width, film.height) == ("video/mp4", 854, 480)
    assert copy[copy.index(b"mdat") :] == content[content.index(b"mdat") :]
    assert b"udta" not in copy


def test_telemetry_in_a_track_of_its_own_is_blanked(clean: Clean) -> None:
    """Action cameras and drones: samples between those of picture and sound."""
    picture = b"picture-of-the-camera" * 3

    def made(starts: list[int]) -> bytes:
        samples = making.tables(starts, [len(PLACE)] * len(starts))
        tracks = making.track(b"vide", size=(1920, 1080)) + making.track(b"meta", samples=samples)
        media = picture + PLACE + picture + PLACE + picture
        return making.film(tracks=tracks, media=media)

    first = made([0, 0]).index(PLACE)
    content = made([first, first + len(PLACE) + len(picture)])
    _film, copy = clean(content)
    assert content.count(PLACE) == 2
    assert PLACE not in copy
    assert copy.count(picture) == 3
    assert check_sizes(copy) == (1920, 1080)


def check_sizes(content: bytes) -> tuple[int, int]:
    at = content.index(b"tkhd") + 4 + 76
    width, height = struct.unpack(">2I", content[at : at + 8])
    return width >> 16, height >> 16


def test_samples_that_point_outside_harm_nothing(clean: Clean) -> None:
    """A table that names the index itself, or beyond the end, must not make the copy another film."""
    samples = making.tables([0, 30, 2**31, 2**32 - 2], [50, 50, 50, 50])
    content = making.film(tracks=making.track(b"vide") + making.track(b"meta", samples=samples))
    _film, copy = clean(content)
    assert copy[:24] == content[:24]


def test_tables_made_to_exhaust_the_server_are_refused_in_time(tmp_path: Path) -> None:
    """A million chunks took 190 MB, a thousand of them among 100 000 boxes seven seconds."""
    started = time.process_time()
    with pytest.raises(Refused):
        check(tmp_path / "film", telemetry(making.tables([0] * 400_000, [1])))
    media = telemetry(making.tables([0] * 2000, [1] * 2000)).index(b"mdat") + 4
    between = making.box(b"free") * 100_000
    content = telemetry(making.tables([media + len(between)] * 2000, [1] * 2000))
    film = check(tmp_path / "film", content[: media - 8] + between + content[media - 8 :])
    assert len(film.private) == 2001
    assert time.process_time() - started < 5


def test_boxes_are_counted_over_the_whole_file(tmp_path: Path) -> None:
    """None of these fragments has too many; all of them together took a second for every 5 MB."""
    fragments = making.box(b"moof", making.box(b"free") * 100_000) * 3
    with pytest.raises(Refused):
        check(tmp_path / "film", making.film() + fragments)
    assert check(tmp_path / "film", making.film() + fragments[: len(fragments) // 3]).width == 1280


def test_a_film_without_private_parts_is_its_own_copy(tmp_path: Path) -> None:
    folders.use(tmp_path / "data")
    path = tmp_path / "film"
    path.write_bytes(making.film())
    seen = examine.examine(path, accept=("video/mp4",))
    assert seen.copies["web"].sha256 == hashlib.sha256(making.film()).hexdigest()
    path.write_bytes(making.film(XYZ))
    seen = examine.examine(path, accept=("video/mp4",))
    assert PLACE not in path_of(seen.copies["web"].sha256).read_bytes()
    assert list((tmp_path / "data" / "work").iterdir()) == []


def test_size_is_as_shown_and_kind_is_by_tracks(tmp_path: Path) -> None:
    path = tmp_path / "film"
    upright = check(path, making.film())
    assert (upright.width, upright.height, upright.media_type) == (1280, 720, "video/mp4")
    turned = making.film().replace(
        struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30),
        struct.pack(">9i", 0, 65536, 0, -65536, 0, 0, 0, 0, 1 << 30),
    )
    seen = check(path, turned)
    assert (seen.width, seen.height) == (720, 1280)
    recording = check(path, making.film(tracks=making.track(b"soun")))
    assert (recording.width, recording.height, recording.media_type) == (None, None, "audio/mp4")
    assert check(path, making.film(brand=b"qt  ")).media_type == "video/quicktime"


def nested(depth: int) -> bytes:
    inner = b""
    for _ in range(depth):
        inner = making.box(b"minf", inner)
    return inner


def telemetry(*samples: bytes) -> bytes:
    return making.film(tracks=making.track(b"vide") + making.track(b"meta", samples=b"".join(samples)))


@pytest.mark.parametrize(
    "content",
    [
        making.film()[:-1],
        making.film()[:100],
        making.film()[24:],
        making.film() + b"trailing words",
        making.film() + making.film()[24:],
        making.film(tracks=b""),
        making.film(tracks=making.track(b"text")),
        making.film(tracks=making.track(b"vide", samples=nested(20))),
        making.film(tracks=making.track(b"vide", samples=nested(3000))),
        making.film(tracks=making.box(b"trak")),
        making.film(tracks=making.track(b"vide", size=(1, 1)) * 100),
        making.box(b"ftyp", b"isom", bytes(4)) + making.box(b"mdat", bytes(9)),
        making.film().replace(b"\x00\x00\x00\x6cmvhd", b"\x00\x00\x00\x04mvhd"),
        b"\x00\x00\x00\x01ftyp" + b"\xff" * 8 + bytes(40),
        telemetry(making.box(b"stz2", bytes(12)), making.tables([0], [1])[-20:]),
        telemetry(making.box(b"stsz", bytes(8), b"\xff\xff\xff\xff"), making.tables([0], [1])[-20:]),
        making.film(tracks=making.track(b"vide") + making.track(b"meta")) + making.box(b"moof"),
    ],
)
def test_unsound_films_are_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Refused):
        check(tmp_path / "film", content)


def test_a_long_film_costs_no_memory(tmp_path: Path) -> None:
    import tracemalloc

    source, target = tmp_path / "film", tmp_path / "copy"
    making.write_long_film(source, 80_000_000)
    with source.open("ab") as file:
        file.write(XMP)
    tracemalloc.start()
    film = videos.check(source)
    videos.copy_without(film.private, source, target)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(film.private) == 1
    assert peak < 5_000_000
