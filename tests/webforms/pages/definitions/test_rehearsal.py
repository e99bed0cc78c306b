"""Uji coba: the draft is played with its real forms, and nothing of it stays."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from engine.database import reading, transaction
from engine.definitions import drafts
from engine.tables import Table
from engine.tables.people import Login
from tests.office import FAILS_AT_NASKAH, Office, field, person, small_sop, timed_sop, timer
from tests.webforms.desk import Desk
from tests.webforms.seen import addresses, desk, words

TRY = "/definitions/kecil/versions/2/try"


def draft(office: Office, xml: str) -> None:
    with transaction() as session:
        version = drafts.new_draft(session, "kecil", by=office.tono)
        drafts.save(session, version.id, xml, seen=version.seq, by=office.tono)


def admin(whole: Flask, office: Office, xml: str | None = None) -> Desk:
    draft(office, xml or small_sop())
    return desk(whole, office.tono)


def hidden(page: TestResponse) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(_?\w+)" value="([^"]*)"', page.text)
    return {name: unescape(value) for name, value in found}


def go_on(browser: Desk, page: TestResponse, **typed: object) -> TestResponse:
    """Send the form that the page shows, without JavaScript."""
    return browser.post(TRY, data={**hidden(page), **typed})


def rows() -> dict[str, int]:
    """How many rows each table has; logins are counted by the test's own."""
    with reading() as session:
        return {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Table.metadata.tables.items()
            if name != Login.__tablename__
        }


def test_a_draft_is_played_as_each_role_in_turn_to_its_end(whole: Flask, open_office: Office) -> None:
    browser = admin(whole, open_office)
    before = rows()
    page = browser.get(TRY)
    assert "Menyerahkan materi" in words(page)
    page = go_on(browser, page, judul="Bakti sosial")
    assert "Anda mencoba sebagai Pengelola Website" in words(page)
    page = go_on(browser, page, isi="Naskah")
    assert "Memeriksa materi" in words(page)
    page = go_on(browser, page, keputusan="tidak", alasan="Kurang jelas")
    assert "Anda mencoba sebagai Pengelola Website" in words(page)
    page = go_on(browser, page, isi="Naskah kedua")
    assert "checked" not in page.text  # as in a real instance, a decision is made anew
    page = go_on(browser, page, keputusan="ya")
    page = go_on(browser, page, url="https://dinas.example/berita")
    assert "Sampai di akhir" in words(page)
    assert "Naskah kedua" in words(page)
    assert rows() == before


def test_a_step_that_may_sends_the_instance_back_to_its_submitter(whole: Flask, open_office: Office) -> None:
    browser = admin(whole, open_office)
    page = browser.get(TRY)
    assert "Kembalikan ke pengusul" not in words(page)
    page = go_on(browser, page, judul="Bakti sosial")
    assert "Pengembalian membawa berkas ke “Menyerahkan materi”" in words(page)
    page = go_on(browser, page, isi="Hilang bersama pengembalian", _return="1")
    assert "Anda mencoba sebagai Admin Bidang" in words(page)
    assert 'value="Bakti sosial"' in page.text
    assert "Dikembalikan ke “Menyerahkan materi”, di luar alur" in words(page)
    page = go_on(browser, page, judul="Bakti sosial kedua")
    assert "Anda mencoba sebagai Pengelola Website" in words(page)
    assert "Hilang bersama" not in page.text
    page = go_on(browser, page, isi="Naskah")
    refused = go_on(browser, page, keputusan="ya", _return="1")
    assert refused.status_code == 409
    assert "Memeriksa materi" in words(refused)


def test_what_is_wrong_is_said_as_on_the_real_page(whole: Flask, open_office: Office) -> None:
    browser = admin(whole, open_office)
    page = go_on(browser, browser.get(TRY), judul="")
    assert page.status_code == 422
    assert "Wajib diisi" in words(page)
    page = go_on(browser, page, judul="Bakti sosial")
    assert "Anda mencoba sebagai Pengelola Website" in words(page)


