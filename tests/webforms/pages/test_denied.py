"""Whatever is refused by right, and wherever, is an event that names the action in words."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from uuid import UUID

import orjson
import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from engine import texts
from engine.actor import Actor
from engine.database import reading, transaction
from engine.tables.events import Denial, Event
from tests.office import FIELD, Office, person, small_sop
from tests.webforms.desk import Desk
from tests.webforms.seen import addresses, desk, words

#: How many views refuse somebody who holds nothing: fewer, and something stands open or isn't reached.
REFUSING = 28


@pytest.fixture
def places(open_office: Office, whole: Flask) -> dict[str, Any]:
    """An instance that waits for its check, a draft of the next version: what addresses may mean."""
    with transaction() as session:
        ina = person(session, "ina", FIELD)
    office, instance = open_office, open_office.start(by=ina)
    office.do(instance, "Serah", by=ina, judul="Bakti sosial")
    office.do(instance, "Pilih", by=office.budi, isi="Naskah")
    changed = small_sop().replace('name="Memeriksa materi"', 'name="Memeriksa naskah"')
    desk(whole, office.tono).send("/definitions", {"diagram": (BytesIO(changed.encode()), "baru.bpmn")})
    return {
        "key": "kecil", "number": 2, "element": "Pilih", "instance_id": instance,
        "task_id": office.task(instance).id, "person_id": office.budi.id, "upload_id": UUID(int=1),
        "kind": "web", "move_id": 1, "comment_id": 1, "token": "x", "page": 1, "filename": "x", "rest": "x",
        "suffix": "svg", "name": "work", "language": "id", "request_id": 1, "entry_id": 1,
    }  # fmt: skip


def requests_of(app: Flask, places: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Of every view: its endpoint, a method, an address."""
    for rule in app.url_map.iter_rules():
        # Running instances move to the version in force, everything else is asked of the draft.
        known = places | ({"number": 1} if rule.endpoint.startswith("moves.") else {})
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            given = rule.defaults or {}
            built = rule.build({name: known[name] for name in rule.arguments - given.keys()} | dict(given))
            assert built
            yield rule.endpoint, method, built[1]


def ask(browser: Desk, method: str, address: str) -> TestResponse:
    if method == "GET":
        return browser.get(address)
    if "/draft" in address and "/definitions/" in address:
        return browser.open(
            address, method=method, data=small_sop().encode(), headers={"X-CSRFToken": browser.token()}
        )
    typed: dict[str, Any] = {
        "csrf_token": browser.token(),
        "reason": "Karena begitu adanya",
        "definition": "kecil",
        "text": "1",
    }
    if address == "/definitions":
        typed["diagram"] = (BytesIO(small_sop().encode()), "sop.bpmn")
    return browser.open(address, method=method, data=typed)


def denied() -> tuple[int, set[str]]:
    """How often something was refused, and by whom and what."""
    with reading() as session:
        found = session.scalars(select(Event.body).where(Event.name == "deed.denied"))
        bodies = [orjson.loads(body) for body in found]
        times = session.scalar(select(func.sum(Denial.times))) or 0
    return times, {f"{body['by']['username']} {body['deed']}" for body in bodies}


def refused(app: Flask, actor: Actor, places: dict[str, Any]) -> set[str]:
    views: set[str] = set()
    before, known = denied()
    actions = known
    for endpoint, method, address in requests_of(app, places):
        status = ask(desk(app, actor), method, address).status_code
        times, actions = denied()
        assert times - before == (status == 403), f"{method} {address}: {status}, {times - before} refusals"
        before = times
        if status == 403:
            views.add(endpoint)
    for action in actions - known:
        name, _, deed = action.partition(" ")
        assert name == actor.username
        assert texts.known(f"events.actions.{deed}"), deed
    return views


def test_what_is_refused_to_who_holds_nothing_is_remembered(whole: Flask, places: dict[str, Any]) -> None:
    with transaction() as session:
        stranger = person(session, "asing")
    views = refused(whole, stranger, places)
    assert len(views) >= REFUSING, sorted(views)


def test_what_is_refused_to_who_may_see_the_instance_is_remembered(
    whole: Flask, open_office: Office, places: dict[str, Any]
) -> None:
    views = refused(whole, open_office.siti, places)
    assert {"task.submit", "task.save_draft", "instances.withdraw", "audit.index", "audit.story"} <= views


@pytest.mark.usefixtures("places")
def test_a_refusal_leads_back_to_the_page_that_led_there(whole: Flask, open_office: Office) -> None:
    """And to no other place: not to itself, not to another's."""
    browser, draft = desk(whole, open_office.tono), "/definitions/kecil/versions/2"
    moves = f"{draft}/moves"
    page = browser.get(moves, headers={"Referer": f"http://localhost{draft}?x=1"})
    assert page.status_code == 409
    assert f"{draft}?x=1" in addresses(page)
    for elsewhere in ("", f"http://localhost{moves}", "http://jahat.example/x", "http://localhost/login"):
        page = browser.get(moves, headers={"Referer": elsewhere})
        assert "Kembali ke halaman sebelumnya" not in words(page)
        assert "Ke Tugas saya" in words(page)
