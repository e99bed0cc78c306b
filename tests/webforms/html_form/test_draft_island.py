"""What the form's own line says of the draft, and where the words are then."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, expect

from engine.inbox import drafts
from tests.office import Office
from tests.patience import MILLISECONDS
from tests.webforms.desk import json_of
from tests.webforms.seen import desk, words

FRONTEND = Path(__file__).parents[3] / "webforms" / "frontend"
KEY, OTHER_KEY = "07" * 32, "08" * 32
PAGE = """<!doctype html><html lang="id"><title>Tugas</title><form method="post" action="/never">
<script type="importmap">{"imports": {"@noble/": "/node_modules/@noble/"}}</script>
<p data-draft-state></p><div id="root" data-draft-url="/draft" data-owner="7" data-draft-key="KEY">
<input name="judul" aria-label="Judul"></div><button>Kirim</button></form>
<script>const later = setTimeout; addEventListener('submit', () => later(() => stop(), 200));</script>
<script type="module">
import '/src/main.js';
import { setUpDraft } from '/src/form/drafts.js';
import { speak } from '/src/form/words.js';
const words = { 'draft.offline': 'OFFLINE', 'draft.expired': 'EXPIRED', 'draft.refused': 'REFUSED {why}',
  'draft.login': 'LOGIN', 'draft.again': 'AGAIN',
  'draft.load': 'LOAD', 'draft.keep': 'KEEP', 'draft.aside': 'ASIDE', 'draft.swap': 'SWAP' };
speak({ words }, null);
setUpDraft(document.forms[0], document.getElementById('root'));
document.documentElement.dataset.ready = '';
</script></html>"""


class Draft:
    """The page, and a server whose answers to its drafts are told."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.key = KEY
        self.answer: dict[str, Any] = {"json": {"saved": "SAVED"}}
        self.posts: list[str] = []
        self.seen: list[str] = []
        page.route("**/*", self._serve)
        page.goto("http://alur.test/")
        page.locator("html[data-ready]").wait_for(state="attached")
        page.clock.install()

    def _serve(self, route: Route) -> None:
        path = route.request.url.removeprefix("http://alur.test/")
        if path.endswith(".js"):
            route.fulfill(content_type="text/javascript", body=(FRONTEND / path).read_text("utf-8"))
        elif route.request.url.endswith("/draft"):
            self.posts.append(route.request.post_data or "")
            self.seen.append(route.request.headers["x-draft-seen"])
            route.fulfill(**self.answer)
        elif not route.request.url.endswith("/never"):
            route.fulfill(content_type="text/html", body=PAGE.replace("KEY", self.key, 1))

    def type(self, words: str) -> None:
        self.page.get_by_label("Judul").fill(words)
        self.page.clock.fast_forward(1100)

    def says(self, words: str) -> None:
        self.page.get_by_text(words, exact=True).wait_for()

    def kept_here(self) -> bool:
        return bool(self.page.evaluate("localStorage.getItem('alur-draft 7 /draft')"))

    def comes_again(self, key: str = KEY) -> None:
        self.key = key
        self.page.reload()
        self.page.locator("html[data-ready]").wait_for(state="attached")

    def all_that_is_stored(self) -> str:
        return str(self.page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})"))


@pytest.fixture
def draft(browser: Browser) -> Iterator[Draft]:
    context = browser.new_context()
    context.set_default_timeout(MILLISECONDS)
    yield Draft(context.new_page())
    context.close()


LONG = {"message": "Ada isian.", "problems": {"": "Isian terlalu banyak."}}
TOLD = [
    ({"status": 422, "json": LONG}, "REFUSED Isian terlalu banyak."),
    ({"status": 413, "json": {"message": "Melebihi batas."}}, "REFUSED Melebihi batas."),
    ({"status": 503, "json": {"message": "Sedang sibuk."}}, "REFUSED Sedang sibuk."),
    ({"status": 401, "json": {"message": "Sesi berakhir."}}, "EXPIRED LOGIN"),
    ({"status": 502, "content_type": "text/html", "body": "<h1>Bad Gateway</h1>"}, "OFFLINE AGAIN"),
]


def test_what_kept_a_draft_from_being_saved_is_said_and_the_words_stay_here(draft: Draft) -> None:
    for turn, (answer, said) in enumerate(TOLD):
        draft.answer = answer
        draft.type(f"Bakti sosial {turn}")
        draft.says(said)
        assert draft.kept_here()
    draft.answer = {"json": {"saved": "SAVED"}}
    draft.type("Bakti sosial")
    draft.says("SAVED")
    assert not draft.kept_here()
    assert draft.posts[-1] == "judul=Bakti+sosial"


