"""The four steps of SOP 032 as people do them in a browser: by labels and buttons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, expect

from tests.journeys.browsing import Window, labelled

JAKARTA = ZoneInfo("Asia/Jakarta")
WHAT = "Dinas Sosial menyerahkan dua belas kursi roda kepada penyandang disabilitas di Kapanewon Sewon."
BODY = (
    f"{WHAT} Penyerahan ini menindaklanjuti asesmen kebutuhan alat bantu yang dilakukan pada triwulan "
    "ketiga.\n\nKursi roda diserahkan langsung disertai pelatihan pemakaian dan perawatan bagi keluarga. "
    "Masyarakat dapat memperoleh **informasi lebih lanjut** di kantor Dinas Sosial pada jam kerja."
)
CAPTION = "Dua belas kursi roda diserahkan di Sewon. Selengkapnya di situs resmi Dinas Sosial."
#: The SOP's words: name of a step, label of the button that hands it in.
HAND_OVER = "Menyerahkan materi liputan kepada pengelola website"
CHOOSE = "Memilih bahan liputan yang layak tayang di website dan media sosial"
REVIEW = "Memeriksa materi liputan untuk memperoleh persetujuan tayang"
PUBLISH = "Menayangkan informasi dan hasil liputan kedalam website dan media sosial"
TO_EDITOR, TO_LEAD = "Kirim ke Pengelola Website", "Kirim ke Ketua Tim Kerja"


@dataclass(frozen=True)
class Photo:
    file: Path
    caption: str
    consent: str = "Pejabat/pegawai dalam tugas kedinasan"
    subjects: Sequence[str] = ("Pejabat/pegawai saat bertugas",)
    alt: str = "Petugas dan keluarga berdiri bersama di pendapa kapanewon"


def open_task(window: Window, title: str, name: str) -> Window:
    """From the inbox, by the instance's title."""
    window.go("/?team=1")
    row = window.page.get_by_role("row").filter(has_text=title)
    with window.page.expect_navigation():
        row.get_by_role("link", name=name).click()
    return window.see(title)


def start(window: Window) -> Window:
    window.go("/").follow("Mulai berkas baru").check()
    return window.press("Mulai berkas")


def tell_what_happened(window: Window, title: str) -> Window:
    window.fill("Judul kegiatan", title)
    window.choose("Bidang/unit pengusul", "Bidang Rehabilitasi Sosial")
    window.choose("Jenis konten", "Berita kegiatan")
    window.fill("Apa yang terjadi?", WHAT)
    window.fill("Siapa yang terlibat?", "Dinas Sosial, Panewu Sewon, dan pendamping rehabilitasi sosial")
    window.fill("Kapan dimulai?", local(days=1))
    window.fill("Di mana?", "Pendapa Kapanewon Sewon")
    window.choose("Kapanewon", "Sewon")
    window.fill("Mengapa kegiatan", "Tindak lanjut asesmen kebutuhan alat bantu pada triwulan ketiga.")
    window.fill(
        "Bagaimana pelaksanaannya?", "Kursi roda diserahkan disertai pelatihan pemakaian bagi keluarga."
    )
    return window


def promise(window: Window) -> Window:
    window.choose("Usulan klasifikasi informasi", "Informasi berkala")
    window.field("Saya menyatakan materi ini benar").check()
    return window


def add_files(window: Window, label: str, files: Sequence[Path]) -> Window:
    """Chosen by the picker; without script they travel by the button beside it."""
    picker = window.page.get_by_label(f"{label}: Pilih file")
    picker.set_input_files(files)
    if not window.script:
        _upload_by_button(picker)
    return window


def _upload_by_button(picker: Locator) -> None:
    picker.locator("..").get_by_role("button", name="Unggah sekarang").click()


def row(window: Window, label: str, number: int) -> Locator:
    return group(window, f"{label} {number}")


def describe(window: Window, number: int, photo: Photo) -> Locator:
    part = row(window, "Foto", number)
    expect(part.get_by_text(re.compile("^(Siap|Tersimpan pada berkas)$"))).to_be_visible()
    labelled(part, "Keterangan foto").fill(photo.caption)
    labelled(part, "Teks alternatif").fill(photo.alt)
    for subject in photo.subjects:
        part.get_by_label(subject).check()
    labelled(part, "Status persetujuan").select_option(label=photo.consent)
    return part


def choose_material(window: Window, *, main: str, others: Sequence[str] = (), title: str) -> Window:
    media = group(window, "Media yang dipilih")
    for name in (main, *others):
        media.get_by_role("checkbox", name=name).check()
    window.page.get_by_role("radiogroup", name="Foto utama").get_by_role("radio", name=main).check()
    window.fill("Judul berita", title)
    window.fill("Teras berita", f"{WHAT} Kegiatan dilaksanakan di Pendapa Kapanewon Sewon pada hari Senin.")
    window.fill("Isi berita", BODY)
    for channel in ("Website", "Instagram"):
        group(window, "Kanal penayangan").get_by_label(channel, exact=True).check()
    captions = group(window, "Takarir (caption) per kanal")
    for channel in ("Website", "Instagram"):
        labelled(captions, channel).fill(CAPTION)
    window.fill("Tagar", "dinsos pelayananpublik")
    return window.fill("Catatan kepada Ketua Tim Kerja", "Bahan sudah lengkap dan siap diperiksa.")


def refuse(window: Window, reason: str) -> Window:
    decide(window, "Tidak")
    group(window, "Kategori alasan").get_by_label("Ejaan dan tata bahasa").check()
    window.fill("Alasan dan perbaikan yang diminta", reason)
    return window.press("Kirim keputusan")


def approve(window: Window) -> Window:
    decide(window, "Ya")
    window.field("Saya telah memeriksa persetujuan subjek").check()
    window.choose("Klasifikasi informasi ditetapkan", "Berkala")
    return window.press("Kirim keputusan")


def decide(window: Window, words: str) -> None:
    """On a phone the answers stand in the bar, and what they ask opens over the preview."""
    large = window.page.get_by_role("button", name=words, exact=True).filter(visible=True)
    if large.count():
        large.click()
        expect(decision(window).get_by_label(words, exact=True)).to_be_checked()
    else:
        decision(window).get_by_label(words, exact=True).check()


def decision(window: Window) -> Locator:
    return window.page.get_by_role("radiogroup", name="Apakah materi disetujui")


def publish(window: Window, proof: Path) -> Window:
    for channel, url in (
        ("Website", "https://sosial.bantulkab.go.id/berita/kursi-roda"),
        ("Instagram", "https://www.instagram.com/p/kursiroda"),
    ):
        part = group(window, channel)
        part.get_by_label("Tayang", exact=True).check()
        labelled(part, "Tautan (URL)").fill(url)
        labelled(part, "Tanggal dan jam tayang").fill(local())
    picker = group(window, "Instagram").get_by_role("button", name=re.compile("^Tangkapan layar"))
    picker.set_input_files(proof)
    if not window.script:
        _upload_by_button(picker)
    else:
        expect(group(window, "Instagram").get_by_text("Siap", exact=True)).to_be_visible()
    same = window.page.get_by_role("radiogroup", name="Isi yang ditayangkan sama")
    same.get_by_label("Ya", exact=True).check()
    return window


def group(window: Window, name: str) -> Locator:
    return window.page.get_by_role("group", name=re.compile(rf"^{re.escape(name)}( wajib diisi)?$"))


def local(*, days: int = 0) -> str:
    """As a browser's input for date and time wants it."""
    return (datetime.now(JAKARTA) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")
