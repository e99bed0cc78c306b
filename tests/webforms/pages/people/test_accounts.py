"""Akun, in the browser: an admin adds people and gives them roles."""

import html
import json
import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from engine.database import reading, transaction
from engine.definitions import drafts
from engine.definitions.releases import deploy
from engine.people.queries import Listed, get_person
from engine.texts import text
from tests.conftest import not_none
from tests.engine.people.conftest import AddPerson
from tests.office import EDITOR, FIELD, LEAD, small_sop
from tests.webforms.doors import *  # noqa: F403  fixtures
from tests.webforms.doors import Browser, browser, events, logged_in


@pytest.fixture(name="desk")
def desk_of_dewi(app: Flask, people: AddPerson) -> Browser:
    return logged_in(app, people, "dewi", name="Dewi", offices=["admin"])


@pytest.fixture
def sop(people: AddPerson) -> None:
    people("tono", name="Tono", offices=["process_admin"])
    with transaction() as session:
        deploy(session, small_sop().encode(), "kecil.bpmn")


def person_of(answer: TestResponse) -> Listed:
    found = re.fullmatch(r"/accounts/(\d+)", answer.location or "")
    assert found, answer.location
    with reading() as session:
        return get_person(session, int(found[1]))


def link_in(page: TestResponse) -> str | None:
    found = re.search(r'id="link" value="([^"]+)"', page.text)
    return html.unescape(found[1]) if found else None


def ticked(page: TestResponse) -> set[str]:
    return set(re.findall(r'value="([^"]+)"(?: aria-describedby="[^"]*")?\s+checked', page.text))


NEW = {"username": "siti", "name": "Siti Aminah", "unit": "Bidang Sosial"}


def test_adding_somebody_shows_their_link_once_and_the_link_works(
    desk: Browser, sop: None, app: Flask
) -> None:
    answer = desk.send(
        "/accounts/new",
        {**NEW, "roles": [EDITOR, LEAD], "offices": ["auditor"]},
        page="/accounts/new",
    )
    added = person_of(answer)
    assert (added.username, added.unit, added.roles, added.offices) == (
        "siti", "Bidang Sosial", (LEAD, EDITOR), ("auditor",),
    )  # fmt: skip
    page = desk.get(answer.location)
    link = not_none(link_in(page))
    assert link.startswith("http://localhost/invite/")
    assert 'data-copy="#link"' in page.text
    assert link_in(desk.get(answer.location)) is None

    phone = browser(app, address="198.51.100.4")
    invited = phone.get(link)
    assert "Siti Aminah" in invited.text
    typed = {"password": "ombak tenang sekali", "repeat": "ombak tenang sekali"}
    entered = phone.send(link, typed, page=link)
    assert entered.location == "/"
    assert phone.get("/").status_code == 200
    assert browser(app).log_in("siti", "ombak tenang sekali").status_code == 302


def test_all_that_is_wrong_is_said_and_what_was_typed_stays(desk: Browser, sop: None) -> None:
    answer = desk.send(
        "/accounts/new",
        {"username": "Dewi!", "name": "", "unit": "Tim <b>", "roles": [FIELD], "offices": ["auditor"]},
        page="/accounts/new",
    )
    assert answer.status_code == 422
    assert text("people.username_form") in answer.text
    assert text("people.name_missing") in answer.text
    assert 'href="#username"' in answer.text
    assert 'aria-describedby="username-problem username-help"' in answer.text
    assert 'value="Tim &lt;b&gt;"' in answer.text
    assert ticked(answer) == {FIELD, "auditor"}


def test_roles_stand_under_their_definition_with_lane_and_holders(
    desk: Browser, sop: None, people: AddPerson
) -> None:
    people("siti", name="Siti", roles=[EDITOR])
    page = desk.get("/accounts/new").text
    assert "SOP Kecil" in page
    for role in (FIELD, EDITOR, LEAD, "Admin Bidang"):
        assert f'name="roles" value="{role}"' in page
    assert text("people.held_by", names="Siti") in page
    assert text("people.held_by_nobody") in page


