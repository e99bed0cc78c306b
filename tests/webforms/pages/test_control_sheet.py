"""Lembar kendali: an instance as a paper."""

from __future__ import annotations

from flask import Flask

from engine.database import transaction
from tests.engine.documents.reading import letters, outside, pages, written
from tests.office import Office, person
from tests.webforms.seen import desk

ADDRESS = "/instances/{}/control-sheet.pdf"
#: Points: the usual margins of 14 mm.
MARGIN = (39.7, 39.7, 35.7, 39.7)


def test_an_instance_is_a_paper_with_head_steps_decisions_and_signatures(
    whole: Flask, open_office: Office
) -> None:
    office = open_office
    instance = office.to_approval(title="Bakti sosial di Bantul")
    office.do(instance, "Periksa", by=office.ani, keputusan="tidak", alasan="Foto kedua mohon diganti.")
    browser = desk(whole, office.wati)
    assert ADDRESS.format(instance) in browser.get(f"/instances/{instance}").text
    answer = browser.get(ADDRESS.format(instance))
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    sheets = pages(answer.data)
    # F4, upright.
    assert [(round(sheet.width), round(sheet.height)) for sheet in sheets] == [(609, 935)] * len(sheets)
    text = " ".join(" ".join(sheet.extract_text().split()) for sheet in sheets)
    for words in (
        "LEMBAR KENDALI",
        "Bakti sosial di Bantul",
        "Memeriksa materi",
        "Foto kedua mohon diganti.",
        "Disetujui? Tidak",
        "Mengetahui,",
        f"Halaman 1 dari {len(sheets)}",
    ):
        assert words in text
    assert outside(answer.data, margin=MARGIN) == []


def test_whatever_was_answered_is_on_the_paper_and_inside_its_cell(whole: Flask, open_office: Office) -> None:
    office = open_office
    long = "petugas.pengelola.website.dan.media.sosial.dinas.sosial@bantulkab.go.id " * 3
    instance = office.to_approval(title=long.strip())
    office.do(instance, "Periksa", by=office.ani, keputusan="tidak", alasan="Mohon diganti. 😀 " + "x" * 400)
    paper = desk(whole, office.wati).get(ADDRESS.format(instance)).data
    assert outside(paper, margin=MARGIN) == []
    assert letters([long, "x" * 400]) - written(paper) == {}


def test_who_may_not_see_an_instance_has_no_paper_of_it(whole: Flask, open_office: Office) -> None:
    instance = open_office.to_approval()
    with transaction() as session:
        stranger = person(session, "stranger")
    assert desk(whole, stranger).get(ADDRESS.format(instance)).status_code == 404
    assert desk(whole, open_office.wati).get(ADDRESS.format(999_999)).status_code == 404
