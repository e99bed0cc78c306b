"""The line to the database ends while a commit is under way: was it written, or not?"""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from engine.tables.instances import Instance
from tests.office import Office
from tests.webforms.http.test_once import KEY, OTHER, count, start
from tests.webforms.resubmit.test_resubmission import REASON, at_editor, dialog
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


def test_what_was_typed_stays_where_the_commit_fails(
    whole: Flask, open_office: Office, unconfirmed: list[str]
) -> None:
    _instance, task = at_editor(open_office)
    browser = desk(whole, open_office.budi)
    browser.token()
    unconfirmed[:] = ["lost"]
    refused = browser.send(f"/tasks/{task}", {"isi": "Naskah pertama", "_once": KEY})
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert "Naskah pertama" in refused.text
    unconfirmed[:] = ["lost"]
    returned = browser.send(f"/tasks/{task}/return", {"reason": REASON, "_once": OTHER})
    assert (returned.status_code, returned.headers["Retry-After"]) == (503, "5")
    assert dialog(returned, "return") == (True, REASON)
    # Nor is it said, there or on the next page, that something was done.
    for page in (refused, returned, browser.get("/")):
        assert "terkirim" not in words(page).lower()
        assert "Dikembalikan" not in words(page)


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