def test_a_role_that_many_hold_names_the_first_few(desk: Browser, sop: None, people: AddPerson) -> None:
    for n in range(1, 9):
        people(f"petugas{n}", name=f"Petugas {n}", roles=[FIELD])
    page = desk.get("/accounts/new").text
    first = ", ".join(f"Petugas {n}" for n in range(1, 6))
    assert text("people.held_by_many", names=first, n=3) in page


def test_a_role_of_a_draft_can_be_given_before_it_is_in_force(
    desk: Browser, sop: None, people: AddPerson
) -> None:
    tono = people("tono2", name="Tono", offices=["process_admin"])
    with transaction() as session:
        draft = drafts.new_draft(session, "kecil", by=tono)
        xml = draft.xml.replace(f'name="{LEAD}"', 'name="Kepala Dinas"')
        drafts.save(session, draft.id, xml, seen=draft.seq, by=tono)
    made = desk.send("/accounts/new", {**NEW, "roles": ["Kepala Dinas"]})
    assert person_of(made).roles == ("Kepala Dinas",)


def test_without_a_definition_the_page_says_where_roles_come_from(desk: Browser) -> None:
    assert text("people.roles_none") in desk.get("/accounts/new").text


def test_a_role_that_no_definition_knows_can_be_taken_away_but_not_invented(
    desk: Browser, sop: None, people: AddPerson
) -> None:
    siti = people("siti", roles=["Peran Lama", EDITOR])
    page = desk.get(f"/accounts/{siti.id}")
    assert text("people.roles_other") in page.text
    assert {"Peran Lama", EDITOR} <= ticked(page)
    data = {"name": "Siti", "unit": "", "roles": [EDITOR]}
    assert desk.send(f"/accounts/{siti.id}", data).status_code == 303
    with reading() as session:
        assert get_person(session, siti.id).roles == (EDITOR,)
    refused = desk.send(f"/accounts/{siti.id}", {**data, "roles": ["Peran Lama"]})
    assert refused.status_code == 422
    assert text("people.role_unknown", role="Peran Lama") in refused.text


def test_saving_changes_name_roles_and_offices_together(desk: Browser, sop: None, people: AddPerson) -> None:
    siti = people("siti", roles=[EDITOR])
    data = {"name": "Siti A.", "unit": "Bidang", "roles": [LEAD], "offices": ["supervisor"]}
    answer = desk.send(f"/accounts/{siti.id}", data, page=f"/accounts/{siti.id}")
    saved = person_of(answer)
    assert (saved.name, saved.unit, saved.roles, saved.offices) == (
        "Siti A.",
        "Bidang",
        (LEAD,),
        ("supervisor",),
    )
    assert text("people.saved", name="Siti A.") in desk.get(answer.location).text
    assert json.loads(events("person.granted")[-1])["by"]["username"] == "dewi"


def test_a_new_role_holds_with_the_next_click(desk: Browser, app: Flask, people: AddPerson) -> None:
    siti = people("siti")
    hers = browser(app)
    hers.already_in(siti)
    assert hers.get("/accounts").status_code == 403
    desk.send(f"/accounts/{siti.id}", {"name": "Siti", "offices": ["admin"]})
    assert hers.get("/accounts").status_code == 200


def test_deactivating_needs_a_second_look_and_holds_at_once(
    desk: Browser, app: Flask, people: AddPerson
) -> None:
    siti = people("siti", name="Siti")
    hers = browser(app)
    hers.already_in(siti)
    page = f"/accounts/{siti.id}"
    unsure = desk.send(f"{page}/deactivate", page=page)
    assert unsure.status_code == 422
    assert text("people.deactivate_confirm_missing") in unsure.text
    assert hers.get("/").status_code == 200
    assert desk.send(f"{page}/deactivate", {"sure": "on"}, page=page).status_code == 303
    assert hers.get("/").status_code == 302
    assert hers.log_in("siti").status_code == 401
    assert text("people.state_inactive") in desk.get(page).text
    desk.send(f"{page}/activate", page=page)
    assert hers.log_in("siti").status_code == 302


