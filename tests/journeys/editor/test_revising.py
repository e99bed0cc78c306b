"""An SOP is revised: a second decision by a new role, looked at by two people, and running instances go
along."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys import sop_032
from tests.journeys.browsing import DESKTOP, PHONE, Window
from tests.journeys.conftest import Open
from tests.journeys.editor import drawing
from tests.journeys.editor.editing import Draft, draft, errors, findings, saved
from tests.journeys.editor.revised_sop import FIELD, ROLE, SOP, STEP, revised
from tests.journeys.serving import Alur
from tests.journeys.sop_032 import REVIEW

__all__ = ["draft"]

KEY = "/definitions/pengelolaan_website"
QUESTION = "Apakah penayangan disetujui?"
NOTE = "Kepala Dinas ikut menyetujui penayangan; nomor surat tugas dicatat sejak awal."
#: In the demo it waits for approval in its second round.
LOOPED = "Pelatihan Taruna Siaga Bencana di Kalurahan Panggungharjo"
#: The editor chooses; the officer has it back.
CHOOSING = "Gladi lapang dapur umum bersama relawan di Kapanewon Kretek"


@pytest.fixture
def revision(tmp_path: Path) -> Path:
    """The revised SOP as a file."""
    file = tmp_path / "sop-032-revisi.bpmn"
    file.write_bytes(revised())
    return file


@pytest.mark.long
def test_a_second_decision_by_a_new_role_from_the_drawing_to_the_paper(
    alur: Alur, draft: Draft, desk: Open
) -> None:
    admin, reviewer = draft(), desk(alur, "penyelia")
    drawing.add_field(admin, FIELD)
    drawing.add_lane_below(admin, "Lane_ketua", ROLE)
    drawing.add_step(admin, on_flow="Alur_ya", name=STEP, lane=ROLE)
    drawing.add_decision(admin, QUESTION, otherwise="Pilih_bahan", named="Disetujui Kepala Dinas?")
    findings(admin).see("tidak memiliki syarat", f"Belum ada akun dengan peran pada lajur “{ROLE}”").check()
    errors(admin).first.get_by_role("button").first.click()
    drawing.name_branches(admin, QUESTION, yes="Menayangkan", no="Memilih bahan")
    expect(errors(findings(admin))).to_have_count(0)
    saved(admin).page.get_by_role("link", name="Uji coba").click()
    admin.see("Anda mencoba sebagai", STEP, FIELD).check()

    # Another person reads what changed, asks, and agrees.
    submit(admin.go(f"{KEY}/versions/2")).see("Versi ini menunggu persetujuan", "harus diberikan orang lain")
    sheet(admin, 2, draft=True)
    reviewer.go("/").see("Menunggu persetujuan Anda", NOTE).check().follow("Menyetujui revisi SOP")
    reviewer.see("Lajur “Kepala Dinas” ditambahkan", f"isian “{FIELD}” (teks) ditambah")
    reviewer.see(f"Jawaban “Ya” pada “Disetujui?” sekarang menuju “{STEP}”").check()
    _comment(reviewer).check()
    ask_to_mend(reviewer, "Mohon dijelaskan norma 30 menit.")
    admin.go(f"{KEY}/versions/2").see("Perbaikan diminta", "Mohon dijelaskan norma 30 menit.").check()
    admin.press("Tandai selesai", within=admin.page.locator(".comments > li").first)
    submit(admin.see("ditindaklanjuti oleh Wulan Maheswari").go(f"{KEY}/versions/2"))
    approve(reviewer.go(f"{KEY}/versions/2")).see("Versi ini sudah disetujui")
    put_in_force(admin.go(f"{KEY}/versions/2")).see("Versi 2 sekarang berlaku untuk berkas baru.").check()

    # New instances follow it; an instance that has looped back goes along and meets the new decision.
    officer = desk(alur, "petugas.lapangan")
    expect(sop_032.start(officer).field(FIELD)).to_be_visible()
    give_role(desk(alur, "admin"), "Hadi Santosa", ROLE)
    expect(instance_row(admin.see("berkas pada versi lain"), LOOPED)).to_contain_text("bisa")
    instance_row(admin, LOOPED).get_by_role("checkbox").check()
    admin.press("Pindahkan yang dipilih").see("Selesai", "1 dari 1 berkas sudah diperiksa").check()
    lead = desk(alur, "ketua.tim").go("/instances").follow(LOOPED)
    lead.see("versi 2", "Berkas dipindahkan dari versi 1 ke versi 2").check()
    sop_032.open_task(lead, LOOPED, REVIEW).see("pengajuan ke-2")
    sop_032.approve(lead).see("sekarang di Kepala Dinas")
    sop_032.open_task(reviewer, LOOPED, STEP).check()
    reviewer.page.get_by_role("radiogroup", name=QUESTION).get_by_label("Tidak").check()
    reviewer.press("Kirim").see("sekarang di Pengelola Website")

    # The paper of both; and back to the older one, with the same question.
    for number in (1, 2):
        sheet(admin, number)
    put_in_force(admin.go(f"{KEY}/versions/1"), "Berlakukan kembali")
    expect(instance_row(admin.see("Berkas berjalan dan versi 1"), LOOPED)).to_contain_text("bisa")
    admin.press("Pindahkan semua yang bisa").press("Pindahkan", within=admin.dialog()).see("Selesai")
    lead.go("/instances").follow(LOOPED).see("Berkas dipindahkan dari versi 2 ke versi 1")
    told = reviewer.go(f"{KEY}/versions/2")
    told.page.get_by_text("Riwayat versi ini").click()
    told.see("Wulan Maheswari (contoh) memberlakukan", "Hadi Santosa (contoh) meminta perbaikan").check()
    verified = alur.run("audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def sheet(window: Window, number: int, *, draft: bool = False) -> None:
    """On the screen as on paper, and as a file."""
    window.go(f"{KEY}/versions/{number}").follow("Lembar SOP").check()
    pages = window.page.locator(".sheet-page")
    for page in pages.all():
        assert page.evaluate("page => page.decode().then(() => page.naturalWidth)") > 1000
    if draft:
        window.see("DRAF")
    with window.page.expect_download() as download:
        window.page.get_by_role("link", name="Unduh PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")


def test_an_instance_of_a_step_without_counterpart_stays_until_the_admin_names_one(
    alur: Alur, desk: Open, revision: Path
) -> None:
    deployed = alur.run("process", "deploy", str(revision))
    assert deployed.returncode == 0, deployed.stdout + deployed.stderr
    admin = desk(alur, "admin.proses").go(f"{KEY}/versions/2/moves")
    admin.page.get_by_text("Padanan langkah versi 1").click()
    choose_counterpart(admin, "(tidak ada padanan)").see("Padanan telah diperbaiki").check()
    expect(instance_row(admin, CHOOSING)).to_contain_text("tidak bisa")
    admin.press("Pindahkan semua yang bisa").press("Pindahkan", within=admin.dialog())
    admin.see("Selesai", "tetap seperti semula").check()
    expect(instance_row(admin, CHOOSING)).to_contain_text("tidak ada lagi")
    admin.follow("Perbaiki padanan dan pindahkan lagi").see("Tidak ada berkas pada daftar ini.")
    admin.page.get_by_text("Hanya yang tidak bisa").click()
    expect(instance_row(admin, CHOOSING)).to_contain_text("bisa")
    admin.press("Pindahkan semua yang bisa").press("Pindahkan", within=admin.dialog())
    # With the two that would have skipped a step without a counterpart.
    admin.see("Selesai", "3 dari 3 berkas sudah diperiksa")


def test_the_difference_is_read_on_both_diagrams(
    alur: Alur, desk: Open, revision: Path, tmp_path: Path
) -> None:
    reader = (
        upload(desk(alur, "admin.proses"), revision).see("draf versi 2").go(f"{KEY}/difference?from=1&to=2")
    )
    before, after = side(reader, "before"), side(reader, "after")
    for each in (before, after):
        expect(each).to_have_attribute("aria-busy", "false")
    expect(shape(after, "Setujui_tayang")).to_have_class(re.compile("is-added"))
    expect(shape(before, "Serahkan_materi")).to_have_class(re.compile("is-changed"))
    expect(shape(after, "Serahkan_materi")).to_have_class(re.compile("is-changed"))
    expect(shape(after, "Tayangkan")).not_to_have_class(re.compile("is-"))
    # A sentence shows its place in both; arrow keys go on from there.
    sentence = reader.page.get_by_role("button", name=f"isian “{FIELD}” (teks) ditambah")
    sentence.click()
    for each in (before, after):
        expect(shape(each, "Serahkan_materi")).to_have_class(re.compile("picked"))
    reader.strike("ArrowDown", on=sentence)
    below = reader.page.locator("[data-change]:focus")
    expect(below).to_have_attribute("aria-pressed", "true")
    expect(sentence).to_have_attribute("aria-pressed", "false")
    element = below.get_attribute("data-after")
    assert element
    expect(shape(after, element)).to_have_class(re.compile("picked"))
    # And an element shows its sentences.
    reader.press("Tampilkan seluruhnya")
    shape(after, "Serahkan_materi").click(force=True)
    expect(sentence).to_have_attribute("aria-pressed", "true")
    reader.check()

    # One of them at a time on a narrow screen.
    reader.page.set_viewport_size(PHONE["viewport"])
    reader.page.get_by_role("radio", name="Versi 2 (sesudah)").check()
    expect(side(reader, "before")).to_be_hidden()
    reader.check().page.set_viewport_size(DESKTOP["viewport"])
    reader.go(f"{KEY}/difference?from=1&to=1").see("Tidak ada perbedaan").check()

    # What was only moved on the canvas is no difference.
    elsewhere = tmp_path / "bergeser.bpmn"
    elsewhere.write_text(
        SOP.read_text("utf-8").replace('<dc:Bounds x="330" y="135"', '<dc:Bounds x="350" y="140"')
    )
    upload(reader, elsewhere).see("draf versi 3")
    reader.follow("Bandingkan versi").see("Tidak ada perbedaan", "Letak unsur pada diagram").check()


def upload(admin: Window, file: Path) -> Window:
    admin.go("/definitions").press("Unggah diagram")
    admin.dialog().get_by_label("File BPMN").set_input_files(file)
    return admin.press("Unggah dan periksa", within=admin.dialog())


def submit(admin: Window) -> Window:
    admin.press("Ajukan")
    admin.dialog().get_by_label("Apa yang berubah dan mengapa").fill(NOTE)
    return admin.press("Ajukan", within=admin.dialog())


def ask_to_mend(reviewer: Window, words: str) -> Window:
    reviewer.press("Minta perbaikan")
    reviewer.dialog().get_by_label("Yang perlu diperbaiki").fill(words)
    return reviewer.press("Minta perbaikan", within=reviewer.dialog())


def approve(reviewer: Window) -> Window:
    reviewer.follow("Tinjau").press("Setujui").check()
    return reviewer.press("Setujui", within=reviewer.dialog())


def put_in_force(admin: Window, action: str = "Berlakukan") -> Window:
    admin.press(action).check()
    return admin.press(action, within=admin.dialog())


def give_role(admin: Window, name: str, role: str) -> None:
    admin.go("/accounts").follow(name)
    admin.page.get_by_label(role).check()
    admin.press("Simpan").see_no("Ada isian yang perlu diperbaiki")


def instance_row(window: Window, title: str) -> Locator:
    return window.page.get_by_role("row").filter(has_text=title)


def choose_counterpart(admin: Window, name: str) -> Window:
    admin.page.get_by_label("Padanan “Memilih bahan liputan").select_option(label=name)
    return admin.press("Periksa kembali")


def _comment(reviewer: Window) -> Window:
    reviewer.choose("Tentang", STEP).page.locator("#comment-text").fill("Apakah 30 menit cukup?")
    reviewer.press("Kirim komentar").see("Komentar disimpan.", "Apakah 30 menit cukup?")
    pin = side(reviewer, "after").locator(".diagram-mark.comment")
    expect(pin).to_have_text("1")
    return reviewer


def side(window: Window, which: str) -> Locator:
    return window.page.locator(f'[data-side="{which}"]')


def shape(diagram: Locator, element: str) -> Locator:
    return diagram.locator(f'.djs-element[data-element-id="{element}"]')
