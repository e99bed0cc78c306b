"""Drafts, expired logins, and two people at one task: what was typed stays."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys import sop_032
from tests.journeys.browsing import Window
from tests.journeys.conftest import Open
from tests.journeys.serving import Alur
from tests.journeys.sop_032 import CHOOSE, TO_EDITOR, TO_LEAD

INSTANCE = "Gladi lapang dapur umum bersama relawan di Kapanewon Kretek"
TITLE = "Sosialisasi layanan di balai kalurahan"
PHOTO = "Relawan menyiapkan tenda dapur umum di lapangan"
NOTE = "Mohon diperiksa penulisan nama relawan."


def test_the_draft_of_a_form_outlives_refusals_files_on_their_way_and_a_restart(
    alur: Alur, phone: Open, drawn: Path
) -> None:
    officer = phone(alur, "petugas.lapangan")
    # Loading a refused form again does not put it over the newer draft.
    sop_032.start(officer).press(TO_EDITOR).see("isian yang perlu diperbaiki")
    with officer.page.expect_response("**/draft"):
        officer.fill("Judul kegiatan", TITLE)
    officer.page.reload()
    expect(officer.field("Judul kegiatan")).to_have_value(TITLE)

    _files_are_there_however_one_comes_back(officer, drawn / "pelayanan.jpg")
    _a_file_on_its_way_is_waited_for(officer, drawn / "pelatihan.jpg")

    officer.field("Apa yang terjadi?").press_sequentially("Warga mengikuti sosialisasi ")
    officer.see("Draf tersimpan").check()
    address = officer.page.url
    officer.log_out()
    alur.restart()
    officer.log_in("petugas.lapangan").go(address)
    expect(officer.field("Judul kegiatan")).to_have_value(TITLE)
    expect(officer.field("Apa yang terjadi?")).to_have_value("Warga mengikuti sosialisasi ")
    officer.see("Draf tersimpan")


def _files_are_there_however_one_comes_back(officer: Window, photo: Path) -> None:
    page = officer.page
    # Asked for by its address, as a browser keeps it for going back.
    page.goto(page.url, wait_until="networkidle")
    # Choosing a file saves a draft already, in which it has not arrived.
    with page.expect_response(lambda answer: "foto.0.file" in (answer.request.post_data or "")):
        sop_032.add_files(officer, "Foto", [photo])
    officer.go("/instances").page.go_back()
    expect(sop_032.row(officer, "Foto", 1)).to_contain_text(photo.name)
    # Chosen before the script has come, one goes up, too.
    page.route("**/*.js", lambda _held: None)
    page.goto(page.url, wait_until="commit")
    sop_032.add_files(officer, "Foto", [photo])
    page.unroute("**/*.js")
    expect(sop_032.row(officer, "Foto", 2).get_by_text("Siap", exact=True)).to_be_visible()


def _a_file_on_its_way_is_waited_for(officer: Window, photo: Path) -> None:
    officer.page.route("**/uploads/*", lambda _held: None)
    sop_032.add_files(officer, "Foto", [photo])
    officer.press(TO_EDITOR).see(f"“{photo.name}” belum selesai diunggah.").check()
    officer.page.unroute("**/uploads/*")
    expect(sop_032.row(officer, "Foto", 3).get_by_text("Siap", exact=True)).to_be_visible()
    officer.press(TO_EDITOR).see("isian yang perlu diperbaiki")
    expect(sop_032.row(officer, "Foto", 3)).to_contain_text(photo.name)


def test_what_is_typed_without_a_script_a_line_or_a_login_is_kept(alur: Alur, phone: Open) -> None:
    editor = phone(alur, "pengelola.web")
    sop_032.open_task(editor, INSTANCE, CHOOSE)
    note = editor.field("Catatan kepada Ketua Tim Kerja")
    editor.page.route("**/*.js", lambda _held: None)
    editor.page.goto(editor.page.url, wait_until="commit")
    note.fill("Sebelum skrip datang.")
    editor.page.unroute("**/*.js")
    editor.see("Draf tersimpan").page.wait_for_load_state("networkidle")

    # Without a line a form waits, and is sent by itself when it is back.
    editor.page.context.set_offline(True)
    note.fill("Tanpa sambungan.")
    editor.press(TO_LEAD).see("Belum terkirim.").check()
    expect(note).to_have_value("Tanpa sambungan.")
    editor.page.context.set_offline(False)
    editor.see("isian yang perlu diperbaiki")
    expect(note).to_have_value("Tanpa sambungan.")

    # An expired login is told while typing.
    _end_all_logins(alur)
    editor.faults.expected.add(401)
    note.fill(NOTE)
    editor.see("Sesi berakhir.").check()
    editor.press(TO_LEAD).see("Isian Anda tidak hilang")
    editor.fill("Nama pengguna", "pengelola.web").fill("Kata sandi", alur.password).press("Masuk")
    expect(note).to_have_value(NOTE)


def test_what_was_typed_survives_an_expired_login(alur: Alur, desk: Open) -> None:
    editor = desk(alur, "pengelola.web", script=False)
    sop_032.open_task(editor, INSTANCE, CHOOSE).fill("Catatan kepada Ketua Tim Kerja", NOTE)
    _end_all_logins(alur)
    editor.press(TO_LEAD).see("Sesi Anda telah berakhir. Isian Anda tidak hilang")
    editor.check().fill("Nama pengguna", "pengelola.web").fill("Kata sandi", alur.password).press("Masuk")
    editor.see("Isian Anda dipulihkan.")
    expect(editor.field("Catatan kepada Ketua Tim Kerja")).to_have_value(NOTE)


def test_the_second_of_two_learns_who_was_first_and_keeps_the_input(alur: Alur, desk: Open) -> None:
    late, first = desk(alur, "pengelola.web"), desk(alur, "pengelola.web2")
    for window in (late, first):
        sop_032.open_task(window, INSTANCE, CHOOSE)
        sop_032.choose_material(window, main=PHOTO, title=INSTANCE)
    late.fill("Catatan kepada Ketua Tim Kerja", NOTE).see("Draf tersimpan")
    first.press(TO_LEAD).see("sekarang di Ketua Tim Kerja")
    late.press(TO_LEAD).see("telah diselesaikan oleh Damar Wibowo", "Isian Anda yang belum terkirim", NOTE)
    late.check()
    late.page.reload()
    late.see(NOTE)


def _end_all_logins(alur: Alur) -> None:
    with sqlite3.connect(alur.folder / "alur.sqlite3") as database:
        database.execute(
            "UPDATE logins SET seen_at = '2001-01-01 00:00:00', created_at = '2001-01-01 00:00:00'"
        )
    database.close()
