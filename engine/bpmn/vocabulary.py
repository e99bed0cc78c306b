"""The vocabulary of the diagram: everything that Alur reads in one, from vocabulary.json.

That file is the one place that names the properties of a diagram. Code that reads, writes, checks,
compares, draws or explains diagrams uses it, and so does the editor, whose bundle contains the file itself.

    elements    place → the elements of BPMN or Camunda that bear its properties; what templates of Camunda
                Modeler apply to, or why there is none
    properties  place → key → Property

A property's words stand in the catalogues under `vocabulary.PLACE.KEY`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from importlib.resources import files
from typing import Any

from engine.bpmn.value_forms import FORMS, ValueForm
from engine.texts import known, text


@dataclass(frozen=True, kw_only=True)
class Property:
    """One attribute, property or element that a diagram may have."""

    #: What bears it: process, lane, node, step, field …
    place: str
    #: The attribute that it is read to; also what its words are found by.
    key: str
    #: As it stands in the file.
    name: str
    #: How its value is written: a key of engine.bpmn.value_forms.FORMS.
    form: str
    #: The group of its input in the editor's panel.
    group: str
    #: property and constraint are Camunda's; attribute, element (a child with text) and
    #: text are the element's own.
    written: str = "property"
    #: All that a choice or a switch may say.
    values: tuple[str, ...] = ()
    #: There may be several: `syarat`, `syarat_2`, …
    numbered: bool = False
    #: Of its input; one that may hold several lines has more than one.
    rows: int = 1
    #: The rules of lint that look at it …
    rules: tuple[str, ...] = ()
    #: … or why any text is right.
    free: str = ""
    #: Why Camunda Modeler's templates have no entry for it.
    no_template: str = ""
    #: Why the editor has no input for it …
    not_in_editor: str = ""
    #: … or that it only shows what is written.
    read_only: bool = False
    #: A condition on a file that may be chosen: its parts are in scope.
    about_items: bool = False
    #: What a table can't say is taken over from the version in force under this name (importing.part).
    carried_as: str = ""
    #: A value that is right, for the manual and for tests.
    example: str = ""
    since: str = "0.1.0"

    @property
    def value_form(self) -> ValueForm:
        """How `form` is read and written. KeyError: the vocabulary names a form that does not exist."""
        return FORMS[self.form]

    def label(self, language: str) -> str:
        """What its input is called."""
        return text(f"vocabulary.{self.place}.{self.key}.label", language)

    def in_sentence(self, language: str) -> str:
        """What it is called within a sentence."""
        key = f"vocabulary.{self.place}.{self.key}.in_sentence"
        return text(key, language) if known(key) else self.label(language)

    def meaning(self, language: str) -> str:
        """What it is for."""
        return text(f"vocabulary.{self.place}.{self.key}.meaning", language)

    def read(self, written: Mapping[str, str]) -> Any:
        """Its value among texts by name. Raises ValueError for a text that can't be read."""
        text = written.get(self.name)
        if text is None or not (text.strip() or self.value_form.by_presence):
            return self.value_form.blank
        return self.value_form.read(text.strip(), self.values)

    def write(self, value: Any) -> str:
        """The text that `read` reads back to the same value."""
        return self.value_form.write(value, self.values)

    @property
    def refers_to(self) -> str:
        """Whether its value names steps, fields or flows; else empty."""
        return self.value_form.refers_to


@dataclass(frozen=True, kw_only=True)
class Element:
    """What bears properties."""

    #: Names without prefix in BPMN, or in Camunda's extension.
    bpmn: tuple[str, ...] = ()
    camunda: tuple[str, ...] = ()
    #: An instance can go through it.
    runs: bool = False
    #: A gateway whose branches have conditions.
    chooses: bool = False
    #: What Camunda Modeler applies a template with its properties to, or why there is none.
    template: tuple[str, ...] = ()
    no_template: str = ""


def _load() -> tuple[Mapping[str, Element], Mapping[str, Mapping[str, Property]]]:
    content = json.loads((files("engine.bpmn") / "vocabulary.json").read_text("utf-8"))
    elements = {place: Element(**_frozen(item)) for place, item in content["elements"].items()}
    properties = {
        place: {key: Property(place=place, key=key, **_frozen(item)) for key, item in those.items()}
        for place, those in content["properties"].items()
    }
    return elements, properties


def _frozen(table: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in table.items()}


#: Place → what bears it; place → its properties by key, in the order of the file.
ELEMENTS, PLACES = _load()
PROCESS, STEP, FLOW, FIELD, OPTION = (
    PLACES[place] for place in ("process", "step", "flow", "field", "option")
)


def everything() -> Iterator[Property]:
    """All properties, in the order of the file."""
    for those in PLACES.values():
        yield from those.values()


def names(place: str, written: str = "property") -> frozenset[str]:
    """What properties of a place are called in the file."""
    return frozenset(item.name for item in PLACES[place].values() if item.written == written)


def references(place: str, bearer: object, *, to: str) -> Iterator[tuple[Property, str]]:
    """Each step, field or flow that a process, step or field names, with the property that names it.

    Of a condition, engine.forms.conditions knows the names.
    """
    for prop in PLACES[place].values():
        if prop.refers_to == to:
            yield from ((prop, name) for name in prop.value_form.names(getattr(bearer, prop.key)))


def read_all(place: str, written: Mapping[str, str], into: type) -> dict[str, Any]:
    """The values of `camunda:properties` for those attributes of a dataclass that the vocabulary knows."""
    wanted = {attribute.name for attribute in fields(into)}
    return {
        key: item.read(written)
        for key, item in PLACES[place].items()
        if key in wanted and item.written == "property"
    }
