"""Logging in, as people do it who mistype, forget, or guess."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.conftest import Open
from tests.journeys.serving import Alur

_LEAVE = "() => { dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true})) }"
_COME_BACK = "() => { dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true})) }"
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


def test_a_page_that_comes_back_after_logging_out_shows_nothing(alur: Alur, desk: Open) -> None:
    window = desk(alur, "penyelia").go("/instances/1")
    title = window.page.get_by_role("heading", level=1).inner_text()
    window.log_out()
    window.page.go_back()
    window.page.wait_for_url("**/login?**")
    window.see_no(title)


def test_a_page_from_the_browsers_memory_asks_before_it_is_seen(alur: Alur, desk: Open) -> None:
    """As browsers that keep pages do; Chromium keeps none that may not be stored."""
    window = desk(alur, "penyelia").go("/instances/1")
    window.page.wait_for_selector("html[data-runs]")
    title = window.page.get_by_role("heading", level=1)
    window.page.evaluate(_LEAVE)
    expect(title).to_be_hidden()
    window.page.evaluate(_COME_BACK)
    expect(title).to_be_visible()
    window.page.evaluate(_LEAVE)
    window.page.context.clear_cookies()
    window.faults.expected.add(401)
    window.page.evaluate(_COME_BACK)
    window.page.wait_for_url("**/login?**")
