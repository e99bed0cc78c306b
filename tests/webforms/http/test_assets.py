from __future__ import annotations

import gzip
import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from engine.texts import LANGUAGES, catalogue
from webforms.http import assets
from webforms.http.assets import DIST, manifest

pytestmark = pytest.mark.skipif(not (DIST / "manifest.json").is_file(), reason="no bundle: make bundle")


def fetch(app: Flask, path: str, reads: str = "", *, method: str = "GET", **headers: str) -> TestResponse:
    asked = {name.replace("_", "-"): value for name, value in headers.items()}
    return app.test_client().open(
        path, method=method, headers={"Accept-Encoding": reads, **asked}, buffered=True
    )


def built(name: str) -> str:
    return f"/static/dist/{manifest()[name]}"


def test_a_browser_gets_the_smallest_form_it_can_read(whole: Flask) -> None:
    path = built("viewer.js")
    plain, zipped, best = (fetch(whole, path, reads) for reads in ("", "gzip", "gzip, br"))
    assert [each.headers.get("Content-Encoding") for each in (plain, zipped, best)] == [None, "gzip", "br"]
    assert gzip.decompress(zipped.data) == plain.data
    assert len(best.data) < len(zipped.data) < len(plain.data)
    assert {each.mimetype for each in (plain, zipped, best)} == {"text/javascript"}
    assert all("Accept-Encoding" in each.headers["Vary"] for each in (plain, zipped, best))


def test_what_a_browser_refuses_to_read_it_does_not_get(whole: Flask) -> None:
    assert fetch(whole, built("main.css"), "gzip, br;q=0").headers["Content-Encoding"] == "gzip"


def test_what_is_named_by_its_content_is_kept_for_a_year(whole: Flask) -> None:
    assert fetch(whole, built("main.css")).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert fetch(whole, "/static/icon.svg").headers["Cache-Control"] == "public, max-age=3600"


def test_what_a_browser_has_already_is_not_sent_again(whole: Flask) -> None:
    path = built("main.css")
    plain, best = (fetch(whole, path, reads).headers["ETag"] for reads in ("", "br"))
    # A proxy that compresses makes the mark a weak one.
    for known in (plain, f"W/{plain}", f'"other", {plain}'):
        assert fetch(whole, path, If_None_Match=known).status_code == 304
    assert fetch(whole, path, If_None_Match=best).status_code == 200


def test_a_part_is_a_part_of_what_was_begun(whole: Flask) -> None:
    path = built("main.css")
    complete = fetch(whole, path)
    first = fetch(whole, path, Range="bytes=0-0")
    assert (first.status_code, first.data) == (206, complete.data[:1])
    other = fetch(whole, path, Range="bytes=5-9", If_Range='"other"')
    assert (other.status_code, other.data) == (200, complete.data)
    head = fetch(whole, path, method="HEAD")
    assert (head.data, head.content_length) == (b"", len(complete.data))
    assert {answer.headers["X-Content-Type-Options"] for answer in (complete, first, head)} == {"nosniff"}


def test_what_our_pages_say_is_written_with_one_font_file() -> None:
    tokens = (assets.STATIC.parent / "frontend/src/css/tokens.css").read_text("utf-8")
    usual, other = (_letters(each) for each in re.findall(r"unicode-range: ([^;]+);", tokens))
    assert usual & other == set()
    words = {
        text for language in LANGUAGES for entry in catalogue(language).values() for text in _texts(entry)
    }
    assert {letter for text in words for letter in text if ord(letter) in other} == set()


def _letters(ranges: str) -> set[int]:
    found = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", ranges)
    return {code for first, last in found for code in range(int(first, 16), int(last or first, 16) + 1)}


def _texts(entry: str | dict[str, str]) -> list[str]:
    return list(entry.values()) if isinstance(entry, dict) else [entry]


@pytest.mark.parametrize("path", ["dist/../../app.py", "dist/none.js", "../app.py", "dist/none.json.br"])
def test_nothing_else_is_served(whole: Flask, path: str) -> None:
    assert fetch(whole, f"/static/{path}", "br").status_code == 404


def test_every_icon_that_a_template_names_is_drawn() -> None:
    templates = assets.STATIC.parent / "templates"
    drawn = set(
        re.findall(r"^  '([a-z0-9-]+)':", (templates / "macros" / "icons.html").read_text(), re.MULTILINE)
    )
    named = {
        name: path.name
        for path in templates.rglob("*.html")
        for name in re.findall(r'\b(?:icon|blank)\("([a-z0-9-]+)"', path.read_text("utf-8"))
    }
    assert {name: where for name, where in named.items() if name not in drawn} == {}
