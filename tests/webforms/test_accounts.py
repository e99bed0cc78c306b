"""Akun, in the browser: an admin adds people and gives them roles."""

import html
import json
import re

import pytest

from engine.database import reading, transaction
from engine.definitions import drafts
from engine.definitions.releases import deploy
from engine.people.grants import set_grants
from engine.people.queries import get_person
from engine.texts import text
from tests.office import EDITOR, FIELD, LEAD, small_sop
from tests.webforms.doors import *  # noqa: F403  fixtures
from tests.webforms.doors import browser, events


@pytest.fixture
def desk(app, people):
    people("dewi", name="Dewi", offices=["admin"])
    client = browser(app)
    client.log_in("dewi")
    return client


@pytest.fixture
def sop(people):
    tono = people("tono", name="Tono", offices=["process_admin"])
    with transaction() as session:
        deploy(session, small_sop().encode(), "kecil.bpmn", by=tono)


def person_of(answer):
    found = re.fullmatch(r"/accounts/(\d+)", answer.location)
    with reading() as session:
        return get_person(session, int(found[1]))


def link_in(page):
    found = re.search(r'id="link" value="([^"]+)"', page.text)
    return html.unescape(found[1]) if found else None


def ticked(page):
    return set(re.findall(r'value="([^"]+)"(?: aria-describedby="[^"]*")?\s+checked', page.text))


NEW = {"username": "siti", "name": "Siti Aminah", "unit": "Bidang Sosial"}


def test_adding_somebody_shows_their_link_once_and_the_link_works(desk, sop, app):
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
    link = link_in(page)
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


def test_all_that_is_wrong_is_said_and_what_was_typed_stays(desk, sop):
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


def test_roles_stand_under_their_procedure_with_lane_and_holders(desk, sop, people):
    people("siti", name="Siti", roles=[EDITOR])
    page = desk.get("/accounts/new").text
    assert "SOP Kecil" in page
    for role in (FIELD, EDITOR, LEAD, "Admin Bidang"):
        assert f'name="roles" value="{role}"' in page
    assert text("people.held_by", names="Siti") in page
    assert text("people.held_by_nobody") in page


def test_a_role_that_many_hold_names_the_first_few(desk, sop, people):
    for n in range(1, 9):
        people(f"petugas{n}", name=f"Petugas {n}", roles=[FIELD])
    page = desk.get("/accounts/new").text
    first = ", ".join(f"Petugas {n}" for n in range(1, 6))
    assert text("people.held_by_many", names=first, n=3) in page


def test_a_role_of_a_draft_can_be_given_before_it_is_in_force(desk, sop, people):
    tono = people("tono2", name="Tono", offices=["process_admin"])
    with transaction() as session:
        draft = drafts.new_draft(session, "kecil", by=tono)
        xml = draft.xml.replace(f'name="{LEAD}"', 'name="Kepala Dinas"')
        drafts.save(session, draft.id, xml, seen=draft.seq, by=tono)
    made = desk.send("/accounts/new", {**NEW, "roles": ["Kepala Dinas"]}, page="/profile")
    assert person_of(made).roles == ("Kepala Dinas",)


def test_without_a_procedure_the_page_says_where_roles_come_from(desk):
    assert text("people.roles_none") in desk.get("/accounts/new").text


def test_a_role_that_no_procedure_knows_can_be_taken_away_but_not_invented(desk, sop, people):
    siti = people("siti", roles=["Peran Lama", EDITOR])
    page = desk.get(f"/accounts/{siti.id}")
    assert text("people.roles_other") in page.text
    assert {"Peran Lama", EDITOR} <= ticked(page)
    data = {"name": "Siti", "unit": "", "roles": [EDITOR]}
    assert desk.send(f"/accounts/{siti.id}", data, page="/profile").status_code == 303
    with reading() as session:
        assert get_person(session, siti.id).roles == (EDITOR,)
    refused = desk.send(f"/accounts/{siti.id}", {**data, "roles": ["Peran Lama"]}, page="/profile")
    assert refused.status_code == 422
    assert text("people.role_unknown", role="Peran Lama") in refused.text


