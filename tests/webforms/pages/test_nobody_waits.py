"""Nothing that takes long is done while a transaction makes others wait, whatever page it is done for."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine

from engine import database, worker
from engine.bpmn import diagram
from engine.calendar import feasts
from engine.database import transaction
from engine.definitions import deployed, examining
from engine.definitions.ahead import ahead, outside_transactions
from engine.errors import InvalidDiagram
from engine.instances import transfer
from engine.runtime import program
from engine.sandbox.pool import Pool
from engine.starlark import guard
from tests.engine.importing.examples import CUTI
from tests.engine.importing.tables import as_tabs, official
from tests.office import Office, field, small_sop
from tests.webforms.desk import Desk
from tests.webforms.pages.test_denied import ask, requests_of
from tests.webforms.seen import desk

CHANGED = small_sop(extra_field=field("lokasi", "Lokasi")).replace("PT30M", "PT2H")
PAGE = "/definitions/kecil/versions/2"

#: Whatever takes long: module or class, and name.
HEAVY = (
    (diagram, "_read_definitions"), (program, "_build"), (Pool, "run"), (transfer, "route"),

)  # fmt: skip


def forget() -> None:
    """As a server that has just been started."""
    examining._known.forget()
    for remembered in (
        diagram._read.cache, program._compiled.cache,
        deployed._deployed, deployed._identities, transfer._routes,
    ):  # fmt: skip
        remembered.clear()


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What took long, and was done outside of transactions; the test fails for what was done inside."""
    outside: list[str] = []
    inside: list[str] = []

    def watched(name: str, real: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        (inside if database.is_writing() else outside).append(name)
        return real(*arguments, **named)

    for place, name in HEAVY:
        real = getattr(place, name)
        # A method is found at its object: partial would lose it.
        work = partial(watched, name, real)
        monkeypatch.setattr(place, name, _method(work) if place is Pool else work)
    yield outside
    assert inside == []


def _method(work: Callable[..., Any]) -> Callable[..., Any]:
    return lambda self, *arguments: work(self, *arguments)


def test_the_whole_life_of_a_version_makes_nobody_wait(
    whole: Flask, open_office: Office, done: list[str]
) -> None:
    tono, wati, siti = (desk(whole, each) for each in (open_office.tono, open_office.wati, open_office.siti))
    old = ahead(open_office.to_approval)

    def send(browser: Desk, address: str, **typed: Any) -> None:
        forget()
        done.clear()
        answer = browser.send(address, typed)
        assert answer.status_code in {302, 303}, (address, answer.text)

    send(tono, "/definitions", diagram=(BytesIO(CHANGED.encode()), "baru.bpmn"))
    assert "run" in done
    forget()
    xml = CHANGED.replace("Lokasi", "Tempat").encode()
    saved = tono.post(f"{PAGE}/draft?seen=1", data=xml, headers={"X-CSRFToken": tono.token()})
    assert saved.status_code == 200
    assert done
    send(tono, f"{PAGE}/submit", reason="Formulir dilengkapi")
    send(wati, f"{PAGE}/approve")
    send(tono, f"{PAGE}/activate")
    assert {"run", "_build", "_read_definitions"} <= set(done)
    send(siti, "/start", definition="kecil")
    assert "_build" in done
    send(desk(whole, open_office.ani), f"/tasks/{open_office.task(old).id}", keputusan="ya")
    assert "_build" in done
    send(tono, f"{PAGE}/moves")
    forget()
    done.clear()
    ahead(worker._move_instances)
    assert "_build" in done
    send(tono, "/definitions/kecil/versions/1/activate")
    send(tono, "/definitions/kecil/drafts", source="2")
    packed = base64.b64encode(zlib.compress(b'{"xml": ' + _json(small_sop(key="lain")) + b"}")).decode()
    send(tono, "/definitions/import/save", packed=packed)
    forget()
    assert tono.send("/definitions/import", {"text": as_tabs(CUTI, official(CUTI))}).status_code == 200
    send(
        desk(whole, open_office.dewi), "/accounts/new", username="baru", name="Baru", roles="Ketua Tim Kerja"
    )


def _json(text: str) -> bytes:
    import orjson

    return orjson.dumps(text)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_address_makes_anybody_wait(whole: Flask, open_office: Office, done: list[str]) -> None:
    """Each view, as each of who holds an office, by a server that has read nothing yet."""
    instance = ahead(open_office.to_approval)
    tono = desk(whole, open_office.tono)
    tono.send("/definitions", {"diagram": (BytesIO(CHANGED.encode()), "baru.bpmn")})
    places: dict[str, Any] = {
        "key": "kecil", "number": 2, "element": "Pilih", "instance_id": instance,
        "task_id": open_office.task(instance).id, "person_id": open_office.budi.id,
        "upload_id": "00000000-0000-0000-0000-000000000001", "kind": "web", "move_id": 1, "comment_id": 1,
        "token": "x", "page": 1, "filename": "x", "rest": "x", "name": "work", "language": "id",
        "request_id": 1, "entry_id": 1, "suffix": "svg",
    }  # fmt: skip
    for browser in (tono, desk(whole, open_office.dewi)):
        for endpoint, method, address in requests_of(whole, places):
            if method != "GET" and endpoint != "login.leave":
                forget()
                ask(browser, method, address)
    assert len(done) > 20


def test_what_a_transaction_needs_is_done_between_two_tries(database: Engine) -> None:
    """Once, outside; a refusal is met by the action itself; and what never comes to rest is done inside."""
    seen: list[str] = []
    known: set[str] = set()

    def learn(fact: str) -> None:
        seen.append(f"{fact} {'inside' if _is_writing() else 'outside'}")
        if fact == "unlearnable":
            raise InvalidDiagram(reason="x")
        known.add(fact)

    def action(*facts: str) -> str:
        with transaction():
            for fact in facts:
                if fact not in known:
                    outside_transactions(partial(learn, fact))
        return "done"

    assert ahead(partial(action, "a", "b")) == "done"
    assert seen == ["a outside", "b outside"]
    seen.clear()
    with pytest.raises(InvalidDiagram):
        ahead(partial(action, "unlearnable"))
    assert seen[-1] == "unlearnable inside"
    seen.clear()
    action("c")
    assert seen == ["c inside"]


_is_writing = database.is_writing


def test_what_takes_long_the_first_time_is_done_before_anybody_comes(sqlite_database: Engine) -> None:
    """The worker begins with it: no transaction waits for a calendar, or a process that judges conditions."""
    feasts.feasts.cache_clear()
    guard.end_all()
    worker._prepare()
    assert feasts.feasts.cache_info().currsize == 2
    assert guard._idle
