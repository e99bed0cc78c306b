"""The cookie and the login behind it: when they begin, when they end, what they are worth."""

import re
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from engine.database import reading, transaction
from engine.people.accounts import deactivate
from engine.people.logins import SEEN_STEP, find_login
from engine.tables.people import Login
from engine.texts import text
from tests.conftest import At, Counting, not_none
from tests.engine.people.conftest import AddPerson
from tests.webforms.desk import json_of
from tests.webforms.doors import *  # noqa: F403  fixtures
from tests.webforms.doors import PASSWORD, Browser, browser, events, make_app


def cookie(client: FlaskClient, name: str = "alur") -> str:
    return not_none(client.get_cookie(name)).value


def test_the_cookie_from_before_the_login_is_worthless_after_it(
    desk: Browser, people: AddPerson, app: Flask
) -> None:
    people("siti")
    desk.get("/login")
    before = cookie(desk)
    desk.log_in("siti")
    assert cookie(desk) != before
    thief = browser(app)
    thief.set_cookie("alur", before)
    assert thief.get("/").status_code == 302


def test_nothing_of_the_session_before_survives_the_login(desk: Browser, people: AddPerson) -> None:
    people("siti")
    token = desk.csrf()
    desk.log_in("siti")
    assert desk.post("/profile/language", data={"csrf_token": token, "language": "en"}).status_code == 400


def test_a_planted_cookie_does_not_become_the_victims_login(
    desk: Browser, people: AddPerson, app: Flask
) -> None:
    """Fixation: the attacker logs in, plants the cookie, the victim logs in over it."""
    people("siti")
    people("mallory")
    attacker = browser(app)
    attacker.log_in("mallory")
    planted = cookie(attacker)
    desk.set_cookie("alur", planted)
    desk.send("/logout", page="/profile")
    desk.set_cookie("alur", planted)
    desk.log_in("siti")
    assert attacker.get("/").status_code == 302
    assert "siti" in desk.get("/").text


def test_logging_in_again_ends_the_login_before(desk: Browser, people: AddPerson, app: Flask) -> None:
    people("siti")
    desk.log_in("siti")
    old = cookie(desk)
    desk.send("/login", {"username": "siti", "password": PASSWORD}, page="/profile")
    other = browser(app)
    other.set_cookie("alur", old)
    assert other.get("/").status_code == 302
    assert desk.get("/").status_code == 200


def test_a_cookie_is_worthless_after_logging_out(desk: Browser, people: AddPerson, app: Flask) -> None:
    people("siti")
    desk.log_in("siti")
    old = cookie(desk)
    answer = desk.send("/logout", page="/profile")
    assert (answer.status_code, answer.location) == (303, "/login")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert text("login.logged_out") in desk.get("/login").text
    desk.set_cookie("alur", old)
    assert desk.get("/").status_code == 302
    assert len(events("person.logged_out")) == 1


def test_logging_out_needs_the_forms_token(desk: Browser, people: AddPerson) -> None:
    people("siti")
    desk.log_in("siti")
    assert desk.post("/logout").status_code == 400
    assert desk.get("/logout").status_code == 405
    assert desk.get("/").status_code == 200


def test_a_deactivated_person_is_out_with_the_next_click(desk: Browser, people: AddPerson) -> None:
    siti = people("siti")
    desk.log_in("siti")
    with transaction() as session:
        deactivate(session, siti.id, by=None)
    assert desk.get("/").status_code == 302


def test_a_form_without_its_token_is_refused_in_words(desk: Browser, people: AddPerson) -> None:
    people("siti")
    answer = desk.post("/login", data={"username": "siti", "password": PASSWORD})
    assert answer.status_code == 400
    assert text("login.form_stale_title") in answer.text
    assert desk.get("/").status_code == 302
    assert json_of(desk.post("/login", headers={"Accept": "application/json"}))["code"] == "form_stale"


def test_the_cookies_in_production(people: AddPerson, tmp_path: Path) -> None:
    people("siti")
    desk = browser(make_app(tmp_path, production=True))
    https = {"base_url": "https://alur.example", "headers": {"Referer": "https://alur.example/login"}}
    page = desk.get("/login", base_url="https://alur.example")
    token = not_none(re.search(r'name="csrf_token" value="([^"]+)"', page.text))[1]
    answer = desk.post(
        "/login", data={"csrf_token": token, "username": "siti", "password": PASSWORD}, **https
    )
    assert answer.status_code == 302
    cookies = answer.headers.getlist("Set-Cookie")
    assert sorted(each.split("=")[0] for each in cookies) == ["__Host-alur", "__Host-alur-browser"]
    for each in cookies:
        flags = {flag.strip().lower() for flag in each.split(";")[1:]}
        assert {"secure", "httponly", "path=/", "samesite=lax"} <= flags
        assert not any(flag.startswith("domain") for flag in flags)
    # It goes with the browser: no date on it.
    [own] = [each for each in cookies if each.startswith("__Host-alur=")]
    assert "expires" not in own.lower()
    assert "max-age" not in own.lower()


def test_the_cookie_at_a_desk_is_not_for_scripts_either(desk: Browser, people: AddPerson) -> None:
    people("siti")
    answer = desk.log_in("siti")
    for each in answer.headers.getlist("Set-Cookie"):
        assert "HttpOnly" in each
        assert "SameSite=Lax" in each


def test_the_cookie_holds_a_token_that_the_database_does_not(desk: Browser, people: AddPerson) -> None:
    people("siti")
    desk.log_in("siti")
    with desk.session_transaction() as stored:
        token = stored["_user_id"]
    with reading() as session:
        [row] = session.scalars(select(Login))
        assert token not in row.token_hash
        assert not_none(find_login(session, token)).actor.username == "siti"
        assert row.device == "Firefox, Linux"


def test_being_here_is_written_down_now_and_then(desk: Browser, people: AddPerson, clock_at: At) -> None:
    at = clock_at("2026-11-23 08:00")
    people("siti")
    desk.log_in("siti")

    def seen() -> datetime | None:
        with reading() as session:
            return session.scalar(select(Login.seen_at))

    clock_at(at + SEEN_STEP - timedelta(seconds=1))
    desk.get("/")
    assert seen() == at
    later = clock_at(at + SEEN_STEP)
    desk.get("/?live=tasks")  # a page that renews itself is not a person
    assert seen() == at
    desk.get("/")
    assert seen() == later


def test_a_page_left_open_ends_its_login_although_it_renews_itself(
    desk: Browser, people: AddPerson, clock_at: At
) -> None:
    at = clock_at("2026-11-23 08:00")
    people("siti")
    desk.log_in("siti")
    answers: list[int] = []
    for minutes in range(0, 61, 4):
        clock_at(at + timedelta(minutes=minutes))
        answers.append(desk.get("/?live=tasks").status_code)
    assert answers[-1] == 302
    assert text("login.expired") in desk.get("/login").text


def test_a_request_costs_one_statement_to_know_who_it_is(
    desk: Browser, people: AddPerson, statements: Counting
) -> None:
    people("siti", roles=["A", "B"], offices=["auditor"])
    desk.log_in("siti")
    with statements() as seen:
        desk.get("/")
    assert (seen.count, seen.commits) == (1, 0)
