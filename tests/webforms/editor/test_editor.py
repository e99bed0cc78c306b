"""The editor's page and its requests: who may, what is kept, what is refused in words."""

from __future__ import annotations

import json
import re
from enum import Enum
from typing import Any

import pytest
from flask import Flask
from lxml import html
from sqlalchemy import select
from werkzeug.test import TestResponse

from engine.actor import Actor
from engine.database import reading, transaction
from engine.definitions import drafts
from engine.definitions.queries import version_xml
from engine.drawing.complete import with_drawing
from engine.forms.types import TYPES, UNKNOWN
from engine.tables.definitions import Version
from tests.conftest import ROOT
from tests.office import Office, person, small_sop
from tests.webforms.desk import Desk, json_of
from tests.webforms.seen import desk, words

PLACE = "/definitions/kecil/versions/2"
DRAWN = with_drawing(small_sop()).xml
HOSTILE = {
    "doctype": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
    "no xml": "selamat pagi",
    "no diagram": "<html/>",
    "too deep": "<a>" * 100 + "</a>" * 100,
    "nothing": "",
}


@pytest.fixture
def office(open_office: Office) -> Office:
    with transaction() as session:
        drafts.new_draft(session, "kecil", by=open_office.tono)
    return open_office


def at(whole: Flask, actor: Actor) -> Desk:
    return desk(whole, actor)


def send(browser: Desk, path: str, xml: str | bytes, **more: Any) -> TestResponse:
    """As the page's script sends it."""
    headers = {"X-CSRFToken": browser.token(), "Accept": "application/json"}
    return browser.post(f"{PLACE}{path}", data=xml, content_type="application/xml", headers=headers, **more)


def stored() -> str:
    with reading() as session:
        version = session.scalars(select(Version.id).where(Version.number == 2)).one()
        return version_xml(session, version)[0]


def test_the_editor_opens_a_draft_with_words_in_the_readers_language(whole: Flask, office: Office) -> None:
    page = at(whole, office.tono).get(f"{PLACE}/edit")
    assert page.status_code == 200
    assert "data-editor" in page.text
    assert "Pemisahan tugas" in page.text
    assert re.search(
        r'<link rel="modulepreload" href="/static/dist/editor-\w+\.js" data-part="editor"', page.text
    )


def test_the_page_tells_what_every_type_of_field_is(whole: Flask, office: Office) -> None:
    """The editor knows none by its name: what it does not hear here, it does not offer."""
    page = html.fromstring(at(whole, office.tono).get(f"{PLACE}/edit").text)
    found: Any = page.xpath("//@data-types")
    types = json.loads(found[0])
    assert [each.pop("name") for each in types] == [*TYPES, ""]
    for each, kind in zip(types, [*TYPES.values(), UNKNOWN], strict=True):
        assert each.pop("properties") == sorted(kind.all_properties)
        assert each == {key: in_json(getattr(kind, key)) for key in each}
        assert each.keys() == interface("FieldType") - {"name", "properties"}


def in_json(value: object) -> object:
    return value.value if isinstance(value, Enum) else value


def interface(name: str) -> set[str]:
    """Attributes of an interface of the editor's types.ts."""
    source = (ROOT / "webforms" / "frontend" / "src" / "editor" / "types.ts").read_text("utf-8")
    body = source.partition(f"export interface {name} {{")[2].partition("\n}")[0]
    return set(re.findall(r"^  (\w+)\??:", body, re.MULTILINE))


def test_a_version_in_force_is_copied_first(whole: Flask, office: Office) -> None:
    page = at(whole, office.tono).get("/definitions/kecil/versions/1/edit")
    assert "bukan draf" in words(page)
    assert "data-editor" not in page.text


@pytest.mark.parametrize("path", ["/edit", "/try", "/draft"])
def test_only_who_may_edit_definitions_gets_in(whole: Flask, office: Office, path: str) -> None:
    for actor in (office.ani, office.wati, office.eko):
        assert at(whole, actor).get(f"{PLACE}{path}").status_code == 403
    assert at(whole, office.siti).get(f"{PLACE}{path}").status_code == 404


@pytest.mark.parametrize("path", ["/draft", "/draft/check", "/draft/copy", "/draft/preview/Serah"])
def test_only_who_may_edit_definitions_sends_anything(whole: Flask, office: Office, path: str) -> None:
    assert send(at(whole, office.wati), path, small_sop()).status_code == 403
    assert send(at(whole, office.siti), path, small_sop()).status_code == 404
    assert at(whole, office.tono).post(f"{PLACE}{path}", data=small_sop()).status_code == 400


