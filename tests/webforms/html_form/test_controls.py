"""The forms of SOP 032 as HTML: every control has its words and its ids, and works without JavaScript."""

from __future__ import annotations

import json
import re

import pytest

from engine.errors import Problem
from engine.forms.content import changes
from engine.forms.fields import Field, Form, Option
from engine.forms.types import TYPES, type_of
from engine.texts import text
from tests.engine.forms.conftest import photo, scope
from tests.webforms.html_form.form_page import rendered, source
from tests.webforms.html_form.sop_032_forms import DATA, DIAGRAM, TYPED, ids, problems_of, view_of
from webforms.html_form import FormView


@pytest.mark.parametrize("step", DIAGRAM.steps)
@pytest.mark.parametrize("wrong", [False, True])
def test_every_input_has_a_label_and_every_reference_leads_somewhere(step: str, wrong: bool) -> None:
    typed = {} if wrong else TYPED
    root = rendered(view_of(step, typed, problems=problems_of(step, {}) if wrong else {}))
    found = ids(root)
    assert len(found) == len(set(found))
    for element in root.iter("input", "select", "textarea"):
        if element.get("type") == "hidden" or element.getparent().tag == "template":
            continue
        labelled = (
            element.get("aria-label")
            or root.xpath("//label[@for=$id]", id=element.get("id"))
            or any(parent.tag == "label" for parent in element.iterancestors())
        )
        assert labelled, element.get("name")
    for name in ("aria-describedby", "aria-labelledby", "for", "data-for"):
        for element in root.xpath(f"//*[@{name}]"):
            assert set(element.get(name).split()) <= set(found), element.get(name)
    for link in root.xpath("//a[starts-with(@href, '#')]"):
        assert link.get("href")[1:] in found


@pytest.mark.parametrize("step", DIAGRAM.steps)
def test_every_field_of_the_diagram_has_its_inputs(step: str) -> None:
    page = source(view_of(step))
    for field in DIAGRAM.steps[step].form:
        assert f'data-path="{field.name}"' in page
        for part in field.parts:
            assert f'data-name="{part.name}"' in page


@pytest.mark.parametrize("step", DIAGRAM.steps)
def test_nothing_in_the_page_needs_a_laxer_policy(step: str) -> None:
    page = source(view_of(step))
    assert not re.search(r"\s(style|on\w+)\s*=|<script|<style|javascript:", page)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("step", DIAGRAM.steps)
def test_every_word_is_in_the_catalogue(step: str, language: str) -> None:
    page = source(view_of(step, problems=problems_of(step, {}), language=language))
    assert not re.search(r"\b(forms|ui|files)\.[a-z_]+\.[a-z_]+", page)


def test_problems_stand_beside_their_field_and_on_top_with_links() -> None:
    problems = problems_of(
        "Serahkan_materi", {**TYPED, "kutipan.0.nama": [""], "kutipan.0.jabatan": ["Kepala"]}
    )
    root = rendered(view_of("Serahkan_materi", problems=problems))
    summary = root.get_element_by_id("form-problems")
    assert summary.get("role") == "alert"
    assert summary.get("tabindex") == "-1"
    lines = {link.get("href")[1:]: link.text for link in summary.iter("a")}
    assert lines["f-judul_kegiatan"] == "Judul kegiatan"
    assert lines["f-kutipan--0--nama"] == "Kutipan narasumber 1: Nama narasumber"
    assert len(summary.findall(".//li")) == len(problems)
    field = root.get_element_by_id("f-judul_kegiatan")
    assert field.get("aria-invalid") == "true"
    assert field.get("aria-required") == "true"
    assert "f-judul_kegiatan-problem" in field.get("aria-describedby").split()
    assert root.get_element_by_id("f-judul_kegiatan-problem").text_content().strip() == "Wajib diisi."


def test_what_was_typed_is_shown_again_and_escaped() -> None:
    typed = {
        "judul_kegiatan": ['"><script>alert(1)</script>'],
        "apa": ["\n</textarea><b>"],
        "bidang": ["uptd"],
    }
    page = source(view_of("Serahkan_materi", typed))
    assert "<script" not in page
    root = rendered(view_of("Serahkan_materi", typed))
    assert root.get_element_by_id("f-judul_kegiatan").get("value") == typed["judul_kegiatan"][0]
    assert "</textarea><b>" in root.get_element_by_id("f-apa").text
    assert root.xpath("//select[@name='bidang']/option[@selected]/@value") == ["uptd"]


def test_a_decision_is_two_large_choices() -> None:
    root = rendered(view_of("Periksa_materi"))
    choice = root.xpath("//*[@data-path='keputusan']//div[@class='choice']")[0]
    assert [label.text_content().strip() for label in choice.iter("label")] == ["Ya", "Tidak"]
    assert root.xpath("//*[@data-path='keputusan']/@role") == ["radiogroup"]
    assert root.xpath("//*[@data-path='hasil_kanal.x.status']//div/@class") in ([], ["options"])


def test_conditional_fields_carry_their_condition_and_start_as_it_says() -> None:
    root = rendered(view_of("Periksa_materi", {"keputusan": ["tidak"]}))
    reason, privacy = (
        root.xpath(f"//*[@data-path='{name}']")[0] for name in ("alasan", "konfirmasi_privasi")
    )
    assert json.loads(reason.get("data-shown-if")) == ["==", ["name", "keputusan"], ["value", "tidak"]]
    assert reason.get("data-off") is None
    assert privacy.get("data-off") is not None
    assert root.get_element_by_id("f-alasan").get("aria-required") == "true"


