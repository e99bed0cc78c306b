"""Camunda Modeler's element templates: they are valid, complete, and what is filled in with them is read."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from lxml import etree

from engine.bpmn.diagram import read_diagram
from engine.bpmn.element_templates import SCHEMA, element_templates, link, reason_against
from engine.bpmn.vocabulary import ELEMENTS, PLACES, Property, everything
from engine.bpmn.xml import BPMN, CAMUNDA
from engine.diff.compare import compare
from engine.texts import LANGUAGES
from tests.conftest import ROOT
from tests.engine.vocabulary.everything import all_said

SOP_032 = (ROOT / "processes" / "pengelolaan-website-dan-media-sosial.bpmn").read_bytes()
PACKAGE = ROOT / "webforms/frontend/node_modules/@camunda/element-templates-json-schema"


@pytest.mark.parametrize("language", LANGUAGES)
def test_camundas_own_schema_accepts_them(language: str) -> None:
    schema = json.loads((PACKAGE / "resources" / "schema.json").read_text("utf-8"))
    assert SCHEMA.startswith("https://unpkg.com/@camunda/element-templates-json-schema/")
    templates = json.loads(json.dumps(element_templates(language)))
    jsonschema.Draft7Validator(schema).validate(templates)
    broken = [{**templates[0], "properties": [{"binding": {"type": "camunda:property"}}]}]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(schema).validate(broken)


@pytest.mark.parametrize("told", [pytest.param(t, id=f"{t.place}.{t.key}") for t in everything()])
def test_each_property_has_an_entry_or_a_reason(told: Property) -> None:
    has_entry = any(
        template["id"] == f"alur.{told.place}" and entry["binding"]["name"] == told.name
        for template in element_templates("id")
        for entry in template["properties"]
    )
    assert has_entry != bool(reason_against(told))


def test_their_words_are_the_readers() -> None:
    indonesian, english = (json.dumps(element_templates(language)) for language in ("id", "en"))
    assert "Kelengkapan" in indonesian
    assert "Inputs" in english
    assert "vocabulary." not in indonesian + english


def filled_in(xml: bytes) -> bytes:
    """As Modeler leaves a diagram in which each element had its template from the beginning: one property an
    input, in their order, empty where nothing was typed.
    """
    root = etree.fromstring(xml)
    for template in element_templates("id"):
        place = template["id"].removeprefix("alur.")
        for tag in ELEMENTS[place].bpmn:
            for element in root.iterfind(f".//{{{BPMN}}}{tag}"):
                element.set(f"{{{CAMUNDA}}}modelerTemplate", template["id"])
                _fill_in(element, template["properties"])
    return etree.tostring(root)


def _fill_in(element: Any, entries: list[dict[str, Any]]) -> None:
    properties = element.find(f"{{{BPMN}}}extensionElements/{{{CAMUNDA}}}properties")
    for entry in entries if properties is not None else ():
        name = entry["binding"]["name"]
        old = properties.find(f"{{{CAMUNDA}}}property[@name='{name}']")
        typed = old.get("value") if old is not None else ""
        if old is not None:
            properties.remove(old)
        value = {"value": typed} if typed else {}
        etree.SubElement(properties, f"{{{CAMUNDA}}}property", {"name": name, **value})


@pytest.mark.parametrize("xml", [SOP_032, all_said().encode()], ids=["sop-032", "everything"])
def test_what_is_filled_in_is_read_back(xml: bytes) -> None:
    assert read_diagram(filled_in(xml)) == read_diagram(xml)


def test_a_diagram_is_linked_to_its_templates_and_says_what_it_said() -> None:
    """Modeler's own way of giving an element a template empties the properties that are there."""
    linked = link(SOP_032)
    assert read_diagram(linked) == read_diagram(SOP_032)
    assert compare(read_diagram(SOP_032), read_diagram(linked)) == []
    root = etree.fromstring(linked)
    known = {element.get(f"{{{CAMUNDA}}}modelerTemplate") for element in root.iter(f"{{{BPMN}}}*")} - {None}
    assert known == {template["id"] for template in element_templates("id")}
    steps = root.findall(f".//{{{BPMN}}}userTask")
    assert {step.get(f"{{{CAMUNDA}}}modelerTemplate") for step in steps} == {"alur.step"}
    assert link(linked) == linked


def test_a_place_has_a_template_or_a_reason() -> None:
    for place in PLACES:
        assert bool(ELEMENTS[place].template) != bool(ELEMENTS[place].no_template), place
