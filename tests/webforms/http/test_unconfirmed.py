"""The line to the database ends while a commit is under way: was it written, or not?"""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from engine.tables.instances import Instance
from tests.office import Office
from tests.webforms.http.test_once import OTHER, count, start
from tests.webforms.seen import desk, words


@pytest.fixture
def unconfirmed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The next commit ends so: "written" or "lost", and the line to the database with it; "away": and
    nothing answers for a while."""
    ends: list[str] = []
    commit = Session.commit

    def ending(session: Session) -> None:
        end = ends.pop(0) if ends else ""
        if end == "away":
            raise OperationalError("COMMIT", {}, Exception("server closed the connection"))
        if end != "lost":
            commit(session)
        if end:
            raise OperationalError("COMMIT", {}, Exception("server closed the connection"))

    monkeypatch.setattr(Session, "commit", ending)
    return ends


def test_a_commit_that_nobody_confirmed_is_found_out(
    whole: Flask, open_office: Office, unconfirmed: list[str]
) -> None:
    browser = desk(whole, open_office.siti)
    browser.token()
    unconfirmed[:] = ["written"]
    assert start(browser).status_code == 302
    unconfirmed[:] = ["lost"]
    refused = start(browser, OTHER)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert count(Instance) == 1
    assert start(browser, OTHER).status_code == 302
    assert count(Instance) == 2


def test_where_it_can_t_be_found_out_the_same_form_may_be_sent_once_more(
    whole: Flask, open_office: Office, unconfirmed: list[str]
) -> None:
    browser = desk(whole, open_office.siti)
    browser.token()
    unconfirmed[:] = ["written", "away"]
    page = start(browser)
    assert page.status_code == 503
    assert "tidak akan tercatat dua kali" in words(page)
    assert start(browser).status_code == 302
    assert count(Instance) == 1
