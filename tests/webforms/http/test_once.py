"""A form that is sent twice has one effect and the same answer; what was refused may be sent once more."""

from __future__ import annotations

import base64
import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from engine.database import reading, transaction
from engine.people import handled
from engine.tables.definitions import Comment, Version
from engine.tables.events import Event
from engine.tables.handled import HandledForm
from engine.tables.instances import Instance, Task
from engine.tables.uploads import Upload
from tests.conftest import ROOT
from tests.office import FIELD, Office, field, person, small_sop
from tests.webforms.desk import Desk
from tests.webforms.seen import desk, words
from webforms.http import once

At = Callable[[datetime | str], datetime]
TEMPLATES = ROOT / "webforms/templates"
KEY, OTHER = "k" * 32, "o" * 32


def count(table: Any) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def start(browser: Desk, key: str = KEY) -> TestResponse:
    return browser.send("/start", {"definition": "kecil", "_once": key})


def test_the_same_start_is_one_instance(whole: Flask, open_office: Office) -> None:
    browser = desk(whole, open_office.siti)
    first, second, third = start(browser), start(browser), start(browser, OTHER)
    assert (first.status_code, first.headers["Location"]) == (second.status_code, second.headers["Location"])
    assert third.headers["Location"] != first.headers["Location"]
    assert count(Instance) == 2


def test_without_a_key_each_form_counts(whole: Flask, open_office: Office) -> None:
    browser = desk(whole, open_office.siti)
    for _ in range(2):
        browser.send("/start", {"definition": "kecil"})
        browser.send("/start", {"definition": "kecil", "_once": "short"})
    assert count(Instance) == 4
    assert count(HandledForm) == 0


def test_another_person_words_or_place_is_another_action(whole: Flask, open_office: Office) -> None:
    with transaction() as session:
        sari = person(session, "sari", FIELD)
    start(desk(whole, open_office.siti))
    start(desk(whole, sari))
    assert count(Instance) == 2
    author = desk(whole, open_office.tono)
    author.send("/definitions/kecil/drafts", {"_once": KEY})
    for text in ("Norma terlalu singkat", "Norma terlalu singkat", "Nama kurang jelas"):
        author.send("/definitions/kecil/versions/2/comments", {"text": text, "_once": KEY})
    assert count(Comment) == 2


def test_another_file_of_the_same_name_is_another_action(whole: Flask, open_office: Office) -> None:
    author, before = desk(whole, open_office.tono), count(Version)
    for name in ("Memeriksa naskah", "Memeriksa naskah", "Memeriksa foto"):
        xml = small_sop().replace('name="Memeriksa materi"', f'name="{name}"').encode()
        author.send("/definitions", {"diagram": (BytesIO(xml), "sop.bpmn"), "_once": KEY})
    assert count(Version) == before + 2


def test_the_notice_comes_both_times_and_once_each(whole: Flask, open_office: Office) -> None:
    browser, instance = desk(whole, open_office.siti), open_office.start()
    task = open_office.task(instance).id
    typed = {"judul": "Bakti sosial", "_once": KEY}
    told = [words(browser.send(f"/tasks/{task}", typed, follow_redirects=True)) for _ in range(2)]
    for page in told:
        assert page.count("sekarang di Pengelola Website") == 1
    assert count(Task) == 2


def test_what_was_refused_is_handled_when_it_comes_again(whole: Flask, open_office: Office) -> None:
    browser, instance = desk(whole, open_office.siti), open_office.start()
    task = open_office.task(instance).id
    refused = browser.send(f"/tasks/{task}", {"judul": "", "_once": KEY})
    assert refused.status_code == 422
    assert count(HandledForm) == 0
    assert browser.send(f"/tasks/{task}", {"judul": "Bakti sosial", "_once": KEY}).status_code == 302
    assert browser.send(f"/tasks/{task}", {"judul": "Bakti sosial", "_once": KEY}).status_code == 302
    assert browser.send(f"/tasks/{task}", {"judul": "Lain", "_once": KEY}).status_code == 409


def test_ten_at_the_same_moment_are_one(whole: Flask, open_office: Office) -> None:
    many = 10
    browsers = [desk(whole, open_office.siti) for _ in range(many)]
    tokens = [browser.token() for browser in browsers]
    gate = threading.Barrier(many)

    def press(number: int) -> tuple[int, str]:
        gate.wait()
        typed = {"csrf_token": tokens[number], "definition": "kecil", "_once": KEY}
        answer = browsers[number].post("/start", data=typed)
        return answer.status_code, answer.headers["Location"]

    with ThreadPoolExecutor(many) as pool:
        answers = set(pool.map(press, range(many)))
    assert len(answers) == 1
    assert count(Instance) == count(HandledForm) == 1
    with reading() as session:
        assert session.scalars(select(Instance.number)).one().endswith("-0001")


