"""Production stands behind one proxy with TLS: what is believed of its headers, and what it must send."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from flask import Flask
from sqlalchemy import Engine
from structlog.testing import capture_logs
from werkzeug.test import TestResponse

from engine.database import transaction
from engine.people.invitations import invite
from tests.conftest import not_none
from tests.engine.people.conftest import events
from tests.office import Office
from tests.webforms.desk import Desk, whole_app
from tests.webforms.seen import desk

PUBLIC = "alur.example.go.id"
#: What the manual's lines for nginx send on.
SENT_ON = {
    "Host": PUBLIC,
    "X-Forwarded-Host": PUBLIC,
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": "203.0.113.7",
}
REFERER = {"Referer": f"https://{PUBLIC}/profile"}
#: As a proxy asks when nobody told it to pass the name on.
INNER = "127.0.0.1:8000"


@pytest.fixture
def production(sqlite_database: Engine, tmp_path: Path) -> Flask:
    return whole_app(sqlite_database, tmp_path / "data", production=True)


@pytest.fixture
def browser(production: Flask) -> Desk:
    return desk(production, Office().siti)


def by_proxy(
    browser: Desk, path: str, data: dict[str, str] | None = None, **changed: str | None
) -> TestResponse:
    """A form (without data: a page), with what the proxy sends on; _ stands for - in its names."""
    token = browser.token()
    cookie = next(iter(not_none(browser._cookies).values()))
    headers = {**SENT_ON, **REFERER, **{name.replace("_", "-"): value for name, value in changed.items()}}
    headers["Cookie"] = f"{cookie.key}={cookie.value}"
    # With cookies of its own the client sends them to "localhost" only.
    bare = browser.application.test_client(use_cookies=False)
    return bare.open(
        path,
        method="GET" if data is None else "POST",
        data=None if data is None else {"csrf_token": token, **data},
        headers={name: value for name, value in headers.items() if value is not None},
    )


def send(browser: Desk, **changed: str | None) -> TestResponse:
    return by_proxy(browser, "/profile/language", {"language": "en"}, **changed)


def address_of_a_failure(app: Flask, **changed: str | None) -> str:
    Office()
    browser = app.test_client()
    assert isinstance(browser, Desk)
    by_proxy(browser, "/login", {"username": "siti", "password": "salah sekali ini"}, **changed)
    return str(orjson.loads(events("login.failed")[-1])["address"])


def test_the_readmes_lines_are_enough(browser: Desk) -> None:
    assert send(browser).status_code == 302


@pytest.mark.parametrize(
    ("name", "address"),
    [
        # The name may come in either header; it's the one the browser asked for, with its port.
        ({"X_Forwarded_Host": None}, PUBLIC),
        ({"Host": INNER}, PUBLIC),
        ({"Host": f"{PUBLIC}:8443", "X_Forwarded_Host": None}, f"{PUBLIC}:8443"),
    ],
)
def test_one_header_with_the_name_is_enough(browser: Desk, name: dict[str, str], address: str) -> None:
    assert send(browser, **name, Referer=f"https://{address}/profile").status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"Host": INNER, "X_Forwarded_Host": None},
        {"Host": PUBLIC, "X_Forwarded_Host": None, "Referer": f"https://{PUBLIC}:8443/profile"},
        {"Referer": "https://elsewhere.example/"},
        {"Referer": f"http://{PUBLIC}/profile"},
        {"Referer": None},
    ],
)
def test_a_form_of_another_name_is_refused_and_the_log_says_why(browser: Desk, wrong: dict[str, str]) -> None:
    with capture_logs() as lines:
        assert send(browser, **wrong).status_code == 400
    assert "referrer" in str(lines)


def test_without_the_scheme_nobody_looks_where_a_form_comes_from(browser: Desk) -> None:
    """The token still has to be there; but this check is why X-Forwarded-Proto is needed."""
    assert send(browser, X_Forwarded_Proto=None, Referer="https://elsewhere.example/").status_code == 302


def test_links_are_given_for_the_name_outside(production: Flask) -> None:
    office = Office()
    browser = desk(production, office.dewi)
    with transaction() as session, browser.session_transaction() as cookie:
        token = invite(session, office.siti.id, by=None)
        cookie["invitation"] = [office.siti.id, token]
    page = by_proxy(browser, f"/accounts/{office.siti.id}", Host=INNER)
    assert f"https://{PUBLIC}/invite/{token}" in page.text


@pytest.mark.parametrize(
    ("told", "believed"),
    [
        ("203.0.113.7", "203.0.113.7"),
        # Written by the browser itself, before the proxy added what it saw.
        ("198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (None, "127.0.0.1"),
    ],
)
def test_the_address_is_the_one_that_the_proxy_saw(
    production: Flask, told: str | None, believed: str
) -> None:
    assert address_of_a_failure(production, X_Forwarded_For=told) == believed


def test_without_production_no_proxy_is_believed(sqlite_database: Engine, tmp_path: Path) -> None:
    assert address_of_a_failure(whole_app(sqlite_database, tmp_path / "data")) == "127.0.0.1"
