"""Akun, in the browser: an administrator asks another for what they want themselves."""

import re

from flask import Flask

from engine.database import reading
from engine.people.person import find_username
from engine.people.queries import get_person
from engine.texts import text
from tests.engine.people.conftest import AddPerson
from tests.webforms.doors import *  # noqa: F403  fixtures
from tests.webforms.doors import logged_in


def test_an_administrator_asks_another_for_a_role_and_gets_it(app: Flask, people: AddPerson) -> None:
    desk = logged_in(app, people, "dewi", name="Dewi", offices=["admin"])
    other = logged_in(app, people, "dina", name="Dina", offices=["admin"])
    own = f"/accounts/{person_id('dewi')}"
    asked = {"name": "Dewi", "unit": "", "offices": ["admin", "auditor"]}
    page = desk.send(own, asked, page=own)
    assert page.status_code == 422
    assert 'id="reason-problem"' in page.text
    desk.send(own, {**asked, "reason": "Memeriksa berkas bulan ini"}, page=own)
    assert text("people.requests.yours") in desk.get("/accounts").text

    found = re.search(r"/accounts/requests/\d+", other.get("/accounts").text)
    assert found
    refusal = other.send(f"{found[0]}/refuse", {"reason": "Belum"}, page="/accounts")
    assert (refusal.status_code, 'value="Belum"' in refusal.text) == (422, True)
    assert desk.send(f"{found[0]}/approve", {}, page="/accounts").status_code == 409
    assert other.send(f"{found[0]}/approve", {}, page="/accounts").status_code == 303
    with reading() as session:
        assert get_person(session, person_id("dewi")).offices == ("admin", "auditor")
    assert other.send(f"{found[0]}/approve", {}, page="/accounts").status_code == 404


def person_id(username: str) -> int:
    with reading() as session:
        return find_username(session, username).id
