"""Nobody checks their own work, unless a supervisor says so, with a reason that everybody can read."""

from __future__ import annotations

from tests.journeys import sop_032
from tests.journeys.conftest import Open
from tests.journeys.serving import Alur
from tests.journeys.sop_032 import REVIEW

INSTANCE = "Layanan terpadu pemutakhiran data keluarga di Kapanewon Imogiri"
REASON = "Ketua Tim Kerja sedang dinas luar dan berita harus tayang hari ini."


def test_who_chose_the_material_may_not_approve_it_but_by_a_waiver(alur: Alur, desk: Open) -> None:
    admin = desk(alur, "admin").visit("Akun").follow("Damar Wibowo (contoh)").check()
    admin.field("Ketua Tim Kerja").check()
    admin.press("Simpan").see("Perubahan atas akun Damar Wibowo (contoh) tersimpan.")

    editor = desk(alur, "pengelola.web2")
    sop_032.open_task(editor, INSTANCE, REVIEW).see("Langkah ini harus diperiksa orang lain")
    editor.see("Anda telah mengerjakan langkah").see_no("Kirim keputusan").check()

    supervisor = desk(alur, "penyelia").go("/instances").follow(INSTANCE).follow("Buka tugas")
    supervisor.press("Beri pengecualian pemisahan tugas")
    dialog = supervisor.dialog()
    dialog.get_by_label("Orang yang diizinkan").select_option(label="Damar Wibowo (contoh)")
    dialog.get_by_label("Alasan").fill(REASON)
    supervisor.check().press("Beri pengecualian", within=dialog).see("Pengecualian dicatat.")

    editor.page.reload()
    sop_032.approve(editor).see("Terkirim.")
    supervisor.visit("Berkas").follow(INSTANCE).see(REASON, "Di luar alur SOP").check()
