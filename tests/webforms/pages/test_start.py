from __future__ import annotations

import re

import pytest
from flask import Flask

from engine.database import reading
from engine.instances import lifecycle
from engine.tables.events import Event
from tests.office import Office
from tests.webforms.seen import buttons, desk, words


def test_starting_an_instance_opens_its_first_step(whole: Flask, open_office: Office) -> None:
    browser = desk(whole, open_office.siti)
    assert "Langkah pertama: Menyerahkan materi" in words(browser.get("/start"))
    answer = browser.send("/start", {"definition": "kecil"})
    assert re.fullmatch(r"/tasks/\d+", answer.headers["Location"])
    page = browser.get(answer.headers["Location"])
    assert "Menyerahkan materi" in words(page)
    assert any("Kirim ke Pengelola Website" in each for each in buttons(page))


def test_who_may_start_nothing_is_told_so(whole: Flask, open_office: Office) -> None:
    assert "Tidak ada SOP yang dapat Anda mulai" in words(desk(whole, open_office.ani).get("/start"))


def test_starting_without_the_role_is_refused_and_remembered(whole: Flask, open_office: Office) -> None:
    answer = desk(whole, open_office.ani).send("/start", {"definition": "kecil"})
    assert answer.status_code == 403
    with reading() as session:
        assert [event.name for event in session.query(Event)][-1] == "deed.denied"


def test_a_definition_that_is_none_is_not_found(whole: Flask, open_office: Office) -> None:
    assert desk(whole, open_office.siti).send("/start", {"definition": "lain"}).status_code == 404


def test_too_many_starts_are_429_in_words_with_the_time_to_wait(
    whole: Flask, open_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lifecycle, "MAX_STARTS", 2)
    browser = desk(whole, open_office.siti)
    answers = [browser.send("/start", {"definition": "kecil"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert 1 <= int(answers[2].headers["Retry-After"]) <= 60
    assert "Anda telah memulai 2 berkas dalam satu menit" in words(answers[2])
