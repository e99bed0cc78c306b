"""Files handed out: to whom, and how."""

from __future__ import annotations

import re
from io import BytesIO
from typing import IO, Any

import pytest

from engine.database import transaction
from engine.storage import uploads
from tests.engine.storage import making
from tests.webforms.uploads.counter import *  # noqa: F403  fixtures
from tests.webforms.uploads.counter import Counter, TusBrowser

PHOTO = making.jpeg((600, 400))
PLACE = making.box(b"udta", making.box(b"\xa9xyz", b"-07.88+110.32/"))
FILM = making.film(PLACE, media=bytes(range(256)) * 40)


@pytest.fixture
def siti(counter: Counter) -> TusBrowser:
    return counter.browser(counter.office.siti)


def attach(counter: Counter, *ids: str) -> None:
    with transaction() as session:
        uploads.attach(session, ids, instance_id=counter.instance)


@pytest.fixture
def kept(counter: Counter, siti: TusBrowser) -> dict[str, Any]:
    """Ids of a photo, a film and a proof of consent that belong to the instance."""
    ids = {
        "photo": siti.send(counter.task, PHOTO, name="Bakti <sosial>\u202e.exe")["id"],
        "film": siti.send(counter.task, FILM, field="video", name="film.mov")["id"],
        "proof": siti.send(counter.task, making.PDF, field="foto.0.bukti", name="izin “wali”.pdf")["id"],
    }
    attach(counter, *ids.values())
    return ids


def test_a_copy_is_shown_within_our_pages_only(siti: TusBrowser, kept: dict[str, Any]) -> None:
    for kind in ("thumb", "web"):
        seen = siti.get(f"/files/{kept['photo']}/{kind}")
        assert seen.status_code == 200
        assert seen.mimetype in {"image/jpeg", "image/png"}
        assert seen.headers["Content-Disposition"].startswith("inline; filename=")
        assert seen.headers["X-Content-Type-Options"] == "nosniff"
        assert seen.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert seen.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "private" in seen.headers["Cache-Control"]
        assert "public" not in seen.headers["Cache-Control"]
        assert seen.data[:3] in {b"\xff\xd8\xff", b"\x89PN"}


def test_an_original_is_a_download_with_a_safe_name(siti: TusBrowser, kept: dict[str, Any]) -> None:
    seen = siti.get(f"/files/{kept['photo']}/original")
    assert seen.data == PHOTO
    assert seen.headers["Content-Disposition"] == 'attachment; filename="Bakti sosial.exe.jpg"'
    assert seen.headers["Content-Type"] == "image/jpeg"
    proof = siti.get(f"/files/{kept['proof']}/original").headers["Content-Disposition"]
    assert proof.startswith("attachment; ")
    assert "filename*=UTF-8''izin%20%E2%80%9Cwali%E2%80%9D.pdf" in proof
    assert "\n" not in proof


def test_an_unchanged_file_is_304(siti: TusBrowser, kept: dict[str, Any]) -> None:
    address = f"/files/{kept['photo']}/web"
    first = siti.get(address)
    again = siti.get(address, If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    assert siti.get(address, If_None_Match='"other"').status_code == 200


def test_a_film_can_be_wound_and_tells_no_place(siti: TusBrowser, kept: dict[str, Any]) -> None:
    address = f"/files/{kept['film']}/web"
    whole = siti.get(address)
    assert whole.headers["Content-Type"] == "video/mp4"
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert whole.headers["Content-Disposition"].startswith("inline")
    assert b"-07.88" not in whole.data
    assert b"-07.88" in siti.get(f"/files/{kept['film']}/original").data
    part = siti.get(address, Range="bytes=100-199")
    assert (part.status_code, part.data) == (206, whole.data[100:200])
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(FILM)}"
    assert siti.get(address, Range="bytes=999999-").status_code == 416


def test_a_range_is_given_to_the_server_as_a_file(siti: TusBrowser, kept: dict[str, Any]) -> None:
    """Which sends it without a thread of the application."""
    places: list[tuple[int, bytes]] = []

    def wrap(file: IO[bytes], _size: int = 0) -> list[bytes]:
        places.append((file.tell(), file.read(3)))
        file.close()
        return [b"x" * 100]

    address = f"/files/{kept['film']}/web"
    whole = siti.get(address).data
    told = {"wsgi.file_wrapper": wrap}
    part = siti.client.get(address, headers={"Range": "bytes=100-199"}, environ_overrides=told)
    assert part.status_code == 206
    assert part.headers["Content-Length"] == "100"
    assert places[-1] == (100, whole[100:103])


def test_files_are_for_those_who_may_see_the_instance(counter: Counter, kept: dict[str, Any]) -> None:
    colleague = counter.browser(counter.office.budi)
    assert colleague.get(f"/files/{kept['photo']}/web").status_code == 200
    stranger = counter.browser(counter.office.dewi)  # runs accounts, has no part in instances
    for kind in ("thumb", "web", "original"):
        assert stranger.get(f"/files/{kept['photo']}/{kind}").status_code == 404
    nobody = counter.app.test_client()
    assert nobody.get(f"/files/{kept['photo']}/web").status_code == 302


