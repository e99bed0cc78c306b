"""Every page for each kind of user: no fault that axe finds, light and dark, narrow and wide."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from playwright.sync_api import expect

from tests.engine.documents.reading import pages as read_pages
from tests.journeys import sop_032
from tests.journeys.browsing import DESKTOP, Window
from tests.journeys.conftest import Open
from tests.journeys.serving import Alur
from webforms.manual import PAGES

#: Whatever a person named: an address, a file, a title in one piece.
_WITHOUT_END = """() => document.querySelectorAll('h1, .rows .title, .rows td small')
  .forEach((each) => { each.textContent = 'Rehabilitasi_'.repeat(9) })"""
_DRAWN = "() => document.querySelector('[data-viewer] .viewport').getBoundingClientRect().width"
_CUT = """() => [...document.querySelectorAll('.list')]
  .filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.textContent.slice(0, 40))"""


def at_every_place(window: Window, *places: str) -> Window:
    window.check()
    for place in places:
        window.visit(place).check()
    return window.go("/profile").check()


def test_every_place_of_a_field_officer_is_for_everybody(alur: Alur, desk: Open, phone: Open) -> None:
    window = at_every_place(desk(alur, "petugas.lapangan"), "Tugas saya", "Berkas", "SOP")
    # Between them, these pages hold everything that the manual is made of.
    for name in ("begin", "work", "diagram", "operate"):
        window.go(f"/help/{name}").check()
    _the_manual_fits_every_screen(window)
    # The page about a page opens beside it.
    with window.go("/").page.expect_popup() as opened:
        window.page.get_by_role("link", name="Bantuan: Tugas saya").click()
    expect(opened.value.get_by_role("heading", name="Tugas saya")).to_be_visible()
    window.see("Tugas saya")

    # On a phone, where it is found, read and searched; who can't get in finds help, too.
    window = phone(alur).go("/help/login").see("Lupa kata sandi").check()
    assert window.page.get_by_role("navigation").count() == 0
    # Login and refusals are for everybody.
    window.go("/instances").check()
    window.log_in("petugas.lapangan").go("/instances/999999").see("Tidak ditemukan").check()
    window.go("/accounts").see("Tidak berwenang").check()
    window.go("/").press("Lainnya").visit("Bantuan").see("Untuk pekerjaan Anda").check()
    window.page.get_by_role("searchbox").fill("lupa kata sandi")
    with window.page.expect_navigation():
        window.page.get_by_role("searchbox").press("Enter")
    window.check().follow("Lupa kata sandi").see("Hubungi admin akun kantor")
    assert window.page.url.endswith("/help/login#forgotten")


def _the_manual_fits_every_screen(window: Window) -> None:
    for name in (*PAGES, "all"):
        page = window.go(f"/help/{name}").page
        for width in (1280, 905, 770, 390, 320):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name}, {width} px"
    window.page.set_viewport_size(DESKTOP["viewport"])


def test_every_place_of_an_admin_is_for_everybody(alur: Alur, desk: Open) -> None:
    window = at_every_place(desk(alur, "admin"), "Akun", "Kalender")
    window.go("/health").see("Kesehatan", "Yang perlu dilakukan").check()
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


def test_every_place_of_an_auditor_is_for_everybody(alur: Alur, desk: Open) -> None:
    at_every_place(desk(alur, "auditor"), "Jejak audit", "Berkas")


def test_every_place_of_a_supervisor_is_for_everybody(alur: Alur, desk: Open) -> None:
    window = at_every_place(desk(alur, "penyelia"), "Berkas", "Kalender")
    # Two choices are as large as each other.
    choices = window.page.locator(".choice label").all()
    assert len({round(box["width"]) for each in choices if (box := each.bounding_box())}) == 1
    _a_word_without_end_pushes_nothing_out_of_sight(window)
    _paper_has_the_whole_drawing(window)
    _what_a_browser_prints_is_a_paper(window)


def _a_word_without_end_pushes_nothing_out_of_sight(window: Window) -> None:
    for path in ("/instances?state=all", "/instances/1", "/?team=1", "/definitions/pengelolaan_website"):
        page = window.go(path).page
        page.evaluate(_WITHOUT_END)
        for width in (1280, 1005, 770):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(_CUT) == [], f"{path}, {width} px"
        window.check()
    window.page.set_viewport_size(DESKTOP["viewport"])


def _paper_has_the_whole_drawing(window: Window) -> None:
    page = window.go("/definitions/pengelolaan_website").page
    page.locator("[data-viewer][aria-busy=false]").wait_for()
    on_screen = page.evaluate(_DRAWN)
    page.get_by_role("button", name="Perbesar").click()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert 560 < page.evaluate(_DRAWN) < 660 < on_screen
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(_DRAWN) > on_screen


def _what_a_browser_prints_is_a_paper(window: Window) -> None:
    """On F4, with words on each page; the sheet without a frame, an instance with its office's head."""
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
