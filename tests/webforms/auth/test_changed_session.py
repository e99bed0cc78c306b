"""Forms that were open while the session changed in another tab: none of them costs what was typed."""

from __future__ import annotations

import re

from flask import Flask

from engine.texts import text
from tests.conftest import not_none
from tests.engine.people.conftest import AddPerson
from tests.webforms.desk import json_of
from tests.webforms.doors import *  # noqa: F403  fixtures
from tests.webforms.doors import PASSWORD, Browser, browser

JSON = {"Accept": "application/json"}


def out_and_in(desk: Browser, username: str) -> None:
    desk.send("/logout", page="/profile")
    desk.log_in(username)


def test_out_and_in_again_the_form_that_was_open_is_taken(desk: Browser, people: AddPerson) -> None:
    people("siti")
    desk.log_in("siti")
    token = desk.csrf("/profile")
    out_and_in(desk, "siti")
    answer = desk.post("/tasks/1", data={"csrf_token": token, "judul": "Panen"})
    assert answer.status_code == 200
    assert json_of(answer)["typed"]["judul"] == ["Panen"]
    assert desk.post("/tasks/1", data={"judul": "x"}, headers={"X-CSRFToken": token}).status_code == 200


def test_the_form_of_another_person_is_not(desk: Browser, people: AddPerson) -> None:
    people("siti")
    people("budi")
    desk.log_in("siti")
    token = desk.csrf("/profile")
    out_and_in(desk, "budi")
    answer = desk.post("/tasks/1", data={"csrf_token": token, "judul": "Panen"})
    assert answer.status_code == 400


def test_a_token_that_was_nobodys_is_worth_nothing_after_a_login(desk: Browser, people: AddPerson) -> None:
    people("siti")
    token = desk.csrf()
    desk.log_in("siti")
    assert desk.post("/tasks/1", data={"csrf_token": token}).status_code == 400


def test_logged_out_elsewhere_what_was_typed_waits_for_the_login(desk: Browser, people: AddPerson) -> None:
    people("siti")
    desk.log_in("siti")
    token = desk.csrf("/profile")
    desk.send("/logout", page="/profile")
    answer = desk.post("/tasks/1", data={"csrf_token": token, "judul": "Panen"})
    assert answer.status_code == 401
    assert text("login.expired_sealed") in answer.text
    assert re.search(r'name="sealed" value="[^"]+"', answer.text)
    script = desk.post("/tasks/1", data={"judul": "x"}, headers={"X-CSRFToken": token, **JSON})
    assert (script.status_code, json_of(script)["code"]) == (401, "login_expired")


def test_a_second_login_page_leads_on_when_the_first_was_used(desk: Browser, people: AddPerson) -> None:
    people("siti")
    second = desk.csrf()
    desk.log_in("siti")
    typed = {"csrf_token": second, "username": "siti", "password": PASSWORD, "next": "/profile"}
    answer = desk.post("/login", data=typed)
    assert (answer.status_code, answer.location) == (303, "/profile")


def test_a_login_page_from_before_a_logout_asks_once_more(desk: Browser, people: AddPerson) -> None:
    people("siti")
    old = desk.csrf()
    desk.log_in("siti")
    desk.send("/logout", page="/profile")
    typed = {"csrf_token": old, "username": "siti", "password": PASSWORD, "sealed": "x.y", "next": "/profile"}
    answer = desk.post("/login", data=typed)
    assert answer.status_code == 400
    assert text("login.once_more") in answer.text
    for kept in ('value="siti"', 'value="x.y"', 'value="/profile"'):
        assert kept in answer.text
    fresh = not_none(re.search(r'name="csrf_token" value="([^"]+)"', answer.text))[1]
    assert desk.post("/login", data={**typed, "csrf_token": fresh}).status_code == 302


def test_who_is_out_can_log_out_once_more(desk: Browser, people: AddPerson) -> None:
    people("siti")
    desk.log_in("siti")
    token = desk.csrf("/profile")
    desk.send("/logout", page="/profile")
    answer = desk.post("/logout", data={"csrf_token": token})
    assert (answer.status_code, answer.location) == (303, "/login")


def test_what_another_site_sends_gets_no_page_of_ours_to_fill(
    desk: Browser, people: AddPerson, app: Flask
) -> None:
    """Neither with a token of the attacker's own, nor of nobody: nothing is sealed for the victim."""
    people("siti")
    people("mallory")
    attacker = browser(app)
    nobodys = attacker.csrf()
    attacker.log_in("mallory")
    for token in ("", "x", nobodys):
        assert desk.post("/tasks/1", data={"csrf_token": token, "judul": "x"}).status_code == 400
    desk.log_in("siti")
    theirs = attacker.csrf("/profile")
    assert desk.post("/tasks/1", data={"csrf_token": theirs, "judul": "x"}).status_code == 400
