"""What somebody wrote for an action that could not be done stands where it was written, with the reason."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from engine import clock
from engine.database import transaction
from engine.definitions import reviews
from engine.errors import Unavailable
from engine.inbox import deviations
from engine.instances.lifecycle import withdraw
from engine.people.accounts import set_password
from engine.people.passwords import hash_password
from engine.tables.people import Login
from tests.engine.people.conftest import cheap_hashing  # noqa: F401  a fixture
from tests.office import EDITOR, LEAD, Office, person, small_sop
from tests.webforms.desk import Desk
from tests.webforms.seen import addresses, desk, words

REASON = "Foto kegiatan <tertukar> dengan kegiatan lain"
SHORT = "jelek <b>"
PASSWORD = "kereta api sore hari"


def dialog(page: TestResponse, name: str) -> tuple[bool, str]:
    """Whether it stands open, and what is written in it."""
    found = re.search(rf'<dialog id="{name}"[^>]*?(open)?[^>]*?>(.*?)</dialog>', page.text, re.DOTALL)
    assert found, f"no dialog {name}"
    written = re.search(r"<textarea[^>]*>(.*?)</textarea>", found[2], re.DOTALL)
    assert written
    return "data-reopen" in found[0].partition(">")[0], unescape(written[1])


def at_editor(office: Office) -> tuple[int, int]:
    """An instance that waits for Budi, and its task."""
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial")
    return instance, office.task(instance).id


def test_a_reason_that_is_too_short_is_shown_again(whole: Flask, open_office: Office) -> None:
    instance, task = at_editor(open_office)
    answer = desk(whole, open_office.budi).send(f"/tasks/{task}/return", {"reason": SHORT})
    assert (answer.status_code, dialog(answer, "return")) == (422, (True, SHORT))
    assert "sepanjang 10 sampai" in words(answer)
    answer = desk(whole, open_office.siti).send(f"/instances/{instance}/withdraw", {"reason": SHORT})
    assert (answer.status_code, dialog(answer, "withdraw")) == (422, (True, SHORT))
    # The page goes on renewing itself at its own address.
    assert f'data-live-url="/instances/{instance}?live"' in answer.text


def test_a_waiver_keeps_its_person_too(whole: Flask, open_office: Office) -> None:
    office = open_office
    with transaction() as session:
        both = [person(session, name, EDITOR, LEAD) for name in ("dian", "eka", "fitri")]
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial")
    for item in both:
        office.do(instance, "Pilih", by=item, isi="Naskah")
        if item is not both[-1]:
            office.do(instance, "Periksa", by=office.ani, keputusan="tidak", alasan="Diperbaiki dahulu")
    task = office.task(instance).id
    answer = desk(whole, office.wati).send(f"/tasks/{task}/waive", {"person": both[-1].id, "reason": "ya"})
    assert (answer.status_code, dialog(answer, "waive")) == (422, (True, "ya"))
    assert f'<option value="{both[-1].id}" selected>' in answer.text


def test_a_return_that_comes_too_late_keeps_its_reason_on_the_task(whole: Flask, open_office: Office) -> None:
    office = open_office
    instance, task = at_editor(office)
    browser = desk(whole, office.budi)
    browser.get(f"/tasks/{task}")
    office.do(instance, "Pilih", by=office.rudi, isi="Naskah")
    answer = browser.send(f"/tasks/{task}/return", {"reason": REASON})
    assert answer.status_code == 409
    seen = words(answer)
    assert "Tugas ini telah diselesaikan oleh Rudi" in seen
    assert f"Yang Anda tulis: {REASON}" in seen
    assert f"/instances/{instance}" in addresses(answer)


def test_a_withdrawal_that_comes_too_late_keeps_its_reason_on_the_instance(
    whole: Flask, open_office: Office
) -> None:
    instance, _task = at_editor(open_office)
    with transaction() as session:
        withdraw(session, instance, "Sudah ditarik penyelia", by=open_office.wati)
    answer = desk(whole, open_office.siti).send(f"/instances/{instance}/withdraw", {"reason": REASON})
    assert answer.status_code == 409
    assert f"Yang Anda tulis: {REASON}" in words(answer)
    assert "Berkas ini telah dibatalkan" in words(answer)


def busy(*_told: object, **_more: object) -> None:
    raise Unavailable


def test_when_the_server_is_busy_the_dialog_stays_and_says_when_to_try(
    whole: Flask, open_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    _instance, task = at_editor(open_office)

    monkeypatch.setattr(deviations, "return_to_submitter", busy)
    answer = desk(whole, open_office.budi).send(f"/tasks/{task}/return", {"reason": REASON})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert dialog(answer, "return") == (True, REASON)


def test_handing_in_while_the_server_is_busy_says_when_to_try(
    whole: Flask, open_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    _instance, task = at_editor(open_office)

    monkeypatch.setattr("webforms.pages.task.complete", busy)
    answer = desk(whole, open_office.budi).send(f"/tasks/{task}", {"isi": "Naskah pertama"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Naskah pertama" in answer.text


@pytest.fixture
def reviewed(whole: Flask, open_office: Office) -> str:
    """A second version, submitted; its page."""
    changed = small_sop().replace('name="Memeriksa materi"', 'name="Memeriksa naskah"')
    author = desk(whole, open_office.tono)
    author.send("/definitions", {"diagram": (BytesIO(changed.encode()), "baru.bpmn")})
    return "/definitions/kecil/versions/2"


def test_words_about_a_version_come_back_too(whole: Flask, open_office: Office, reviewed: str) -> None:
    author, reviewer = (desk(whole, item) for item in (open_office.tono, open_office.wati))
    answer = author.send(f"{reviewed}/submit", {"reason": "x"})
    assert (answer.status_code, dialog(answer, "submit")) == (422, (True, "x"))
    author.send(f"{reviewed}/submit", {"reason": "Nama langkah diperjelas"})
    answer = reviewer.send(f"{reviewed}/mend", {"reason": "y"})
    assert (answer.status_code, dialog(answer, "mend")) == (422, (True, "y"))
    long = "Z" * 2001
    answer = reviewer.send(f"{reviewed}/comments", {"element": "Pilih", "text": long})
    assert answer.status_code == 422
    assert long in answer.text
    assert '<option value="Pilih" selected>' in answer.text
    author.send(f"{reviewed}/take-back")
    answer = reviewer.send(f"{reviewed}/mend", {"reason": REASON})
    assert answer.status_code == 409
    assert f"Yang Anda tulis: {REASON}" in words(answer)


def test_words_about_a_version_stay_while_the_server_is_busy(
    whole: Flask, open_office: Office, reviewed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reviews, "submit", busy)
    answer = desk(whole, open_office.tono).send(f"{reviewed}/submit", {"reason": REASON})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert dialog(answer, "submit") == (True, REASON)


@pytest.fixture
def with_password(open_office: Office, cheap_hashing: None) -> Office:  # noqa: F811
    with transaction() as session:
        for actor in (open_office.siti, open_office.budi):
            set_password(session, actor.id, hash_password(PASSWORD, username=actor.username), by=None)
    return open_office


def log_in_with(browser: Desk, answer: TestResponse, username: str = "budi") -> TestResponse:
    """On the login page that stands in place of the answer."""
    given = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', answer.text))
    token = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
    assert token
    typed = {**{name: unescape(value) for name, value in given.items()}, "csrf_token": token[1]}
    return browser.post("/login", data={**typed, "username": username, "password": PASSWORD})


def end_logins() -> None:
    with transaction() as session:
        session.execute(update(Login).values(expires_at=clock.now()))


def test_a_reason_survives_an_expired_login(whole: Flask, with_password: Office) -> None:
    _instance, task = at_editor(with_password)
    browser = desk(whole, with_password.budi)
    token = browser.token()
    end_logins()
    answer = browser.post(f"/tasks/{task}/return", data={"csrf_token": token, "reason": REASON})
    assert answer.status_code == 401
    assert "Isian Anda tidak hilang" in answer.text
    entered = log_in_with(browser, answer)
    assert (entered.status_code, entered.location) == (302, f"/tasks/{task}")
    page = browser.get(entered.location)
    assert dialog(page, "return") == (True, REASON)
    assert "Tulisan Anda dipulihkan" in words(page)
    # Once: it isn't written there for ever.
    assert dialog(browser.get(entered.location), "return") == (False, "")


def test_somebody_else_does_not_get_it(whole: Flask, with_password: Office) -> None:
    _instance, task = at_editor(with_password)
    browser = desk(whole, with_password.budi)
    token = browser.token()
    end_logins()
    answer = browser.post(f"/tasks/{task}/return", data={"csrf_token": token, "reason": REASON})
    assert log_in_with(browser, answer, "siti").location == "/"
    assert "tertukar" not in browser.get("/").text


def test_where_the_dialog_is_gone_meanwhile_the_words_stand_on_top(
    whole: Flask, with_password: Office
) -> None:
    instance, task = at_editor(with_password)
    browser = desk(whole, with_password.budi)
    token = browser.token()
    end_logins()
    answer = browser.post(f"/tasks/{task}/return", data={"csrf_token": token, "reason": REASON})
    with_password.do(instance, "Pilih", by=with_password.rudi, isi="Naskah")
    page = browser.get(str(log_in_with(browser, answer).location))
    assert f"Yang Anda tulis: {REASON}" in words(page)


def test_more_than_a_cookie_holds_is_said_to_be_too_long(whole: Flask, with_password: Office) -> None:
    _instance, task = at_editor(with_password)
    browser = desk(whole, with_password.budi)
    token = browser.token()
    end_logins()
    endless = "".join(chr(0x4E00 + n * 7 % 20000) for n in range(2000))
    answer = browser.post(f"/tasks/{task}/return", data={"csrf_token": token, "reason": endless})
    assert 'name="sealed"' not in answer.text
    assert "terlalu besar" in answer.text
