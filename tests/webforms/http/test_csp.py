"""What every answer tells the browser to refuse."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response
from werkzeug.test import TestResponse

from tests.engine.people.conftest import AddPerson
from tests.webforms.desk import json_of
from tests.webforms.doors import *  # noqa: F403  fixtures
from tests.webforms.doors import Browser, browser, make_app
from webforms.http.csp import allow


@pytest.fixture  # type: ignore[no-redef]  # in place of the one that others share
def app(people: AddPerson, tmp_path: Path) -> Flask:
    """One of its own: it counts the reports that it got."""
    return make_app(tmp_path)


def policy(answer: TestResponse) -> dict[str, list[str]]:
    parts = (part.split() for part in answer.headers["Content-Security-Policy"].split("; "))
    return {directive: sources for directive, *sources in parts}


@pytest.mark.parametrize("path", ["/login", "/nowhere", "/static/icon.svg", "/", "/invite/x"])
def test_every_answer_carries_the_policy(desk: Browser, path: str) -> None:
    answer = desk.get(path)
    answer.close()
    said = policy(answer)
    assert said["default-src"] == ["'none'"]
    assert said["script-src"] == said["style-src"] == said["connect-src"] == ["'self'"]
    assert said["frame-ancestors"] == said["base-uri"] == ["'none'"]
    assert said["report-uri"] == ["/csp-report"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]


def test_our_own_pages_obey_it(desk: Browser, people: AddPerson) -> None:
    """No inline script, style or handler: a browser would refuse it."""
    people("dewi", offices=["admin"])
    desk.log_in("dewi")
    for path in ("/profile", "/accounts", "/accounts/new", "/accounts/1"):
        page = desk.get(path)
        assert page.status_code == 200
        for forbidden in ("<style", "style=", "onclick", "onsubmit", "javascript:", "<script>"):
            assert forbidden not in page.text


def test_https_is_insisted_on_only_in_production(desk: Browser, tmp_path: Path) -> None:
    assert "Strict-Transport-Security" not in desk.get("/login").headers
    production = browser(make_app(tmp_path, production=True))
    assert "max-age=63072000" in production.get("/login").headers["Strict-Transport-Security"]


def test_pages_are_asked_for_again_by_the_next_person(desk: Browser) -> None:
    assert desk.get("/login").headers["Cache-Control"] == "private, no-cache"


def test_a_view_may_allow_more_on_its_page_only_or_be_stricter(people: AddPerson, tmp_path: Path) -> None:
    app = make_app(tmp_path)

    @app.get("/editor", endpoint="emblem")
    def editor() -> str:
        allow("style-src-attr", "'unsafe-inline'")
        allow("frame-ancestors", "'self'")
        return "x"

    @app.get("/file", endpoint="brand")
    def file() -> Response:
        return Response("x", headers={"Content-Security-Policy": "sandbox", "Cache-Control": "no-store"})

    desk = browser(app)
    said = policy(desk.get("/editor"))
    assert said["style-src-attr"] == ["'unsafe-inline'"]
    assert said["frame-ancestors"] == ["'self'"]
    assert desk.get("/file").headers["Content-Security-Policy"] == "sandbox"
    assert "style-src-attr" not in policy(desk.get("/login"))


REPORT = {"csp-report": {"document-uri": "http://localhost/", "violated-directive": "script-src", "x": 1}}


def report(desk: Browser, *, kind: str = "application/csp-report", **changed: object) -> TestResponse:
    body = {
        "csp-report": {**REPORT["csp-report"], **{key.replace("_", "-"): changed[key] for key in changed}}
    }
    return desk.post("/csp-report", data=json.dumps(body), content_type=kind)


def reports(desk: Browser) -> Any:
    return json_of(desk.get("/csp-report"))["reports"]


def test_what_a_browser_refused_is_counted(desk: Browser) -> None:
    assert reports(desk) == []
    assert report(desk).status_code == 204
    [seen] = reports(desk)
    assert seen["violated-directive"] == "script-src"
    assert "x" not in seen


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("http://localhost/", "/"),
        ("http://localhost/login?next=/tasks/1&nama=Siti#Aminah", "/login"),
        ("http://localhost/invite/rahasia", "/invite/<token>"),
        ("http://localhost/Siti/Aminah", "?"),
        ("https://Siti:Aminah@elsewhere.example/Siti?q=Aminah", "https://elsewhere.example"),
        ("javascript:Siti", "?"),
        ("inline", "inline"),
        ("Siti Aminah", "?"),
        ("", ""),
    ],
)
def test_of_addresses_nothing_is_logged_that_was_typed(
    desk: Browser, address: str, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    sent = report(
        desk, blocked_uri=address, source_file=address, script_sample="Siti", original_policy="Siti"
    )
    assert sent.status_code == 204
    [seen] = reports(desk)
    assert (seen["blocked-uri"], seen["source-file"]) == (shown, shown)
    logged = str(seen) + capsys.readouterr().out
    assert not any(word in logged for word in ("Siti", "Aminah", "rahasia"))


@pytest.mark.parametrize(
    "changed",
    [
        {"document_uri": "https://elsewhere.example/"},
        {"document_uri": "http://localhost.elsewhere.example/"},
        {"document_uri": 1},
        {"violated_directive": "Siti Aminah"},
        {"violated_directive": ["script-src"]},
    ],
)
def test_a_report_about_something_else_is_none(desk: Browser, changed: dict[str, Any]) -> None:
    assert report(desk, **changed).status_code == 400
    assert reports(desk) == []


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/x-www-form-urlencoded", ""])
def test_a_form_of_another_site_is_no_report(desk: Browser, kind: str) -> None:
    assert report(desk, kind=kind).status_code == 400


@pytest.mark.parametrize(
    "header",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_site_reports_nothing(desk: Browser, header: dict[str, str]) -> None:
    told = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    for headers, status in ((told, 204), ({**told, **header}, 400)):
        sent = desk.post(
            "/csp-report",
            data=json.dumps(REPORT),
            content_type="application/csp-report",
            headers=list(headers.items()),
        )
        assert sent.status_code == status


def test_too_many_reports_are_not_taken(desk: Browser) -> None:
    seen = [report(desk).status_code for _ in range(70)]
    assert seen == 60 * [204] + 10 * [429]
    assert len(reports(desk)) == 60


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"nonsense", b'{"csp-report": 1}', b"\xff", b'{"csp-report": {}}']
)
def test_nonsense_is_no_report(desk: Browser, body: bytes) -> None:
    sent = desk.post("/csp-report", data=body, content_type="application/csp-report")
    assert sent.status_code == 400
    assert reports(desk) == []


def test_in_production_nobody_reads_the_reports(people: AddPerson, tmp_path: Path) -> None:
    assert browser(make_app(tmp_path, production=True)).get("/csp-report").status_code == 405
