"""One person at one browser: a window of their own, logged in or not, on a desktop or a phone."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Locator, Page, Playwright, expect
from playwright.sync_api import TimeoutError as TookTooLong

from tests.journeys import faults
from tests.journeys.places import log_in
from tests.journeys.serving import Alur
from tests.patience import MILLISECONDS

DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
}
#: This machine's networks are closed, and what a browser asks its maker for would only slow it down.
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Letters as wide as in a window: without one, Chromium rounds them, and words run into each other.
    "--font-render-hinting=none",
    # Its own controls (dates, file pickers) in the language of the office.
    "--lang=id-ID",
]

expect.set_options(timeout=MILLISECONDS)


def launch(playwright: Playwright) -> Browser:
    """The browser that `.ci/browser` made sure of: the system's, else Playwright's own."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    program = next((found for name in names if (found := shutil.which(name))), None)
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=program, args=[*FLAGS, *as_root])


@dataclass
class Browsers:
    """One after the other: a browser that draws no more is of no use to the next journey either."""

    playwright: Playwright
    now: Browser

    def renew(self) -> None:
        self.now.close()
        self.now = launch(self.playwright)


_FRAME = "() => new Promise((drawn) => requestAnimationFrame(() => drawn(true)))"


@dataclass
class Window:
    alur: Alur
    page: Page
    #: What went wrong since the last look: console errors, refused or failed requests.
    faults: faults.Faults = field(repr=False)
    script: bool = True

    def log_in(self, username: str, password: str | None = None) -> Window:
        self.go("/login")
        self.fill("Nama pengguna", username)
        self.fill("Kata sandi", password or self.alur.password)
        self.press("Masuk")
        expect(self.page.get_by_role("navigation", name="Utama").first).to_be_attached()
        return self

    def already_in(self, username: str) -> Window:
        """At work since the morning: logged in without the page for it, which has journeys of its own."""
        log_in(self.page.context.request, self.alur, username)
        return self.go("/")

    def log_out(self) -> None:
        more = self.page.get_by_role("button", name="Lainnya")
        if more.is_visible():
            more.click()
        self.page.get_by_role("button", name="Keluar", exact=True).filter(visible=True).click()
        self.see("Anda telah keluar.")

    def go(self, path: str) -> Window:
        self.page.goto(path if path.startswith("http") else f"{self.alur.url}{path}")
        return self

    def visit(self, place: str) -> Window:
        """By the navigation: the rail on a desktop, the tabs on a phone."""
        link = self.page.get_by_role("navigation").get_by_role("link", name=place)
        return self._lead_on(link.filter(visible=True).first)

    def follow(self, name: str) -> Window:
        return self._lead_on(self.page.get_by_role("main").get_by_role("link", name=name).first)

    def _lead_on(self, link: Locator) -> Window:
        """Until the next page is there: what is looked at then is not the old one."""
        with self.page.expect_navigation():
            link.click()
        return self

    def press(self, name: str, *, within: Locator | None = None) -> Window:
        """The button whose name begins so; what it is for may follow, for who can't see where it stands."""
        begins = re.compile(rf"^\s*{re.escape(name)}")
        (within or self.page).get_by_role("button", name=begins).filter(visible=True).click()
        return self

    def field(self, label: str) -> Locator:
        return labelled(self.page, label)

    def fill(self, label: str, text: str) -> Window:
        self.field(label).fill(text)
        return self

    def type(self, text: str, *, into: Locator) -> Window:
        """By the keyboard, once the cursor is there: who types before that loses letters."""
        expect(into).to_be_focused()
        self.page.keyboard.type(text)
        return self

    def walk(self, option: str, *, into: Locator) -> Window:
        """By the arrow keys down to what begins so: a list under load takes each letter for a word."""
        expect(into).to_be_focused()
        names: list[str] = into.evaluate("list => Array.from(list.options, each => each.label)")
        wanted = next(at for at, name in enumerate(names) if name.startswith(option))
        for _ in range(wanted - int(into.evaluate("list => list.selectedIndex"))):
            self.page.keyboard.press("ArrowDown")
        return self

    def strike(self, key: str, *, on: Locator) -> Window:
        """One key, once what it is for has the focus."""
        expect(on).to_be_focused()
        self.page.keyboard.press(key)
        return self

    def tab(self) -> Locator:
        """On with Tab, from wherever the focus is; gives what has it now."""
        self.page.keyboard.press("Tab")
        return self.page.locator("*:focus")

    def choose(self, label: str, option: str) -> Window:
        self.field(label).select_option(label=option)
        return self

    def see(self, *words: str) -> Window:
        for each in words:
            expect(self.page.get_by_text(each).filter(visible=True).first).to_be_visible()
        return self

    def see_no(self, *words: str) -> Window:
        for each in words:
            expect(self.page.get_by_text(each).filter(visible=True)).to_have_count(0)
        return self

    def dialog(self) -> Locator:
        found = self.page.get_by_role("dialog").filter(visible=True)
        expect(found).to_be_visible()
        return found

    @property
    def draws(self) -> bool:
        """Whether frames still come. On a busy machine Chromium at times draws none for minutes, in no
        window: then whatever waits for something visible waits in vain, and says nothing about Alur."""
        if not self.script:
            return True  # no script, no promise that a frame could keep
        try:
            self.page.wait_for_function(_FRAME, polling=100, timeout=MILLISECONDS)
        except TookTooLong:
            return False
        return True

    def check(self) -> Window:
        """Nobody is shut out by this page, light or dark, narrow or wide, and nothing went wrong on it."""
        faults.check(self.page, self.faults, axe=self.script)
        return self


def labelled(within: Page | Locator, label: str) -> Locator:
    """The control with this label, which may go on with a star or an explanation."""
    return within.get_by_label(label).filter(visible=True).first


@contextmanager
def window(
    browser: Browser, alur: Alur, *, script: bool = True, locale: str = "id-ID", **device: Any
) -> Iterator[Window]:
    context = browser.new_context(
        locale=locale,
        timezone_id="Asia/Jakarta",
        reduced_motion="reduce",
        java_script_enabled=script,
        **(device or DESKTOP),
    )
    context.set_default_timeout(MILLISECONDS)
    try:
        page = context.new_page()
        yield Window(alur, page, faults.watch(page, script=script), script)
    finally:
        context.close()
