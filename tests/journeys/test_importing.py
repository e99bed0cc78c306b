"""A process admin brings an SOP in as a table, sees what was guessed, and keeps it as a draft."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.browsing import DESKTOP, Window
from tests.journeys.conftest import Open
from tests.journeys.serving import Alur

TABLE = """SOP Peminjaman Arsip
No\tUraian\tPelaksana\t\tMutu Baku\t\t\tKeterangan
\t\tPeminjam\tArsiparis\tKelengkapan\tWaktu\tOutput\t
1\tMengisi blanko peminjaman\tX\t\tKartu pegawai\t5 menit\tBlanko terisi\t
2\tMemeriksa blanko\t\t◇\tBlanko terisi\t10-15 menit\tBlanko lengkap\tTidak lengkap kembali ke 1
3\tMenyerahkan arsip\t\tX\tBlanko lengkap\t1 hari\tArsip\tLihat SOP Restorasi Arsip
"""


def test_a_pasted_table_becomes_a_draft(alur: Alur, desk: Open) -> None:
    admin = desk(alur, "admin.proses").check().visit("SOP").check().follow("Impor SOP").check()
    _fits_the_narrowest_phone_and_has_room_for_a_table(admin)
    admin.fill("Tempelkan tabel SOP", "Selamat pagi").press("Baca dan pratinjau")
    admin.see("Tidak ditemukan tabel prosedur").check()
    admin.fill("Tempelkan tabel SOP", TABLE).press("Baca dan pratinjau")
    admin.see("Peminjaman Arsip", "3 asumsi", "dihitung sebagai hari kerja", "Restorasi Arsip").check()
    expect(admin.page.locator(".djs-shape").first).to_be_visible()
    time = admin.page.get_by_label("Lama waktu").first
    time.fill("sebentar")
    admin.page.get_by_role("button", name="Gambar ulang dengan pilihan ini").click()
    admin.see("Ini bukan lama waktu.").check()
    admin.page.get_by_label("Lama waktu").first.fill("20 menit")
    admin.page.get_by_role("button", name="Simpan sebagai draf").first.click()
    admin.see("Diagram digambar ulang dengan pilihan Anda. Belum ada yang disimpan.").check()
    admin.page.get_by_role("checkbox", name="dihitung sebagai hari kerja").check()
    admin.page.get_by_role("button", name="Simpan sebagai draf").first.click()
    admin.see("Disimpan sebagai draf versi 1.").check()


def _fits_the_narrowest_phone_and_has_room_for_a_table(admin: Window) -> None:
    admin.page.set_viewport_size({"width": 320, "height": 700})
    assert admin.page.evaluate("document.documentElement.scrollWidth") == 320
    box = admin.page.get_by_label("Tempelkan tabel SOP").bounding_box()
    assert box is not None
    assert box["height"] >= 160
    admin.page.set_viewport_size(DESKTOP["viewport"])