def test_an_admin_can_not_shut_themselves_out(desk: Browser) -> None:
    with reading() as session:
        own = get_person(session, 1)
    page = f"/accounts/{own.id}"
    shown = desk.get(page).text
    assert re.search(r'value="admin"[^>]*disabled', shown)
    assert '<input type="hidden" name="offices" value="admin">' in shown
    assert f"{page}/deactivate" not in shown
    refused = desk.send(page, {"name": "Dewi", "offices": ["auditor"]}, page=page)
    assert refused.status_code == 409
    assert text("errors.not_your_own_office.message") in refused.text
    refused = desk.send(f"{page}/deactivate", {"sure": "on"}, page=page)
    assert (refused.status_code, text("errors.not_yourself.message") in refused.text) == (409, True)
    with reading() as session:
        assert get_person(session, own.id) == own


def test_a_new_link_replaces_the_old_one(desk: Browser, people: AddPerson) -> None:
    siti = people("siti", password=None)
    page = f"/accounts/{siti.id}"
    assert text("people.state_invited") in desk.get(page).text
    links = []
    for _ in range(2):
        assert desk.send(f"{page}/invite", page=page).status_code == 303
        links.append(link_in(desk.get(page)))
    gone, works = (browser(desk.application).get(link) for link in links)
    assert (gone.status_code, works.status_code) == (404, 200)
    assert text("people.invitation.gone") in gone.text


def test_the_link_of_one_person_is_not_shown_on_anothers_page(desk: Browser, people: AddPerson) -> None:
    siti, budi = people("siti", password=None), people("budi")
    desk.send(f"/accounts/{siti.id}/invite", page=f"/accounts/{siti.id}")
    assert link_in(desk.get(f"/accounts/{budi.id}")) is None
    assert link_in(desk.get(f"/accounts/{siti.id}")) is not None


CLOSED = [
    ("GET", "/accounts"),
    ("GET", "/accounts/new"),
    ("POST", "/accounts/new"),
    ("GET", "/accounts/1"),
    ("POST", "/accounts/1"),
    ("POST", "/accounts/1/invite"),
    ("POST", "/accounts/1/deactivate"),
    ("POST", "/accounts/1/activate"),
    ("POST", "/accounts/requests/1/approve"),
    ("POST", "/accounts/requests/1/refuse"),
    ("POST", "/accounts/requests/1/withdraw"),
]


def test_accounts_are_for_admins_only_and_a_refusal_is_remembered(app: Flask, people: AddPerson) -> None:
    offices = ["supervisor", "auditor", "process_admin"]
    siti = people("siti")
    for number, (method, path) in enumerate(CLOSED):
        # Somebody else each time: many tries of one person are told as one.
        hers = logged_in(app, people, f"wati{number}", offices=offices, roles=["admin"])
        answer = hers.send(path, {"sure": "on"}) if method == "POST" else hers.get(path)
        assert answer.status_code == 403, (method, path)
        assert text("errors.not_allowed.title") in answer.text
        assert json.loads(events("deed.denied")[-1])["by"]["username"] == f"wati{number}"
    with reading() as session:
        assert get_person(session, siti.id).active


def test_every_address_of_accounts_is_tried_above(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("accounts.")]
    known = {
        (method, re.sub(r"<int:\w+>", "1", rule.rule))
        for rule in rules
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert known == set(CLOSED)


def test_nobody_of_that_number(desk: Browser) -> None:
    for path in ("/accounts/999", "/accounts/999/invite", "/accounts/999/activate"):
        assert desk.send(path, {"name": "x"}).status_code == 404
    for number in (999, 2147483648, 10**30):
        assert desk.send(f"/accounts/requests/{number}/approve", {}).status_code == 404
    for path in ("/accounts/999", "/accounts/2147483648", f"/accounts/{10**30}"):
        assert desk.get(path).status_code == 404


def test_all_of_it_exists_in_english(desk: Browser, sop: None, people: AddPerson) -> None:
    siti = people("siti")
    desk.send("/profile/language", {"language": "en"})
    for path in ("/accounts", "/accounts/new", f"/accounts/{siti.id}", "/profile"):
        page = desk.get(path).text
        assert '<html lang="en"' in page
        assert not re.search(r"\b(people|login|ui|errors)\.[a-z_]+\b(?![./])", re.sub(r"<[^>]+>", " ", page))
