"""One's own password and language; and all of it by the keyboard alone."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from functools import cache
from importlib.resources import files

import pytest
from lxml import html
from playwright.sync_api import Locator

from engine.texts import catalogue
from tests.journeys.browsing import Browsers, Window
from tests.journeys.conftest import Open
from tests.journeys.places import log_in
from tests.journeys.serving import Alur
from tests.journeys.sop_032 import CHOOSE, REVIEW

REVIEWED = "Layanan terpadu pemutakhiran data keluarga di Kapanewon Imogiri"
PAGES = (
    "/",
    "/instances?state=all",
    "/instances/3",
    "/definitions",
    "/profile",
    "/audit",
    "/accounts",
    "/start",
)
NEW = "sepeda tua di bawah beringin"
#: With all that scripts have drawn since it came.
_PAGE = "() => document.documentElement.outerHTML"
#: Nothing sticky lies over the middle of what has the focus.
_IN_FRONT = """(each) => {
  const shown = each.closest('label') ?? each, { x, y, width, height } = shown.getBoundingClientRect();
  const there = document.elementFromPoint(x + width / 2, y + height / 2);
  return there !== null && (shown.contains(there) || there.contains(shown));
}"""
#: An outline on the thing itself, on what stands for it (a large choice), or on the row that it fills.
_MARKED = """(each) => {
  const label = each.closest('label'), after = each.nextElementSibling;
  const styles = [[each], [each, '::after'], ...[label, after].filter(Boolean).map((one) => [one])];
  return styles.map((one) => getComputedStyle(...one))
    .some((style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0);
}"""


def test_a_new_password_holds_at_once_and_elsewhere_one_is_out(alur: Alur, desk: Open, phone: Open) -> None:
    here, elsewhere = desk(alur, "ketua.tim"), phone(alur, "ketua.tim")
    here.go("/profile").press("Keluarkan").see("sudah dikeluarkan.").check()
    elsewhere.go("/profile").see("Sesi Anda telah berakhir.")
    elsewhere.log_in("ketua.tim").see("Tugas saya")
    here.fill("Kata sandi saat ini", "salah").fill("Kata sandi baru", NEW)
    here.fill("Ulangi kata sandi baru", NEW).press("Ganti kata sandi").see("Kata sandi saat ini tidak benar.")
    here.check().fill("Kata sandi saat ini", alur.password).fill("Kata sandi baru", NEW)
    here.fill("Ulangi kata sandi baru", NEW).press("Ganti kata sandi").see("Kata sandi diganti.").check()
    elsewhere.go("/profile").see("Sesi Anda telah berakhir.")
    here.log_out()
    here.log_in("ketua.tim", NEW).see("Tugas saya")


def test_alur_speaks_english(alur: Alur, desk: Open, browsers: Browsers, subtests: pytest.Subtests) -> None:
    window = desk(alur, "pengelola.web").go("/profile")
    window.field("English").check()
    window.press("Simpan bahasa").see("Your account").go("/")
    _nothing_in_indonesian(window.follow(CHOOSE).check())
    # With what scripts draw.
    window.go("/definitions/pengelolaan_website").page.locator("[data-viewer][aria-busy=false]").wait_for()
    _nothing_in_indonesian(window)
    window.press("Log out").see("You are logged out.")
    _nothing_in_indonesian(window)

    with closing(sqlite3.connect(alur.folder / "alur.sqlite3")) as database, database:
        database.execute("UPDATE people SET language = 'en'")
    for username in ("ketua.tim", "auditor", "admin", "admin.proses"):
        asking = browsers.playwright.request.new_context()
        log_in(asking, alur, username)
        for path in PAGES:
            with subtests.test(path, username=username):
                _none_is_indonesian(asking.get(alur.url + path).text(), path)
        asking.dispose()


def test_a_decision_is_made_by_the_keyboard_alone(alur: Alur, desk: Open) -> None:
    window = desk(alur).go("/login")
    window.type("ketua.tim", into=window.field("Nama pengguna")).tab()
    password = window.field("Kata sandi")
    window.type(alur.password, into=password).strike("Enter", on=password)
    window.see("Tugas saya")
    window.strike("Enter", on=_tab_to(window, REVIEW, within=REVIEWED))
    window.see("Apakah materi disetujui")
    window.strike("Space", on=_tab_to(window, "Ya"))
    window.strike("Space", on=_tab_to(window, "Saya telah memeriksa persetujuan subjek"))
    window.type("Berkala", into=_tab_to(window, "Klasifikasi informasi ditetapkan"))
    window.strike("Enter", on=_tab_to(window, "Kirim keputusan"))
    window.see("Terkirim.")


def _tab_to(window: Window, name: str, *, within: str = "") -> Locator:
    """As somebody without a mouse: Tab until the focus is there, and it must be seen."""
    for _ in range(200):
        focused = window.tab()
        if focused.count() and _is(window, focused, name, within):
            assert focused.evaluate(_MARKED), f"the focus on {name} can't be seen"
            assert focused.evaluate(_IN_FRONT), f"something covers {name}"
            return focused
    raise AssertionError(f"Tab never leads to {name}")


def _is(window: Window, focused: Locator, name: str, within: str) -> bool:
    if within and within not in focused.evaluate("(each) => each.closest('tr')?.innerText ?? ''"):
        return False
    # The accessible name, as a screen reader would say it.
    return name in focused.aria_snapshot()


def _nothing_in_indonesian(window: Window) -> None:
    _none_is_indonesian(window.page.evaluate(_PAGE), window.page.url)


def _none_is_indonesian(page: str, address: str) -> None:
    """No sentence of the Indonesian catalogues; what people and diagrams say is theirs."""
    indonesian, english = _sentences()
    document = html.document_fromstring(page)
    assert document.get("lang") == "en", address
    left = [each for each in _said(document) if indonesian.fullmatch(each) and not english.fullmatch(each)]
    assert not left, f"{address}: {left}"


def _said(document: html.HtmlElement) -> set[str]:
    """Piece by piece: its texts but the office's own, and what is said of things without text."""
    others = "ancestor::script or ancestor::style or ancestor::svg or ancestor::bdi[@lang]"
    pieces = document.xpath(f"//text()[not({others})] | //@aria-label | //@title | //@placeholder | //@alt")
    return {" ".join(each.split()) for each in pieces} - {""}


@cache
def _sentences() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Of both catalogues. Words that the SOP's own diagram uses are no sign."""
    english = _catalogue("en")
    sop = (files("processes") / "pengelolaan-website-dan-media-sosial.bpmn").read_text("utf-8")
    own = {words for words in _catalogue("id") - english if words not in sop}
    assert len(own) > 500
    return _any_of(own), _any_of(english)


def _catalogue(language: str) -> set[str]:
    """All sentences; for some there is one for a single thing and one for several."""
    entries = catalogue(language).values()
    return {words for each in entries for words in (each.values() if isinstance(each, dict) else [each])}


def _any_of(sentences: set[str]) -> re.Pattern[str]:
    """With anything short where a sentence has a place for something; what is nearly all place is out."""
    told = [each for each in sentences if len(re.sub(r"\{\w+\}|\W", "", each)) >= 4]
    place = r"[^.]{1,60}"
    return re.compile("|".join(re.sub(r"\\\{\w+\\\}", place, re.escape(each)) for each in told))
