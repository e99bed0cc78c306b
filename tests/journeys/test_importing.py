"""A process admin brings an SOP in as a table, sees what was guessed, and keeps it as a draft."""

from __future__ import annotations

from playwright.sync_api import expect

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
    admin = desk(alur, "admin.proses").visit("SOP").follow("Impor SOP").check()
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
