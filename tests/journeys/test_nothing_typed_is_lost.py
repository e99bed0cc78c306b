"""Drafts, expired logins, and two people at one task: what was typed stays."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys import sop_032
from tests.journeys.conftest import Open
from tests.journeys.serving import Alur
from tests.journeys.sop_032 import CHOOSE, TO_EDITOR, TO_LEAD

INSTANCE = "Gladi lapang dapur umum bersama relawan di Kapanewon Kretek"
PHOTO = "Relawan menyiapkan tenda dapur umum di lapangan"
NOTE = "Mohon diperiksa penulisan nama relawan."


def test_a_draft_outlives_logging_out_and_a_restart(alur: Alur, phone: Open) -> None:
    officer = phone(alur, "petugas.lapangan")
    sop_032.start(officer).fill("Judul kegiatan", "Sosialisasi layanan di balai kalurahan")
    officer.field("Apa yang terjadi?").press_sequentially("Warga mengikuti sosialisasi ")
    officer.see("Draf tersimpan").check()
    address = officer.page.url
    officer.log_out()
    alur.restart()
    officer.log_in("petugas.lapangan").go(address)
    expect(officer.field("Judul kegiatan")).to_have_value("Sosialisasi layanan di balai kalurahan")
    expect(officer.field("Apa yang terjadi?")).to_have_value("Warga mengikuti sosialisasi ")
    officer.see("Draf tersimpan")


def test_what_is_typed_before_the_script_has_come_is_kept_too(alur: Alur, phone: Open) -> None:
    editor = phone(alur, "pengelola.web")
    sop_032.open_task(editor, INSTANCE, CHOOSE)
    editor.page.route("**/*.js", lambda _held: None)
    editor.page.goto(editor.page.url, wait_until="commit")
    editor.fill("Catatan kepada Ketua Tim Kerja", NOTE)
    editor.page.unroute("**/*.js")
    editor.see("Draf tersimpan")


def test_loading_a_refused_form_again_does_not_put_it_over_the_newer_draft(alur: Alur, phone: Open) -> None:
    officer = phone(alur, "petugas.lapangan")
    sop_032.start(officer).press(TO_EDITOR).see("isian yang perlu diperbaiki")
    with officer.page.expect_response("**/draft"):
        officer.fill("Judul kegiatan", "Sosialisasi layanan di balai kalurahan")
    officer.page.reload()
    expect(officer.field("Judul kegiatan")).to_have_value("Sosialisasi layanan di balai kalurahan")


def test_going_back_shows_the_files_that_were_added_since(alur: Alur, phone: Open, drawn: Path) -> None:
    officer = phone(alur, "petugas.lapangan")
    sop_032.start(officer).see("Susun dari isian di atas").page.wait_for_load_state("networkidle")
    # Asked for by its address, as a browser keeps it for going back.
    officer.page.goto(officer.page.url, wait_until="networkidle")
    # Choosing a file saves a draft already, in which it has not arrived.
    with officer.page.expect_response(lambda answer: "foto.0.file" in (answer.request.post_data or "")):
        sop_032.add_files(officer, "Foto", [drawn / "pelayanan.jpg"])
    officer.go("/instances").page.go_back()
    expect(sop_032.row(officer, "Foto", 1)).to_contain_text("pelayanan.jpg")


def test_a_file_chosen_before_the_script_has_come_goes_up_too(alur: Alur, phone: Open, drawn: Path) -> None:
    officer = phone(alur, "petugas.lapangan")
    sop_032.start(officer)
    officer.page.route("**/*.js", lambda _held: None)
    officer.page.goto(officer.page.url, wait_until="commit")
    sop_032.add_files(officer, "Foto", [drawn / "pelayanan.jpg"])
    officer.page.unroute("**/*.js")
    expect(sop_032.row(officer, "Foto", 1).get_by_text("Siap", exact=True)).to_be_visible()


def test_a_file_that_is_still_on_its_way_is_waited_for(alur: Alur, phone: Open, drawn: Path) -> None:
    officer = phone(alur, "petugas.lapangan")
    sop_032.start(officer).see("Susun dari isian di atas").page.wait_for_load_state("networkidle")
    officer.page.route("**/uploads/*", lambda _held: None)
    sop_032.add_files(officer, "Foto", [drawn / "pelayanan.jpg"])
    officer.press(TO_EDITOR).see("“pelayanan.jpg” belum selesai diunggah.").check()
    officer.page.unroute("**/uploads/*")
    expect(sop_032.row(officer, "Foto", 1).get_by_text("Siap", exact=True)).to_be_visible()
    officer.press(TO_EDITOR).see("isian yang perlu diperbaiki")
    expect(sop_032.row(officer, "Foto", 1)).to_contain_text("pelayanan.jpg")


def test_what_was_typed_survives_an_expired_login(alur: Alur, desk: Open) -> None:
    editor = desk(alur, "pengelola.web", script=False)
    sop_032.open_task(editor, INSTANCE, CHOOSE).fill("Catatan kepada Ketua Tim Kerja", NOTE)
    _end_all_logins(alur)
    editor.press(TO_LEAD).see("Sesi Anda telah berakhir. Isian Anda tidak hilang")
    editor.check().fill("Nama pengguna", "pengelola.web").fill("Kata sandi", alur.password).press("Masuk")
    editor.see("Isian Anda dipulihkan.")
    expect(editor.field("Catatan kepada Ketua Tim Kerja")).to_have_value(NOTE)


def test_an_expired_login_is_told_while_typing(alur: Alur, phone: Open) -> None:
    editor = phone(alur, "pengelola.web")
    sop_032.open_task(editor, INSTANCE, CHOOSE)
    _end_all_logins(alur)
    editor.faults.expected.add(401)
    editor.fill("Catatan kepada Ketua Tim Kerja", NOTE).see("Sesi berakhir.").check()
    editor.press(TO_LEAD).see("Isian Anda tidak hilang")
    editor.fill("Nama pengguna", "pengelola.web").fill("Kata sandi", alur.password).press("Masuk")
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


def test_without_a_line_a_form_waits_and_is_sent_by_itself_when_it_is_back(alur: Alur, phone: Open) -> None:
    editor = phone(alur, "pengelola.web")
    sop_032.open_task(editor, INSTANCE, CHOOSE)
    editor.page.wait_for_load_state("networkidle")
    editor.page.context.set_offline(True)
    editor.fill("Catatan kepada Ketua Tim Kerja", NOTE)
    editor.press(TO_LEAD).see("Belum terkirim.").check()
    expect(editor.field("Catatan kepada Ketua Tim Kerja")).to_have_value(NOTE)
    editor.page.context.set_offline(False)
    editor.see("isian yang perlu diperbaiki")
    expect(editor.field("Catatan kepada Ketua Tim Kerja")).to_have_value(NOTE)
