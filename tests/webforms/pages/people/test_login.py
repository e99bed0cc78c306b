"""Masuk and Keluar, as a browser sees them."""

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from engine.database import transaction
from engine.people import passwords
from engine.people.accounts import deactivate
from engine.tables.people import Person
from engine.texts import text
from tests.engine.people.conftest import AddPerson
from tests.webforms.desk import json_of
from tests.webforms.doors import *  # noqa: F403  fixtures
from tests.webforms.doors import PASSWORD, Browser, browser, events, make_app


def said(answer: TestResponse) -> str:
    """The page without what is new each time."""
    return re.sub(r'(name="csrf[_-]token" (?:value|content)=)"[^"]*"', r"\1", answer.text)


def test_a_closed_page_leads_to_the_login_and_back(desk: Browser, people: AddPerson) -> None:
    people("siti")
    answer = desk.get("/profile?x=1")
    assert (answer.status_code, unquote(answer.location)) == (302, "/login?next=/profile?x=1")
    page = desk.get(answer.location)
    assert 'name="next" value="/profile?x=1"' in page.text
    entered = desk.log_in("siti", next="/profile?x=1")
    assert (entered.status_code, entered.location) == (302, "/profile?x=1")
    assert desk.get("/").text == "<title>inbox</title>siti"


def test_the_page_asks_for_name_and_password_and_nothing_else(desk: Browser) -> None:
    page = desk.get("/login").text
    inputs = re.findall(r'<input(?![^>]*type="hidden")[^>]* name="(\w+)"', page)
    assert inputs == ["username", "password"]
    assert 'autocomplete="current-password"' in page
    assert "<nav" not in page


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/%0d%0aSet-Cookie:x=1\r\n",
        "javascript:alert(1)",
        "http:/evil.example",
        "///evil.example",
        "/login",
        "/logout",
        "evil",
        "",
    ],
)
def test_nobody_is_sent_elsewhere_after_login(desk: Browser, people: AddPerson, url: str) -> None:
    people("siti")
    assert desk.log_in("siti", next=url).location == "/"
    shown = browser(desk.application).get("/login", query_string={"next": url}).text
    assert 'name="next" value="/"' in shown


def test_somebody_logged_in_is_led_on_from_the_login_page(desk: Browser, people: AddPerson) -> None:
    people("siti")
    desk.log_in("siti")
    assert desk.get("/login?next=/profile").location == "/profile"


def test_wrong_unknown_and_deactivated_are_answered_alike(desk: Browser, people: AddPerson) -> None:
    people("siti")
    people("new", password=None)
    gone = people("gone")
    with transaction() as session:
        deactivate(session, gone.id, by=None)
    answers = [
        desk.log_in(username, password)
        for username, password in [
            ("siti", "salah sekali ini"),
            ("nobody", "salah sekali ini"),
            ("new", "salah sekali ini"),
            ("gone", PASSWORD),
        ]
    ]
    pages = {
        said(answer).replace(f'value="{name}"', "")
        for answer, name in zip(answers, ("siti", "nobody", "new", "gone"), strict=True)
    }
    assert {answer.status_code for answer in answers} == {401}
    assert len(pages) == 1
    assert text("login.wrong") in pages.pop()
    assert {tuple(sorted(answer.headers.keys())) for answer in answers} == {
        tuple(sorted(answers[0].headers.keys()))
    }


def test_a_password_is_never_sent_back(desk: Browser, people: AddPerson) -> None:
    people("siti")
    answer = desk.log_in("siti", "salah sekali ini")
    assert "salah sekali ini" not in answer.text
    assert 'value="siti"' in answer.text


def test_an_empty_form_says_what_is_missing(desk: Browser) -> None:
    answer = desk.log_in(" ", "")
    assert answer.status_code == 422
    assert text("login.missing") in answer.text


def test_too_many_wrong_ones_get_the_waiting_time_in_words(
    desk: Browser, people: AddPerson, app: Flask, tmp_path: Path
) -> None:
    people("siti")
    for _ in range(5):
        desk.log_in("siti", "salah sekali ini")
    answer = desk.log_in("siti")
    assert answer.status_code == 429
    assert "Coba lagi dalam 1 menit" in answer.text
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    # Another process, the same database.
    assert browser(make_app(tmp_path)).log_in("siti").status_code == 429
    # The owner, at another address.
    assert browser(app, address="198.51.100.1").log_in("siti").status_code == 302


