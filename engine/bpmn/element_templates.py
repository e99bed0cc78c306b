"""The vocabulary as element templates of Camunda Modeler: its properties get inputs with words there, too.

Where a property has no input in a template, the vocabulary says why (`no_template`); for what is written on
several lines, it is that a template's input for `camunda:property` has only one.

An element knows its template by the attribute `camunda:modelerTemplate`. How Modeler itself gives it one
is for new elements: it empties the properties that are there. `link` gives it, and leaves them alone.
The format: https://docs.camunda.org/manual/latest/modeler/element-templates/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from engine.bpmn.vocabulary import ELEMENTS, PLACES, Property
from engine.bpmn.xml import BPMN, CAMUNDA, parse_xml
from engine.texts import text

SCHEMA = "https://unpkg.com/@camunda/element-templates-json-schema/resources/schema.json"

Template = dict[str, Any]


def element_templates(language: str) -> list[Template]:
    """One for each element that takes one, in the order of the vocabulary, ready to be written as JSON."""
    return [_template(place, language) for place, element in ELEMENTS.items() if element.template]


def link(xml: bytes) -> bytes:
    """The diagram, whose elements know their templates. Raises InvalidDiagram."""
    root = parse_xml(xml)
    for place, element in ELEMENTS.items():
        if element.template:
            for name in element.bpmn:
                for found in root.iterfind(f".//{{{BPMN}}}{name}"):
                    found.set(f"{{{CAMUNDA}}}modelerTemplate", _id(place))
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written


def reason_against(prop: Property) -> str:
    """Why no template has an entry for it; empty where one has."""
    if prop.no_template or prop.form == "items" or prop.rows > _MAX_ROWS:
        return prop.no_template or "A template's input for a camunda:property has one line."
    return ELEMENTS[prop.place].no_template


#: A text for which our own editor keeps two lines fits on one.
_MAX_ROWS = 2


def _template(place: str, language: str) -> Template:
    entries = [prop for prop in PLACES[place].values() if not reason_against(prop)]
    groups = dict.fromkeys(prop.group for prop in entries)
    return {
        "$schema": SCHEMA,
        "name": text(f"vocabulary.element.{place}.label", language),
        "id": _id(place),
        "description": text(f"vocabulary.element.{place}.meaning", language),
        "appliesTo": list(ELEMENTS[place].template),
        # Modeler's own groups stay, such as Forms and Extension properties.
        "entriesVisible": True,
        "groups": [{"id": group, "label": text(f"editor.group.{group}", language)} for group in groups],
        "properties": [dict(_entry(prop, language)) for prop in entries],
    }


def _id(place: str) -> str:
    return f"alur.{place}"


def _entry(prop: Property, language: str) -> Iterator[tuple[str, Any]]:
    yield "label", prop.label(language)
    yield "description", f"{prop.meaning(language)} ({text(f'vocabulary.form.{prop.form}', language)})"
    yield "group", prop.group
    yield "binding", {"type": f"camunda:{prop.written}", "name": prop.name}
    yield "type", "String"
    yield "placeholder", prop.example
