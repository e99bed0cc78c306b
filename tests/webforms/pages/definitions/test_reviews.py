"""A version on its way: who sees which actions, what is said of it, and how it comes into force."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import pytest
from flask import Flask

from engine.database import transaction
from tests.office import Office, field, person, small_sop
from tests.webforms.desk import Desk
from tests.webforms.seen import addresses, buttons, desk, words

#: Another name for a step, one more field, another norm.
CHANGED = (
    small_sop(extra_field=field("lokasi", "Lokasi"))
    .replace('name="Memeriksa materi"', 'name="Memeriksa naskah"')
    .replace('value="PT30M"', 'value="PT2H"')
)
PAGE = "/definitions/kecil/versions/2"


@dataclass
class Desks:
    office: Office
    author: Desk
    reviewer: Desk
    officer: Desk

    def submit(self, note: str = "Formulir dilengkapi dan norma disesuaikan") -> str:
        return words(self.author.send(f"{PAGE}/submit", {"reason": note}, follow_redirects=True))

    def approve(self, **typed: str) -> str:
        return words(self.reviewer.send(f"{PAGE}/approve", typed, follow_redirects=True))


@pytest.fixture
def desks(whole: Flask, open_office: Office) -> Desks:
    """Tono has uploaded a second version; Wati may approve it, Siti may look."""
    office = open_office
    both = Desks(office, *(desk(whole, item) for item in (office.tono, office.wati, office.siti)))
    both.author.send("/definitions", {"diagram": (BytesIO(CHANGED.encode()), "baru.bpmn")})
    return both


def offered(browser: Desk, path: str = PAGE) -> set[str]:
    """Of the actions on a version, which the page offers."""
    page = browser.get(path)
    actions = {"Ajukan", "Batalkan draf", "Buat draf", "Berlakukan", "Berlakukan kembali"}
    return actions & set(buttons(page)) | ({"Tinjau"} if f"{PAGE}/review" in addresses(page) else set())


def test_from_draft_to_force_by_two_people(desks: Desks) -> None:
    assert offered(desks.author) == {"Ajukan", "Batalkan draf"}
    assert offered(desks.reviewer) == offered(desks.officer) == set()
    seen = desks.submit()
    assert "Versi 2 diajukan" in seen
    assert "Formulir dilengkapi dan norma disesuaikan" in seen
    assert "Tinjau" in offered(desks.reviewer)
    assert "Versi 2 disetujui" in desks.approve()
    assert "Berlakukan" in offered(desks.author)
    assert "Berlakukan" not in offered(desks.reviewer)
    answer = words(desks.author.send(f"{PAGE}/activate", follow_redirects=True))
    assert "Versi 2 sekarang berlaku untuk berkas baru" in answer
    assert "Versi ini berlaku" in answer
    told = words(desks.officer.get(PAGE))
    for sentence in (
        "Tono mengunggah SOP Kecil versi 2 (baru.bpmn)",
        "Tono mengajukan SOP Kecil versi 2: “Formulir dilengkapi dan norma disesuaikan”",
        "Wati menyetujui SOP Kecil versi 2",
        "Tono memberlakukan SOP Kecil versi 2",
    ):
        assert sentence in told
    assert "mengajukan" not in words(desks.officer.get("/definitions/kecil/versions/1"))


def test_rolling_back_is_putting_an_older_version_in_force_again(desks: Desks) -> None:
    desks.submit()
    desks.approve()
    desks.author.send(f"{PAGE}/activate")
    first = "/definitions/kecil/versions/1"
    assert "Berlakukan kembali" in offered(desks.author, first)
    assert "Berlakukan kembali" not in offered(desks.reviewer, first)
    assert "Versi 1 sekarang berlaku" in words(desks.author.send(f"{first}/activate", follow_redirects=True))
    assert "Versi ini telah digantikan" in words(desks.officer.get(PAGE))


def test_an_author_reads_why_they_cannot_approve(desks: Desks) -> None:
    desks.submit()
    why = "Anda ikut menyusun versi ini, sehingga persetujuannya harus diberikan orang lain."
    assert why in words(desks.author.get(PAGE))
    page = desks.author.get(f"{PAGE}/review")
    assert why in words(page)
    assert "Setujui" not in buttons(page)
    refused = desks.author.send(f"{PAGE}/approve")
    assert refused.status_code == 403
    assert why in words(refused)


def test_a_draft_is_not_put_in_force_without_a_review(desks: Desks) -> None:
    assert "Status versi ini tidak memungkinkan" in words(
        desks.author.send(f"{PAGE}/activate", follow_redirects=True)
    )
    assert "versi 1 sejak" in words(desks.officer.get("/definitions"))


def test_the_review_shows_what_changed_in_sentences(desks: Desks) -> None:
    desks.submit()
    seen = words(desks.reviewer.get(f"{PAGE}/review"))
    assert "Tono" in seen
    assert "“Memeriksa materi” berganti nama menjadi “Memeriksa naskah”" in seen
    assert "Norma langkah “Memilih bahan”: 30 menit → 2 jam" in seen
    assert "Formulir “Menyerahkan materi”: isian “Lokasi” (teks) ditambah" in seen


def test_comments_are_pinned_to_elements_and_dealt_with(desks: Desks) -> None:
    desks.submit()
    review = f"{PAGE}/review"
    typed = {"element": "Pilih", "text": "Dua jam terlalu lama <b>"}
    desks.reviewer.send(f"{PAGE}/comments", typed)
    desks.reviewer.send(f"{PAGE}/comments", {"element": "", "text": "Secara umum sudah baik"})
    seen = words(desks.author.get(review))
    assert "Wati · Memilih bahan" in seen
    assert "Dua jam terlalu lama <b>" in seen
    assert "Wati · Keseluruhan" in seen
    assert "2 komentar belum ditindaklanjuti" in seen
    assert '"pins": {"Pilih": {"count": 1, "label": "1 komentar"}}' in desks.author.get(review).text
    resolve = next(path for path in addresses(desks.author.get(review)) if path.endswith("/resolve"))
    assert "ditindaklanjuti oleh Tono" in words(desks.author.send(resolve, follow_redirects=True))
    assert '"pins": {}' in desks.author.get(review).text


def test_a_comment_that_says_nothing_is_not_kept(desks: Desks) -> None:
    desks.submit()
    answer = desks.reviewer.send(f"{PAGE}/comments", {"text": "  "}, follow_redirects=True)
    assert "Belum ada komentar" in words(answer)
    assert "sepanjang 3 sampai 2000 karakter" in words(answer)


def test_a_reviewer_asks_for_changes_and_the_author_mends_them(desks: Desks) -> None:
    desks.submit()
    assert desks.reviewer.send(f"{PAGE}/mend", {"reason": ""}).status_code == 422
    assert "Versi ini menunggu persetujuan" in words(desks.author.get(PAGE))
    answer = desks.reviewer.send(f"{PAGE}/mend", {"reason": "Norma waktu belum benar"}, follow_redirects=True)
    assert "Versi 2 dikembalikan kepada penyusunnya" in words(answer)
    mended = words(desks.author.get(PAGE))
    assert "Perbaikan diminta" in mended
    assert "Norma waktu belum benar" in mended
    assert "Versi 2 diajukan" in desks.submit()


def test_an_author_takes_back_what_was_submitted(whole: Flask, desks: Desks) -> None:
    desks.submit()
    desks.reviewer.send(f"{PAGE}/comments", {"element": "", "text": "Secara umum sudah baik"})
    for page in (PAGE, f"{PAGE}/review"):
        assert f"{PAGE}/take-back" in addresses(desks.author.get(page))
        assert f"{PAGE}/take-back" not in addresses(desks.reviewer.get(page))
    with transaction() as session:
        rini = person(session, "rini", offices=("process_admin",))
    refused = desk(whole, rini).send(f"{PAGE}/take-back")
    assert refused.status_code == 403
    assert "Hanya penyusun versi ini yang dapat menarik pengajuannya" in words(refused)
    answer = words(desks.author.send(f"{PAGE}/take-back", follow_redirects=True))
    assert "Pengajuan versi 2 ditarik" in answer
    assert "Draf ini belum diajukan" in answer
    assert "Secara umum sudah baik" in answer
    assert "Tono menarik pengajuan SOP Kecil versi 2" in answer
    assert "Versi 2 diajukan" in desks.submit()
    desks.approve()
    late = words(desks.author.send(f"{PAGE}/take-back", follow_redirects=True))
    assert "Status versi ini tidak memungkinkan" in late


def test_a_version_with_errors_is_not_approved(desks: Desks) -> None:
    broken = CHANGED.replace('keputusan == "ya"', "kep ==")
    file = (BytesIO(broken.encode()), "rusak.bpmn")
    desks.author.send("/definitions", {"diagram": file})
    page = PAGE.replace("2", "3")
    assert "masih memuat" in words(desks.author.get(page))
    assert "Ajukan" not in offered(desks.author, page)
    desks.author.send(f"{page}/submit", {"reason": "Tetap diajukan"})
    review = desks.reviewer.get(f"{page}/review")
    assert "Belum dapat disetujui" in words(review)
    assert "Setujui" not in buttons(review)
    assert "masih ada 1 temuan" in words(desks.reviewer.send(f"{page}/approve", follow_redirects=True))


def test_a_version_may_wait_for_its_day(desks: Desks) -> None:
    desks.submit()
    assert "tidak terbaca" in desks.approve(valid_from="besok")
    assert "Versi 2 disetujui" in desks.approve(valid_from="1 Desember 2199")
    assert "berlaku dengan sendirinya mulai Minggu, 1 Desember 2199" in words(desks.officer.get(PAGE))
    assert "Berlakukan" not in offered(desks.author)
    early = words(desks.author.send(f"{PAGE}/activate", follow_redirects=True))
    assert "baru berlaku mulai" in early


def test_a_draft_is_made_from_any_version_and_may_be_given_up(desks: Desks) -> None:
    made = desks.author.send("/definitions/kecil/drafts", {"source": "1"})
    assert made.status_code == 302
    page = "/definitions/kecil/versions/3"
    assert "Dibuat dari versi 1" in words(desks.author.get(page))
    answer = words(desks.author.send(f"{page}/discard", follow_redirects=True))
    assert "Draf versi 3 dibatalkan" in answer
    assert "Draf ini dibatalkan" in answer
    assert offered(desks.author, page) == {"Buat draf"}


def test_a_draft_that_was_overtaken_is_pointed_out(desks: Desks) -> None:
    desks.author.send("/definitions/kecil/drafts", {"source": "1"})
    desks.submit()
    desks.approve()
    desks.author.send(f"{PAGE}/activate")
    seen = desks.author.get("/definitions/kecil/versions/3/review")
    assert "Sejak draf ini dibuat dari versi 1, versi 2 telah berlaku" in words(seen)
    assert "/definitions/kecil/difference?from=2&to=3" in addresses(seen)


def test_who_submits_and_who_approves_is_told_of_an_old_revision_date(desks: Desks) -> None:
    """Else the next evaluation stays overdue although the SOP has just been looked at."""
    told = "Tgl. Revisi masih sama dengan versi yang berlaku"
    assert told in words(desks.author.get(PAGE))
    desks.submit()
    assert told in words(desks.reviewer.get(f"{PAGE}/review"))

    dated = '<camunda:property name="tgl_revisi" value="2026-11-23"/><camunda:property name="judul_berkas"'
    newer = CHANGED.replace('<camunda:property name="judul_berkas"', dated)
    desks.author.send("/definitions", {"diagram": (BytesIO(newer.encode()), "terbaru.bpmn")})
    assert told not in words(desks.author.get("/definitions/kecil/versions/3"))


def test_what_waits_for_approval_is_shown_to_those_who_may_approve(whole: Flask, desks: Desks) -> None:
    with transaction() as session:
        rini = person(session, "rini", offices=("process_admin",))
    second = desk(whole, rini)
    assert "Menyetujui revisi SOP" not in words(desks.reviewer.get("/"))
    desks.submit()
    for browser in (desks.reviewer, second):
        for path in ("/", "/definitions"):
            page = browser.get(path)
            assert "Menyetujui revisi SOP" in words(page)
            assert "SOP Kecil: versi 2" in words(page)
            assert f"{PAGE}/review" in addresses(page)
        assert "1 menunggu" in words(browser.get("/"))
        assert "<span data-number>1</span>" in browser.get("/profile").text
    for browser in (desks.author, desks.officer):
        assert "Menyetujui revisi SOP" not in words(browser.get("/"))
        assert "Menyetujui revisi SOP" not in words(browser.get("/definitions"))
    desks.approve()
    assert "Menyetujui revisi SOP" not in words(desks.reviewer.get("/"))


ACTIONS = ("submit", "take-back", "approve", "mend", "discard", "activate", "comments")


def test_others_are_refused_in_words(whole: Flask, desks: Desks) -> None:
    desks.submit()
    for actor in (desks.office.ani, desks.office.eko):
        browser = desk(whole, actor)
        for action in ACTIONS:
            answer = browser.send(f"{PAGE}/{action}", {"reason": "Alasan yang cukup", "text": "Alasan"})
            assert answer.status_code == 403, (actor.name, action)
            assert "Peran Anda tidak mencakup tindakan ini" in words(answer)
        assert browser.get(f"{PAGE}/review").status_code == 403
        assert browser.send("/definitions/kecil/drafts").status_code == 403


def test_an_unknown_version_is_not_found(desks: Desks) -> None:
    nowhere = "/definitions/kecil/versions/9"
    assert desks.reviewer.get(f"{nowhere}/review").status_code == 404
    assert desks.author.send(f"{nowhere}/submit", {"reason": "Alasan"}).status_code == 404
    assert desks.author.send("/definitions/kecil/drafts", {"source": "9"}).status_code == 404
    beyond = desks.author.send("/definitions/kecil/drafts", {"source": "9" * 30}, follow_redirects=True)
    assert "dibuat dari versi 1" in words(beyond)  # as if none had been named: what is in force
