"""What a device stores of a draft is sealed with a key that only its writer's pages bring."""

from __future__ import annotations

import re

from flask import Flask

from engine.actor import Actor
from tests.office import Office
from tests.webforms.seen import desk
from webforms.auth.draft_key import draft_key


def test_a_person_has_one_key_and_nobody_else_has_it(whole: Flask, open_office: Office) -> None:
    office = open_office
    tasks = [office.task(office.start()).id for _ in range(2)]

    def key(actor: Actor, task: int) -> str:
        page = desk(whole, actor).get(f"/tasks/{task}")
        assert "no-store" in page.headers["Cache-Control"]
        return page.text.partition('data-draft-key="')[2].partition('"')[0]

    mine = key(office.siti, tasks[0])
    assert re.fullmatch("[0-9a-f]{64}", mine)
    # After another login, and for another task: what was typed before it is read again.
    assert key(office.siti, tasks[1]) == mine
    with whole.app_context():
        assert draft_key(office.siti.id) == mine != draft_key(office.ani.id)
