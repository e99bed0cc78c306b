from __future__ import annotations

import re
import tracemalloc
from io import BytesIO

from flask import Flask
from sqlalchemy import select

from engine.actor import Actor
from engine.database import transaction
from engine.drawing.complete import with_drawing
from engine.tables.definitions import Version
from tests.office import Office, field, small_sop
from tests.webforms.desk import Desk
from tests.webforms.seen import buttons, desk, words

BROKEN = small_sop().replace(
    '<bpmn:conditionExpression>keputusan == "ya"<', "<bpmn:conditionExpression>kep ==<"
)


def upload(browser: Desk, xml: str, name: str = "baru.bpmn") -> str:
    """The words of the page on which it ends."""
    file = (BytesIO(xml.encode()), name)
    return words(browser.send("/definitions", {"diagram": file}, follow_redirects=True))


def admin(whole: Flask, office: Office) -> Desk:
    return desk(whole, office.tono)


def test_everybody_sees_the_definitions_in_words(whole: Flask, open_office: Office) -> None:
    office = open_office
    office.start()
    browser = desk(whole, office.siti)
    listed = words(browser.get("/definitions"))
    assert "SOP Kecil" in listed
    assert "versi 1" in listed
    seen = words(browser.get("/definitions/kecil"))
    assert "099 / SOP / 2026" in seen
    assert "Memeriksa materi Ketua Tim Kerja · 15 menit" in seen
    assert "Alasan teks panjang · wajib pada keadaan tertentu" in seen
    assert "Tidak boleh orang yang sama dengan Menyerahkan materi , Memilih bahan" in seen.replace(
        ", M", " , M"
    )
    assert "Pengelola Website Budi, Rudi" in seen
    assert "belum pernah direvisi" in seen


def test_a_role_that_nobody_holds_is_pointed_out(whole: Flask, open_office: Office) -> None:
    seen = words(desk(whole, open_office.siti).get("/definitions/kecil"))
    assert "Admin Bidang belum ada pemegang peran" in seen