def test_the_key_stands_if_and_only_if_the_action_does(
    whole: Flask, open_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed at any moment before the commit: neither. After it: both, with the answer."""
    browser = desk(whole, open_office.siti)

    def killed(*_args: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(handled, "take", killed)
        with pytest.raises(KeyboardInterrupt):
            start(browser)
    assert count(Instance) == count(HandledForm) == 0
    assert start(browser).status_code == 302
    with reading() as session:
        assert session.scalars(select(HandledForm.answer)).one() is not None


def test_an_action_in_two_transactions_that_was_cut_is_not_done_twice(
    whole: Flask, open_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(once, "_PATIENCE", 0.1)
    author, reviewer = desk(whole, open_office.tono), desk(whole, open_office.wati)
    page = "/definitions/kecil/versions/2"
    author.send("/definitions/kecil/drafts")
    author.send(f"{page}/submit", {"reason": "Formulir dilengkapi"})
    first = reviewer.send(f"{page}/approve", {"_once": KEY})
    assert first.status_code == 302
    with transaction() as session:
        session.scalars(select(HandledForm)).one().answer = None
    second = reviewer.send(f"{page}/approve", {"_once": KEY}, headers={"Referer": f"http://localhost{page}"})
    assert (second.status_code, second.headers["Location"]) == (303, page)
    assert "sudah diterima sebelumnya" in words(reviewer.get(page))
    with reading() as session:
        approved = select(func.count()).where(Event.name == "version.approved")
        assert session.scalar(approved) == 1


def test_an_action_in_two_transactions_answers_the_same_both_times(whole: Flask, open_office: Office) -> None:
    author, reviewer = desk(whole, open_office.tono), desk(whole, open_office.wati)
    page = "/definitions/kecil/versions/2"
    author.send("/definitions/kecil/drafts", {"_once": KEY})
    author.send("/definitions/kecil/drafts", {"_once": KEY})
    assert count(Version) == 2
    author.send(f"{page}/submit", {"reason": "Formulir dilengkapi"})
    for _ in range(2):
        seen = words(reviewer.send(f"{page}/approve", {"_once": KEY}, follow_redirects=True))
        assert "Versi 2 disetujui" in seen
        assert "tidak memungkinkan" not in seen


@pytest.fixture
def with_photos(whole: Flask) -> Office:
    return Office(small_sop(extra_field=field("foto", "Foto", "files")))


def test_a_script_begins_one_upload(whole: Flask, with_photos: Office) -> None:
    browser, instance = desk(whole, with_photos.siti), with_photos.start()
    words_ = {"task": str(with_photos.task(instance).id), "field": "foto", "filename": "a.jpg"}
    told = ",".join(f"{name} {base64.b64encode(word.encode()).decode()}" for name, word in words_.items())
    headers = {
        "Tus-Resumable": "1.0.0",
        "Upload-Length": "9",
        "Upload-Metadata": told,
        "X-CSRFToken": browser.token(),
        "Idempotency-Key": KEY,
    }
    first, second = browser.post("/uploads", headers=headers), browser.post("/uploads", headers=headers)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.headers["Location"] == second.headers["Location"]
    assert second.headers["Tus-Resumable"] == "1.0.0"
    assert count(Upload) == 1


def test_a_script_copies_a_drawing_once(whole: Flask, open_office: Office) -> None:
    author = desk(whole, open_office.tono)
    author.send("/definitions/kecil/drafts")
    headers = {"X-CSRFToken": author.token(), "Idempotency-Key": KEY}
    path = "/definitions/kecil/versions/2/draft/copy"
    answers = [author.post(path, data=small_sop(), headers=headers) for _ in range(2)]
    assert answers[0].json == answers[1].json == {"url": "/definitions/kecil/versions/3/edit"}
    assert count(Version) == 3


def test_keys_are_forgotten_after_a_day(whole: Flask, open_office: Office, clock_at: At) -> None:
    start(desk(whole, open_office.siti))
    with reading() as session:
        at = session.scalars(select(HandledForm.at)).one()
    clock_at(at + handled.MAX_AGE)
    handled.forget_old()
    assert count(HandledForm) == 1
    clock_at(at + handled.MAX_AGE + timedelta(seconds=1))
    handled.forget_old()
    assert count(HandledForm) == 0


def test_a_key_costs_one_statement_and_no_commit(
    whole: Flask, open_office: Office, statements: Callable[[], Any]
) -> None:
    browser = desk(whole, open_office.siti)
    figures = []
    for more in ({}, {"_once": KEY}):
        task = open_office.task(open_office.start()).id
        typed = {"csrf_token": browser.token(), "judul": "Bakti sosial", **more}
        browser.get("/")
        with statements() as seen:
            assert browser.post(f"/tasks/{task}", data=typed).status_code == 302
        figures.append((seen.count, seen.commits))
    (plain, commits), (keyed, keyed_commits) = figures
    assert keyed == plain + 1
    assert keyed_commits == commits == 1


def test_each_form_of_a_page_has_a_key_of_its_own(whole: Flask, open_office: Office) -> None:
    page = desk(whole, open_office.siti).get("/start").text
    forms = [
        form
        for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", page, re.DOTALL)
        if 'action="/logout"' not in form
    ]
    keys = [re.findall(r'name="_once" value="([0-9a-f]{32})"', form) for form in forms]
    assert all(len(found) == 1 for found in keys)
    assert len({found[0] for found in keys}) == len(forms) >= 1


def test_every_form_in_the_templates_has_a_key() -> None:
    for template in sorted(TEMPLATES.rglob("*.html")):
        text = re.sub(r"{#.*?#}", "", template.read_text("utf-8"), flags=re.DOTALL)
        forms = re.findall(r'<form[^>]*method="post".*?</form>', text, re.DOTALL)
        assert text.count('method="post"') == len(forms), template
        if template.name in {"base.html", "layout.html"}:
            continue  # logging out, on every page: nothing is done twice by it
        assert "csrf_token" not in text, template
        keys = [len(re.findall(r"\b(?:form_)?token\(\)", form)) for form in forms]
        assert keys == [1] * len(forms), template
