"""Photos of real cameras and telephones, a real film, and files that once broke a decoder."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from engine.storage import videos
from engine.storage.refusal import Refused
from tests.engine.storage import making
from tests.engine.storage.conftest import Look, look, no_decoder_stays, shown
from tests.engine.storage.looking import corners, fuzz, names_a_place

__all__ = ["look", "no_decoder_stays"]

pytestmark = pytest.mark.wider


def test_real_photos_are_taken_upright_and_without_a_place(look: Look, media: Path) -> None:
    seen = {}
    for path in sorted((media / "photos").iterdir()):
        done = look(path)
        for copy in done.copies.values():
            assert names_a_place(copy.path.read_bytes()) == [], path.name
            assert not shown(copy).getexif()
        web = shown(done.copies["web"])
        seen[path.name] = (done.width, done.height)
        assert web.format == "JPEG"
        assert abs(web.width / web.height - done.width / done.height) < 0.01
    with_place = (media / "photos" / "DSCN0025.jpg").read_bytes()
    assert Image.open(BytesIO(with_place)).getexif().get_ifd(ExifTags.IFD.GPSInfo)  # there was one to lose
    assert seen["landscape_6.jpg"] == (600, 450)
    assert {seen[f"portrait_{n}.jpg"] for n in (3, 6, 8)} == {(450, 600)}
    assert seen["IMG_5195.HEIC"] == (2566, 3313)
    assert len(seen) == 11


def test_mutated_real_photos_never_harm_the_server(look: Look, media: Path) -> None:
    small = [path for path in (media / "photos").iterdir() if path.stat().st_size < 40_000]
    outcomes = fuzz(look, [path.read_bytes() for path in small], 300)
    assert len(small) >= 3
    assert sum(outcomes.values()) >= 100
    assert outcomes["broken"] >= 10


def test_hostile_files_are_refused_or_harmless_and_the_server_lives(look: Look, media: Path) -> None:
    outcomes = {}
    for path in sorted((media / "hostile").iterdir()):
        try:
            done = look(path)
        except Refused as refused:
            outcomes[path.name] = refused.reason
            continue
        outcomes[path.name] = "taken"
        for copy in done.copies.values():
            assert names_a_place(copy.path.read_bytes()) == []
            shown(copy)
    taken = {name for name, outcome in outcomes.items() if outcome == "taken"}
    assert len(outcomes) == 37
    assert all(name.endswith((".jpg", ".jpeg")) for name in taken)  # no broken HEIC got through
    assert corners(shown(look(making.jpeg()).copies["web"])) == [True, False, False, False]


def test_a_real_film_is_taken(tmp_path: Path, media: Path) -> None:
    content = (media / "video" / "big-buck-bunny-480p-30s.mp4").read_bytes()
    source, target = tmp_path / "film.mp4", tmp_path / "copy"
    source.write_bytes(content)
    film = videos.check(source)
    videos.copy_without(film.private, source, target)
    copy = target.read_bytes()
    assert (film.media_type, film.width, film.height) == ("video/mp4", 854, 480)
    at = content.index(b"mdat")
    assert copy[at : at + 1_000_000] == content[at : at + 1_000_000]
    assert b"udta" not in copy
