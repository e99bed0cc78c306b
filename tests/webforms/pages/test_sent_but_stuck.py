"""Who sends a form whose instance can't go on from there reads no success; no script runs here."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from engine.actor import Actor
from engine.database import transaction
from engine.definitions import releases
from engine.people.accounts import choose_language
from engine.texts import LANGUAGES, text
from tests.office import Office, field, small_sop
from tests.webforms.seen import desk, words

DIVIDES = 'keputusan == "ya" and 100 / jumlah &gt; 2'
#: Names of elements and fields, and what an engine would say of it.
INNER = r"Disetujui\b(?!\?)|Periksa\b|\bf\d\b|division|Error|Traceback|None\b|starlark"


@pytest.fixture
def waits_for_ani(open_office: Office, monkeypatch: pytest.MonkeyPatch) -> int:
    """The instance whose next form meets the division: put in force when lint didn't know of it yet."""
    monkeypatch.setattr(releases, "findings_of", lambda _xml: [])
    with transaction() as session:
        xml = small_sop(yes=DIVIDES, extra_field=field("jumlah", "Jumlah barang", "number", required="1"))
        releases.deploy(session, xml.encode(), "kecil.bpmn")
    office = open_office
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial", jumlah="0")
    office.do(instance, "Pilih", by=office.budi, isi="Naskah")
    return instance


def speak(language: str, *people: Actor) -> None:
    with transaction() as session:
        for person in people:
            choose_language(session, language, by=person)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_sends_the_form_that_stops_an_instance_is_told_so(
    whole: Flask, open_office: Office, waits_for_ani: int, language: str
) -> None:
    office = open_office
    speak(language, office.ani, office.wati)
    browser, task = desk(whole, office.ani), office.task(waits_for_ani).id
    answer = browser.send(f"/tasks/{task}", {"keputusan": "ya"})
    assert answer.status_code == 302
    page = browser.get("/")
    stuck = text("task.sent_stuck", language, number="NUMBER").partition("NUMBER")
    (notice,) = re.findall(r'<div class="notice (\w*)">(.*?)</div>', page.text, re.DOTALL)
    assert notice[0] == "warn"
    assert stuck[0] in notice[1]
    assert stuck[2] in notice[1]
    assert not re.search(INNER, notice[1])

    # Who watches reads why: the step and its condition in words, and what was answered.
    seen = words(desk(whole, office.wati).get(f"/instances/{waits_for_ani}"))
    cause = text("instances.incident.cause.zero", language)
    assert cause in seen
    told = seen[seen.index(cause) - 200 : seen.index(cause) + 400]
    assert "Disetujui?" in told
    assert "Jumlah barang" in told
    assert not re.search(INNER, told)
