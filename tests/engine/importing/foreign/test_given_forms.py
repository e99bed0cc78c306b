"""Files of forms that come along with a diagram become the forms of the steps that refer to them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine.bpmn.diagram import read_diagram
from engine.definitions import understanding
from engine.importing.cells.grid import InvalidTable
from engine.importing.foreign import convert
from tests.engine.importing.foreign.test_foreign import process

_FORM = {
    "id": "periksa-berkas",
    "components": [
        {"type": "textfield", "key": "nama", "label": "Nama", "validate": {"required": True}},
        {"type": "group", "components": [{"type": "number", "key": "jumlah", "label": "Jumlah"}]},
        {"type": "dynamiclist", "path": "daftar", "label": "Daftar barang"},
        {"type": "select", "key": "kota", "label": "Kota", "valuesKey": "kotakota"},
        {"type": "checkbox", "key": "siap", "label": "Siap", "conditional": {"hide": "=nama = null"}},
    ],
}
REFERENCES = {
    "camunda 7, a deployed form": ('<userTask id="t" name="T" camunda:formRef="periksa-berkas"/>', "x.form"),
    "camunda 7, a form's file": (
        '<userTask id="t" name="T" camunda:formKey="camunda-forms:deployment:forms/Periksa.form"/>',
        "Periksa.form",
    ),
    "camunda 8, by id": (
        '<userTask id="t" name="T"><extensionElements><zeebe:formDefinition formId="periksa-berkas"/>'
        "</extensionElements></userTask>",
        "lain.form",
    ),
    "by the file's name": ('<userTask id="t" name="T" camunda:formKey="Periksa"/>', "Periksa.json"),
}


def _said(xml: str, **given: object) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for note in convert(
        xml, given={name.replace("__", "."): str(text) for name, text in given.items()}
    ).notes:
        found.setdefault(note.kind.removeprefix("foreign_"), []).append(dict(note.params))
    return found


@pytest.mark.parametrize("how", REFERENCES)
def test_a_form_is_found_however_it_is_referred_to(how: str) -> None:
    task, name = REFERENCES[how]
    converted = convert(process(task), given={name: json.dumps(_FORM), "lain-lagi.form": "{}"})
    form = read_diagram(converted.xml).steps["t"].form
    assert [(field.name, field.type, field.required) for field in form] == [
        ("nama", "text", True), ("jumlah", "number", False), ("kota", "text", False),
        ("siap", "checkbox", False),
    ]  # fmt: skip
    kinds = [note.kind.removeprefix("foreign_") for note in converted.notes]
    assert "form_elsewhere" not in kinds
    assert kinds.count("form_unused") == 1


def test_what_of_a_form_is_not_known_is_told_by_name() -> None:
    said = _said(process('<userTask id="t" name="T" camunda:formKey="a"/>'), a__form=json.dumps(_FORM))
    assert [(item["field"], item["what"]) for item in said["field"]] == [
        ("Daftar barang", "dynamiclist"), ("Kota", "select"),
    ]  # fmt: skip
    assert [(item["field"], item["what"]) for item in said["field_rule"]] == [
        ("Kota", "valuesKey"), ("Siap", "conditional"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["{", "[]", "null", '{"components": 5}', "[" * 100_000, '{"id": 7}'])
def test_a_spoilt_form_is_told_and_loses_no_step(text: str) -> None:
    converted = convert(process('<userTask id="t" name="T" camunda:formKey="a"/>'), given={"a.form": text})
    assert read_diagram(converted.xml).steps["t"].name == "T"


def test_a_form_too_large_or_too_deep_is_told() -> None:
    deep: dict[str, Any] = {"type": "textfield", "key": "x"}
    for _level in range(8):
        deep = {"type": "group", "components": [deep]}
    wide = [{"type": "textfield", "key": f"f{n}"} for n in range(201)]
    task = process('<userTask id="t" name="T" camunda:formKey="a"/>')
    for components in ([deep], wide):
        assert "form_too_large" in _said(task, a__form=json.dumps({"components": components}))


def test_forms_without_a_diagram_are_refused() -> None:
    with pytest.raises(InvalidTable):
        understanding.read("No\tKegiatan\n", "", {"a.form": "{}"})


def test_more_than_a_save_can_bring_back_is_refused_by_the_preview() -> None:
    xml = process('<userTask id="t" name="T" camunda:formKey="a"/>')
    with pytest.raises(InvalidTable):
        understanding.read(xml, "a.bpmn", {"a.form": json.dumps({"components": [], "x": "y" * 5_000_000})})


def test_a_preview_keeps_the_forms_for_the_save() -> None:
    xml = process('<userTask id="t" name="T" camunda:formKey="a"/>')
    found = understanding.read(xml, "a.bpmn", {"a.form": json.dumps(_FORM)})
    back = understanding.read_packed(found.packed)
    assert (back.xml, back.assumptions) == (found.xml, found.assumptions)
    assert "jumlah" in back.xml
