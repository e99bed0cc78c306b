"""Kesehatan: for who administers Alur."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from engine.storage import folders
from tests.office import Office
from tests.webforms.seen import desk, words


def test_what_is_wrong_stands_first_with_what_to_do(
    whole: Flask, open_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "free_bytes", lambda: 5 * 1024**2)
    page = words(desk(whole, open_office.dewi).get("/health"))
    assert "Penyimpanan penuh: tersisa 5 MB." in page
    assert "1 hal tidak berjalan" in page
    assert (
        page.index("Penyimpanan penuh")
        < page.index("Alur tidak membuat cadangan sendiri")
        < page.index("Sesuai dengan")
    )


@pytest.mark.parametrize("who", ["siti", "eko", "tono"])
def test_it_is_for_nobody_else(whole: Flask, open_office: Office, who: str) -> None:
    assert desk(whole, getattr(open_office, who)).get("/health").status_code == 403


def test_who_sends_requests_here_learns_when_not_to(
    whole: Flask, open_office: Office, monkeypatch: pytest.MonkeyPatch, gone_after: Callable[[int], None]
) -> None:
    asking = whole.test_client()
    assert (asking.get("/readyz").status_code, asking.get("/readyz").text) == (200, "ready\n")
    monkeypatch.setattr(folders, "free_bytes", lambda: 5 * 1024**2)
    assert (asking.get("/readyz").status_code, asking.get("/readyz").text) == (503, "disk\n")
    monkeypatch.undo()
    gone_after(0)
    answer = asking.get("/readyz")
    assert (answer.status_code, answer.text.split(",")[0].strip()) == (503, "database")
