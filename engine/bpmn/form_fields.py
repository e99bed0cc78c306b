"""A task's form, from `camunda:formData` in the diagram to engine.forms.fields.Form.

SpiffWorkflow's Camunda parser drops what it doesn't know, so the form is read here. Reading never fails:
what can't be understood is left out, or stays as it is written, and is noted as an Oddity for lint.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.bpmn.vocabulary import FIELD, OPTION, Property, names
from engine.bpmn.xml import CAMUNDA
from engine.forms.fields import Field, Form, Option, Rule
from engine.forms.types import CAMUNDA_NAMES, TYPES

#: A field id that ends so has one answer for each chosen option of `per` …
PER_OPTION = ".*"
#: … which is this field's, where it doesn't say.
_USUAL_PER = "kanal"

#: Names that a field's properties and constraints may have.
KNOWN = {written: names("field", written) for written in ("property", "constraint")}
_RULE, _MESSAGE = FIELD["rules"], FIELD["message"]
#: What is read one by one, and by hand below: a field's type and its numbered rules.
_APART = frozenset({"type", "kind", "rules", "message"})
_NUMBERED = re.compile(r"_[2-9]$|_[1-9]\d$")


@dataclass(frozen=True, kw_only=True)
class Oddity:
    """Something in a form that could not be used as it stands."""

    #: duplicate_field, unnamed_field, unknown_type, unknown_property, unknown_constraint, unreadable_value,
    #: property_without_effect, part_without_group, rule_without_message
    kind: str
    field: str
    detail: str = ""
    #: Of a property without effect: the field's type.
    type: str = ""


@dataclass(frozen=True, kw_only=True)
class _Reading:
    """One formField's raw words, and what was odd about them."""

    id: str
    #: By how they are written: attribute, property, constraint.
    written: Mapping[str, Mapping[str, str]]
    oddities: list[Oddity] = field(default_factory=list)

    def odd(self, kind: str, detail: str = "", type_: str = "") -> None:
        self.oddities.append(Oddity(kind=kind, field=self.id, detail=detail, type=type_))

    def value(self, prop: Property) -> Any:
        written = self.written[prop.written]
        try:
            return prop.read(written)
        except ValueError:
            self.odd("unreadable_value", f"{prop.name}={written[prop.name].strip()}")
            return prop.value_form.blank


def read_form(task: Any) -> tuple[Form, tuple[Oddity, ...]]:
    """The form in a task element's extensionElements; an empty one when there is none."""
    oddities: list[Oddity] = []
    read: dict[str, Field] = {}
    for element in task.iterfind(f"{{*}}extensionElements/{{{CAMUNDA}}}formData/{{{CAMUNDA}}}formField"):
        name = (element.get("id") or "").strip()
        if not name or name.removesuffix(PER_OPTION) in read:
            oddities.append(Oddity(kind="duplicate_field" if name else "unnamed_field", field=name))
            continue
        read[name.removesuffix(PER_OPTION)] = _field(name, element, oddities)
    return Form(fields=tuple(_grouped(read, oddities))), tuple(oddities)


def read_properties(element: Any) -> dict[str, str]:
    """`camunda:properties` of an element that say something, by name; the last of two equal names wins, as in
    Camunda.
    """
    path = f"{{*}}extensionElements/{{{CAMUNDA}}}properties/{{{CAMUNDA}}}property"
    found = element.iterfind(path)
    values = {
        each.get("name") or each.get("id") or "": each.get("value") or each.text or "" for each in found
    }
    return {name: value for name, value in values.items() if value}


def _field(name: str, element: Any, oddities: list[Oddity]) -> Field:
    reading = _Reading(
        id=name,
        written={
            "attribute": element.attrib,
            "property": dict(_pairs(element, "properties/property", "id", "value")),
            "constraint": dict(_pairs(element, "validation/constraint", "name", "config")),
        },
        oddities=oddities,
    )
    _note_unknown_words(reading)
    values = {key: reading.value(prop) for key, prop in FIELD.items() if key not in _APART}
    type_ = _type(reading)
    _note_without_effect(reading, type_, values)
    return Field(
        **{
            **values,
            "name": name.removesuffix(PER_OPTION),
            "label": values["label"] or name,
            "type": type_,
            "options": tuple(_options(element)),
            "rules": tuple(_rules(reading)),
            "per": values["per"] or (_USUAL_PER if name.endswith(PER_OPTION) else ""),
        }
    )


def _pairs(element: Any, path: str, key: str, value: str) -> Iterator[tuple[str, str]]:
    for child in element.iterfind("/".join(f"{{{CAMUNDA}}}{tag}" for tag in path.split("/"))):
        yield child.get(key) or "", child.get(value) or ""


def _options(element: Any) -> Iterator[Option]:
    parents = OPTION["parents"]
    for child in element.iterfind(f"{{{CAMUNDA}}}value"):
        name, label = (child.get(OPTION[key].name) or "" for key in ("id", "label"))
        yield Option(id=name, label=label or name, parents=parents.read({parents.name: child.text or ""}))


def _type(reading: _Reading) -> str:
    """`jenis` refines Camunda's base type; an unknown type stays as it is written."""
    given = reading.value(FIELD["type"])
    wanted: str = reading.value(FIELD["kind"]) or CAMUNDA_NAMES.get(given, given) or "text"
    if wanted not in TYPES:
        reading.odd("unknown_type", wanted)
    return wanted


def _rules(reading: _Reading) -> Iterator[Rule]:
    properties = reading.written[_RULE.written]
    for name, condition in properties.items():
        if _plain(name) == _RULE.name and condition.strip():
            message = properties.get(name.replace(_RULE.name, _MESSAGE.name), "")
            if not message:
                reading.odd("rule_without_message", name)
            yield Rule(condition=condition, message=message)


def _note_unknown_words(reading: _Reading) -> None:
    for written, known in KNOWN.items():
        for name in reading.written[written]:
            if _plain(name) not in known:
                reading.odd(f"unknown_{written}", name)


def _note_without_effect(reading: _Reading, type_: str, values: Mapping[str, Any]) -> None:
    """What the field says that its type doesn't know. A type that nobody knows is odd enough."""
    used = {key for key, value in values.items() if value != FIELD[key].value_form.blank}
    numbered = {_plain(name) for name, text in reading.written[_RULE.written].items() if text.strip()}
    used |= {prop.key for prop in (_RULE, _MESSAGE) if prop.name in numbered}
    unknown = used - TYPES[type_].all_properties if type_ in TYPES else set()
    for key in (key for key in FIELD if key in unknown):
        reading.odd("property_without_effect", FIELD[key].name, type_)


def _plain(name: str) -> str:
    """A numbered name without its number."""
    return _NUMBERED.sub("", name) if name.startswith((_RULE.name, _MESSAGE.name)) else name


def _grouped(read: Mapping[str, Field], oddities: list[Oddity]) -> Iterable[Field]:
    """Put each part (`foto.keterangan`) into the group named before its dot."""
    parts: dict[str, list[Field]] = {}
    for name, item in read.items():
        group, dot, short = name.partition(".")
        if dot and short and group in read:
            restricted = item.restricted or read[group].restricted
            parts.setdefault(group, []).append(replace(item, name=short, restricted=restricted))
        elif dot:
            oddities.append(Oddity(kind="part_without_group", field=name))
    for name, each in read.items():
        if "." not in name:
            yield replace(each, parts=tuple(parts.get(name, ())))