def test_a_draft_is_loaded_and_saved_with_its_number(whole: Flask, office: Office) -> None:
    browser = at(whole, office.tono)
    loaded = json_of(browser.get(f"{PLACE}/draft"))
    assert loaded["xml"] == DRAWN
    saved = send(browser, f"/draft?seen={loaded['seq']}", small_sop().replace("PT60M", "PT90M"))
    assert saved.status_code == 200
    assert json_of(saved)["seq"] == loaded["seq"] + 1
    assert json_of(saved)["saved"].startswith("Tersimpan pukul")
    assert "PT90M" in stored()


def test_the_second_of_two_sees_who_was_first_and_overwrites_nothing(whole: Flask, office: Office) -> None:
    with transaction() as session:
        rina = person(session, "rina", offices=("process_admin",))
    seq = json_of(at(whole, office.tono).get(f"{PLACE}/draft"))["seq"]
    send(at(whole, rina), f"/draft?seen={seq}", small_sop().replace("PT60M", "PT70M"))
    refused = send(at(whole, office.tono), f"/draft?seen={seq}", small_sop().replace("PT60M", "PT90M"))
    assert refused.status_code == 409
    assert json_of(refused)["code"] == "draft_changed"
    assert "Rina" in json_of(refused)["message"]
    assert "PT70M" in stored()
    kept = send(at(whole, office.tono), "/draft/copy", small_sop().replace("PT60M", "PT90M"))
    assert json_of(kept)["url"] == "/definitions/kecil/versions/3/edit"
    assert "PT90M" in json_of(at(whole, office.tono).get("/definitions/kecil/versions/3/draft"))["xml"]


def rival(office: Office) -> Actor:
    with transaction() as session:
        return person(session, "rina", offices=("process_admin",))


def test_of_two_it_is_said_what_each_of_them_changed(whole: Flask, office: Office) -> None:
    browser, base = at(whole, office.tono), DRAWN
    seq = json_of(browser.get(f"{PLACE}/draft"))["seq"]
    theirs = base.replace("PT60M", "PT70M").replace('name="Menayangkan"', 'name="Menerbitkan"')
    send(at(whole, rival(office)), f"/draft?seen={seq}", theirs)
    mine = base.replace("PT60M", "PT90M").replace('name="Memilih bahan"', 'name="Memilah bahan"')
    headers = {"X-CSRFToken": browser.token()}
    told = json_of(
        browser.post(f"{PLACE}/draft/conflict", json={"base": base, "mine": mine}, headers=headers)
    )
    assert told["seq"] == seq + 1
    assert any("Menerbitkan" in each["words"] and not each["both"] for each in told["theirs"])
    assert any("Memilah bahan" in each["words"] and not each["both"] for each in told["mine"])
    assert [each["both"] for each in told["mine"] if "90" in each["words"]] == [True]
    for wrong in ({"base": base}, {"base": 1, "mine": mine}, [base, mine], "x"):
        answer = browser.post(f"{PLACE}/draft/conflict", json=wrong, headers=headers)
        assert answer.status_code == 400
    answer = browser.post(f"{PLACE}/draft/conflict", json={"base": base, "mine": "<x>"}, headers=headers)
    assert answer.status_code == 422


def test_who_lays_theirs_over_anothers_loses_neither(whole: Flask, office: Office) -> None:
    browser = at(whole, office.tono)
    seq = json_of(browser.get(f"{PLACE}/draft"))["seq"]
    send(at(whole, rival(office)), f"/draft?seen={seq}", DRAWN.replace("PT60M", "PT70M"))
    mine = DRAWN.replace("PT60M", "PT90M")
    # Somebody saved once more meanwhile: that has to be seen first.
    assert send(browser, f"/draft/over?seen={seq}", mine).status_code == 409
    laid = send(browser, f"/draft/over?seen={seq + 1}", mine)
    assert json_of(laid)["seq"] == seq + 2
    assert "versi 3" in json_of(laid)["copied"]
    assert "PT90M" in stored()
    assert "PT70M" in json_of(browser.get("/definitions/kecil/versions/3/draft"))["xml"]
    # Refused, it has left no draft behind.
    assert browser.get("/definitions/kecil/versions/4/draft").status_code == 404


def test_what_is_no_draft_is_not_saved(whole: Flask, office: Office) -> None:
    browser = at(whole, office.tono)
    headers = {"X-CSRFToken": browser.token()}
    answer = browser.post("/definitions/kecil/versions/1/draft?seen=1", data=small_sop(), headers=headers)
    assert answer.status_code == 409


