"""The supervisor sees everything, at once, and can end an instance that leads nowhere."""

from __future__ import annotations

from datetime import datetime, timedelta

from playwright.sync_api import expect

from tests.journeys import sop_032
from tests.journeys.browsing import Window
from tests.journeys.conftest import Open
from tests.journeys.serving import Alur
from tests.journeys.sop_032 import CHOOSE

INSTANCE = "Gladi lapang dapur umum bersama relawan di Kapanewon Kretek"
DRAWN_OUT = "Penyerahan alat bantu dengar bagi lanjut usia"
REASON = "Kegiatan tidak jadi diberitakan atas permintaan penerima bantuan."
#: Milliseconds, of a clock that only the test moves on.
SOON = 5_000


def watching(supervisor: Window, path: str) -> Window:
    """On a page whose time stands still."""
    supervisor.page.clock.install()
    supervisor.go(path)
    supervisor.page.clock.pause_at(datetime.now() + timedelta(hours=1))
    return supervisor


def test_the_list_is_searched_and_renews_itself(alur: Alur, desk: Open) -> None:
    supervisor = desk(alur, "penyelia").go("/instances")
    supervisor.fill("Cari nomor, judul, orang, atau isian", "kursi roda di Kapanewon Sewon").press("Cari")
    supervisor.see("Penyaluran bantuan kursi roda di Kapanewon Sewon").see_no(INSTANCE).check()
    supervisor.go("/instances").choose("Status", "Dibatalkan")
    supervisor.see("Sosialisasi layanan rehabilitasi sosial di Kapanewon Dlingo").see_no(INSTANCE)
    supervisor.go("/instances?q=tidak-ada-yang-begini").see("Tidak ada berkas yang cocok").check()
    supervisor.follow("Tampilkan semua berkas").see(INSTANCE)

    watching(supervisor, "/instances")
    row = supervisor.page.get_by_role("row").filter(has_text=INSTANCE)
    expect(row).to_contain_text("Pengelola Website")
    editor = desk(alur, "pengelola.web")
    sop_032.open_task(editor, INSTANCE, CHOOSE).press("Tindakan lain").press("Kembalikan ke pengusul")
    editor.dialog().get_by_label("Alasan").fill("Foto belum cukup; mohon dilengkapi.")
    supervisor.press("Jeda pembaruan otomatis")
    editor.press("Kembalikan ke pengusul", within=editor.dialog())
    supervisor.page.clock.run_for(SOON)
    expect(row).to_contain_text("Pengelola Website")
    supervisor.press("Jeda pembaruan otomatis")
    expect(row).to_contain_text("Bagas Pratama")


def test_an_open_page_renews_itself_and_who_leaves_hands_on(alur: Alur, desk: Open) -> None:
    supervisor = watching(desk(alur, "penyelia"), "/instances").follow(INSTANCE)
    supervisor.see("Menunggu Pengelola Website")
    editor = desk(alur, "pengelola.web")
    sop_032.open_task(editor, INSTANCE, CHOOSE).go("/")
    row = editor.page.get_by_role("row").filter(has_text=INSTANCE)
    editor.press("Ambil", within=row).see("sekarang Anda kerjakan")
    supervisor.page.clock.run_for(SOON)
    expect(supervisor.page.get_by_text("Dikerjakan Laras Kinanti")).to_be_visible()
    story = supervisor.page.get_by_role("region", name="Riwayat")
    expect(story.get_by_text("Laras Kinanti (contoh) mengambil tugas")).to_be_visible()
    supervisor.page.clock.resume()
    supervisor.check()

    # The editor leaves: what waits for her goes to a colleague by name.
    admin = desk(alur, "admin").visit("Akun").follow("Laras Kinanti (contoh)")
    admin.choose(CHOOSE, "Damar Wibowo (contoh)").press("Simpan pembagian tugas").see("dibagikan.").check()
    supervisor.page.reload()
    supervisor.see("lebih dulu kepada Damar Wibowo (contoh)")
    # Her account is closed, and she is out at once.
    admin.field("Ya, nonaktifkan akun ini").check()
    admin.press("Nonaktifkan akun").see("dinonaktifkan.").check()
    editor.go("/")
    expect(editor.page.get_by_role("heading", name="Masuk")).to_be_visible()
    editor.fill("Nama pengguna", "pengelola.web").fill("Kata sandi", alur.password).press("Masuk")
    editor.see("tidak cocok")


def test_an_instance_that_leads_nowhere_is_withdrawn_for_a_reason(alur: Alur, phone: Open) -> None:
    supervisor = phone(alur, "penyelia").visit("Berkas").follow(DRAWN_OUT).check()
    supervisor.press("Batalkan berkas")
    supervisor.dialog().get_by_label("Alasan").fill(" " * 20)
    supervisor.press("Batalkan berkas", within=supervisor.dialog())
    supervisor.see("Tulis alasan sepanjang").see_no("Berkas ini telah dibatalkan").check()
    supervisor.dialog().get_by_label("Alasan").fill(REASON)
    supervisor.press("Batalkan berkas", within=supervisor.dialog())
    supervisor.see("telah dibatalkan", "Berkas ini telah dibatalkan", REASON).see_no("Buka tugas").check()
