"""A new office: nobody is there yet but whoever can read the terminal."""

from __future__ import annotations

import re
from importlib.resources import files

from tests.journeys import sop_032
from tests.journeys.conftest import Open
from tests.journeys.serving import Alur

PASSWORD, HERS = "kucing berjalan di pematang", "hujan turun sejak pagi"


def test_the_link_from_the_terminal_opens_an_office(empty_alur: Alur, desk: Open, phone: Open) -> None:
    [link] = re.findall(r"http://\S+/setup/\S+", empty_alur.said)
    admin = desk(empty_alur).go(link).see("Menyiapkan Alur").check()
    admin.fill("Nama pengguna", "siti.aminah").fill("Nama lengkap", "Siti Aminah")
    admin.fill("Kata sandi", PASSWORD).fill("Ulangi kata sandi", "lain sama sekali ini").press(
        "Buat akun admin"
    )
    admin.see("Kedua kata sandi tidak sama.").check()
    admin.fill("Kata sandi", PASSWORD).fill("Ulangi kata sandi", PASSWORD).press("Buat akun admin")
    admin.see("Akun admin pertama telah dibuat.").check()
    desk(empty_alur).go(link).see("Tautan ini tidak berlaku lagi").check()

    # The first SOP comes from the command line or from a process admin.
    sop = files("processes") / "pengelolaan-website-dan-media-sosial.bpmn"
    deployed = empty_alur.run("process", "deploy", str(sop))
    assert deployed.returncode == 0, deployed.stderr

    admin.follow("Tambah pengguna").check()
    admin.fill("Nama pengguna", "dewi.lestari").fill("Nama lengkap", "Dewi Lestari")
    admin.field("Petugas Lapangan").check()
    admin.press("Tambah dan buat tautan undangan").see("Tautan undangan untuk Dewi Lestari").check()
    invitation = admin.page.get_by_role("textbox", name="Tautan undangan").input_value()

    officer = phone(empty_alur).go(invitation).see("Selamat datang, Dewi Lestari.").check()
    officer.fill("Kata sandi", HERS).fill("Ulangi kata sandi", HERS).press("Simpan kata sandi dan masuk")
    officer.see("Anda sudah masuk.", "Tidak ada tugas yang menunggu Anda").check()
    sop_032.start(officer).see("Judul kegiatan")
    officer.visit("Tugas saya").see("Menyerahkan materi liputan").log_out()
    officer.log_in("dewi.lestari", HERS).see("Menyerahkan materi liputan")
    phone(empty_alur).go(invitation).see("Tautan ini tidak berlaku lagi")