def test_only_what_conditions_ask_for_reaches_the_page() -> None:
    config = json.loads(rendered(view_of("Tayangkan")).xpath("//*[@data-config]/@data-config")[0])
    assert config["data"] == {"kanal": ["website", "x"]}
    assert config["offset"] == "+07:00"
    assert config["words"]["rows.row"] == "{label} {n}"


def test_warnings_ask_for_a_second_look() -> None:
    warnings = {"apa": Problem("forms.warning.nik", {"found": "3402••"})}
    root = rendered(view_of("Serahkan_materi", warnings=warnings))
    assert root.xpath("//input[@name='_confirm'][@type='checkbox']")
    assert "f-apa-warning" in root.get_element_by_id("f-apa").get("aria-describedby")
    assert not rendered(view_of("Serahkan_materi")).xpath("//input[@name='_confirm']")


def test_a_warning_finds_its_row_however_rows_were_numbered() -> None:
    typed = {"kutipan.0.nama": [""], "kutipan.2.nama": ["Ani"], "kutipan.2.isi": ["081234567890"]}
    warnings = {"kutipan.0.isi": Problem("forms.warning.no_hp", {"found": "0812••"})}
    root = rendered(view_of("Serahkan_materi", typed, warnings=warnings))
    assert root.get_element_by_id("f-kutipan--2--isi-warning") is not None
    assert root.xpath("//*[@id='form-problems']//a/@href") == ["#f-kutipan--2--isi"]


def test_a_file_of_the_last_round_is_known_from_the_instance() -> None:
    root = rendered(
        FormView(
            DIAGRAM.steps["Serahkan_materi"].form,
            {"foto.0.file": ["a"]},
            scope=scope(data=DATA),
            language="id",
        )
    )
    row = root.xpath("//*[@data-row='0'][@data-label='Foto']")[0]
    assert row.xpath("./div//img/@src") == ["/files/a/thumb"]
    assert row.xpath(".//b[@data-file-name]/text()")[0] == "a.jpg"


def test_a_problem_of_no_input_is_said_all_the_same() -> None:
    root = rendered(
        view_of("Tayangkan", problems={"": Problem("forms.content_changed", {"step": "Periksa"})})
    )
    assert "Periksa" in root.get_element_by_id("form-problems").text_content()


@pytest.mark.parametrize("kind", [*sorted(TYPES), "never_heard_of"])
def test_every_kind_of_field_can_be_drawn(kind: str) -> None:
    field = Field(
        name="f",
        label="Isian",
        type=kind,
        help="Bantuan",
        options=(Option(id="a", label="A"),),
        parts=(Field(name="p", label="P"),),
    )
    view = FormView(
        Form(fields=(field,)),
        {},
        scope=scope(),
        language="en",
        problems={"f": Problem("forms.problem.required")},
    )
    root = rendered(view)
    assert "Isian" in root.text_content()
    target = root.xpath("//*[@id='form-problems']//a/@href")[0][1:]
    assert target in ids(root)
    assert text("forms.problem.required", "en") in root.text_content()


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_no_word_of_a_diagram_or_a_file_becomes_markup(kind: str) -> None:
    evil = "\"'><script>alert(1)</script>"
    item = {"file": evil, "name": evil, "type": "image/png", "keterangan": evil, "dasar": "x"}
    field = Field(
        name="f",
        label=evil,
        type=kind,
        help=evil,
        options=(Option(id=evil, label=evil),),
        parts=(Field(name="p", label=evil, shown_if='p == "<script>"'),),
        accept=(evil,),
        of=("foto",),
        selectable_if='dasar == "<script>"',
        selectable_message=evil,
        composed_of=evil,
        shown_if='g != "<script>"',
    )
    typed = {
        "f": [evil],
        "f.file": [evil],
        "f.text": [evil],
        "f.0.file": [evil],
        "f.0.p": [evil],
        f"f.{evil}": [evil],
    }
    view = FormView(
        Form(fields=(field,)),
        typed,
        scope=scope(
            photo(evil, name=evil), data={"foto": [item], "kanal": [evil], "takarir_kanal": {evil: evil}}
        ),
        language="id",
        problems={"f": Problem("x", text=evil), "f.0.file": Problem("x", text=evil)},
        warnings={"f": Problem("x", text=evil)},
        forms=[Form(fields=(Field(name="foto", label=evil, parts=(Field(name="dasar", label=evil),)),))],
        changes=changes(Form(fields=(field,)), {"f": evil}, {"f": None}) if type_of(field).answered else (),
        lane=evil,
        person=evil,
        draft_url=evil,
    )
    root = rendered(view)
    assert not root.xpath("//script | //*[@onerror]")
    assert "<script" not in source(view)


def test_a_form_of_ten_thousand_rows_is_not_drawn() -> None:
    typed = {f"foto.{n}.keterangan": ["x"] for n in range(10_000)}
    rows = rendered(view_of("Serahkan_materi", typed)).xpath("//*[@data-rows]/*[@data-row]")
    assert 100 < len(rows) < 300
