"""Every page for each kind of user: no fault that axe finds, light and dark, narrow and wide."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Open
from tests.journeys.serving import Alur
from webforms.manual import PAGES

PLACES = {
    "petugas.lapangan": ["Tugas saya", "Berkas", "SOP"],
    "penyelia": ["Berkas", "Kalender"],
    "admin.proses": ["SOP"],
    "auditor": ["Jejak audit", "Berkas"],
    "admin": ["Akun", "Kalender"],
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


def test_the_calendars_forms_are_for_everybody(alur: Alur, desk: Open) -> None:
    window = desk(alur, "admin")
    for path in ("hours/new?ramadan=2027", "units/new", "days/new"):
        window.go(f"/calendar/{path}").check()
    window.page.get_by_label("Mulai").fill("2027-06-22")
    window.page.get_by_label("Nama").fill("Hari jadi kota")
    window.press("Lihat akibatnya").see("Akibat perubahan kalender").check()


def test_the_manual_fits_every_screen(alur: Alur, desk: Open) -> None:
    window = desk(alur, "petugas.lapangan")
    for name in (*PAGES, "all"):
        page = window.go(f"/help/{name}").page
        for width in (1280, 905, 770, 390, 320):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name}, {width} px"


@pytest.mark.parametrize("name", ["begin", "work", "diagram", "operate"])
def test_the_manual_is_for_everybody(name: str, alur: Alur, desk: Open) -> None:
    """Between them, these pages hold everything that the manual is made of."""
    desk(alur, "petugas.lapangan").go(f"/help/{name}").check()


def test_the_manual_is_found_read_and_searched(alur: Alur, phone: Open) -> None:
    window = (
        phone(alur, "petugas.lapangan").press("Lainnya").visit("Bantuan").see("Untuk pekerjaan Anda").check()
    )
    window.page.get_by_role("searchbox").fill("lupa kata sandi")
    with window.page.expect_navigation():
        window.page.get_by_role("searchbox").press("Enter")
    window.check().follow("Lupa kata sandi").see("Hubungi admin akun kantor")
    assert window.page.url.endswith("/help/login#forgotten")


def test_the_page_about_a_page_opens_beside_it(alur: Alur, desk: Open) -> None:
    window = desk(alur, "pengelola.web")
    with window.page.expect_popup() as opened:
        window.page.get_by_role("link", name="Bantuan: Tugas saya").click()
    expect(opened.value.get_by_role("heading", name="Tugas saya")).to_be_visible()
    window.see("Tugas saya")


def test_who_can_not_get_in_finds_help(alur: Alur, phone: Open) -> None:
    window = phone(alur).go("/help/login").see("Lupa kata sandi").check()
    assert window.page.get_by_role("navigation").count() == 0


def test_login_and_refusals_are_for_everybody_too(alur: Alur, phone: Open) -> None:
    window = phone(alur).go("/instances").check()
    window.log_in("petugas.lapangan").go("/instances/999999").see("Tidak ditemukan").check()
    window.go("/accounts").see("Tidak berwenang").check()


def test_a_word_without_end_pushes_nothing_out_of_sight(alur: Alur, desk: Open) -> None:
    window = desk(alur, "penyelia")
    for path in ("/instances?state=all", "/instances/1", "/?team=1", "/definitions/pengelolaan_website"):
        page = window.go(path).page
        page.evaluate(_WITHOUT_END)
        for width in (1280, 1005, 770):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(_CUT) == [], f"{path}, {width} px"
        window.check()


def test_two_choices_are_as_large_as_each_other(alur: Alur, desk: Open) -> None:
    choices = desk(alur, "penyelia").go("/profile").page.locator(".choice label").all()
    assert len({round(box["width"]) for each in choices if (box := each.bounding_box())}) == 1


def test_paper_has_the_whole_drawing(alur: Alur, desk: Open) -> None:
    page = desk(alur, "penyelia").go("/definitions/pengelolaan_website").page
    page.locator("[data-viewer][aria-busy=false]").wait_for()
    on_screen = page.evaluate(_DRAWN)
    page.get_by_role("button", name="Perbesar").click()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert 560 < page.evaluate(_DRAWN) < 660 < on_screen
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(_DRAWN) > on_screen


def test_importing_fits_the_narrowest_phone_and_has_room_for_a_table(alur: Alur, phone: Open) -> None:
    page = phone(alur, "admin.proses").go("/definitions/import").page
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    box = page.get_by_label("Tempelkan tabel SOP").bounding_box()
    assert box is not None
    assert box["height"] >= 160
