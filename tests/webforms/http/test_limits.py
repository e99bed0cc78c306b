"""How much a request may bring: known from its head, and never more in memory than a form."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import EnvironBuilder, TestResponse

from engine.database import transaction
from engine.people.accounts import deactivate
from engine.storage import folders
from engine.storage.uploads import MAX_UPLOAD
from tests.office import Office
from tests.webforms.desk import Desk, whole_app
from tests.webforms.seen import desk, words
from webforms.http import limits
from webforms.http.limits import MAX_CHUNK, MAX_FORM, MAX_FORM_WITH_FILE, MAX_STRANGERS_FORM

MEGABYTE = 1024 * 1024
URLENCODED = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=x"
PIECE = "application/offset+octet-stream"
UPLOAD = "/uploads/00000000-0000-4000-8000-000000000000"


@pytest.fixture
def office(sqlite_database: Engine) -> Office:
    """On one database: no rule here asks it for more than who somebody is."""
    return Office()


@pytest.fixture
def app(sqlite_database: Engine, tmp_path: Path) -> Flask:
    return whole_app(sqlite_database, tmp_path / "data")


@pytest.fixture
def siti(app: Flask, office: Office) -> Desk:
    return desk(app, office.siti)


def cookie(browser: FlaskClient) -> str:
    return "; ".join(f"{item.key}={item.value}" for item in (browser._cookies or {}).values())


def limit(browser: FlaskClient, path: str, kind: str, method: str = "POST", **headers: str) -> int:
    told: dict[str, str] = {"Cookie": cookie(browser), **headers}
    builder = EnvironBuilder(path, method=method, content_type=kind, headers=list(told.items()))
    return limits.terms(browser.application, builder.get_environ()).max_body


@pytest.mark.parametrize(
    ("path", "kind", "known", "unknown"),
    [
        ("/login", URLENCODED, MAX_STRANGERS_FORM, MAX_STRANGERS_FORM),
        ("/login", PARTS, MAX_STRANGERS_FORM, MAX_STRANGERS_FORM),
        ("/no/such/page", PARTS, MAX_STRANGERS_FORM, MAX_STRANGERS_FORM),
        ("/csp-report", "application/csp-report", 16 * 1024, 16 * 1024),
        ("/tasks/1", URLENCODED, MAX_FORM, MAX_FORM),
        ("/tasks/1", "text/plain", MAX_FORM, MAX_FORM),
        ("/tasks/1", PARTS, MAX_FORM_WITH_FILE, MAX_FORM),
        ("/tasks/1/draft", PARTS, MAX_FORM_WITH_FILE, MAX_FORM),
        ("/tasks/1/claim", PARTS, MAX_FORM, MAX_FORM),
        ("/definitions", PARTS, 64 * MEGABYTE, MAX_FORM),
        ("/definitions/kecil/versions/1/draft", "application/xml", MAX_FORM + 1024, MAX_FORM + 1024),
        ("/uploads", PIECE, MAX_CHUNK, MAX_CHUNK),
        (UPLOAD, PIECE, MAX_CHUNK, MAX_CHUNK),
    ],
)
def test_the_head_says_how_much_may_follow(
    app: Flask, siti: Desk, path: str, kind: str, known: int, unknown: int
) -> None:
    assert limit(siti, path, kind) == known
    assert limit(app.test_client(), path, kind) == unknown


def test_an_upload_may_be_long_unless_it_counts_as_a_whole_only(app: Flask, siti: Desk) -> None:
    at = {"Upload-Offset": "0"}
    assert limit(siti, UPLOAD, PIECE, "PATCH", **at) == MAX_UPLOAD
    assert limit(siti, UPLOAD, PIECE, "PATCH", **at, **{"Upload-Checksum": "sha1 x"}) == MAX_CHUNK
    assert limit(app.test_client(), UPLOAD, PIECE, "PATCH", **at) == MAX_CHUNK


def test_whatever_view_it_is_more_than_a_form_is_for_few(app: Flask, siti: Desk) -> None:
    """A new view that takes files says so."""
    large = set()
    for rule in app.url_map.iter_rules():
        limit = getattr(app.view_functions[rule.endpoint], "limit", limits.Limit())
        if max(limit.form, limit.files) > MAX_FORM + 1024 or limit.pieces:
            large.add(rule.endpoint)
    assert large == {
        "task.submit", "task.save_draft", "task.release", "rehearsal.hand_in",
        "definitions.upload", "importing.preview", "drafts.differ",
        "uploads.create", "uploads.append", "uploads.override",
    }  # fmt: skip


class Endless:
    """A body that is made while it is read, and counts how much of it was."""

    def __init__(self, beginning: bytes, again: bytes, size: int) -> None:
        self._beginning, self._again, self._size = beginning, again, size
        self._place = self.most = 0

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, place: int, whence: int = 0) -> int:
        self._place = place
        return place

    def read(self, size: int = -1) -> bytes:
        size = min(size if size >= 0 else self._size, self._size - self._place)
        text = self._beginning[self._place : self._place + size]
        rest = size - len(text)
        start = (self._place + len(text) - len(self._beginning)) % len(self._again)
        text += (self._again * (rest // len(self._again) + 2))[start : start + rest]
        self._place += size
        self.most = max(self.most, self._place)
        return text

    def readinto(self, buffer: bytearray) -> int:
        text = self.read(len(buffer))
        buffer[: len(text)] = text
        return len(text)


def post(browser: FlaskClient, path: str, kind: str, body: Endless) -> TestResponse:
    environ = {"CONTENT_LENGTH": str(body._size), "wsgi.input_terminated": True}
    return browser.post(path, input_stream=body, content_type=kind, environ_overrides=environ)


def part(name: str, value: str = "", file: str = "") -> bytes:
    named = f'; filename="{file}"' if file else ""
    return f'--x\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n{value}\r\n'.encode()


@pytest.mark.parametrize(
    ("kind", "beginning", "again", "size"),
    [
        (URLENCODED, b"", b"a&", 400 * MEGABYTE),
        (URLENCODED, b"", b"a&", MAX_FORM),
        (URLENCODED, b"a=", b"a", 400 * MEGABYTE),
        (PARTS, b"", part("a", "x" * MEGABYTE), 60 * MEGABYTE),
        (PARTS, b"", part("a"), 60 * MEGABYTE),
        (PARTS, b"", part("a", "x", "a.txt"), 60 * MEGABYTE),
        (PARTS, b"--x\r\n", b"X-Header: x\r\n", 60 * MEGABYTE),
    ],
)
def test_no_form_takes_much_memory(
    siti: Desk, office: Office, kind: str, beginning: bytes, again: bytes, size: int
) -> None:
    address = f"/tasks/{office.task(office.start()).id}"
    siti.get("/no/such/page")  # what is read once is read before anybody counts
    token = part("csrf_token", siti.token()) if kind == PARTS else f"csrf_token={siti.token()}&".encode()
    tracemalloc.start()
    try:
        answer = post(siti, address, kind, Endless(token + beginning, again, size))
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert answer.status_code == 413
    assert most < 30 * MEGABYTE
    assert list((folders.root() / "work").iterdir()) == []


def test_a_refusal_is_in_words(siti: Desk, office: Office) -> None:
    task = office.task(office.start()).id
    body = Endless(f"csrf_token={siti.token()}&a=".encode(), b"a", 3 * MEGABYTE)
    answer = post(siti, f"/tasks/{task}", URLENCODED, body)
    assert "Data yang dikirim melebihi batas" in words(answer)
    assert body.most == 0


@pytest.mark.parametrize("kind", [URLENCODED, PARTS])
@pytest.mark.parametrize("token", ["", "salah"])
def test_a_long_form_without_its_token_is_not_read(siti: Desk, office: Office, kind: str, token: str) -> None:
    task = office.task(office.start()).id
    siti.token()
    first = part("csrf_token", token) if kind == PARTS else f"csrf_token={token}&a=".encode()
    body = Endless(first, b"a", MEGABYTE)
    answer = post(siti, f"/tasks/{task}", kind, body)
    assert answer.status_code == 400
    assert "Kembali ke halaman sebelumnya" in words(answer)
    assert body.most <= 8 * 1024


@pytest.mark.parametrize("kind", [URLENCODED, PARTS])
def test_a_long_form_of_a_deactivated_account_is_not_read(siti: Desk, office: Office, kind: str) -> None:
    task = office.task(office.start()).id
    first = part("csrf_token", siti.token()) if kind == PARTS else f"csrf_token={siti.token()}&a=".encode()
    with transaction() as session:
        deactivate(session, office.siti.id, by=office.dewi)
    body = Endless(first + (part("f", "x", "f.mp4") if kind == PARTS else b""), b"a", MEGABYTE)
    assert post(siti, f"/tasks/{task}", kind, body).status_code == 401
    assert body.most <= 8 * 1024


@pytest.mark.parametrize("filler", [10, 9000, 200_000])
def test_a_form_is_taken_with_its_token_in_front_or_as_a_header(siti: Desk, filler: int) -> None:
    long = {"catatan": "x" * filler}
    token = siti.token()
    assert (
        siti.post("/profile/language", data={"csrf_token": token, "language": "en", **long}).status_code
        == 302
    )
    headers = {"X-CSRFToken": token}
    assert siti.post("/profile/language", data={**long, "language": "en"}, headers=headers).status_code == 302
    late = siti.post("/profile/language", data={**long, "language": "en", "csrf_token": token})
    assert late.status_code == (302 if filler < 64 * 1024 else 400)