def test_the_diagram_is_fetched_once(whole: Flask, open_office: Office) -> None:
    browser = desk(whole, open_office.siti)
    first = browser.get("/definitions/kecil/versions/1.bpmn")
    assert first.mimetype == "application/xml"
    assert first.text == with_drawing(small_sop()).xml
    again = browser.get(
        "/definitions/kecil/versions/1.bpmn", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert again.status_code == 304


def test_an_unknown_definition_or_version_is_not_found(whole: Flask, open_office: Office) -> None:
    browser = desk(whole, open_office.siti)
    assert browser.get("/definitions/lain").status_code == 404
    assert browser.get("/definitions/kecil/versions/9").status_code == 404
    assert browser.get("/definitions/kecil/versions/9.bpmn").status_code == 404


def test_a_faulty_diagram_is_kept_with_its_findings(whole: Flask, open_office: Office) -> None:
    browser = admin(whole, open_office)
    seen = upload(browser, BROKEN)
    assert "draf versi 2" in seen
    assert "Kesalahan" in seen
    page = browser.get("/definitions/kecil/versions/2")
    assert not any("Berlakukan" in each for each in buttons(page))
    assert "versi 1" in words(browser.get("/definitions"))


def test_a_file_that_is_no_diagram_is_not_kept(whole: Flask, open_office: Office) -> None:
    browser = admin(whole, open_office)
    assert "foto.bpmn tidak disimpan" in upload(browser, "bukan diagram", "foto.bpmn")
    assert browser.get("/definitions/kecil/versions/2").status_code == 404


def test_sending_no_file_is_said_in_words(whole: Flask, open_office: Office) -> None:
    answer = admin(whole, open_office).send("/definitions", {}, follow_redirects=True)
    assert "Pilih dahulu file BPMN" in words(answer)


def test_a_file_without_a_drawing_gets_one_and_the_page_says_so(whole: Flask, open_office: Office) -> None:
    browser = admin(whole, open_office)
    xml = small_sop(extra_field=field("cuaca", "Cuaca"))
    assert "Gambar diagram ini dibuat atau dilengkapi oleh Alur" in upload(browser, xml)
    stored = browser.get("/definitions/kecil/versions/2.bpmn").text
    assert with_drawing(stored).xml == stored
    assert 'bpmnElement="Periksa"' in stored
    assert "Gambar diagram" not in upload(browser, stored)
    # The same file is the same version, though another text is kept.
    upload(browser, xml)
    assert browser.get("/definitions/kecil/versions/3").status_code == 404


def test_a_version_without_a_drawing_gets_one_in_its_next_draft(whole: Flask, open_office: Office) -> None:
    with transaction() as session:
        active = session.scalars(select(Version)).one()
        active.xml, active.content_hash = small_sop(), "as if kept before"
    browser = admin(whole, open_office)
    seen = words(browser.send("/definitions/kecil/drafts", {}, follow_redirects=True))
    assert "Gambar diagram ini dibuat atau dilengkapi oleh Alur" in seen
    assert 'bpmnElement="Periksa"' in browser.get("/definitions/kecil/versions/2.bpmn").text


def test_only_process_admins_bring_in_diagrams(whole: Flask, open_office: Office) -> None:
    for actor in (open_office.wati, open_office.siti):
        assert _uploads(whole, actor) == 403
    assert _uploads(whole, open_office.tono) == 302


def _uploads(whole: Flask, actor: Actor) -> int:
    browser = desk(whole, actor)
    assert ("Unggah diagram" in buttons(browser.get("/definitions"))) == ("process_admin" in actor.offices)
    file = (BytesIO(small_sop(extra_field="").encode()), "kecil.bpmn")
    return browser.send("/definitions", {"diagram": file}).status_code


def test_a_huge_file_is_refused_without_being_held_in_memory(whole: Flask, open_office: Office) -> None:
    browser = admin(whole, open_office)
    token, huge = browser.token(), BytesIO(b"<a>" + b"x" * 30_000_000)
    tracemalloc.start()
    try:
        answer = browser.post(
            "/definitions", data={"csrf_token": token, "diagram": (huge, "besar.bpmn")}, follow_redirects=True
        )
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert "Ukuran file melebihi 2 MB" in words(answer)
    assert peak < 25_000_000


def test_a_file_is_named_after_any_definition(whole: Flask, open_office: Office) -> None:
    browser = admin(whole, open_office)
    upload(browser, small_sop(key="pengadaan_ж"))
    sent = browser.get("/definitions/pengadaan_ж/versions/1.bpmn")
    named = sent.headers["Content-Disposition"]
    assert named.isascii()
    assert "filename*=UTF-8''pengadaan_%D0%B6-1.bpmn" in named


def test_a_new_sop_begins_in_its_editor_and_what_is_missing_is_said(
    whole: Flask, open_office: Office
) -> None:
    admin = desk(whole, open_office.tono)
    refused = admin.send("/definitions/new", {"name": "Cuti <tahunan>", "lanes": " "})
    assert refused.status_code == 422
    assert "Tulis paling sedikit satu" in words(refused)
    assert 'value="Cuti &lt;tahunan&gt;"' in refused.text
    begun = admin.send("/definitions/new", {"name": "Cuti <tahunan>", "lanes": "Pegawai\nKetua Tim Kerja"})
    assert begun.headers["Location"] == "/definitions/cuti_tahunan/versions/1/edit"
    assert "Cuti <tahunan>" in words(admin.get(begun.headers["Location"]))
    assert desk(whole, open_office.siti).get("/definitions/new").status_code == 403


def test_the_list_is_searched_by_words_of_the_name(whole: Flask, open_office: Office) -> None:
    reader = desk(whole, open_office.tono)
    name = next(row for row in ("kecil", "Kecil") if row in words(reader.get("/definitions")))
    assert name in words(reader.get(f"/definitions?q={name.upper()}"))
    assert "Tidak ada SOP yang namanya memuat “tiada”" in words(reader.get("/definitions?q=tiada"))


def test_the_list_is_grouped_and_narrowed_by_folders(whole: Flask, open_office: Office) -> None:
    admin, reader = desk(whole, open_office.tono), desk(whole, open_office.siti)
    assert "Kelompok" not in words(reader.get("/definitions"))
    admin.send("/definitions/new", {"name": "Cuti", "lanes": "Pegawai"})
    admin.send("/definitions/kecil/folder", {"folder": "", "new": "Publikasi"})
    assert "sekarang ada dalam kelompok “Publikasi”" in words(admin.get("/definitions/kecil"))
    page = admin.get("/definitions")
    assert re.findall(r"<h2>([^<]+)</h2>", page.text) == ["Tanpa kelompok", "Publikasi"]
    narrowed = words(admin.get("/definitions?folder=Publikasi"))
    assert "SOP Kecil" in narrowed
    assert "Cuti" not in narrowed
    assert "Tidak ada SOP dalam kelompok “Lain”" in words(admin.get("/definitions?folder=Lain"))
    assert reader.send("/definitions/kecil/folder", {"new": "Lain"}).status_code == 403
    admin.send("/definitions/kecil/folder", {"new": "x" * 81})
    assert "paling banyak 80 huruf" in words(admin.get("/definitions/kecil"))
