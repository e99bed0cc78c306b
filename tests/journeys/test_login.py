"""Logging in, as people do it who mistype, forget, or guess."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.conftest import Open
from tests.journeys.serving import Alur

_LEAVE = "() => { dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true})) }"
_COME_BACK = "() => { dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true})) }"
WRONG = "Nama pengguna atau kata sandi tidak cocok."


def test_who_guesses_learns_nothing_and_is_stopped_and_the_owner_still_gets_in(
    alur: Alur, desk: Open, phone: Open
) -> None:
    owner = desk(alur, "ketua.tim")
    owner.log_out()
    guesser = phone(alur).go("/login").check()
    guesser.fill("Nama pengguna", "ketua.tim").fill("Kata sandi", "bukan-ini").press("Masuk")
    known = guesser.see(WRONG).page.get_by_role("alert").inner_text()
    guesser.check()
    guesser.fill("Nama pengguna", "tidak.ada").fill("Kata sandi", "bukan-ini").press("Masuk")
    assert guesser.see(WRONG).page.get_by_role("alert").inner_text() == known
    for guess in range(6):
        guesser.fill("Nama pengguna", "ketua.tim").fill("Kata sandi", f"tebakan-{guess}").press("Masuk")
    guesser.see("Terlalu banyak percobaan yang gagal. Coba lagi dalam").check()
    guesser.fill("Kata sandi", alur.password).press("Masuk")
    guesser.see("Terlalu banyak percobaan yang gagal.")
    owner.log_in("ketua.tim").see("Tugas saya")


def test_a_page_is_seen_by_who_is_logged_in_and_by_nobody_afterwards(alur: Alur, desk: Open) -> None:
    window = desk(alur).go("/instances?state=all").see("Masuk")
    window.fill("Nama pengguna", "penyelia").fill("Kata sandi", alur.password).press("Masuk")
    window.page.wait_for_url("**/instances?state=all")
    # As browsers that keep pages do; Chromium keeps none that may not be stored.
    title = window.go("/instances/1").page.get_by_role("heading", level=1)
    words = title.inner_text()
    window.page.wait_for_selector("html[data-runs]")
    window.page.evaluate(_LEAVE)
    expect(title).to_be_hidden()
    window.page.evaluate(_COME_BACK)
    expect(title).to_be_visible()
    # A page that comes back after logging out shows nothing.
    window.log_out()
    window.page.go_back()
    window.page.wait_for_url("**/login?**")
    window.see_no(words)
    # Nor does one from the browser's memory, once the login is gone.
    window.already_in("penyelia").go("/instances/1").page.wait_for_selector("html[data-runs]")
    window.page.evaluate(_LEAVE)
    window.page.context.clear_cookies()
    window.faults.expected.add(401)
    window.page.evaluate(_COME_BACK)
    window.page.wait_for_url("**/login?**")
