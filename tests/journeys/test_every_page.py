"""Every page for each kind of user: no fault that axe finds, light and dark, narrow and wide."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.engine.documents.reading import pages as read_pages
from tests.journeys import sop_032
from tests.journeys.browsing import Window
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
    window.fill("Mulai", "22 Juni 2027").fill("Nama", "Hari jadi kota")
    # The browser's own picker opens on that day, and what it gives is written as people type it.
    window.page.evaluate("HTMLInputElement.prototype.showPicker = () => {}")
    window.press("Pilih dari kalender: Mulai")
    native = window.page.locator("[data-native]")
    expect(native).to_have_value("2027-06-22")
    native.evaluate("each => { each.value = '2027-06-23'; each.dispatchEvent(new Event('change')); }")
    expect(window.field("Mulai")).to_have_value("23 Juni 2027")
    window.press("Lihat akibatnya").see("Akibat perubahan kalender").check()
    window.press("Terapkan").see("Kalender diubah dan langsung berlaku.", "Hari jadi kota")


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


def test_what_a_browser_prints_is_a_paper(alur: Alur, desk: Open) -> None:
    """On F4, with words on each page; the sheet without a frame, an instance with its office's head."""
    window = desk(alur, "penyelia")
    steps = [sop_032.HAND_OVER, sop_032.CHOOSE, sop_032.REVIEW, sop_032.PUBLISH]
    sheet = printed(window.go("/definitions/pengelolaan_website/versions/1/sheet"))
    assert [page.size for page in sheet] == [(330, 215)] * len(window.page.locator(".sheet-page").all())
    says(sheet, *steps, "Kelengkapan", "Pelaksana")
    instance = printed(window.go("/instances/1"))
    assert {page.size for page in instance} == {(215, 330)}
    says(instance, *steps, "Dinas Sosial", "Disusun oleh,", "Mengetahui,")
    [to_sign] = [page for page in instance if "Mengetahui," in page.words]
    assert to_sign.room_below("Mengetahui,") >= 20, "no room to sign"
    assert [page.words[-3:] for page in instance][-1] == [str(len(instance)), "/", str(len(instance))]
    for page in (*sheet, *instance):
        assert len(page.words) > 20, "a page with next to nothing"
        assert "Lainnya" not in page.words


#: A point in mm.
MM = 25.4 / 72


@dataclass(frozen=True)
class Printed:
    #: mm
    size: tuple[int, int]
    words: list[str]
    #: Words again, each with where it stands: mm from the top.
    tops: list[tuple[str, float]]

    def room_below(self, word: str) -> float:
        """mm, the highest stretch without a word below this one."""
        start = dict(self.tops)[word]
        below = sorted(top for _, top in self.tops if top >= start)
        return max(later - top for top, later in pairwise(below))


def printed(window: Window) -> list[Printed]:
    """What Ctrl+P gives, as another program reads it."""
    window.page.wait_for_load_state("networkidle")
    whole = window.page.pdf(prefer_css_page_size=True)
    return [
        Printed(
            (round(page.width * MM), round(page.height * MM)),
            page.extract_text().split(),
            [(word["text"], word["top"] * MM) for word in page.extract_words()],
        )
        for page in read_pages(whole)
    ]


def says(paper: list[Printed], *sentences: str) -> None:
    words = {word for page in paper for word in page.words}
    assert {word for sentence in sentences for word in sentence.split()} - words == set()


def test_importing_fits_the_narrowest_phone_and_has_room_for_a_table(alur: Alur, phone: Open) -> None:
    page = phone(alur, "admin.proses").go("/definitions/import").page
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    box = page.get_by_label("Tempelkan tabel SOP").bounding_box()
    assert box is not None
    assert box["height"] >= 160
