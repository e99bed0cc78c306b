"""Answers travel compressed, and tell nothing by their length."""

from __future__ import annotations

import gzip
import re

import pytest
import zstandard
from flask import Flask, Response
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.people.conftest import AddPerson
from tests.office import Office
from tests.tries import tries
from tests.webforms import seen
from tests.webforms.doors import *  # noqa: F403  fixtures
from tests.webforms.doors import Browser
from webforms.http import compression
from webforms.http.compression import MIN_SIZE

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@pytest.fixture
def plain_app() -> Flask:
    app = Flask(__name__)
    compression.set_up(app)
    kinds = {"html": "text/html", "json": "application/json", "svg": "image/svg+xml", "png": "image/png"}
    for name, kind in kinds.items():
        app.add_url_rule(f"/{name}", name, lambda kind=kind: Response("kata " * MIN_SIZE, mimetype=kind))
    app.add_url_rule("/short", "short", lambda: "kata")
    app.add_url_rule("/stream", "stream", lambda: Response(iter(["kata " * MIN_SIZE]), mimetype="text/csv"))
    return app


@pytest.mark.parametrize("kind", ["html", "json", "svg"])
@pytest.mark.parametrize(
    ("reads", "encoding", "unpack"),
    [
        ("gzip, deflate", "gzip", gzip.decompress),
        ("gzip, br, zstd", "zstd", lambda data: zstandard.ZstdDecompressor().decompress(data)),
        ("gzip;q=0", None, bytes),
        ("", None, bytes),
    ],
)
def test_texts_travel_as_small_as_the_browser_reads_them(
    plain_app: Flask, kind: str, reads: str, encoding: str | None, unpack: object
) -> None:
    answer = plain_app.test_client().get(f"/{kind}", headers={"Accept-Encoding": reads})
    assert answer.headers.get("Content-Encoding") == encoding
    assert unpack(answer.data) == b"kata " * MIN_SIZE  # type: ignore[operator]
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert answer.content_length == len(answer.data)


@pytest.mark.parametrize("path", ["png", "short", "stream"])
def test_what_gains_nothing_stays_as_it_is(plain_app: Flask, path: str) -> None:
    answer = plain_app.test_client().get(f"/{path}", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize(
    ("site", "encoding"),
    [("same-origin", "gzip"), ("none", "gzip"), ("same-site", None), ("cross-site", None)],
)
def test_a_page_that_another_site_led_to_has_its_own_length(
    plain_app: Flask, site: str, encoding: str | None
) -> None:
    asked = {"Accept-Encoding": "gzip", "Sec-Fetch-Site": site}
    assert plain_app.test_client().get("/html", headers=asked).headers.get("Content-Encoding") == encoding


def test_the_token_is_another_in_every_page_and_each_is_taken(desk: Browser, people: AddPerson) -> None:
    people("dewi")
    tokens = [TOKEN.findall(desk.get("/login").text) for _ in range(3)]
    # Within a page it is one, so that a list of forms is not a list of random bytes.
    assert all(len(set(page)) == 1 for page in tokens)
    first, second, third = (page[0] for page in tokens)
    pieces = [{token[i : i + 12] for i in range(len(token) - 11)} for token in (first, second)]
    assert not pieces[0] & pieces[1]
    for token in (third, first, second):
        form = {"csrf_token": token, "username": "dewi", "password": "salah"}
        assert desk.post("/login", data=form).status_code == 401


@settings(max_examples=tries(25), deadline=None)
@given(st.text(alphabet="~ABCDEFabc0189-_=.é ", max_size=60))
def test_no_other_token_is_taken(token: str) -> None:
    from webforms.http.csrf import _unmasked

    assert isinstance(_unmasked(f"~{token}"), str)


def test_an_open_page_is_told_that_nothing_changed_also_when_compressed(
    whole: Flask, open_office: Office
) -> None:
    for _ in range(3):
        open_office.to_approval()
    reader = seen.desk(whole, open_office.ani)
    first = reader.get("/?live", headers={"Accept-Encoding": "gzip"})
    assert first.headers["Content-Encoding"] == "gzip"
    assert first.headers["ETag"].startswith("W/")
    known = {"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]}
    assert reader.get("/?live", headers=known).status_code == 304
