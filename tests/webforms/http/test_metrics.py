"""/metrics: what a monitor reads, and that nobody else does."""

from __future__ import annotations

import dataclasses
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Engine

from engine import clock
from engine.audit.log import PEOPLE, record_on
from engine.audit.names import EventName
from engine.database import transaction
from tests.office import Office
from tests.webforms.conftest import Break
from tests.webforms.desk import Desk, whole_app
from webforms.app import create_app

TOKEN = "m" * 40


@pytest.fixture
def measured(database: Engine, tmp_path: Path) -> Flask:
    config = whole_app(database, tmp_path / "data").config["ALUR"]
    app = create_app(dataclasses.replace(config, metrics_token=TOKEN))
    app.test_client_class = Desk
    return app


def numbers(app: Flask) -> dict[str, float]:
    """{"alur_requests_total login.show 200": 3.0, …}: the name, then the labels' values in order of names."""
    answer = app.test_client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    samples = (each for family in text_string_to_metric_families(answer.text) for each in family.samples)
    return {
        " ".join((each.name, *(each.labels[name] for name in sorted(each.labels)))): each.value
        for each in samples
    }


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer é"}])
def test_without_the_token_there_is_no_such_page(measured: Flask, headers: dict[str, str]) -> None:
    assert measured.test_client().get("/metrics", headers=headers).status_code == 404


def test_where_no_token_is_set_none_helps(whole: Flask) -> None:
    for given in ("", "Bearer", "Bearer "):
        answer = whole.test_client().get("/metrics", headers={"Authorization": given}, follow_redirects=True)
        assert "alur_requests" not in answer.text
    assert "metrics" not in whole.view_functions


def test_requests_are_counted_by_page_and_status(measured: Flask) -> None:
    browser = measured.test_client()
    for _ in range(3):
        browser.get("/login")
    for path in ("/a", "/b", "/c?d=e"):
        browser.get(path)
    browser.open("/login", method="BREW")
    found = numbers(measured)
    assert found["alur_requests_total login.show GET 200"] == 3
    assert found["alur_requests_total none GET 404"] == 3
    assert (
        sum(
            value
            for name, value in found.items()
            if name.startswith("alur_requests_total") and "other" in name
        )
        == 1
    )
    assert found["alur_request_seconds_count login.show"] >= 3
    assert found["process_resident_memory_bytes"] > 1_000_000


def test_events_count_when_they_are_committed(measured: Flask) -> None:
    before = numbers(measured).get("alur_events_total person.logged_in", 0)
    with transaction() as session:
        record_on(session, PEOPLE, EventName.PERSON_LOGGED_IN, by=None)
    with suppress(RuntimeError), transaction() as session:
        record_on(session, PEOPLE, EventName.PERSON_LOGGED_IN, by=None)
        raise RuntimeError
    assert numbers(measured)["alur_events_total person.logged_in"] == before + 1


def test_what_waits_is_the_databases(measured: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert numbers(measured)["alur_open_tasks"] == 0
    office = Office()
    office.start()
    found = numbers(measured)
    assert (found["alur_open_tasks"], found["alur_incidents"], found["alur_database_up"]) == (1, 0, 1)
    assert (found["alur_late_instances"], found["alur_timers_late"]) == (0, 0)
    later = clock.now() + timedelta(days=30)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert numbers(measured)["alur_late_instances"] == 1


def test_a_database_that_does_not_answer_is_a_number(measured: Flask, gone_after: Break) -> None:
    gone_after(0)
    found = numbers(measured)
    assert found["alur_database_up"] == 0
    assert "alur_open_tasks" not in found
