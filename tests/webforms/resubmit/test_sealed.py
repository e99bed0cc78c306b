"""Nothing typed is lost when a login ends while a form is open."""

import html
import io
import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select, update
from werkzeug.test import TestResponse

from engine import clock
from engine.database import reading, transaction
from engine.inbox import drafts
from engine.people.accounts import set_password
from engine.people.grants import set_grants
from engine.people.logins import end_logins
from engine.people.passwords import hash_password
from engine.tables.instances import Draft
from engine.tables.people import Login
from engine.texts import text
from tests.conftest import not_none
from tests.office import Office
from tests.webforms.conftest import Break
from tests.webforms.desk import json_of
from tests.webforms.doors import *  # noqa: F403  fixtures
from tests.webforms.doors import PASSWORD, Browser, browser, make_app
from webforms.resubmit.sealed import MAX_AGE, MAX_TYPED

TYPED = {"judul": ["Penyaluran bantuan"], "kanal": ["website", "x"], "narasi": ['Baris 1\r\n"kutipan" & <b>']}


@pytest.fixture
def house(database: Engine, cheap_hashing: None) -> Office:
    office = Office()
    with transaction() as session:
        for actor in (office.siti, office.budi):
            new = hash_password(PASSWORD, username=actor.username)
            set_password(session, actor.id, new, by=None)
    return office


@pytest.fixture
def task_id(house: Office) -> int:
    return house.task(house.start()).id


@pytest.fixture(name="desk")
def desk_of_siti(house: Office, tmp_path: Path) -> Browser:
    client = browser(make_app(tmp_path))
    client.log_in("siti")
    return client


def end_all() -> None:
    with transaction() as session:
        session.execute(update(Login).values(expires_at=clock.now()))


def hand_in(
    desk: Browser, task_id: int, token: str, typed: Mapping[str, object] = TYPED, **more: Any
) -> TestResponse:
    return desk.post(f"/tasks/{task_id}", data={"csrf_token": token, **typed}, **more)


def sealed_in(answer: TestResponse) -> str | None:
    found = re.search(r'name="sealed" value="([^"]*)"', answer.text)
    return html.unescape(found[1]) if found else None


def log_in_with(
    desk: Browser, answer: TestResponse, username: str = "siti", password: str = PASSWORD
) -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
    assert token
    data = {
        "csrf_token": token[1],
        "username": username,
        "password": password,
        "sealed": sealed_in(answer) or "",
    }
    return desk.post("/login", data=data)


def draft() -> tuple[int, int, dict[str, Any]] | None:
    with reading() as session:
        row = session.scalar(select(Draft))
        return (row.person_id, row.task_id, row.typed) if row else None


def test_what_was_typed_comes_back_after_logging_in_again(desk: Browser, house: Office, task_id: int) -> None:
    token = desk.csrf("/profile")
    end_all()
    answer = hand_in(desk, task_id, token)
    assert answer.status_code == 401
    assert text("login.expired_sealed") in answer.text
    assert draft() is None
    entered = log_in_with(desk, answer)
    assert (entered.status_code, entered.location) == (302, f"/tasks/{task_id}")
    assert draft() == (house.siti.id, task_id, TYPED)
    assert text("login.restored") in desk.get(entered.location).text


def test_it_survives_a_wrong_password_and_a_change_of_language(
    desk: Browser, house: Office, task_id: int
) -> None:
    token = desk.csrf("/profile")
    end_all()
    wrong = log_in_with(desk, hand_in(desk, task_id, token), password="salah sekali ini")
    assert wrong.status_code == 401
    data = {"csrf_token": desk.csrf(), "language": "en", "sealed": sealed_in(wrong)}
    english = desk.post("/login", data=data)
    assert "What you typed is not lost" in english.text
    log_in_with(desk, english)
    assert draft() == (house.siti.id, task_id, TYPED)


def test_somebody_else_does_not_get_it(desk: Browser, task_id: int) -> None:
    token = desk.csrf("/profile")
    end_all()
    entered = log_in_with(desk, hand_in(desk, task_id, token), username="budi")
    assert entered.location == "/"
    assert draft() is None
    assert text("login.restored_other") in desk.get("/profile").text


def test_a_login_that_was_ended_from_elsewhere_keeps_it_too(
    desk: Browser, house: Office, task_id: int
) -> None:
    token = desk.csrf("/profile")
    with transaction() as session:
        end_logins(session, house.siti.id)
    log_in_with(desk, hand_in(desk, task_id, token))
    assert draft() == (house.siti.id, task_id, TYPED)


def test_what_another_site_typed_is_not_kept(desk: Browser, task_id: int) -> None:
    end_all()
    assert hand_in(desk, task_id, "forged").status_code == 400
    stranger = browser(desk.application)
    answer = hand_in(stranger, task_id, stranger.csrf())
    assert answer.status_code == 401
    assert sealed_in(answer) is None


def test_nothing_is_kept_where_nobody_looked_at_the_forms_token(desk: Browser, task_id: int) -> None:
    end_all()
    desk.application.config["WTF_CSRF_ENABLED"] = False
    answer = hand_in(desk, task_id, "")
    assert (answer.status_code, sealed_in(answer)) == (401, None)


