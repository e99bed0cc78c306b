"""What is not released is read by who makes, reviews or audits it, and who checks others' work by it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from engine.database import transaction
from engine.definitions import drafts, releases, reviews
from tests.office import Office, person, small_sop
from tests.webforms.desk import Desk
from tests.webforms.pages.test_unseen import text
from tests.webforms.seen import desk, words

CHANGED = small_sop().replace('name="Memeriksa materi"', 'name="Memeriksa naskah"')
KEY = "/definitions/kecil"
PAGES = (
    "", ".bpmn", "/sheet", "/sheet.pdf", "/sheet-1.svg", "/review", "/edit", "/try", "/draft", "/moves",
    "/moves/1",
)  # fmt: skip
SENT = (
    "/draft", "/draft/check", "/draft/copy", "/draft/preview/Serah", "/try", "/submit", "/take-back",
    "/discard",
    "/approve", "/mend", "/activate", "/comments", "/comments/1/resolve", "/moves", "/moves/1/stop",
    "/moves/1/resume",
)  # fmt: skip
#: By the number of the version of SOP Kecil that is in this state; SOP "lain", too, has none in force.
NOT_RELEASED = {2: "draft", 3: "in_review", 4: "given_up"}
MAY = ("wati", "tono", "eko", "ani")
MAY_NOT = ("siti", "budi", "dewi", "stranger")


@pytest.fixture
def state() -> str:
    return "draft"


@pytest.fixture
def office(state: str, open_office: Office) -> Office:
    """Its SOP has a second version that was never in force, and another SOP has only such a version."""
    with transaction() as session:
        vars(open_office)["stranger"] = person(session, "asing")
        for xml in (CHANGED, small_sop(key="lain").replace("SOP Kecil", "SOP Lain")):
            make(session, open_office, xml, state)
    return open_office


def make(session: Session, office: Office, xml: str, state: str) -> int:
    """A new version in a state that it has before it is in force; its number."""
    kept = releases.upload(session, xml.encode(), "baru.bpmn", by=office.tono)
    if state == "given_up":
        drafts.discard(session, kept.version_id, by=office.tono)
    if state in {"in_review", "approved"}:
        reviews.submit(session, kept.version_id, "Nama langkah disesuaikan", by=office.tono)
    if state == "approved":
        reviews.approve(session, kept.version_id, by=office.wati)
    return kept.number


def requests_of(number: int, key: str = KEY) -> list[tuple[str, str]]:
    version = f"{key}/versions/{number}"
    return [
        *(("GET", f"{version}{page}") for page in PAGES),
        *(("POST", f"{version}{path}") for path in SENT),
        ("GET", f"{key}/difference?from=1&to={number}"),
        ("GET", f"{key}/difference?from={number}&to=1"),
    ]


def ask(browser: Desk, method: str, address: str) -> TestResponse:
    if method == "GET":
        return browser.get(address)
    if "/draft" in address:
        return browser.post(address, data=CHANGED.encode(), headers={"X-CSRFToken": browser.token()})
    return browser.send(address, {"reason": "Karena begitu adanya", "text": "Karena begitu"})


@pytest.mark.parametrize(
    ("who", "database_url"),
    [("siti", "sqlite"), ("siti", "postgresql"), ("dewi", "postgresql"), ("stranger", "sqlite")],
    indirect=["database_url"],
)
def test_for_anybody_else_it_is_not_there(whole: Flask, office: Office, who: str) -> None:
    """Who has work in the SOP is asked of each state, on both databases; of the others, one is enough."""
    browser = desk(whole, getattr(office, who))
    states = NOT_RELEASED if who == "siti" else {2: "draft"}
    for number in sorted(set(states) - {2}):
        with transaction() as session:
            assert make(session, office, CHANGED.replace("PT15M", f"PT{number}H"), states[number]) == number
    for there, nowhere in zip(zip(*map(requests_of, states), strict=True), requests_of(9), strict=True):
        missing = ask(browser, *nowhere)
        assert missing.status_code == 404
        for method, address in there:
            answer = ask(browser, method, address)
            assert (answer.status_code, text(answer)) == (404, text(missing)), f"{method} {address}"
    for path in ("", "/difference", "/versions/1", "/versions/1.bpmn", "/versions/1/sheet"):
        first, second = browser.get(f"/definitions/lain{path}"), browser.get(f"/definitions/entah{path}")
        assert (first.status_code, text(first)) == (404, text(second)), path
    first, second = (browser.send(f"/definitions/{key}/drafts") for key in ("lain", "entah"))
    assert (first.status_code, text(first)) == (404, text(second))


@pytest.mark.parametrize("who", MAY_NOT)
def test_lists_leave_it_out(whole: Flask, office: Office, who: str) -> None:
    browser = desk(whole, getattr(office, who))
    listed = words(browser.get("/definitions"))
    assert "SOP Kecil 1 versi" in listed
    assert "SOP Lain" not in listed
    page = browser.get(KEY)
    assert "versi 2" not in words(page)
    assert f"{KEY}/difference" not in page.text
    assert "Versi 1" in words(browser.get(f"{KEY}/difference"))
    for address in ("/instances", "/?team"):
        assert "SOP Lain" not in browser.get(address).text


@pytest.mark.parametrize("who", MAY)
def test_who_makes_reviews_audits_or_checks_reads_it(whole: Flask, office: Office, who: str) -> None:
    browser = desk(whole, getattr(office, who))
    for page in ("", ".bpmn", "/sheet"):
        assert browser.get(f"{KEY}/versions/2{page}").status_code == 200, page
    assert "Memeriksa naskah" in words(browser.get(f"{KEY}/difference?from=1&to=2"))
    assert "versi 2" in words(browser.get(KEY))


@pytest.mark.parametrize("state", ["approved", "active"])
def test_what_is_approved_or_was_in_force_is_read_by_everybody(
    whole: Flask, office: Office, state: str
) -> None:
    if state == "active":
        with transaction() as session:
            releases.deploy(session, CHANGED.encode(), "baru.bpmn")
    browser = desk(whole, vars(office)["stranger"])
    for number in (1, 2):
        for page in ("", ".bpmn", "/sheet"):
            assert browser.get(f"{KEY}/versions/{number}{page}").status_code == 200
    assert browser.get(f"{KEY}/difference?from=1&to=2").status_code == 200