def test_a_browser_that_knew_the_password_is_not_kept_out_by_a_neighbour(
    desk: Browser, people: AddPerson, app: Flask
) -> None:
    people("siti")
    desk.log_in("siti")
    desk.send("/logout", page="/profile")
    neighbour, answers = browser(app), list[int]()
    for _ in range(6):
        answers.append(neighbour.log_in("siti", "salah sekali ini").status_code)
    assert answers[-1] == 429
    assert desk.log_in("siti").status_code == 302


def test_fifty_wrong_ones_close_no_office(people: AddPerson, app: Flask, cheap_hashing: None) -> None:
    people("siti")
    guesser = browser(app)
    for number in range(50):
        assert guesser.log_in(f"orang{number}", "salah sekali ini").status_code == 401
    assert browser(app).log_in("siti").status_code == 302


def test_too_many_at_once_are_told_to_wait_and_lose_no_try(
    desk: Browser, people: AddPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    people("siti")
    monkeypatch.setattr(passwords, "PATIENCE", 0)
    with passwords._AT_ONCE, passwords._AT_ONCE:
        answers = [desk.log_in("siti") for _ in range(6)]
    assert {(answer.status_code, answer.headers["Retry-After"]) for answer in answers} == {(503, "5")}
    assert "Kata sandi Anda belum diperiksa; coba lagi dalam 5 detik." in answers[0].text
    assert desk.log_in("siti").status_code == 302


def test_who_has_a_password_of_old_rules_is_asked_to_change_it(desk: Browser, people: AddPerson) -> None:
    siti = people("siti")
    with transaction() as session:
        session.get_one(Person, siti.id).password_hash = passwords.rehash("rahasia-10")
    assert desk.log_in("siti", "rahasia-10").status_code == 302
    assert text("login.weak_title") in desk.get("/profile").text
    changed = {"current": "rahasia-10", "password": PASSWORD, "repeat": PASSWORD}
    assert desk.send("/profile/password", changed, page="/profile").status_code == 302
    assert text("login.weak_title") not in desk.get("/profile").text


def test_a_forged_mark_of_a_known_browser_is_worth_nothing(people: AddPerson, app: Flask) -> None:
    people("siti")
    desk = browser(app)
    desk.set_cookie("alur-browser", "eyJ4IjoieSJ9.forged")
    for _ in range(5):
        desk.log_in("siti", "salah sekali ini")
    assert desk.log_in("siti").status_code == 429


def test_scripts_are_told_in_json(desk: Browser) -> None:
    for headers in ({"Accept": "application/json"}, {"X-Requested-With": "alur"}):
        answer = desk.get("/", headers=headers)
        assert (answer.status_code, json_of(answer)["code"]) == (401, "login_expired")


def test_the_event_of_a_login_says_from_where(desk: Browser, people: AddPerson) -> None:
    people("siti")
    desk.log_in("siti")
    [event] = map(json.loads, events("person.logged_in"))
    assert (event["by"]["username"], event["address"], event["device"]) == (
        "siti",
        "203.0.113.7",
        "Firefox, Linux",
    )


def test_the_door_speaks_the_language_that_is_chosen_there(desk: Browser, people: AddPerson) -> None:
    people("siti")
    page = desk.send("/login", {"language": "en", "next": "/profile", "username": "siti"})
    assert '<html lang="en"' in page.text
    assert 'name="next" value="/profile"' in page.text
    assert 'value="siti"' in page.text
    assert '<html lang="en"' in desk.get("/login").text
    # Inside, the profile decides.
    desk.log_in("siti")
    assert '<html lang="id"' in desk.get("/profile").text


@pytest.mark.parametrize(
    ("wish", "language"),
    [
        ("en-GB,en;q=0.9", "en"),
        ("id-ID,id;q=0.9,en;q=0.5", "id"),
        ("de", "id"),
        ("", "id"),
        ("de,en;q=0.3", "en"),
    ],
)
def test_a_stranger_is_spoken_to_as_their_browser_wishes(desk: Browser, wish: str, language: str) -> None:
    assert f'<html lang="{language}"' in desk.get("/login", headers={"Accept-Language": wish}).text
