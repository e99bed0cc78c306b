"""What somebody may not see is answered, at every address, as if it were not there: to the letter."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from engine import clock
from engine.actor import Actor
from engine.database import transaction
from engine.definitions.releases import deploy
from engine.instances.lifecycle import start, withdraw
from engine.tables.uploads import Upload, UploadState
from tests.office import Office, person, small_sop
from tests.webforms.desk import Desk
from tests.webforms.seen import desk

ROLE = "Arsiparis"
#: Who has work is asked on both databases; of the others each on one.
EACH_SOMEWHERE = [
    ("siti", "sqlite"), ("siti", "postgresql"), ("tono", "postgresql"), ("stranger", "sqlite"),
]  # fmt: skip
#: Of an address: what somebody may not see, and what is not there.
NOWHERE = {"instance_id": 10**6, "task_id": 10**6, "upload_id": UUID(int=1)}
#: What differs from one answer to the next.
_TOKENS = re.compile(r'(?<=name="csrf_token" value=")[^"]+|(?<=name="csrf-token" content=")[^"]+')
_LOGIN_ENDS = re.compile(r' data-login-ends="\d+"')


@pytest.fixture
def places(open_office: Office) -> list[dict[str, Any]]:
    """An instance of others that runs, and one that has ended; each with its task and a file."""
    xml = small_sop(key="lain")
    for lane in ("Admin Bidang/Petugas Lapangan", "Pengelola Website", "Ketua Tim Kerja"):
        xml = xml.replace(f'name="{lane}', f'name="{ROLE}')
    with transaction() as session:
        ari = person(session, "ari", ROLE)
        vars(open_office)["stranger"] = person(session, "asing")
        deploy(session, xml.encode(), "lain.bpmn")
    found = []
    for number in (7, 8):
        with transaction() as session:
            instance, tasks = start(session, "lain", by=ari)
            file = UUID(int=number + 1000)
            session.add(_file(str(file), instance.id, tasks[0].id, ari))
            session.flush()
            if number == 8:
                withdraw(session, instance.id, "Tidak diperlukan lagi", by=ari)
            found.append({"instance_id": instance.id, "task_id": tasks[0].id, "upload_id": file})
    return found


def _file(upload_id: str, instance: int, task: int, by: Actor) -> Upload:
    copy = {"sha256": "b" * 64, "media_type": "image/jpeg", "size": 9}
    return Upload(
        id=upload_id, person_id=by.id, task_id=task, instance_id=instance, field="foto", file_name="a.jpg",
        length=9, received=9, state=UploadState.ATTACHED, media_type="image/jpeg", sha256="a" * 64,
        copies={"web": copy, "thumb": copy}, created_at=clock.now(), expires_at=clock.now(),
    )  # fmt: skip


def addresses(app: Flask, places: list[dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """Method, an address that leads to what is there, and the same one to what is not."""
    for rule in app.url_map.iter_rules():
        names = rule.arguments & NOWHERE.keys()
        other = {"kind": "web"}
        for method in sorted((rule.methods or set()) - {"OPTIONS"}) if names else ():
            for place in places:
                # An auditor's own pages ask for the right first: nobody else learns anything there either.
                built = [rule.build({**other, **values}) for values in (place, NOWHERE)]
                assert built[0]
                assert built[1]
                yield method, built[0][1], built[1][1]


def ask(browser: Desk, method: str, address: str) -> TestResponse:
    typed = {"csrf_token": browser.token(), "reason": "Karena begitu adanya", "judul": "x", "person": "1"}
    tus = {"Tus-Resumable": "1.0.0"} if address.startswith("/uploads") else {}
    if tus:
        tus |= {"X-CSRFToken": typed["csrf_token"], "X-HTTP-Method-Override": "PATCH", "Upload-Offset": "9"}
        tus["Content-Type"] = "application/offset+octet-stream"
    body: Any = None if method in {"GET", "HEAD"} else b"" if tus else typed
    return browser.open(address, method=method, headers=tus, data=body)


def in_base64(word: str) -> str:
    return base64.b64encode(word.encode()).decode()


def text(answer: TestResponse) -> str:
    """What is told: not what differs from answer to answer, nor the address that was asked for."""
    return _LOGIN_ENDS.sub("", _TOKENS.sub("", answer.text)).replace(answer.request.path, "")


@pytest.mark.parametrize(("who", "database_url"), EACH_SOMEWHERE, indirect=["database_url"])
def test_at_every_address_it_is_not_there(
    whole: Flask, open_office: Office, places: list[dict[str, Any]], who: str
) -> None:
    browser, tried = desk(whole, getattr(open_office, who)), 0
    told_nowhere: dict[tuple[str, str], TestResponse] = {}
    for method, there, nowhere in addresses(whole, places):
        first = ask(browser, method, there)
        if (method, nowhere) not in told_nowhere:
            told_nowhere[method, nowhere] = ask(browser, method, nowhere)
        second = told_nowhere[method, nowhere]
        known = 403 if there.startswith("/audit/") else 404
        assert (first.status_code, second.status_code) == (known, known), f"{method} {there}"
        assert text(first) == text(second), f"{method} {there}"
        assert [*first.headers.keys()] == [*second.headers.keys()]
        tried += 1
    assert tried >= 40


@pytest.mark.parametrize("who", ["siti", "stranger"])
def test_nothing_can_be_sent_to_a_task_that_is_not_there(
    whole: Flask, open_office: Office, places: list[dict[str, Any]], who: str
) -> None:
    browser = desk(whole, getattr(open_office, who))
    answers = []
    for task in [place["task_id"] for place in places] + [NOWHERE["task_id"]]:
        words = {"task": str(task), "field": "foto", "filename": "a.jpg"}
        metadata = ",".join(f"{key} {in_base64(word)}" for key, word in words.items())
        answer = browser.post(
            "/uploads",
            headers={
                "Tus-Resumable": "1.0.0",
                "Upload-Length": "9",
                "Upload-Metadata": metadata,
                "X-CSRFToken": browser.token(),
            },
        )
        answers.append((answer.status_code, text(answer)))
    assert {status for status, _text in answers} == {404}
    assert len(set(answers)) == 1


def test_who_sees_it_is_told_what_they_may_not(
    whole: Flask, open_office: Office, places: list[dict[str, Any]]
) -> None:
    """So that the words of a refusal are not lost together with what nobody should see."""
    running = places[0]
    answer = ask(desk(whole, open_office.wati), "POST", f"/tasks/{running['task_id']}/claim")
    assert answer.status_code == 403
