"""Faults of our scripts are heard of, and nothing that somebody typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.engine.people.conftest import AddPerson
from tests.webforms.doors import *  # noqa: F403  fixtures
from tests.webforms.doors import Browser, make_app
from webforms.http import client_errors
from webforms.http.reports import take_reports

FAULT: dict[str, Any] = {
    "name": "TypeError",
    "part": "form",
    "build": "0123456789ab",
    "places": ["form-ABC123.js:1:2345"],
    "page": "/tasks/12",
}
OURS = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture  # type: ignore[no-redef]  # in place of the one that others share
def app(people: AddPerson, tmp_path: Path) -> Flask:
    """One of its own: it counts what it was told."""
    built = make_app(tmp_path)
    take_reports(built, built.config["ALUR"], built.extensions["csrf"], client_errors.KIND)
    return built


def report(desk: Browser, headers: dict[str, str] = OURS, **changed: object) -> int:
    body = json.dumps({**FAULT, **changed})
    return desk.post(
        "/client-error", data=body, content_type="application/json", headers=list(headers.items())
    ).status_code


def test_a_fault_is_known_by_its_kind_and_place(desk: Browser) -> None:
    assert report(desk) == 204
    [seen] = desk.get("/client-error").json["reports"]  # type: ignore[index]
    assert seen == {**FAULT, "page": "/tasks/<int:task_id>"}


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "NIK 3402"},
        {"name": 1},
        {"part": "Siti Aminah"},
        {"places": ["https://elsewhere.example/x.js:1:1"]},
        {"places": "form.js:1:1"},
        {"build": "Siti"},
    ],
)
def test_nothing_else_is_taken(desk: Browser, changed: dict[str, Any]) -> None:
    assert report(desk, **changed) == 400
    assert desk.get("/client-error").json == {"reports": []}


@pytest.mark.parametrize(
    "header", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_another_site_reports_nothing(desk: Browser, header: dict[str, str]) -> None:
    assert report(desk, {**OURS, **header}) == 400


def test_a_page_that_is_broken_for_everybody_fills_no_log(desk: Browser) -> None:
    statuses = [report(desk) for _ in range(client_errors.KIND.max_a_minute + 1)]
    assert statuses[-2:] == [204, 429]
