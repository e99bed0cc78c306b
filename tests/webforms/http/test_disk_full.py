"""A server without room says so: in words, with what was typed, and to whoever watches it."""

from __future__ import annotations

import errno
import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import IO, Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from engine import clock, database
from engine.storage import folders
from tests.conftest import At
from tests.office import Office, field, small_sop
from tests.webforms.desk import Desk
from tests.webforms.seen import desk, words
from webforms.serving.terms import NO_ROOM

Fill = Callable[[], None]


@pytest.fixture
def fill(database: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fill]:
    """From now on no row fits in. SQLite's own limit; PostgreSQL's error as it would come."""
    from engine import database as ours

    monkeypatch.setattr(ours, "_last_full", None)
    undo: list[Callable[[], None]] = []

    def no_room(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith(("INSERT", "UPDATE")):
            raise OperationalError(statement, {}, psycopg.errors.DiskFull("could not extend file"))

    def no_page(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # as many as there are

    def full() -> None:
        bound = ours._sessions.kw["bind"]
        name, listener = (
            ("connect", no_page) if bound.dialect.name == "sqlite" else ("before_cursor_execute", no_room)
        )
        bound.dispose()
        event.listen(bound, name, listener)
        undo.append(lambda: event.remove(bound, name, listener))

    yield full
    for action in undo:
        action()


@pytest.fixture
def siti(whole: Flask, open_office: Office) -> Desk:
    return desk(whole, open_office.siti)


def form(open_office: Office) -> tuple[str, dict[str, str]]:
    task = open_office.task(open_office.start()).id
    # More than fits into the pages that are there.
    return f"/tasks/{task}", {"judul": "Bakti sosial", "catatan": "Baris " * 20_000}


@pytest.mark.parametrize("action", ["", "/draft"])
def test_a_form_comes_back_with_what_was_typed(
    siti: Desk, open_office: Office, fill: Fill, action: str
) -> None:
    address, typed = form(open_office)
    fill()
    page = siti.send(address + action, typed)
    assert page.status_code == 507
    assert "Penyimpanan server penuh" in words(page)
    assert "sibuk" not in words(page)
    assert "Bakti sosial" in page.text
    assert "Baris Baris" in page.text


def test_a_script_is_told_too(siti: Desk, open_office: Office, fill: Fill) -> None:
    address, typed = form(open_office)
    fill()
    answer = siti.post(f"{address}/draft", data=typed, headers={"X-CSRFToken": siti.token()})
    assert answer.status_code == 507
    assert answer.json is not None
    assert answer.json["code"] == "disk_full"


def test_pages_are_shown_all_the_same(siti: Desk, open_office: Office, fill: Fill, clock_at: At) -> None:
    address, _typed = form(open_office)
    clock_at(clock.now() + timedelta(minutes=20))  # that they are still here would be written down
    fill()
    for path in ("/", address, "/instances", "/profile"):
        assert siti.get(path).status_code == 200, path


def test_whoever_watches_the_server_hears_of_it(
    siti: Desk, open_office: Office, fill: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, typed = form(open_office)
    assert siti.get("/healthz").status_code == 200
    fill()
    siti.send(address, typed)
    assert (siti.get("/healthz").status_code, siti.get("/healthz").text) == (503, "the disk is full\n")
    monkeypatch.setattr(database, "FULL_FOR", 0)
    assert siti.get("/healthz").status_code == 200
    monkeypatch.setattr(folders, "free_bytes", lambda: 1_000_000)
    assert siti.get("/healthz").status_code == 503


class Full(io.BytesIO):
    """A file on a full disk: some notice when writing, some when what was written is put there."""

    def __init__(self, when: str) -> None:
        super().__init__()
        self._when = when

    def write(self, content: Any) -> int:
        return self._fail() if self._when == "write" else super().write(content)

    def seek(self, place: int, whence: int = 0) -> int:
        return self._fail() if self._when == "seek" else super().seek(place, whence)

    def _fail(self) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("when", ["write", "seek"])
@pytest.mark.parametrize("free", [0, 10**12])
def test_a_file_without_room_does_not_take_the_words_with_it(
    whole: Flask, monkeypatch: pytest.MonkeyPatch, when: str, free: int
) -> None:
    def scratch() -> IO[bytes]:
        return Full(when)

    office = Office(small_sop(extra_field=field("lampiran", "Lampiran", "files")))
    address, typed = form(office)
    monkeypatch.setattr(folders, "free_bytes", lambda: free)
    monkeypatch.setattr(folders, "scratch", scratch)
    sent = {"lampiran.upload": (io.BytesIO(b"x" * 9000), "a.pdf"), **typed}
    page = desk(whole, office.siti).send(address, sent)
    assert page.status_code == 507
    assert "Bakti sosial" in page.text


def test_a_body_that_the_server_could_not_store_is_refused_in_words(siti: Desk) -> None:
    told = {NO_ROOM: True}
    page = siti.post("/tasks/1", data=b"", content_length=100_000, environ_overrides=told)
    assert page.status_code == 507
    assert "Penyimpanan server penuh" in words(page)
