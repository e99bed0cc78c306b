"""A password that was given too long ago is asked for once more, and what was to be done is done with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from engine import clock
from engine.actor import Actor
from engine.database import reading, transaction
from engine.people.confirmation import RECENT
from engine.people.passwords import rehash
from engine.tables.definitions import Version, VersionState
from engine.tables.people import Invitation, Login, Person
from engine.texts import text
from tests.engine.people.conftest import cheap_hashing
from tests.office import Office, field, small_sop
from tests.webforms.desk import Desk

__all__ = ["cheap_hashing"]

PASSWORD = "kuda laut menari"


@pytest.fixture
def admin(whole: Flask, open_office: Office, cheap_hashing: None) -> Desk:
    """Dewi, whose password was given a little too long ago."""
    with transaction() as session:
        session.execute(update(Person).values(password_hash=rehash(PASSWORD)))
    return late(whole, open_office.dewi)


def late(app: Flask, actor: Actor) -> Desk:
    desk = app.test_client()
    assert isinstance(desk, Desk)
    desk.log_in(actor)
    with transaction() as session:
        session.execute(update(Login).values(confirmed_at=clock.now() - RECENT - timedelta(seconds=1)))
    return desk


def send_on(desk: Desk, page: TestResponse, password: str) -> TestResponse:
    """The page's own form, as a browser without scripts sends it."""
    [action] = re.findall(r'<form class="card[^>]* action="([^"]*)"', page.text)
    hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page.text)
    typed: dict[str, list[str]] = {}
    for name, value in hidden:
        typed.setdefault(unescape(name), []).append(unescape(value))
    return desk.post(unescape(action), data={**typed, "_password": password})


def account(name: str = "Rina", **more: object) -> dict[str, object]:
    return {"username": "rina", "name": name, "unit": "", "offices": ["auditor", "supervisor"], **more}


ACTIONS: dict[str, Callable[[Office], tuple[str, dict[str, object]]]] = {
    "add": lambda _office: ("/accounts/new", account()),
    "save": lambda office: (f"/accounts/{office.siti.id}", {"name": "Siti", "offices": ["auditor"]}),
    "invite": lambda office: (f"/accounts/{office.siti.id}/invite", {}),
    "deactivate": lambda office: (f"/accounts/{office.siti.id}/deactivate", {"sure": "1"}),
    "activate": lambda office: (f"/accounts/{office.siti.id}/activate", {}),
}


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_on_an_account_asks_first_and_is_then_done(
    admin: Desk, open_office: Office, action: str
) -> None:
    path, typed = ACTIONS[action](open_office)
    asked = admin.send(path, typed)
    assert asked.status_code == 401
    assert text("errors.password_needed.title") in asked.text
    with reading() as session:
        assert session.scalar(select(Invitation.token_hash)) is None
        assert session.scalar(select(Person.id).where(Person.username == "rina")) is None
    done = send_on(admin, asked, PASSWORD)
    assert done.status_code == 303, done.text
    # And for a while no more.
    assert admin.send(f"/accounts/{open_office.budi.id}/invite").status_code == 303


def test_all_that_was_typed_goes_along(admin: Desk) -> None:
    typed = account('Rina <b>"S"</b>', unit="A & B")
    done = send_on(admin, admin.send("/accounts/new", typed), PASSWORD)
    assert done.status_code == 303
    page = unescape(admin.get(done.location).text)
    assert 'value="Rina <b>"S"</b>"' in page
    assert 'value="A & B"' in page
    assert page.count("checked") == 2


def test_what_is_wrong_with_it_is_said_as_always(admin: Desk) -> None:
    done = send_on(admin, admin.send("/accounts/new", account(username="X")), PASSWORD)
    assert done.status_code == 422
    assert text("people.username_form") in done.text


def test_a_wrong_password_counts_and_does_nothing(admin: Desk, open_office: Office) -> None:
    path, typed = ACTIONS["add"](open_office)
    page = admin.send(path, typed)
    for _ in range(5):
        page = send_on(admin, page, "salah sekali ini")
        assert page.status_code == 401
        assert text("people.password_wrong") in page.text
    page = send_on(admin, page, PASSWORD)
    assert (page.status_code, int(page.headers["Retry-After"]) <= 60) == (429, True)
    with reading() as session:
        assert session.scalar(select(Person.id).where(Person.username == "rina")) is None


def test_a_script_is_told_in_json(admin: Desk, open_office: Office) -> None:
    headers = {"Accept": "application/json"}
    answer = admin.send(f"/accounts/{open_office.siti.id}/invite", headers=headers)
    assert (answer.status_code, (answer.json or {})["code"]) == (401, "password_needed")


def test_who_may_not_is_told_so_and_not_asked(admin: Desk, whole: Flask, open_office: Office) -> None:
    desk = late(whole, open_office.siti)
    assert desk.send("/accounts/new", account()).status_code in {403, 404}


def test_approving_and_putting_in_force_ask_too(admin: Desk, whole: Flask, open_office: Office) -> None:
    page = "/definitions/kecil/versions/2"
    author, reviewer = late(whole, open_office.tono), late(whole, open_office.wati)
    changed = small_sop(extra_field=field("lokasi", "Lokasi")).encode()
    author.send("/definitions", {"diagram": (BytesIO(changed), "baru.bpmn")})
    author.send(f"{page}/submit", {"reason": "Formulir dilengkapi"})
    for desk, action, typed in (
        (reviewer, "approve", {"valid_from": "2020-01-01"}),
        (author, "activate", {}),
    ):
        asked = desk.send(f"{page}/{action}", typed)
        assert asked.status_code == 401, asked.text
        assert send_on(desk, asked, PASSWORD).status_code == 302
    with reading() as session:
        version = session.scalars(select(Version).where(Version.number == 2)).one()
    assert (version.state, version.valid_from) == (VersionState.ACTIVE, date(2020, 1, 1))
