"""Bantuan: who may read what, in which language, what a search finds, and the link on each page."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from markupsafe import escape

from engine.texts import LANGUAGES
from tests.office import Office
from tests.webforms.desk import Desk
from tests.webforms.seen import addresses, desk, words
from webforms.manual import PAGES
from webforms.manual.page import page
from webforms.manual.places import ELSEWHERE, place_of, places
from webforms.manual.search import MAX_RESULTS, search

#: Views that answer with something else than a page of the product, and the manual itself.
NO_PAGES = {
    "moved",
    "static", "brand", "emblem", "healthy", "ready", "csp_reports", "definitions.file", "drafts.load",
    "files.show",
    "sheets.as_pdf", "sheets.as_picture", "sheets.diagram", "calendar.export_days", "instances.on_paper",
    "definitions.drawing", "login.how_long", "client_errors", "uploads.status", "audit.looked_for",
    "help.index", "help.show", "help.getting_in", "help.find", "help.whole", "help.picture",
}  # fmt: skip
HOSTILE = (
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "&lt;b&gt;", "a.*b(", "[[", "\\", "%",
    "_", "' OR 1=1 --", "{{ 7*7 }}", "\0tugas", "ſ İ ß", "a" * 5000, "x " * 3000, "🙈", "́́",
)  # fmt: skip


@pytest.fixture
def reader(whole: Flask, open_office: Office) -> Desk:
    return desk(whole, open_office.siti)


def anonymous(app: Flask) -> Desk:
    browser = app.test_client()
    assert isinstance(browser, Desk)
    return browser


def in_english(browser: Desk) -> Desk:
    browser.send("/profile/language", {"language": "en"})
    return browser


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_for_everybody_who_is_logged_in(reader: Desk, name: str) -> None:
    shown = reader.get(f"/help/{name}")
    assert shown.status_code == 200
    assert page(name, "id").title in words(shown)
    assert '<html lang="id"' in shown.text


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_in_its_readers_language(reader: Desk, name: str) -> None:
    shown = in_english(reader).get(f"/help/{name}")
    assert page(name, "en").title in words(shown)
    assert '<html lang="en"' in shown.text


def test_who_is_not_logged_in_reads_only_how_to_get_in(whole: Flask, open_office: Office) -> None:
    browser = anonymous(whole)
    for path in ("/help", "/help/work", "/help/operate", "/help/search?q=tugas", "/help/all"):
        answer = browser.get(path)
        assert answer.status_code == 302, path
        assert answer.location.startswith("/login?next=/help"), path
    shown = browser.get("/help/login")
    assert shown.status_code == 200
    assert "Lupa kata sandi" in words(shown)
    assert "/help/login#enter" in addresses(browser.get("/login"))


def test_what_is_not_there_is_not_found(reader: Desk) -> None:
    for path in ("nothing", "..", "work.md", "en/work", "Work", "index"):
        assert reader.get(f"/help/{path}").status_code == 404, path
    for path in ("id/nothing", "fr/inbox", "../inbox", "id/..%2Finbox", "id/inbox%00"):
        assert reader.get(f"/help/pictures/{path}.avif").status_code == 404, path


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pictures_that_a_page_shows_are_there(whole: Flask, language: str) -> None:
    browser = anonymous(whole)
    shown = [source for name in PAGES for source in re.findall(r'src="([^"]+)"', page(name, language).html)]
    assert len(shown) >= 10
    for source in set(shown):
        with browser.get(f"/help/{source}") as answer:
            assert (answer.status_code, answer.mimetype) == (200, "image/avif"), source
            assert "max-age" in answer.headers["Cache-Control"]


def test_the_first_page_offers_what_is_written_for_its_reader(whole: Flask, open_office: Office) -> None:
    office = open_office
    for actor, theirs in (
        (office.siti, "Mengerjakan tugas"),
        (office.wati, "Mengawasi berkas"),
        (office.tono, "Merevisi SOP"),
        (office.eko, "Memeriksa jejak audit"),
        (office.dewi, "Mengelola akun"),
    ):
        seen = words(desk(whole, actor).get("/help"))
        yours, others = seen.index("Untuk pekerjaan Anda"), seen.index("Halaman lain")
        assert yours < seen.index(theirs) < others
        assert all(page(name, "id").title in seen for name in PAGES)


def test_a_search_finds_headings_and_text_in_any_letters(reader: Desk) -> None:
    for question in ("Lupa kata sandi", "lupa KATA", "sandi lupa"):
        shown = reader.get("/help/search", query_string={"q": question})
        links = [each for each in addresses(shown) if each.startswith("/help/") and "#" in each]
        assert "/help/login#forgotten" in links[:2], question
        assert "<mark>" in shown.text
    assert "/help/operate#backup" in addresses(reader.get("/help/search?q=pg_dump"))


def test_a_search_is_in_the_readers_language(reader: Desk) -> None:
    assert "Tidak ada bagian panduan yang cocok" in words(reader.get("/help/search?q=forgotten"))
    shown = in_english(reader).get("/help/search?q=forgotten")
    assert "/help/login#forgotten" in addresses(shown)


def test_a_search_needs_every_word(reader: Desk) -> None:
    assert search("pg_dump", "id")
    assert search("pg_dump takarir", "id") == []


def test_a_heading_counts_more_than_text() -> None:
    assert search("mengajukan", "id")[0].section.anchor == "submit"


def test_what_is_found_is_marked_and_not_more_than_anybody_reads() -> None:
    found = search("a", "id")
    assert len(found) == MAX_RESULTS
    for result in search("tenggat", "id"):
        assert re.search("<mark>tenggat</mark>", result.title + result.piece, re.IGNORECASE)


def test_a_piece_is_short_and_holds_what_was_looked_for() -> None:
    for result in search("berkas", "id"):
        bare = re.sub("<[^>]+>", "", result.piece)
        assert len(unescape(bare)) < 240


@pytest.mark.parametrize("question", HOSTILE, ids=lambda question: repr(question)[:20])
def test_no_search_breaks_the_page_or_becomes_a_part_of_it(reader: Desk, question: str) -> None:
    shown = reader.get("/help/search", query_string={"q": question})
    assert shown.status_code == 200
    for tag in ("<script>alert", "<img src=x"):
        assert tag not in shown.text
    assert "49" not in words(shown)
    assert f'value="{escape(question.strip()[:100])}"' in shown.text or "\0" in question


def test_what_the_manual_says_of_code_stays_text_when_found() -> None:
    found = [str(result.piece) for result in search("waktu_tayang sekarang", "id")]
    assert found
    assert all("&lt;=" in piece and "<=" not in piece for piece in found)


def test_no_words_show_the_search_alone(reader: Desk) -> None:
    for path in ("/help/search", "/help/search?q=", "/help/search?q=%20%09"):
        shown = reader.get(path)
        assert shown.status_code == 200
        assert "Tidak ada bagian" not in words(shown)


def test_all_pages_in_one_are_there_to_be_printed(reader: Desk) -> None:
    seen = words(reader.get("/help/all"))
    assert [name for name in PAGES if page(name, "id").title not in seen] == []


def test_every_page_of_the_product_has_its_place_in_the_manual(whole: Flask) -> None:
    shown = {rule.endpoint for rule in whole.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert shown - NO_PAGES - places().keys() == set()
    assert shown >= NO_PAGES
    # Those that answer a form with a page are listed, too.
    assert places().keys() <= {rule.endpoint for rule in whole.url_map.iter_rules()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_is_a_section_that_is_there(language: str) -> None:
    for place in {*places().values(), ELSEWHERE}:
        name, _, anchor = place.partition("#")
        assert anchor
        assert page(name, language).title_of(anchor), place


def test_a_view_without_a_place_of_its_own_has_that_of_its_kind() -> None:
    assert place_of("profile.set_password") == ("login", "profile")
    assert place_of("task.submit") == ("work", "form")
    assert place_of("of.nowhere") == place_of(None) == tuple(ELSEWHERE.split("#"))


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/", "work#inbox"),
        ("/start", "work#start"),
        ("/instances", "supervise#list"),
        ("/instances/{instance}", "supervise#instance"),
        ("/tasks/{task}", "work#form"),
        ("/definitions", "revise#definitions"),
        ("/definitions/kecil", "revise#versions"),
        ("/profile", "login#profile"),
        ("/instances/99999", "supervise#instance"),
        ("/nothing", "begin#find"),
    ],
)
def test_each_page_leads_to_the_section_about_it(
    reader: Desk, open_office: Office, path: str, place: str
) -> None:
    instance = open_office.start()
    shown = reader.get(path.format(instance=instance, task=open_office.task(instance).id))
    link = re.search(r'<a class="page-help[^>]*href="([^"]+)"[^>]*aria-label="([^"]+)"', shown.text)
    assert link
    assert link[1] == f"/help/{place}"
    name, _, anchor = place.partition("#")
    assert page(name, "id").title_of(anchor) in link[2]


def test_the_manual_itself_has_no_such_link(reader: Desk) -> None:
    for path in ("/help", "/help/work", "/help/search?q=a", "/help/all"):
        assert "page-help" not in reader.get(path).text
