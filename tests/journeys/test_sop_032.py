"""SOP 032 from start to end: the field officer and the lead on phones, the editor at a desk.

With both answers of the decision, on real photos (one of them HEIC) and a real video.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.engine.storage import making
from tests.journeys import sop_032
from tests.journeys.browsing import Window, labelled
from tests.journeys.conftest import Open
from tests.journeys.serving import Alur
from tests.journeys.sop_032 import CHOOSE, PUBLISH, REVIEW, TO_EDITOR, TO_LEAD, Photo

TITLE = "Penyerahan kursi roda di Kapanewon Sewon"
BETTER = "Penyerahan dua belas kursi roda di Kapanewon Sewon"
REASON = "Ejaan nama tempat pada judul belum tepat, dan jumlah kursi roda belum disebut."
GROUP, PORTRAIT, CHILD = (
    "Keluarga penerima bersama petugas",
    "Kursi roda siap diserahkan",
    "Seorang anak menonton",
)


#: Whether they came and were understood: the browser's own word for that is readyState 2.
_CAPTIONS_READ = """async (film) => {
  const track = film.querySelector('track');
  while (track.readyState < 2) await new Promise((ready) => setTimeout(ready, 20));
  if (track.readyState !== 2) throw Error('the captions did not come');
}"""


@pytest.mark.long
def test_sop_032_from_start_to_end(
    alur: Alur, desk: Open, phone: Open, photos: list[Path], film: Path, drawn: Path
) -> None:
    officer = phone(alur, "petugas.lapangan").check()
    _hand_over(officer, photos, film, drawn)

    editor = desk(alur, "pengelola.web").check()
    _choose(editor)

    lead = phone(alur, "ketua.tim").check()
    sop_032.open_task(lead, TITLE, REVIEW).see(TITLE, sop_032.CAPTION).check()
    sop_032.refuse(lead, REASON).see("sekarang di Pengelola Website")

    # Back to the same editor, with the reason on top; another one sees whom it is for.
    other = desk(alur, "pengelola.web2").go("/?team=1")
    expect(other.page.get_by_role("row").filter(has_text=TITLE)).to_contain_text(
        "lebih dulu untuk Laras Kinanti"
    )
    sop_032.open_task(editor, TITLE, CHOOSE).see("Dikembalikan oleh Ratna Kusuma", REASON).check()
    expect(editor.field("Judul berita")).to_have_value(TITLE)
    editor.fill("Judul berita", BETTER).press(TO_LEAD).see("sekarang di Ketua Tim Kerja")

    # The lead sees what changed, and agrees.
    sop_032.open_task(lead, TITLE, REVIEW).see("pengajuan ke-2")
    changed = lead.page.get_by_role("region", name="Perubahan sejak pengajuan sebelumnya")
    expect(changed.get_by_text("Judul berita")).to_be_visible()
    expect(changed.get_by_role("insertion").first).to_be_visible()
    lead.check()
    sop_032.approve(lead).see("sekarang di Pengelola Website")

    sop_032.open_task(editor, TITLE, PUBLISH).check()
    editor.press("Salin takarir Website").see("Tersalin")
    sop_032.publish(editor, drawn / "pelayanan.jpg").check()
    editor.press("Selesaikan berkas").see("telah selesai")
    _look_back(editor)
    _audit(alur, desk(alur, "auditor"))


def _hand_over(officer: Window, photos: list[Path], film: Path, drawn: Path) -> None:
    sop_032.start(officer).check()
    sop_032.tell_what_happened(officer, TITLE)
    officer.press("Susun dari isian di atas")
    expect(officer.field("Narasi singkat")).to_have_value(re.compile(re.escape(sop_032.WHAT)))
    told = [
        Photo(photos[0], GROUP),
        Photo(photos[1], PORTRAIT, "Tidak diperlukan (tidak ada orang yang dapat dikenali)", ["Tidak ada"]),
        Photo(drawn / "pelatihan.jpg", CHILD, "Belum ada persetujuan", ["Anak (di bawah 18 tahun)"]),
    ]
    for number, photo in enumerate(told, 1):
        sop_032.add_files(officer, "Foto", [photo.file])
        sop_032.describe(officer, number, photo)
    _same_for_all(officer, told)
    sop_032.add_files(officer, "Video", [film])
    video = sop_032.row(officer, "Video", 1)
    expect(video.get_by_text("Siap", exact=True)).to_be_visible()
    video.get_by_label("Keterangan video").fill("Suasana penyerahan kursi roda")
    subtitles = photos[0].with_name("takarir.vtt")
    subtitles.write_bytes(making.VTT)
    part = video.get_by_role("group", name=re.compile("^Teks film"))
    part.locator("input[type=file]").set_input_files(subtitles)
    expect(video.get_by_text("Siap", exact=True)).to_have_count(2)
    sop_032.promise(officer).see("Draf tersimpan").check()
    officer.press(TO_EDITOR)
    officer.see("Terkirim.", "sekarang di Pengelola Website").check()


def _same_for_all(officer: Window, told: list[Photo]) -> None:
    """The choice for one photo is made that of all; where it is not, it is put right again."""
    chosen = [
        labelled(sop_032.row(officer, "Foto", number), "Status persetujuan")
        for number in range(1, len(told) + 1)
    ]
    chosen[0].locator("..").get_by_role("button", name="Sama untuk semua: Foto").click()
    for each, photo in zip(chosen, told, strict=True):
        expect(each).to_have_value(chosen[0].input_value())
        each.select_option(label=photo.consent)


def _choose(editor: Window) -> None:
    sop_032.open_task(editor, TITLE, CHOOSE).check()
    child = editor.page.get_by_role("checkbox", name=CHILD)
    expect(child).to_be_disabled()
    editor.see("Tidak dapat dipilih: Belum ada persetujuan dari orang yang dapat dikenali.")
    sop_032.choose_material(editor, main=GROUP, others=[PORTRAIT], title=TITLE)
    _see_the_film(editor)
    captions = sop_032.group(editor, "Takarir (caption) per kanal")
    expect(captions.get_by_label("Facebook")).to_be_hidden()
    expect(captions).to_contain_text(f"{len(sop_032.CAPTION)} dari 2200 karakter")
    editor.check().press(TO_LEAD).see("sekarang di Ketua Tim Kerja")


def _see_the_film(editor: Window) -> None:
    """Large, with the captions that came with it."""
    editor.page.get_by_role("link", name="Suasana penyerahan kursi roda").first.click()
    dialog = editor.page.get_by_role("dialog")
    player = dialog.locator("video")
    player.evaluate(_CAPTIONS_READ)
    assert player.evaluate("film => film.textTracks[0].cues[0].text") == "Selamat pagi"
    editor.press("Tutup", within=dialog)


def _look_back(editor: Window) -> None:
    """The page of the instance tells all of it."""
    editor.visit("Berkas").go("/instances?q=Sewon").follow(TITLE)
    editor.see("Berkas ini telah selesai", "Utuh", REASON, "pengajuan ke-2", GROUP)
    expect(editor.page.get_by_role("region", name="Diagram alur")).to_have_attribute("aria-busy", "false")
    editor.check()


def _audit(alur: Alur, auditor: Window) -> None:
    auditor.visit("Jejak audit").press("Periksa keutuhan").see("Semua rantai utuh").check()
    verified = alur.run("audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
