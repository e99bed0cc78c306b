"""A server whose clock is set back: nobody is logged out, and no time is less than none."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from itsdangerous import TimestampSigner
from sqlalchemy import select

from engine import clock
from engine.database import reading
from engine.people.logins import IDLE, MAX_AGE
from engine.tables.people import Login
from engine.texts import text
from tests.conftest import At
from tests.office import Office
from tests.webforms.desk import Desk

BACK = [timedelta(minutes=10), timedelta(days=3), timedelta(days=400)]


def set_back(clock_at: At, monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    """For Alur and for what it signs cookies with."""
    moment = clock_at(clock.now() - by)
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _self: int(moment.timestamp()))


def open_desk(app: Flask) -> Desk:
    desk = app.test_client()
    assert isinstance(desk, Desk)
    return desk


@pytest.mark.parametrize("by", BACK)
def test_whoever_is_logged_in_stays_so(
    whole: Flask, open_office: Office, clock_at: At, monkeypatch: pytest.MonkeyPatch, by: timedelta
) -> None:
    desk = open_desk(whole).log_in(open_office.siti)
    assert desk.get("/profile").status_code == 200
    set_back(clock_at, monkeypatch, by)
    assert desk.get("/profile").status_code == 200
    assert desk.send("/profile/language", {"language": "id"}).status_code == 302
    # And no longer than if they had logged in now.
    with reading() as session:
        login = session.scalars(select(Login)).one()
    assert login.expires_at <= clock.now() + MAX_AGE
    clock_at(clock.now() + IDLE + timedelta(seconds=1))
    assert desk.get("/profile").status_code == 302


@pytest.mark.parametrize("by", BACK)
def test_no_time_is_less_than_none(
    whole: Flask, open_office: Office, clock_at: At, monkeypatch: pytest.MonkeyPatch, by: timedelta
) -> None:
    instance = open_office.start()
    task = open_office.task(instance).id
    set_back(clock_at, monkeypatch, by)
    desk = open_desk(whole).log_in(open_office.siti)
    open_office.do(instance, "Serah", by=open_office.siti, judul="Bakti sosial")
    supervisor = open_desk(whole).log_in(open_office.wati)
    for browser, path in (
        (desk, "/"),
        (desk, f"/tasks/{task}"),
        (supervisor, "/instances"),
        (supervisor, f"/instances/{instance}"),
    ):
        shown = re.sub(r"<[^>]*>", " ", browser.get(path).text)
        assert not re.search(r"[-−–]\s?\d+ (menit|jam|hari)", shown), path


def test_the_clock_that_is_behind_is_told(
    whole: Flask, open_office: Office, clock_at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_office.start()
    assert whole.test_client().get("/healthz").text == "ok\n"
    set_back(clock_at, monkeypatch, timedelta(days=3))
    health = whole.test_client().get("/healthz")
    assert (health.status_code, health.text.split(" minutes")[0][:-3]) == (200, "ok, but the clock is 4")
    for actor, path in ((open_office.dewi, "/accounts"), (open_office.eko, "/audit")):
        assert text("audit.clock_behind_title") in open_desk(whole).log_in(actor).get(path).text