def test_files_are_placeholders_and_a_chosen_one_is_not_kept(whole: Flask, open_office: Office) -> None:
    with_photos = small_sop(extra_field=field("foto", "Foto", "files", required="1", terima="image/jpeg"))
    browser = admin(whole, open_office, with_photos)
    before = rows()
    page = browser.get(TRY)
    assert "contoh-1.jpg" in page.text
    assert "/files/contoh" not in page.text
    chosen = {"foto.upload": (BytesIO(b"secret bytes"), "rahasia.jpg"), "foto.0.file": "contoh-1"}
    page = browser.post(TRY, data={**hidden(page), "judul": "Bakti sosial", **chosen})
    assert "Anda mencoba sebagai Pengelola Website" in words(page)
    assert "contoh-2.jpg" in page.text
    assert rows() == before


def test_a_proof_that_only_few_may_see_has_its_placeholder(whole: Flask, open_office: Office) -> None:
    browser = admin(
        whole, open_office, small_sop(extra_field=field("izin", "Izin", "file", akses="terbatas"))
    )
    page = browser.get(TRY)
    sent = {"judul": "Bakti sosial", "izin.file": "contoh-1"}
    page = browser.post(TRY, data={**hidden(page), **sent})
    assert "Anda mencoba sebagai Pengelola Website" in words(page)


def test_a_dead_end_is_shown_where_it_is(whole: Flask, open_office: Office) -> None:
    broken = small_sop(yes=FAILS_AT_NASKAH)
    browser = admin(whole, open_office, broken)
    page = go_on(browser, browser.get(TRY), judul="Bakti sosial")
    page = go_on(browser, page, isi="Naskah")
    page = go_on(browser, page, keputusan="ya")
    assert page.status_code == 422
    assert "Alur tertahan di sini" in words(page)
    assert '"bad": ["Disetujui"]' in page.text


def test_what_can_not_run_shows_its_findings_instead(whole: Flask, open_office: Office) -> None:
    browser = admin(whole, open_office, small_sop().replace('default="tidak"', ""))
    seen = words(browser.get(TRY))
    assert "Belum dapat diuji coba" in seen
    assert "tidak memiliki syarat" in seen


def test_a_form_that_can_not_be_drawn_is_a_finding_not_a_fault(whole: Flask, open_office: Office) -> None:
    browser = admin(whole, open_office, small_sop(extra_field=field("x", "X", tampil_jika="judul ==")))
    assert "Belum dapat diuji coba" in words(browser.get(TRY))


def test_the_trial_begins_again_when_the_draft_has_changed(whole: Flask, open_office: Office) -> None:
    browser = admin(whole, open_office)
    page = browser.get(TRY)
    with transaction() as session:
        version = session.execute(select(Table.metadata.tables["versions"].c.id)).scalars().all()[-1]
        drafts.save(session, version, small_sop(extra_field=field("b", "B")), seen=2, by=open_office.tono)
    answer = go_on(browser, page, judul="Bakti sosial")
    assert answer.status_code == 302
    assert "Draf berubah" in words(browser.get(TRY))


@pytest.mark.parametrize("state", ["", "eyJ4IjoxfQ.forged", "x" * 1000])
def test_a_state_that_is_not_ours_is_not_read(whole: Flask, open_office: Office, state: str) -> None:
    browser = admin(whole, open_office)
    answer = browser.post(TRY, data={**hidden(browser.get(TRY)), "_state": state, "judul": "x"})
    assert answer.status_code == 302


def test_nobody_goes_on_with_another_persons_trial(whole: Flask, open_office: Office) -> None:
    with transaction() as session:
        rina = person(session, "rina", offices=("process_admin",))
    carried = hidden(admin(whole, open_office).get(TRY))
    other = desk(whole, rina)
    answer = other.post(TRY, data={**carried, "csrf_token": other.token(), "judul": "x"})
    assert answer.status_code == 302


def test_timers_run_out_when_somebody_says_so(whole: Flask, open_office: Office) -> None:
    timed = timed_sop(timer("Ingat", "Pilih", "PT30M"), timer("Batas", "Pilih", "PT2H", to="Periksa"))
    browser = admin(whole, open_office, timed)
    before = rows()
    page = browser.get(TRY)
    assert "Anggap waktunya habis" not in words(page)
    page = go_on(browser, page, judul="Bakti sosial")
    token = hidden(page)["_token"]
    assert "Batas waktu 2 jam, lalu ke “Memeriksa materi”" in words(page)

    page = go_on(browser, page, isi="Baru separuh", _timer=f"{token} Ingat")
    assert "Anda mencoba sebagai Pengelola Website" in words(page)
    assert "Baru separuh" in page.text
    assert f'value="{token} Ingat"' not in page.text
    assert "Pengingat setelah 30 menit" in words(page)
    assert go_on(browser, page, _timer=f"{token} Ingat").status_code == 409

    page = go_on(browser, page, isi="Baru separuh", _timer=f"{token} Batas")
    assert "Anda mencoba sebagai Ketua Tim Kerja" in words(page)
    assert "Baru separuh" not in page.text
    page = go_on(browser, page, keputusan="ya")
    page = go_on(browser, page, url="https://dinas.example/berita")
    assert "Sampai di akhir" in words(page)
    assert rows() == before


