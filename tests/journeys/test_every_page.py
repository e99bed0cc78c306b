"""Every page for each kind of user: no fault that axe finds, light and dark, narrow and wide."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Open
from tests.journeys.serving import Alur

PLACES = {
    "petugas.lapangan": ["Tugas saya", "Berkas", "Prosedur"],
    "penyelia": ["Berkas"],
    "admin.proses": ["Prosedur"],
    "auditor": ["Jejak audit", "Berkas"],
    "admin": ["Akun"],
}
#: Whatever a person named: an address, a file, a title in one piece.
_WITHOUT_END = """() => document.querySelectorAll('h1, .rows .title, .rows td small')
  .forEach((each) => { each.textContent = 'Rehabilitasi_'.repeat(9) })"""
_DRAWN = "() => document.querySelector('[data-viewer] .viewport').getBoundingClientRect().width"
_CUT = """() => [...document.querySelectorAll('.list')]
  .filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.textContent.slice(0, 40))"""


@pytest.mark.parametrize("username", PLACES)
def test_every_place_is_for_everybody(username: str, alur: Alur, desk: Open) -> None:
    window = desk(alur, username).check()
    for place in PLACES[username]:
        window.visit(place).check()
    window.go("/profile").check()


def test_login_and_refusals_are_for_everybody_too(alur: Alur, phone: Open) -> None:
    window = phone(alur).go("/cases").check()
    window.log_in("petugas.lapangan").go("/cases/999999").see("Tidak ditemukan").check()
    window.go("/accounts").see("Tidak berwenang").check()


def test_a_word_without_end_pushes_nothing_out_of_sight(alur: Alur, desk: Open) -> None:
    window = desk(alur, "penyelia")
    for path in ("/cases?state=all", "/cases/1", "/?team=1", "/procedures/pengelolaan_website"):
        page = window.go(path).page
        page.evaluate(_WITHOUT_END)
        for width in (1280, 905, 770):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(_CUT) == [], f"{path}, {width} px"
        window.check()


def test_two_choices_are_as_large_as_each_other(alur: Alur, desk: Open) -> None:
    choices = desk(alur, "penyelia").go("/profile").page.locator(".choice label").all()
    assert len({round(box["width"]) for each in choices if (box := each.bounding_box())}) == 1


def test_paper_has_the_whole_drawing(alur: Alur, desk: Open) -> None:
    page = desk(alur, "penyelia").go("/procedures/pengelolaan_website").page
    page.locator("[data-viewer][aria-busy=false]").wait_for()
    on_screen = page.evaluate(_DRAWN)
    page.get_by_role("button", name="Perbesar").click()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert 560 < page.evaluate(_DRAWN) < 660 < on_screen
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(_DRAWN) > on_screen


def test_importing_fits_the_narrowest_phone_and_has_room_for_a_table(alur: Alur, phone: Open) -> None:
    page = phone(alur, "admin.proses").go("/procedures/import").page
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    box = page.get_by_label("Tempelkan tabel SOP").bounding_box()
    assert box is not None
    assert box["height"] >= 160