def test_a_place_is_in_the_original_and_that_is_for_few(counter: Counter, kept: dict[str, Any]) -> None:
    editor = counter.browser(counter.office.budi)
    assert editor.get(f"/files/{kept['photo']}/original").status_code == 403
    assert counter.browser(counter.office.siti).get(f"/files/{kept['photo']}/original").status_code == 200


def test_a_proof_of_consent_is_for_fewer_and_never_kept_by_the_browser(
    counter: Counter, siti: TusBrowser, kept: dict[str, Any]
) -> None:
    address = f"/files/{kept['proof']}/original"
    kept_by_browser = siti.get(address).headers["Cache-Control"]
    assert "no-cache" in kept_by_browser
    assert "max-age" not in kept_by_browser
    # Rudi sees the instance, but no open task of it waits for him.
    assert counter.browser(counter.office.rudi).get(address).status_code == 403


def test_a_file_not_yet_handed_in_is_its_owners_alone(counter: Counter, siti: TusBrowser) -> None:
    mine = siti.send(counter.task, PHOTO)["id"]
    assert siti.get(f"/files/{mine}/web").status_code == 200
    for person in (counter.office.budi, counter.office.wati, counter.office.eko):
        assert counter.browser(person).get(f"/files/{mine}/web").status_code == 404


NOT_THERE = (
    "/files/00000000-0000-4000-8000-000000000000/web",
    "/files/../../etc/passwd/web",
    "/files/1/web",
    "/files/{photo}/secret",
    "/files/{photo}",
    "/files/{proof}/thumb",
)


def test_what_is_not_there_is_not_found(siti: TusBrowser, kept: dict[str, Any]) -> None:
    for path in NOT_THERE:
        assert siti.get(path.format(**kept)).status_code == 404, path


def test_who_checks_an_instance_can_look_at_all_that_its_pages_show(
    counter: Counter, siti: TusBrowser
) -> None:
    """A film's original tells where it was made, and is for few; what a page plays is the copy."""
    photo = siti.send(counter.task, PHOTO)["id"]
    film = siti.send(counter.task, FILM, field="video", name="film.mov")["id"]
    typed = {"judul": "Bakti sosial", "foto.0.file": photo, "video.0.file": film}
    counter.office.do(counter.instance, "Serah", by=counter.office.siti, **typed)
    budi = counter.browser(counter.office.budi)
    for page in (f"/tasks/{counter.office.task(counter.instance).id}", f"/instances/{counter.instance}"):
        shown = set(re.findall(r'(?:src|href)="(/files/[^"]+)"', budi.get(page).text))
        assert {path.split("/")[2] for path in shown} == {photo, film}
        assert {path: budi.get(path).status_code for path in shown} == dict.fromkeys(shown, 200)


def test_a_file_has_a_page_with_all_that_was_asked_about_it(counter: Counter, siti: TusBrowser) -> None:
    """Without a script a picture leads there, not to a bare file."""
    photos = [siti.send(counter.task, making.jpeg((600 + n, 400)))["id"] for n in range(2)]
    proof = siti.send(counter.task, making.PDF, field="foto.0.bukti", name="izin wali.pdf")["id"]
    film = siti.send(counter.task, FILM, field="video", name="film.mov")["id"]
    typed = {"judul": "Bakti sosial", "foto.0.file": photos[0], "foto.1.file": photos[1]}
    typed |= {"foto.0.bukti.file": proof, "video.0.file": film}
    assert siti.get(f"/files/{photos[0]}").status_code == 404  # nobody has sent it yet
    counter.office.do(counter.instance, "Serah", by=counter.office.siti, **typed)
    budi = counter.browser(counter.office.budi)
    first, second = (budi.get(f"/files/{photo}").text for photo in photos)
    assert f'src="/files/{photos[0]}/web"' in first
    assert re.search(r"Bukti persetujuan.*izin wali\.pdf", first, re.DOTALL)
    assert f'href="/files/{photos[1]}"' in first
    assert f'rel="prev" href="/files/{photos[0]}"' in second
    assert "izin wali" not in second
    assert budi.get(f"/files/{proof}").status_code == 404  # a proof is no picture to leaf through
    for page in (f"/tasks/{counter.office.task(counter.instance).id}", f"/instances/{counter.instance}"):
        assert "izin wali.pdf" in budi.get(page).text


def test_a_photo_that_is_too_small_is_refused_before_anybody_describes_it(
    counter: Counter, siti: TusBrowser
) -> None:
    """Without a script, too: the file comes with the form, and no row comes back for it."""
    small, large = (making.jpeg(size) for size in ((600, 400), (1080, 566)))
    for content, rows in ((small, 0), (making.HTML, 0), (large, 1)):
        form = {
            "csrf_token": siti.token,
            "_upload": "potret",
            "potret.upload": (BytesIO(content), "potret.jpg"),
        }
        page = siti.client.post(f"/tasks/{counter.task}", data=form)
        assert page.status_code == 200
        assert page.text.count('name="potret.0.file"') == rows
        assert ("potret.jpg: " in page.text) is not bool(rows)