def test_a_trial_begins_at_any_step_with_samples_before_it(whole: Flask, open_office: Office) -> None:
    browser = admin(whole, open_office)
    before = rows()
    page = browser.get(f"{TRY}?from=Tayang")
    assert "Menayangkan" in words(page)
    assert "Contoh isian dipakai pada 3 langkah" in words(page)
    assert "Penyerahan kursi roda" in words(page)
    # A sample is changed where it was assumed, and samples lead on from there.
    change = next(each for each in addresses(page) if "from=Serah" in each)
    page = browser.get(change)
    assert 'value="Penyerahan kursi roda"' in page.text
    assert "Lanjut dengan contoh sampai “Menayangkan”" in words(page)
    page = go_on(browser, page, judul="Judul saya", _until="1")
    assert "Contoh isian dipakai pada 2 langkah" in words(page)
    assert "Judul saya" in words(page)
    page = go_on(browser, page, url="https://dinas.example/berita")
    assert "Sampai di akhir" in words(page)
    assert rows() == before


def test_a_form_is_filled_with_samples_when_asked(whole: Flask, open_office: Office) -> None:
    browser = admin(whole, open_office)
    page = go_on(browser, browser.get(TRY), _sample="1")
    assert 'value="Penyerahan kursi roda"' in page.text
    assert "Menyerahkan materi" in words(page)
    nowhere = go_on(browser, page, judul="Judul saya", _until="1")
    assert "Memilih bahan" in words(nowhere)


def test_where_no_trial_can_begin_it_is_said_with_the_step_before(whole: Flask, open_office: Office) -> None:
    browser = admin(whole, open_office)
    for element in ("Disetujui", "ya"):
        page = browser.get(f"{TRY}?from={element}")
        assert "Uji coba tidak dapat dimulai di sini" in words(page)
        assert f"{TRY}?from=Periksa" in addresses(page)
    for wrong in ("from=tiada", "from=Serah&goal=tiada", "from=Serah&goal=Disetujui"):
        assert browser.get(f"{TRY}?{wrong}").status_code == 404
    assert browser.get(f"{TRY}?from=Serah&via-Disetujui=tiada").status_code == 200


def test_where_samples_do_not_lead_the_trial_stops_and_says_so(whole: Flask, open_office: Office) -> None:
    never = small_sop(yes='keputusan == "ya" and judul == "a" and judul == "b"')
    page = admin(whole, open_office, never).get(f"{TRY}?from=Tayang")
    assert "Contoh isian tidak sampai ke “Menayangkan”" in words(page)
    assert "Memeriksa materi" in words(page)


def test_it_is_asked_which_way_where_several_branches_lead_there(whole: Flask, open_office: Office) -> None:
    forked = small_sop().replace(
        '<bpmn:sequenceFlow id="f7"',
        '<bpmn:sequenceFlow id="lagi" name="Langsung" sourceRef="Disetujui" targetRef="Tayang">'
        "<bpmn:conditionExpression>judul == &quot;x&quot;</bpmn:conditionExpression></bpmn:sequenceFlow>"
        '<bpmn:sequenceFlow id="f7"',
    )
    browser = admin(whole, open_office, forked)
    asked = browser.get(f"{TRY}?from=Tayang")
    assert "Melalui cabang mana menuju “Menayangkan”?" in words(asked)
    assert "Langsung" in words(asked)
    page = browser.get(f"{TRY}?from=Tayang&via-Disetujui=lagi")
    assert "Contoh isian dipakai pada 3 langkah" in words(page)
    assert "Disetujui?: Langsung" in words(page)
    assert "Pilih jalan lain" in words(page)