def test_sealed_words_can_not_be_changed(desk: Browser, task_id: int) -> None:
    token = desk.csrf("/profile")
    end_all()
    sealed = not_none(sealed_in(hand_in(desk, task_id, token)))
    # Not the last letter: its lowest bits mean nothing, so that another may stand for the same.
    altered = sealed[:-2] + ("A" if sealed[-2] != "A" else "B") + sealed[-1]
    for forged in (altered, sealed[::-1], "x", ".."):
        answer = desk.send("/login", {"username": "siti", "password": PASSWORD, "sealed": forged})
        assert answer.location == "/"
        assert draft() is None
        end_all()


def test_after_two_hours_it_is_too_late(desk: Browser, task_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    token = desk.csrf("/profile")
    end_all()
    answer = hand_in(desk, task_id, token)
    monkeypatch.setattr("webforms.resubmit.sealed.MAX_AGE", timedelta(seconds=-1))
    assert timedelta(hours=2) == MAX_AGE
    log_in_with(desk, answer)
    assert draft() is None
    assert text("login.restored_late") in desk.get("/profile").text


def test_a_task_that_is_no_longer_theirs_is_said_to_be(desk: Browser, house: Office, task_id: int) -> None:
    token = desk.csrf("/profile")
    end_all()
    answer = hand_in(desk, task_id, token)
    with transaction() as session:
        set_grants(session, house.siti.id, roles=[], offices=[], by=None)
    assert log_in_with(desk, answer).location == "/"
    assert draft() is None
    assert text("login.not_restored") in desk.get("/profile").text


#: Whose login that was, counting the attempt, opening the new login: then comes the draft.
@pytest.mark.parametrize("answered", range(4))
def test_it_waits_on_the_login_page_while_the_database_is_away(
    desk: Browser, house: Office, task_id: int, gone_after: Break, answered: int
) -> None:
    token = desk.csrf("/profile")
    end_all()
    page = hand_in(desk, task_id, token)
    gone_after(answered)
    away = log_in_with(desk, page)
    assert (away.status_code, away.headers["Retry-After"]) == (503, "5")
    assert text("errors.unavailable.message") in away.text
    assert text("login.not_restored") not in away.text
    gone_after(99)  # it is back
    assert draft() is None
    entered = log_in_with(desk, away)
    assert (entered.status_code, entered.location) == (302, f"/tasks/{task_id}")
    assert draft() == (house.siti.id, task_id, TYPED)
    restored = desk.get(entered.location).text
    assert text("login.restored") in restored
    assert text("login.not_restored") not in restored


def test_too_much_is_not_kept_and_that_is_said(desk: Browser, task_id: int) -> None:
    token = desk.csrf("/profile")
    end_all()
    answer = hand_in(desk, task_id, token, {"narasi": "x" * (MAX_TYPED + 1)})
    assert sealed_in(answer) is None
    assert text("login.expired_too_long") in answer.text


def test_files_have_to_be_chosen_again_and_that_is_said(desk: Browser, house: Office, task_id: int) -> None:
    token = desk.csrf("/profile")
    end_all()
    answer = hand_in(desk, task_id, token, {"judul": "Foto", "foto.0.file": (io.BytesIO(b"x"), "a.jpg")})
    assert text("login.expired_files") in answer.text
    log_in_with(desk, answer)
    assert draft() == (house.siti.id, task_id, {"judul": ["Foto"]})


def test_the_pages_own_buttons_are_not_part_of_it(desk: Browser, house: Office, task_id: int) -> None:
    token = desk.csrf("/profile")
    end_all()
    log_in_with(desk, hand_in(desk, task_id, token, {**TYPED, "_confirm": "1", "_add": "foto"}))
    assert draft() == (house.siti.id, task_id, TYPED)


def test_an_action_without_the_form_does_not_overwrite_a_draft(
    desk: Browser, house: Office, task_id: int
) -> None:
    with transaction() as session:
        drafts.save(session, task_id, TYPED, by=house.siti)
    token = desk.csrf("/profile")
    end_all()
    answer = desk.post(f"/tasks/{task_id}/claim", data={"csrf_token": token, "reason": "Karena begitu"})
    assert (answer.status_code, sealed_in(answer)) == (401, None)
    answer = hand_in(desk, task_id, token, {})
    assert (answer.status_code, sealed_in(answer)) == (401, None)
    log_in_with(desk, answer)
    assert draft() == (house.siti.id, task_id, TYPED)


def test_another_form_leads_back_to_its_page(desk: Browser) -> None:
    token = desk.csrf("/profile")
    end_all()
    answer = desk.post(
        "/profile/language",
        data={"csrf_token": token, "language": "en"},
        headers={"Referer": "http://localhost/profile"},
    )
    assert answer.status_code == 401
    assert 'name="next" value="/profile"' in answer.text
    assert sealed_in(answer) is None


def test_a_script_that_saves_a_draft_is_told_in_json(desk: Browser, task_id: int) -> None:
    token = desk.csrf("/profile")
    end_all()
    answer = desk.post(f"/tasks/{task_id}", data=TYPED, headers={"X-CSRFToken": token})
    assert (answer.status_code, json_of(answer)["code"]) == (401, "login_expired")