@pytest.mark.parametrize("path", ["/draft?seen=1", "/draft/check", "/draft/copy", "/draft/preview/Serah"])
def test_hostile_or_broken_xml_is_refused_in_words(whole: Flask, office: Office, path: str) -> None:
    browser = at(whole, office.tono)
    for kind, xml in HOSTILE.items():
        answer = send(browser, path, xml)
        assert answer.status_code == 422, kind
        assert " " in json_of(answer)["message"], kind
        assert stored() == DRAWN, kind


def test_bytes_that_are_no_text_are_refused_in_words(whole: Flask, office: Office) -> None:
    assert send(at(whole, office.tono), "/draft/check", b"\xff\xfe\x00").status_code == 422


@pytest.mark.parametrize("path", ["/draft?seen=1", "/draft/check", "/draft/copy", "/draft/preview/Serah"])
def test_three_megabytes_are_too_much(whole: Flask, office: Office, path: str) -> None:
    assert send(at(whole, office.tono), path, "x" * 3_000_000).status_code == 413


def test_another_definitions_diagram_does_not_become_this_draft(whole: Flask, office: Office) -> None:
    answer = send(at(whole, office.tono), "/draft?seen=1", small_sop(key="lain"))
    assert answer.status_code == 422
    assert stored() == DRAWN


def test_checking_tells_findings_steps_and_who_stands_behind_the_lanes(whole: Flask, office: Office) -> None:
    without = small_sop().replace('default="tidak"', "")
    checked = json_of(send(at(whole, office.tono), "/draft/check", without))
    [error] = [item for item in checked["findings"] if item["severity"] == "error"]
    assert (error["rule"], error["element"], error["params"]["flow"]) == (
        "branch_without_condition",
        "Disetujui",
        "tidak",
    )
    assert error["message"]
    assert error["remedy"]
    assert [step["id"] for step in checked["steps"]] == ["Serah", "Pilih", "Periksa", "Tayang"]
    assert checked["lanes"]["L0"] == [
        {"role": "Admin Bidang", "people": []},
        {"role": "Petugas Lapangan", "people": ["Siti"]},
    ]
    assert stored() == DRAWN


def test_the_preview_is_the_form_of_the_task_page(whole: Flask, office: Office) -> None:
    drawn = send(at(whole, office.tono), "/draft/preview/Serah", small_sop()).text
    instance = office.start()
    task = office.task(instance, "Serah").id
    real = at(whole, office.siti).get(f"/tasks/{task}").text.partition('class="bar"')[0]
    fields = re.compile(r'<div class="field.*?</div>', re.DOTALL)
    assert fields.findall(drawn)
    assert fields.findall(drawn) == fields.findall(real)


def test_a_form_that_can_not_be_drawn_says_so(whole: Flask, office: Office) -> None:
    broken = small_sop().replace("keputusan == &quot;tidak&quot;", "keputusan ==")
    answer = send(at(whole, office.tono), "/draft/preview/Periksa", broken)
    assert answer.status_code == 422
    assert "syarat" in json_of(answer)["message"]
    assert send(at(whole, office.tono), "/draft/preview/Nowhere", small_sop()).status_code == 404


def pages_without_parameters(whole: Flask) -> list[str]:
    rules = whole.url_map.iter_rules()
    return sorted({rule.rule for rule in rules if "GET" in (rule.methods or ()) and not rule.arguments})


def test_no_other_page_may_style_or_loads_the_editor(whole: Flask, office: Office) -> None:
    instance = office.start()
    others = [
        *pages_without_parameters(whole),
        "/definitions/kecil",
        "/definitions/kecil/versions/1/edit",
        f"{PLACE}",
        f"{PLACE}/try",
        f"{PLACE}/review",
        f"/instances/{instance}",
    ]
    for actor in (office.tono, office.wati, office.dewi):
        browser = at(whole, actor)
        for path in others:
            page = browser.get(path)
            assert "unsafe" not in page.headers["Content-Security-Policy"], path
            if page.mimetype == "text/html":
                assert not re.search(r"dist/editor-\w+\.(js|css)", page.text), path
            page.close()


def test_the_editor_may_set_style_attributes_and_nothing_more(whole: Flask, office: Office) -> None:
    policy = at(whole, office.tono).get(f"{PLACE}/edit").headers["Content-Security-Policy"]
    loose = [part for part in policy.split("; ") if "unsafe" in part]
    assert loose == ["style-src-attr 'unsafe-inline'"]