def test_saving_changes_name_roles_and_offices_together(desk, sop, people):
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


def test_a_new_role_holds_with_the_next_click(desk, app, people):
    siti = people("siti")
    hers = browser(app)
    hers.log_in("siti")
    assert hers.get("/accounts").status_code == 403
    desk.send(f"/accounts/{siti.id}", {"name": "Siti", "offices": ["admin"]}, page="/profile")
    assert hers.get("/accounts").status_code == 200


def test_deactivating_needs_a_second_look_and_holds_at_once(desk, app, people):
    siti = people("siti", name="Siti")
    hers = browser(app)
    hers.log_in("siti")
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


def test_an_admin_can_not_shut_themselves_out(desk):
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


def test_a_new_link_replaces_the_old_one(desk, people):
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


def test_the_link_of_one_person_is_not_shown_on_anothers_page(desk, people):
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
]


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_accounts_are_for_admins_only_and_a_refusal_is_remembered(app, people, method, path):
    people("wati", offices=["supervisor", "auditor", "process_admin"], roles=["admin"])
    hers = browser(app)
    hers.log_in("wati")
    answer = hers.send(path, {"sure": "on"}, page="/profile") if method == "POST" else hers.get(path)
    assert answer.status_code == 403
    assert text("errors.not_allowed.title") in answer.text
    assert json.loads(events("deed.denied")[-1])["by"]["username"] == "wati"
    with reading() as session:
        assert get_person(session, 1).active


def test_every_address_of_accounts_is_tried_above(app):
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("accounts.")]
    known = {
        (method, rule.rule.replace("<int:person_id>", "1"))
        for rule in rules
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert known == set(CLOSED)


def test_nobody_of_that_number(desk):
    for path in ("/accounts/999", "/accounts/999/invite", "/accounts/999/activate"):
        assert desk.send(path, {"name": "x"}, page="/profile").status_code == 404
    for path in ("/accounts/999", "/accounts/2147483648", f"/accounts/{10**30}"):
        assert desk.get(path).status_code == 404


def test_the_list_is_searched_and_paged(desk, people):
    with transaction() as session:
        set_grants(session, 1, roles=["Ketua"], offices=["admin"], by=None)
    for number in range(60):
        people(f"orang{number:02}", name=f"Orang {number:02}", password=None)
    first = desk.get("/accounts").text
    assert (first.count('class="title"'), "Dewi" in first, "Orang 48" in first) == (50, True, True)
    more = html.unescape(re.search(r'href="(/accounts\?[^"]*after=[^"]+)"', first)[1])
    second = desk.get(more).text
    assert (second.count('class="title"'), "Orang 49" in second, "Orang 59" in second) == (11, True, True)
    assert text("people.first_page") in second
    found = desk.get("/accounts?q=orang+07").text
    assert (found.count('class="title"'), "Orang 07" in found) == (1, True)
    nobody = desk.get("/accounts", query_string={"q": "<script>"}).text
    assert "&lt;script&gt;" in nobody
    assert "<script>" not in nobody


@pytest.mark.parametrize(
    "query",
    [
        "after=x",
        "id=5",
        "after=x&id=nan",
        "after=%00&id=1",
        "q=%00",
        "after=&id=1",
        "after=x&id=99999999999999999999",
    ],
)
def test_a_spoilt_address_of_the_list_does_no_harm(desk, query):
    assert desk.get(f"/accounts?{query}").status_code == 200


def test_all_of_it_exists_in_english(desk, sop, people):
    siti = people("siti")
    desk.send("/profile/language", {"language": "en"}, page="/profile")
    for path in ("/accounts", "/accounts/new", f"/accounts/{siti.id}", "/profile"):
        page = desk.get(path).text
        assert '<html lang="en">' in page
        assert not re.search(r"\b(people|login|ui|errors)\.[a-z_]+\b(?![./])", re.sub(r"<[^>]+>", " ", page))
