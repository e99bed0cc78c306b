"""The language written: what engine.bpmn.form_fields and engine.bpmn.diagram read, put into elements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml import etree

from engine.bpmn.vocabulary import FIELD, OPTION, Property
from engine.bpmn.xml import BPMN, CAMUNDA
from engine.forms.fields import Field

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
#: What is written otherwise than by its value: the field itself, and rules, which are pairs.
_APART = frozenset({"name", "label", "type", "kind", "rules", "message"})


def extensions(element: Any) -> Any:
    """The element's extensionElements, made as its first child where there are none."""
    found = element.find(f"{{{BPMN}}}extensionElements")
    if found is None:
        found = etree.Element(f"{{{BPMN}}}extensionElements")
        element.insert(0, found)
    return found


def set_properties(element: Any, properties: Mapping[str, str]) -> None:
    """`camunda:properties` by name, each in the place of those of its name; others stay as they are."""
    if not properties:
        return
    found = extensions(element)
    parent = found.find(f"{{{CAMUNDA}}}properties")
    if parent is None:
        parent = etree.Element(f"{{{CAMUNDA}}}properties")
        found.insert(0, parent)
    for old in parent.findall(f"{{{CAMUNDA}}}property"):
        if old.get("name") in properties:
            parent.remove(old)
    for name, value in properties.items():
        _camunda(parent, "property", name=name, value=value)


def write_condition(flow: Any, condition: str) -> None:
    """In the place of the one that it had; an empty one is none."""
    for old in flow.findall(f"{{{BPMN}}}conditionExpression"):
        flow.remove(old)
    if condition:
        element = etree.SubElement(flow, f"{{{BPMN}}}conditionExpression")
        element.set(f"{{{_XSI}}}type", "bpmn:tFormalExpression")
        element.text = condition


def write_field(form: Any, field: Field, *, within: str = "") -> None:
    """A formField with all that the field says; its parts stand after it. `within`: the name before a dot."""
    name = f"{within}.{field.name}" if within else field.name
    element = _camunda(form, "formField", id=name, label=field.label, type=field.type)
    entries = [*_values(field), *_rules(field)]
    for prop, _name, text in entries:
        if prop.written == "attribute":
            element.set(prop.name, text)
    properties = [{"id": name, "value": text} for prop, name, text in entries if prop.written == "property"]
    constraints = [
        {"name": name, **({"config": text} if text else {})}
        for prop, name, text in entries
        if prop.written == "constraint"
    ]
    _listed(element, "properties", "property", properties)
    _listed(element, "validation", "constraint", constraints)
    for option in field.options:
        names = {OPTION["id"].name: option.id, OPTION["label"].name: option.label}
        _camunda(element, "value", **names).text = OPTION["parents"].write(option.parents) or None
    for part in field.parts:
        write_field(form, part, within=name)


def _values(field: Field) -> Iterator[tuple[Property, str, str]]:
    """What the field says besides its name, label, type and rules, by name."""
    for key, prop in FIELD.items():
        value = None if key in _APART else getattr(field, key)
        if value is not None and value != prop.value_form.blank:
            yield prop, prop.name, prop.write(value)


def _rules(field: Field) -> Iterator[tuple[Property, str, str]]:
    """syarat and pesan, syarat_2 and pesan_2, …"""
    for n, rule in enumerate(field.rules, 1):
        number = f"_{n}" if n > 1 else ""
        for prop, text in ((FIELD["rules"], rule.condition), (FIELD["message"], rule.message)):
            if text:
                yield prop, prop.name + number, text


def _listed(element: Any, outer: str, inner: str, each: Iterable[Mapping[str, str]]) -> None:
    attributes = list(each)
    if attributes:
        parent = _camunda(element, outer)
        for of_one in attributes:
            _camunda(parent, inner, **of_one)


def _camunda(parent: Any, tag: str, **attributes: str) -> Any:
    return etree.SubElement(parent, f"{{{CAMUNDA}}}{tag}", attributes)
