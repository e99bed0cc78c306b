from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from webforms import assets
from webforms.assets import DIST, manifest

pytestmark = pytest.mark.skipif(not (DIST / "manifest.json").is_file(), reason="no bundle: make bundle")


def fetch(app: Flask, path: str, reads: str = "") -> TestResponse:
    return app.test_client().get(path, headers={"Accept-Encoding": reads}, buffered=True)


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


def test_what_is_named_by_its_content_is_kept_for_a_year(whole: Flask) -> None:
    assert "max-age=31536000" in fetch(whole, built("main.css")).headers["Cache-Control"]
    assert "max-age=3600" in fetch(whole, "/static/icon.svg").headers["Cache-Control"]


def test_the_first_page_is_light(whole: Flask) -> None:
    """Page, style, script and font together, as they travel."""
    parts = [fetch(whole, built(name), "br") for name in ("main.css", "main.js", "font.woff2")]
    assert sum(len(part.data) for part in [fetch(whole, "/login"), *parts]) < 100_000


@pytest.mark.parametrize("path", ["dist/../../app.py", "dist/none.js", "../app.py", "dist/none.json.br"])
def test_nothing_else_is_served(whole: Flask, path: str) -> None:
    assert fetch(whole, f"/static/{path}", "br").status_code == 404


def test_every_icon_that_a_template_names_is_drawn() -> None:
    templates = Path(assets.__file__).parent / "templates"
    drawn = set(
        re.findall(r"^  '([a-z0-9-]+)':", (templates / "macros" / "icons.html").read_text(), re.MULTILINE)
    )
    named = {
        name: path.name
        for path in templates.rglob("*.html")
        for name in re.findall(r'\b(?:icon|blank)\("([a-z0-9-]+)"', path.read_text("utf-8"))
    }
    assert {name: where for name, where in named.items() if name not in drawn} == {}
