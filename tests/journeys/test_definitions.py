"""The process admin revises an SOP by its diagram; no programmer is needed for a new field."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys import sop_032
from tests.journeys.browsing import Window
from tests.journeys.conftest import Open
from tests.journeys.serving import Alur
from tests.journeys.sop_032 import TO_EDITOR, Photo

NAME = "Pengelolaan Website dan Media Sosial"
TITLE = "Pembagian paket sembako di Kapanewon Pandak"
LABEL, PUT = "Jumlah penerima manfaat", '<camunda:formField id="bidang"'
FIELD = f'<camunda:formField id="jumlah_penerima" label="{LABEL}" type="number"/>'


def test_a_new_field_of_the_diagram_is_asked_stored_and_shown(
    alur: Alur, desk: Open, drawn: Path, tmp_path: Path
) -> None:
    admin = desk(alur, "admin.proses").visit("SOP")
    letter = tmp_path / "surat.bpmn"
    letter.write_text("Yth. Bapak/Ibu, berikut SOP kami.")
    upload(admin, letter).see("surat.bpmn tidak disimpan.").check()
    # A broken diagram says in words what is wrong, and can't be activated.
    broken = revised(tmp_path, 'keputusan == "ya"', 'putusan == "ya"')
    upload(admin, broken).see("kesalahan yang perlu diperbaiki di diagramnya", "putusan").check()
    expect(admin.page.get_by_role("button", name="Berlakukan")).to_have_count(0)
    whole = revised(tmp_path, PUT, FIELD + PUT)
    upload(admin.visit("SOP"), whole).see("Disimpan sebagai draf versi 3.").check()
    put_in_force(admin, desk(alur, "penyelia"))

    # An instance goes on by the version that it began with.
    officer = desk(alur, "petugas.lapangan").see("Tugas saya")
    officer.follow("Menyerahkan materi liputan").see("Judul kegiatan").see_no(LABEL)
    sop_032.start(officer)
    sop_032.tell_what_happened(officer, TITLE).fill(LABEL, "250")
    officer.press("Susun dari isian di atas")
    photo = Photo(drawn / "pelayanan.jpg", "Pembagian paket sembako di pendapa")
    sop_032.add_files(officer, "Foto", [photo.file])
    sop_032.describe(officer, 1, photo)
    sop_032.promise(officer).press(TO_EDITOR).see("Belum ada video.")
    officer.field("Sudah saya periksa; tetap kirim").check()
    officer.press(TO_EDITOR).see("sekarang di Pengelola Website")

    officer.visit("Berkas").follow(TITLE)
    officer.page.get_by_text(sop_032.HAND_OVER).filter(visible=True).last.click()
    told = officer.page.get_by_role("term").filter(has_text=LABEL)
    expect(told.locator("xpath=following-sibling::dd[1]")).to_have_text("250")


def upload(admin: Window, file: Path) -> Window:
    admin.press("Unggah diagram")
    admin.dialog().get_by_label("File BPMN").set_input_files(file)
    admin.check()
    return admin.press("Unggah dan periksa", within=admin.dialog())


def put_in_force(admin: Window, reviewer: Window) -> None:
    """Submitted by who brought it, approved by somebody else, then made the version of all new instances."""
    admin.see("draf versi 3").press("Ajukan")
    admin.dialog().get_by_label("Apa yang berubah dan mengapa").fill(f"Ditambah isian {LABEL}.")
    admin.check().press("Ajukan", within=admin.dialog())
    reviewer.go(admin.page.url).follow("Tinjau").see(LABEL).check().press("Setujui")
    reviewer.press("Setujui", within=reviewer.dialog()).see("Versi 3 disetujui.")
    admin.page.reload()
    admin.press("Berlakukan").press("Berlakukan", within=admin.dialog())
    admin.see("Versi 3 sekarang berlaku untuk berkas baru.").check()


def revised(folder: Path, before: str, after: str) -> Path:
    """SOP 032 with one place changed."""
    xml = (files("processes") / "pengelolaan-website-dan-media-sosial.bpmn").read_text("utf-8")
    quoted = before if before in xml else before.replace('"', "&quot;")
    assert quoted in xml
    path = folder / "sop-032.bpmn"
    path.write_text(
        xml.replace(quoted, after if quoted == before else after.replace('"', "&quot;"), 1), "utf-8"
    )
    return path
