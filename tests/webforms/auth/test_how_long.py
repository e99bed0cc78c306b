"""Before a login ends it is said, and can be made to last; looking at the clock makes nothing last."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from engine.people.logins import IDLE, MAX_AGE
from tests.conftest import At
from tests.engine.people.conftest import AddPerson
from tests.webforms.desk import json_of
from tests.webforms.doors import *  # noqa: F403  fixtures
from tests.webforms.doors import Browser, browser

HOUR = int(IDLE.total_seconds())


def test_who_is_logged_in_and_for_how_long(desk: Browser, people: AddPerson, clock_at: At) -> None:
    siti = people("siti")
    at = clock_at("2026-11-23 08:00")
    desk.log_in("siti")
    clock_at(at + timedelta(minutes=50))
    for _ in range(2):  # asking is no use of the login
        answer = desk.get("/session?live")
        assert json_of(answer) == {"person": siti.id, "ends_in": HOUR - 50 * 60, "may_last": True}
        assert answer.headers["Cache-Control"] == "no-store"
    page = desk.get("/profile")
    assert f'data-person="{siti.id}" data-login-ends="{HOUR}"' in page.text


def test_a_login_is_made_to_last_but_not_for_ever(desk: Browser, people: AddPerson, clock_at: At) -> None:
    people("siti")
    at = clock_at("2026-11-23 08:00")
    desk.log_in("siti")
    token = desk.csrf("/profile")
    ends = at + MAX_AGE
    for minutes in range(50, 701, 50):
        now = clock_at(at + timedelta(minutes=minutes))
        facts = json_of(desk.post("/session", headers={"X-CSRFToken": token}))
        assert facts["ends_in"] == int(min(IDLE, ends - now).total_seconds())
        assert facts["may_last"] is (ends - now > IDLE)
    clock_at(at + MAX_AGE)
    assert desk.get("/session?live", headers={"Accept": "application/json"}).status_code == 401


def test_only_the_page_of_who_is_logged_in_makes_it_last(
    desk: Browser, people: AddPerson, app: Flask
) -> None:
    for name in ("siti", "budi"):
        people(name)
    desk.log_in("siti")
    other = browser(app)
    other.log_in("budi")
    assert desk.post("/session").status_code == 400
    assert desk.post("/session", headers={"X-CSRFToken": other.csrf("/profile")}).status_code == 400
    nobody = browser(app).get("/session", headers={"Accept": "application/json"})
    assert nobody.status_code == 401


def test_what_who_is_logged_in_sees_is_kept_nowhere(desk: Browser, people: AddPerson) -> None:
    """Back, after logging out, must ask again."""
    people("siti")
    assert "no-store" not in desk.get("/login").headers["Cache-Control"]
    desk.log_in("siti")
    assert "no-store" in desk.get("/profile").headers["Cache-Control"]
