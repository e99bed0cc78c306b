"""Lembar SOP and the next evaluation, on the pages of definitions."""

from __future__ import annotations

import re

from flask import Flask

from tests.conftest import not_none
from tests.long_sop import straight
from tests.office import Office, small_sop
from tests.webforms.seen import desk, words


def test_the_sheet_is_shown_printed_and_downloaded(whole: Flask, open_office: Office) -> None:
    browser = desk(whole, open_office.ani)
    page = browser.get("/definitions/kecil/versions/1/sheet")
    assert page.status_code == 200
    assert "/definitions/kecil/versions/1/sheet-1.svg" in page.text
    picture = browser.get("/definitions/kecil/versions/1/sheet-1.svg")
    assert (picture.status_code, picture.mimetype) == (200, "image/svg+xml")
    assert picture.headers["Cache-Control"] == "private, no-cache"
    pdf = browser.get("/definitions/kecil/versions/1/sheet.pdf")
    assert (pdf.mimetype, pdf.data[:4]) == ("application/pdf", b"%PDF")
    assert browser.get("/definitions/kecil/versions/1/sheet-9.svg").status_code == 404
    assert browser.get("/definitions/kecil/versions/7/sheet").status_code == 404


def test_pictures_of_the_sheet_keep_their_place_and_come_once(whole: Flask, open_office: Office) -> None:
    browser = desk(whole, open_office.ani)
    page = browser.get("/definitions/kecil/versions/1/sheet").text
    pictures = re.findall(r'<img class="sheet-page"[^>]+>', page)
    # 330 × 215 mm, in pixels of 1/96 inch.
    assert all('width="1247" height="813"' in each for each in pictures)
    assert ['loading="lazy"' in each for each in pictures] == [n > 0 for n in range(len(pictures))]
    address = not_none(re.search(r'src="([^"]+)"', pictures[0]))[1]
    first = browser.get(address)
    assert first.headers["Cache-Control"] == "private, max-age=3600, immutable"
    again = browser.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_draft_says_that_its_sheet_is_marked(whole: Flask, open_office: Office) -> None:
    from engine.database import transaction
    from engine.definitions.releases import upload

    with transaction() as session:
        changed = small_sop().replace("Menayangkan", "Menerbitkan")
        upload(session, changed.encode(), "kecil.bpmn", by=open_office.tono)
    browser = desk(whole, open_office.tono)
    assert "bertanda DRAF" in browser.get("/definitions/kecil/versions/2/sheet").text
    assert "bertanda DRAF" not in browser.get("/definitions/kecil/versions/1/sheet").text


def test_a_sheet_of_too_many_steps_is_refused_in_words(whole: Flask, open_office: Office) -> None:
    from engine.database import transaction
    from engine.definitions.releases import upload

    with transaction() as session:
        upload(session, straight(401).encode(), "lurus.bpmn", by=open_office.tono)
    browser = desk(whole, open_office.tono)
    for address in ("sheet", "sheet-1.svg", "sheet.pdf"):
        answer = browser.get(f"/definitions/lurus/versions/1/{address}")
        assert answer.status_code == 422
        assert "paling banyak 400 langkah" in words(answer)
    assert "Langkah T400" in browser.get("/definitions/lurus/versions/1").text


def test_an_overdue_evaluation_is_said(whole: Flask, open_office: Office) -> None:
    from engine.database import transaction
    from engine.definitions.releases import deploy

    with transaction() as session:
        old = small_sop().replace(
            '<camunda:property name="nomor_sop"',
            '<camunda:property name="tgl_pembuatan" value="2024-11-11"/><camunda:property name="nomor_sop"',
        )
        deploy(session, old.encode(), "kecil.bpmn")
    browser = desk(whole, open_office.tono)
    assert "terlambat sejak 11 November 2025" in browser.get("/definitions").text
    assert "terlambat sejak 11 November 2025" in browser.get("/definitions/kecil").text
    assert "SOP “SOP Kecil” perlu dievaluasi" in browser.get("/").text
    assert "perlu dievaluasi" not in desk(whole, open_office.ani).get("/").text


def test_the_diagram_is_downloaded_as_a_picture_by_the_sops_number(whole: Flask, open_office: Office) -> None:
    browser = desk(whole, open_office.ani)
    page = browser.get("/definitions/kecil").text
    for kind, media_type, begins in (("svg", "image/svg+xml", b"<svg"), ("png", "image/png", b"\x89PNG")):
        address = f"/definitions/kecil/versions/1/diagram.{kind}"
        assert f'href="{address}"' in page
        answer = browser.get(address)
        assert (answer.mimetype, answer.data[:4]) == (media_type, begins[:4])
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert re.search(rf"filename=[\w.-]+-v1\.{kind}", answer.headers["Content-Disposition"])
    for missing in ("versions/1/diagram.gif", "versions/9/diagram.svg"):
        assert browser.get(f"/definitions/kecil/{missing}").status_code == 404


def test_the_picture_of_what_is_not_in_force_says_so(whole: Flask, open_office: Office) -> None:
    from engine.database import reading, transaction
    from engine.definitions.releases import upload
    from engine.documents import papers

    with transaction() as session:
        upload(
            session, small_sop().replace("Menayangkan", "Menerbitkan").encode(), "x.bpmn", by=open_office.tono
        )
    with reading() as session:
        words = [papers.diagram(session, "kecil", n, by=open_office.tono).caption.words for n in (1, 2)]
    assert ["DRAF" in each for each in words] == [False, True]
