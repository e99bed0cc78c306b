"""The list of accounts: searched, paged, and harmless at a spoilt address."""

import html
import re

import pytest
from flask import Flask

from engine.database import transaction
from engine.people.grants import set_grants
from engine.texts import text
from tests.conftest import not_none
from tests.engine.people.conftest import AddPerson
from tests.webforms.doors import *  # noqa: F403  fixtures
from tests.webforms.doors import Browser, logged_in


@pytest.fixture(name="desk")
def desk_of_dewi(app: Flask, people: AddPerson) -> Browser:
    return logged_in(app, people, "dewi", name="Dewi", offices=["admin"])


def test_the_list_is_searched_and_paged(desk: Browser, people: AddPerson) -> None:
    with transaction() as session:
        set_grants(session, 1, roles=["Ketua"], offices=["admin"], by=None)
    for number in range(60):
        people(f"orang{number:02}", name=f"Orang {number:02}", password=None)
    first = desk.get("/accounts").text
    assert (first.count('class="title"'), "Dewi" in first, "Orang 48" in first) == (50, True, True)
    more = html.unescape(not_none(re.search(r'href="(/accounts\?[^"]*after=[^"]+)"', first))[1])
    second = desk.get(more).text
    assert (second.count('class="title"'), "Orang 49" in second, "Orang 59" in second) == (11, True, True)
    assert text("people.first_page") in second
    found = desk.get("/accounts?q=orang+07").text
    assert (found.count('class="title"'), "Orang 07" in found) == (1, True)
    nobody = desk.get("/accounts", query_string={"q": "<script>"}).text
    assert "&lt;script&gt;" in nobody
    assert "<script>" not in nobody


SPOILT = (
    "after=x",
    "id=5",
    "after=x&id=nan",
    "after=%00&id=1",
    "q=%00",
    "after=&id=1",
    "after=x&id=99999999999999999999",
)


def test_a_spoilt_address_of_the_list_does_no_harm(desk: Browser) -> None:
    for query in SPOILT:
        assert desk.get(f"/accounts?{query}").status_code == 200, query
