"""What the SOP doesn't draw: sending an instance back to its submitter, and withdrawing it. Both need a
reason."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys import sop_032
from tests.journeys.conftest import Open
from tests.journeys.serving import Alur
from tests.journeys.sop_032 import CHOOSE, HAND_OVER

INSTANCE = "Gladi lapang dapur umum bersama relawan di Kapanewon Kretek"
BLURRED = "Foto tidak jelas; mohon lampirkan foto kegiatan yang lebih tajam."
POSTPONED = "Kegiatan diulang bulan depan, materi akan diserahkan kembali."


def test_an_instance_goes_back_to_its_submitter_who_withdraws_it(
    alur_on_postgresql: Alur, desk: Open, phone: Open
) -> None:
    alur = alur_on_postgresql
    editor = desk(alur, "pengelola.web")
    sop_032.open_task(editor, INSTANCE, CHOOSE).press("Tindakan lain").press("Kembalikan ke pengusul")
    dialog = editor.dialog()
    editor.check().press("Kembalikan ke pengusul", within=dialog)
    expect(dialog).to_be_visible()  # the browser asks for the reason first
    dialog.get_by_label("Alasan").fill(BLURRED)
    editor.press("Kembalikan ke pengusul", within=dialog).see("Berkas dikembalikan ke pengusul.")

    officer = phone(alur, "petugas.lapangan")
    sop_032.open_task(officer, INSTANCE, HAND_OVER)
    officer.see("Dikembalikan oleh Laras Kinanti", BLURRED).check()
    expect(officer.field("Judul kegiatan")).to_have_value(INSTANCE)
    officer.press("Tindakan lain").press("Batalkan berkas")
    officer.dialog().get_by_label("Alasan").fill(POSTPONED)
    officer.check().press("Batalkan berkas", within=officer.dialog()).see("telah dibatalkan")
    officer.see("Berkas ini telah dibatalkan", POSTPONED, BLURRED, "Di luar alur SOP").check()
