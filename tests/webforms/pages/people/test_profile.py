"""Profil: one's own password, language, devices."""

import re

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from engine.database import transaction
from engine.people.invitations import invite
from engine.tables.people import Person
from engine.texts import text
from tests.conftest import not_none
from tests.engine.people.conftest import AddPerson
from tests.webforms.doors import *  # noqa: F403  fixtures
from tests.webforms.doors import PASSWORD, Browser, browser, events, logged_in

NEW = "ombak tenang sekali"


@pytest.fixture(name="desk")
def desk_of_siti(app: Flask, people: AddPerson) -> Browser:
    return logged_in(
        app, people, "siti", name="Siti Aminah", roles=["Pengelola Website"], offices=["auditor"]
    )


def change(desk: Browser, current: str = PASSWORD, password: str = NEW, repeat: str = NEW) -> TestResponse:
    data = {"current": current, "password": password, "repeat": repeat}
    return desk.send("/profile/password", data)


def test_the_page_shows_who_one_is_and_what_one_holds(desk: Browser) -> None:
    page = desk.get("/profile").text
    for words in ("Siti Aminah", "Pengelola Website", text("people.office.auditor"), "Firefox, Linux"):
        assert words in page


def test_a_changed_password_ends_other_logins_and_renews_this_one(desk: Browser, app: Flask) -> None:
    elsewhere = browser(app)
    elsewhere.log_in("siti")
    before = not_none(desk.get_cookie("alur")).value
    answer = change(desk)
    assert (answer.status_code, answer.location) == (302, "/profile")
    assert text("people.profile.password_changed") in desk.get("/profile").text
    assert elsewhere.get("/").status_code == 302
    thief = browser(app)
    thief.set_cookie("alur", before)
    assert thief.get("/").status_code == 302
    assert browser(app).log_in("siti").status_code == 401
    assert browser(app).log_in("siti", NEW).status_code == 302


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"current": "salah sekali ini"}, text("people.password_wrong")),
        ({"password": "pendek", "repeat": "pendek"}, text("people.password_short", shortest=12)),
        ({"repeat": "ombak tenang"}, text("people.password_repeat_differs")),
        (
            {"password": "siti tenang sekali", "repeat": "siti tenang sekali"},
            text("people.password_has_username"),
        ),
    ],
)
def test_what_is_wrong_with_it_is_said_beside_the_field(
    desk: Browser, app: Flask, typed: dict[str, str], words: str
) -> None:
    answer = change(desk, **typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert NEW not in answer.text
    assert browser(app).log_in("siti").status_code == 302


def test_guessing_the_present_password_is_stopped(desk: Browser) -> None:
    for _ in range(5):
        change(desk, current="salah sekali ini")
    answer = change(desk)
    assert answer.status_code == 429
    assert "1 menit" in answer.text


def test_a_refused_new_password_costs_no_try(desk: Browser) -> None:
    for _ in range(6):
        change(desk, password="pendek", repeat="pendek")
    assert change(desk).status_code == 302


def test_the_chosen_language_goes_along_to_other_devices(desk: Browser, app: Flask) -> None:
    answer = desk.send("/profile/language", {"language": "en"})
    assert answer.status_code == 302
    page = desk.get("/profile").text
    assert '<html lang="en"' in page
    assert "Language saved." in page
    phone = browser(app)
    phone.log_in("siti")
    assert '<html lang="en"' in phone.get("/profile").text
    assert desk.send("/profile/language", {"language": "xx"}).status_code == 422


def test_leaving_everywhere(desk: Browser, app: Flask) -> None:
    phone = browser(app)
    phone.log_in("siti")
    answer = desk.send("/profile/logout-all")
    assert (answer.status_code, answer.location) == (303, "/login")
    assert text("login.logged_out_everywhere") in desk.get("/login").text
    assert [client.get("/").status_code for client in (desk, phone)] == [302, 302]


def test_devices_are_named_as_people_know_them(app: Flask, people: AddPerson) -> None:
    people("budi")
    webkit = "AppleWebKit/537.36 (KHTML, like Gecko)"
    agents = {
        "Chrome, Android": f"Mozilla/5.0 (Linux; Android 15) {webkit} Chrome/140.0.0.0 Mobile Safari/537.36",
        "Samsung Internet, Android": f"Mozilla/5.0 (Linux; Android 14; SM-A155F) {webkit} "
        "SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36",
        "Safari, iPhone": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
        "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
        "Edge, Windows": f"Mozilla/5.0 (Windows NT 10.0) {webkit} Chrome/140.0.0.0 Edg/140.0.0.0",
        text("people.profile.unknown_device"): "<script>",
    }
    for agent in agents.values():
        browser(app, agent=agent).log_in("budi")
    desk = browser(app)
    desk.log_in("budi")
    page = desk.get("/profile").text
    for name in agents:
        assert f"<b>{name}</b>" in page
    assert page.count(text("people.profile.this_device")) == 1


def test_what_was_done_to_ones_account_is_told_at_the_next_login(
    desk: Browser, app: Flask, people: AddPerson
) -> None:
    dewi = people("dewi", offices=["admin"])
    desk.get("/profile")
    with transaction() as session:
        siti = session.scalars(select(Person.id).where(Person.username == "siti")).one()
        invite(session, siti, by=dewi)
    theirs = browser(app)
    assert theirs.log_in("siti").status_code == 302
    assert text("people.notices.lead") in theirs.get("/help").text
    page = theirs.get("/profile").text
    assert "Dewi membuat tautan undangan untuk Siti Aminah" in page
    # What else was told of, and is read first, is no word about this.
    theirs.send("/profile/notices", {"notice": []}, page="/profile")
    assert text("people.notices.lead") in theirs.get("/help").text
    ids = re.findall(r'name="notice" value="(\d+)"', page)
    assert theirs.send("/profile/notices", {"notice": ids}).status_code == 302
    assert "Dewi membuat" not in theirs.get("/profile").text
    assert text("people.notices.lead") not in theirs.get("/help").text


def test_one_device_is_logged_out_and_no_other(desk: Browser, app: Flask) -> None:
    phone = browser(app, agent="Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile", address="198.51.100.9")
    phone.log_in("siti")
    page = desk.get("/profile").text
    assert "alamat jaringan 198.51.100.9" in page
    # Not the one that asks: it has a button of its own.
    [mark] = re.findall(r'name="device" value="(\w+)"', page)
    answer = desk.send("/profile/logout-device", {"device": mark}, page="/profile", follow_redirects=True)
    assert "Perangkat Chrome, Android sudah dikeluarkan" in answer.text
    assert phone.get("/").status_code == 302
    assert desk.get("/profile").status_code == 200
    assert desk.send("/profile/logout-device", {"device": mark}).status_code == 404
    [ended] = events("person.device_ended")
    assert "Chrome, Android" in ended


def test_nobody_ends_anothers_login_but_who_administers_accounts(
    desk: Browser, app: Flask, people: AddPerson
) -> None:
    siti = not_none(_id_of("siti"))
    boss = logged_in(app, people, "dewi", name="Dewi", offices=["admin"])
    [mark] = re.findall(r'name="device" value="(\w+)"', boss.get(f"/accounts/{siti}").text)
    budi = logged_in(app, people, "budi", name="Budi")
    assert budi.send("/profile/logout-device", {"device": mark}).status_code == 404
    address = f"/accounts/{siti}/logout-device"
    assert budi.send(address, {"device": mark}).status_code == 403
    assert desk.get("/profile").status_code == 200
    answer = boss.send(address, {"device": mark}, page="/profile", follow_redirects=True)
    assert "sudah dikeluarkan" in answer.text
    assert desk.get("/profile").status_code == 302


def _id_of(username: str) -> int | None:
    with transaction() as session:
        return session.scalar(select(Person.id).where(Person.username == username))
