"""Logging in, as people do it who mistype, forget, or guess."""

from __future__ import annotations

from tests.journeys.conftest import Open
from tests.journeys.serving import Alur

WRONG = "Nama pengguna atau kata sandi tidak cocok."


def test_a_wrong_password_is_told_without_saying_who_exists(alur: Alur, phone: Open) -> None:
    window = phone(alur).go("/login").check()
    window.fill("Nama pengguna", "ketua.tim").fill("Kata sandi", "bukan-ini").press("Masuk")
    known = window.see(WRONG).page.get_by_role("alert").inner_text()
    window.check()
    window.fill("Nama pengguna", "tidak.ada").fill("Kata sandi", "bukan-ini").press("Masuk")
    assert window.see(WRONG).page.get_by_role("alert").inner_text() == known


def test_guessing_is_stopped_and_the_owner_still_gets_in(alur: Alur, desk: Open) -> None:
    owner = desk(alur, "ketua.tim")
    owner.log_out()
    guesser = desk(alur).go("/login")
    for guess in range(6):
        guesser.fill("Nama pengguna", "ketua.tim").fill("Kata sandi", f"tebakan-{guess}").press("Masuk")
    guesser.see("Terlalu banyak percobaan yang gagal. Coba lagi dalam 1 menit").check()
    guesser.fill("Kata sandi", alur.password).press("Masuk")
    guesser.see("Terlalu banyak percobaan yang gagal.")
    owner.log_in("ketua.tim").see("Tugas saya")


def test_a_link_leads_to_its_page_after_logging_in(alur: Alur, desk: Open) -> None:
    window = desk(alur).go("/instances?state=all").see("Masuk")
    window.fill("Nama pengguna", "penyelia").fill("Kata sandi", alur.password).press("Masuk")
    window.page.wait_for_url("**/instances?state=all")
