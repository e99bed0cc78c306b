"""SOP 032 straight through in a browser without JavaScript: ordinary forms, ordinary uploads."""

from __future__ import annotations

from pathlib import Path

from tests.journeys import sop_032
from tests.journeys.conftest import Open
from tests.journeys.serving import Alur
from tests.journeys.sop_032 import CHOOSE, PUBLISH, REVIEW, TO_EDITOR, TO_LEAD, Photo

TITLE = "Penyaluran bantuan kursi roda tanpa JavaScript"


def test_sop_032_works_without_javascript(alur: Alur, desk: Open, drawn: Path) -> None:
    officer = desk(alur, "petugas.lapangan", script=False)
    photo = Photo(drawn / "kursi-roda.jpg", "Penyerahan kursi roda secara simbolis")
    sop_032.start(officer)
    sop_032.tell_what_happened(officer, TITLE)
    officer.fill("Narasi singkat", sop_032.BODY)
    sop_032.add_files(officer, "Foto", [photo.file])
    sop_032.describe(officer, 1, photo)
    sop_032.promise(officer).check()
    officer.press(TO_EDITOR).see("Periksa sekali lagi sebelum mengirim", "Belum ada video.")
    officer.field("Sudah saya periksa; tetap kirim").check()
    officer.press(TO_EDITOR).see("Terkirim.", "sekarang di Pengelola Website")

    editor = desk(alur, "pengelola.web", script=False)
    sop_032.open_task(editor, TITLE, CHOOSE)
    sop_032.choose_material(editor, main=photo.caption, title=TITLE).check()
    editor.press(TO_LEAD).see("sekarang di Ketua Tim Kerja")

    lead = desk(alur, "ketua.tim", script=False)
    sop_032.open_task(lead, TITLE, REVIEW).see(TITLE, sop_032.CAPTION).check()
    sop_032.approve(lead).see("sekarang di Pengelola Website")

    sop_032.open_task(editor, TITLE, PUBLISH)
    sop_032.publish(editor, drawn / "pelayanan.jpg").check()
    editor.press("Selesaikan berkas").see("telah selesai")
    editor.go("/instances?q=tanpa+JavaScript").follow(TITLE).see("Berkas ini telah selesai", "Utuh").check()
