"""Handing in over HTTP: statuses, words, and nothing lost."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

import engine.database
from engine.database import reading, transaction
from engine.inbox import drafts
from engine.instances.locks import lock_instance
from engine.tables.instances import Instance
from tests.office import EDITOR, Office, last_denied, person
from tests.webforms.seen import desk


def test_twenty_browsers_submit_at_once_and_one_is_accepted(whole: Flask, open_office: Office) -> None:
    office, many = open_office, 20
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial")
    task = office.task(instance).id
    with transaction() as session:
        editors = [person(session, f"editor{n}", EDITOR) for n in range(many)]
    browsers = [(editor, desk(whole, editor)) for editor in editors]
    tokens = [browser.token() for _editor, browser in browsers]
    gate = threading.Barrier(many)

    def submit(n: int) -> tuple[int, str]:
        editor, browser = browsers[n]
        gate.wait()
        answer = browser.post(
            f"/tasks/{task}", data={"csrf_token": tokens[n], "isi": f"Naskah {editor.name}"}
        )
        return answer.status_code, answer.text

    with ThreadPoolExecutor(many) as pool:
        answers = list(pool.map(submit, range(many)))

    statuses = sorted(status for status, _page in answers)
    assert statuses == [302] + [409] * (many - 1)
    [winner] = [editor for editor, (status, _page) in zip(editors, answers, strict=True) if status == 302]
    for editor, (status, page) in zip(editors, answers, strict=True):
        if status == 409:
            assert winner.name in page
            assert f"Naskah {editor.name}" in page
            with reading() as session:
                draft = drafts.load(session, task, by=editor)
            assert draft is not None
            assert draft.typed["isi"] == [f"Naskah {editor.name}"]
    with reading() as session:
        assert session.get_one(Instance, instance).data["isi"] == f"Naskah {winner.name}"


def test_wrong_input_is_422_with_every_problem_and_the_input(whole: Flask, open_office: Office) -> None:
    office = open_office
    instance = office.to_approval()
    answer = desk(whole, office.ani).send(
        f"/tasks/{office.task(instance).id}", {"keputusan": "tidak", "alasan": "", "lain": "x"}
    )
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert "checked" in answer.text
    assert office.task(instance).element == "Periksa"


def test_another_lane_gets_403_and_the_attempt_is_recorded(whole: Flask, open_office: Office) -> None:
    office = open_office
    instance = office.to_approval()
    answer = desk(whole, office.siti).send(f"/tasks/{office.task(instance).id}", {"keputusan": "ya"})
    assert answer.status_code == 403
    assert "Peran Anda" in answer.text
    assert last_denied(instance).params["deed"] == "complete_task"


def test_who_did_the_work_is_told_why_they_may_not_check_it(whole: Flask, open_office: Office) -> None:
    from engine.tables.people import Grant, GrantKind

    office = open_office
    with transaction() as session:
        session.add(Grant(person_id=office.budi.id, kind=GrantKind.ROLE, name="Ketua Tim Kerja"))
    instance = office.to_approval()
    browser = desk(whole, office.budi)
    page = browser.get(f"/tasks/{office.task(instance).id}").text
    assert "Memilih bahan" in page
    answer = browser.send(f"/tasks/{office.task(instance).id}", {"keputusan": "ya"})
    assert answer.status_code == 403
    assert "“Memilih bahan”" in answer.text


def test_an_instance_of_others_is_not_found(whole: Flask, open_office: Office) -> None:
    office = open_office
    instance = office.start()
    for path in (f"/instances/{instance}", f"/tasks/{office.task(instance).id}"):
        assert desk(whole, office.tono).get(path).status_code == 404


def test_a_form_without_its_token_is_refused(whole: Flask, open_office: Office) -> None:
    office = open_office
    instance = office.start()
    answer = desk(whole, office.siti).post(
        f"/tasks/{office.task(instance).id}", data={"judul": "Bakti sosial"}
    )
    assert answer.status_code == 400
    assert office.task(instance).element == "Serah"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine.database, "PATIENCE", 100)


def test_an_instance_that_is_locked_for_too_long_keeps_what_was_typed(
    impatient: None, whole: Flask, open_office: Office
) -> None:
    instance = open_office.start()
    task = open_office.task(instance).id
    browser = desk(whole, open_office.siti)
    typed = {"csrf_token": browser.token(), "judul": "Bakti sosial di Sewon"}
    with transaction() as session:
        lock_instance(session, instance, by=None)
        page = browser.post(f"/tasks/{task}", data=typed)
    assert page.status_code == 503
    assert "Layanan sedang sibuk" in page.text
    assert 'value="Bakti sosial di Sewon"' in page.text
    assert browser.post(f"/tasks/{task}", data=typed).status_code == 302