def test_what_stands_in_the_way_comes_with_what_helps(draft: Draft) -> None:
    """Who logs in again in another tab finds the draft saved when they come back, without a key pressed."""
    draft.answer = {"status": 401, "json": {"message": "Sesi berakhir."}}
    draft.type("Bakti")
    link = draft.page.get_by_role("link", name="LOGIN")
    expect(link).to_have_attribute("href", "/login")
    expect(link).to_have_attribute("target", "_blank")
    draft.answer = {"status": 502, "body": "<h1>Bad Gateway</h1>"}
    draft.page.evaluate("dispatchEvent(new Event('focus'))")
    again = draft.page.get_by_role("button", name="AGAIN")
    again.wait_for()
    draft.answer = {"json": {"saved": "SAVED"}}
    again.click()
    draft.says("SAVED")
    assert not draft.kept_here()


def test_who_may_not_is_not_asked_again(draft: Draft) -> None:
    draft.answer = {"status": 403, "json": {"message": "Bukan peran Anda."}}
    draft.type("Bakti")
    draft.says("REFUSED Bukan peran Anda.")
    draft.type("Bakti sosial")
    assert len(draft.posts) == 1
    draft.comes_again()
    expect(draft.page.get_by_label("Judul")).to_have_value("Bakti sosial")


def test_what_this_device_stores_is_read_by_who_typed_it_alone(draft: Draft) -> None:
    draft.answer = {"status": 401, "json": {"message": "Sesi berakhir."}}
    draft.type("NIK 3402010101010001")
    draft.says("EXPIRED LOGIN")
    assert draft.kept_here()
    assert "3402" not in draft.all_that_is_stored()
    draft.comes_again()
    expect(draft.page.get_by_label("Judul")).to_have_value("NIK 3402010101010001")
    draft.page.evaluate("dispatchEvent(new Event('pagehide'))")
    draft.says("EXPIRED LOGIN")
    draft.comes_again(OTHER_KEY)
    expect(draft.page.get_by_label("Judul")).to_have_value("")


ELSEWHERE = {"status": 409, "json": {"message": "OTHER", "seen": "LATER", "typed": {"judul": ["Donor"]}}}


def test_another_page_is_not_overwritten_before_somebody_chose(draft: Draft) -> None:
    draft.answer = ELSEWHERE
    draft.type("Bakti")
    draft.page.get_by_text("OTHER").wait_for()
    draft.type("Bakti sosial")
    assert len(draft.posts) == 1
    draft.answer = {"json": {"saved": "SAVED", "seen": "LATEST"}}
    draft.page.get_by_role("button", name="KEEP").click()
    draft.page.get_by_text("SAVED · ASIDE").wait_for()
    assert draft.posts[-1] == "judul=Bakti+sosial"
    assert draft.seen == ["", "LATER"]
    # And the other one comes back when it is asked for.
    draft.comes_again()
    draft.page.get_by_role("button", name="SWAP").click()
    expect(draft.page.get_by_label("Judul")).to_have_value("Donor")


def test_who_loads_the_other_draft_gets_the_own_words_back(draft: Draft) -> None:
    draft.answer = ELSEWHERE
    draft.type("Bakti sosial")
    draft.page.get_by_role("button", name="LOAD").click()
    draft.page.get_by_text("ASIDE").wait_for()
    assert draft.page.get_by_label("Judul").input_value() == ""
    draft.answer = {"json": {"saved": "SAVED"}}
    draft.page.get_by_role("button", name="SWAP").click()
    expect(draft.page.get_by_label("Judul")).to_have_value("Bakti sosial")


def test_after_a_stop_drafts_are_saved_again(draft: Draft) -> None:
    with draft.page.expect_event("requestfailed"):
        draft.page.get_by_role("button").click(no_wait_after=True)
    draft.page.locator("form:not([data-sent])").wait_for()
    draft.type("Bakti sosial")
    draft.says("SAVED")


def test_the_server_says_that_a_draft_is_too_large(
    whole: Flask, open_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "MAX_DRAFT", 20)
    task = open_office.task(open_office.start()).id
    browser = desk(whole, open_office.siti)
    typed = {"judul": "Bakti sosial bersama warga"}
    answer = browser.send(f"/tasks/{task}/draft", typed, headers={"X-CSRFToken": browser.token()})
    assert answer.status_code == 422
    too_much = "Isian terlalu banyak (paling banyak 20 karakter)."
    assert json_of(answer)["problems"] == {"": too_much}
    # Without a script, too, and what was typed is still there.
    for path, pressed in ((f"/tasks/{task}/draft", {}), (f"/tasks/{task}", {"_add": "foto"})):
        page = browser.send(path, {**typed, **pressed})
        assert page.status_code == 422
        assert too_much in words(page)
        assert typed["judul"] in page.text
