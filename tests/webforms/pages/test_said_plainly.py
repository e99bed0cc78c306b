"""What people stumbled over in words and lists: each is said once, where it belongs, and leads somewhere."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from engine.actor import Actor
from engine.database import reading, transaction
from engine.definitions.releases import deploy
from engine.inbox.queries import my_lanes
from engine.instances.lifecycle import withdraw
from engine.tables.events import Event
from engine.tables.instances import Instance
from tests.office import EDITOR, LEAD, Office, person, small_sop
from tests.webforms.seen import desk, words


@pytest.mark.parametrize("place", ["/instances/{id}", "{sop}/versions/1", "{sop}/versions/1/try"])
def test_without_its_script_no_page_says_for_ever_that_a_diagram_is_loading(
    whole: Flask, open_office: Office, place: str
) -> None:
    instance = open_office.to_approval()
    reader = open_office.tono if "sop" in place else open_office.wati
    page = desk(whole, reader).get(place.format(id=instance, sop="/definitions/kecil"))
    assert page.status_code == 200
    assert 'data-loading="Memuat diagram' in page.text
    assert "Memuat" not in words(page)


@pytest.mark.parametrize("who", ["siti", "wati"])
@pytest.mark.parametrize("handed_in", [False, True])
def test_only_discarding_ones_own_unsent_start_is_within_the_sop(
    open_office: Office, who: str, handed_in: bool
) -> None:
    office = open_office
    instance = office.to_approval() if handed_in else office.start()
    with transaction() as session:
        withdraw(session, instance, "Salah mulai", by=getattr(office, who))
    outside = handed_in or who != "siti"
    with reading() as session:
        assert session.get_one(Instance, instance).deviations == outside
        bodies = session.scalars(select(Event.body).where(Event.name == "instance.withdrawn")).all()
    assert [f'"deviation":{str(outside).lower()}' in body for body in bodies] == [True]


def both_roles() -> Actor:
    with transaction() as session:
        return person(session, "rangkap", EDITOR, LEAD)


@pytest.mark.parametrize("team", ["", " (Tim Lain)", " (Tim A, Tim B)"])
def test_a_role_is_offered_once_whatever_team_stands_behind_it(
    whole: Flask, open_office: Office, team: str
) -> None:
    xml = small_sop(key="lain").replace(f"{EDITOR} (Tim Kerja)", f"{EDITOR}{team}")
    xml = xml.replace('name="Ketua Tim Kerja"', f'name="Ketua Tim Kerja{team}"')
    with transaction() as session:
        deploy(session, xml.encode(), "lain.bpmn")
    both = both_roles()
    with reading() as session:
        assert my_lanes(session, by=both) == [LEAD, EDITOR]
    [choice] = re.findall(r'<select name="lane".*?</select>', desk(whole, both).get("/").text, re.DOTALL)
    offered = re.findall(r"<option[^>]*>([^<]+)", choice)
    assert [offered.count(role) for role in (LEAD, EDITOR)] == [1, 1]


def test_the_login_page_can_show_what_is_typed_and_says_what_to_do_without_it(
    whole: Flask, open_office: Office
) -> None:
    page = whole.test_client().get("/login")
    assert 'data-shows="#password"' in page.text
    assert "Lupa kata sandi? Hubungi admin akun di kantor Anda." in words(page)


def test_what_a_list_says_is_done_leads_to_what_it_was_done_to(whole: Flask, open_office: Office) -> None:
    instance = open_office.to_approval()
    task = open_office.task(instance).id
    browser = desk(whole, open_office.ani)
    for action, to in (("claim", f"/tasks/{task}"), ("release", f"/tasks/{task}")):
        browser.send(f"/tasks/{task}/{action}", {"next": "/"})
        [said] = re.findall(r'<div class="flashes".*?</div>', browser.get("/").text, re.DOTALL)
        assert f'href="{to}"' in said
