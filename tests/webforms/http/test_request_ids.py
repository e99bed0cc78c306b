"""Each request has a name: the answer, the log and the page that says what failed agree on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine
from structlog.testing import capture_logs

from tests.office import Office
from tests.webforms.desk import whole_app
from tests.webforms.seen import desk, words
from webforms.cli.server import KNOWN

NAME = "X-Request-ID"
Break = Callable[[int], None]


def test_each_request_has_a_name_of_its_own(whole: Flask) -> None:
    named = {whole.test_client().get("/login").headers[NAME] for _ in range(20)}
    assert len(named) == 20


def test_a_failure_is_found_in_the_log_by_the_code_on_its_page(
    whole: Flask, open_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(whole.view_functions, "profile.show", lambda: 1 / 0)
    monkeypatch.setitem(whole.config, "TESTING", False)
    with capture_logs(processors=KNOWN) as lines:
        answer = desk(whole, open_office.siti).get("/profile")
    code = answer.headers[NAME]
    assert answer.status_code == 500
    assert code in words(answer)
    [line] = [each for each in lines if each["event"] == "unforeseen"]
    assert line["request"] == code


def test_who_waits_in_vain_can_quote_it(whole: Flask, open_office: Office, gone_after: Break) -> None:
    browser = desk(whole, open_office.siti)
    gone_after(0)
    answer = browser.get("/inbox")
    assert answer.status_code == 503
    assert answer.headers[NAME] in words(answer)
    told = browser.get("/inbox", headers={"Accept": "application/json"})
    assert told.json is not None
    assert told.json["reference"] == told.headers[NAME]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("0af7651916cd43dd8448eb211c80319c", True),
        ("8c0d2f9e-6f1b-4f8e-9f63-1d2c3b4a5e6f", True),
        ("short", False),
        ("x" * 65, False),
        ('forged","event":"login', False),
        ("dengan spasi dan <b>", False),
    ],
)
def test_a_proxy_names_requests_where_there_is_one(
    sqlite_database: Engine, tmp_path: Path, given: str, kept: bool
) -> None:
    behind = whole_app(sqlite_database, tmp_path / "data", production=True).test_client()
    assert (behind.get("/login", headers={NAME: given}).headers[NAME] == given) is kept
    alone = whole_app(sqlite_database, tmp_path / "data").test_client()
    assert alone.get("/login", headers={NAME: given}).headers[NAME] != given
