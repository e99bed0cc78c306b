"""What the vocabulary says of the diagram, for the manual: an element after the other with its properties."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.bpmn.vocabulary import ELEMENTS, PLACES, Element, Property
from engine.forms.types import TYPES
from engine.texts import text


@dataclass(frozen=True, kw_only=True)
class Row:
    """One property, in the reader's language."""

    #: As it stands in the file, and where there: camunda:property, camunda:constraint, attribute, element.
    name: str
    written: str
    #: What the editor calls it.
    label: str
    meaning: str
    #: How its value is written, and all values that there are.
    value: str
    values: tuple[str, ...]
    example: str
    #: The types of field that know it; none: all that are answered, or no field's.
    types: tuple[str, ...]
    #: What lint says of a wrong one; none: any text is right.
    checks: tuple[str, ...]
    since: str


@dataclass(frozen=True, kw_only=True)
class Section:
    #: Its place in the vocabulary.
    place: str
    title: str
    meaning: str
    #: What it is in the file: `bpmn:userTask`, `camunda:formField`.
    elements: tuple[str, ...]
    rows: tuple[Row, ...]


def reference(language: str) -> list[Section]:
    """Every element, in the order of the vocabulary; some have no properties of their own."""
    return [
        Section(
            place=place,
            title=text(f"vocabulary.element.{place}.label", language),
            meaning=text(f"vocabulary.element.{place}.meaning", language),
            elements=tuple(_names(element)),
            rows=tuple(_row(prop, language) for prop in PLACES.get(place, {}).values()),
        )
        for place, element in ELEMENTS.items()
    ]


def _names(element: Element) -> Iterator[str]:
    yield from (f"bpmn:{name}" for name in element.bpmn)
    yield from (f"camunda:{name}" for name in element.camunda)


def _row(prop: Property, language: str) -> Row:
    return Row(
        name=prop.name,
        written=text(f"vocabulary.written.{prop.written}", language),
        label=prop.label(language),
        meaning=prop.meaning(language),
        value=text(f"vocabulary.form.{prop.form}", language),
        values=prop.values,
        example=prop.example,
        types=tuple(_types(prop)),
        checks=tuple(_checked(prop, rule, language) for rule in prop.rules),
        since=prop.since,
    )


def _types(prop: Property) -> Iterator[str]:
    answered = [kind for kind in TYPES.values() if kind.answered]
    if prop.place == "field" and not all(prop.key in kind.all_properties for kind in answered):
        yield from (name for name, kind in TYPES.items() if prop.key in kind.all_properties)


def _checked(prop: Property, rule: str, language: str) -> str:
    """The rule's message about anything of that kind; what only a finding knows stays an ellipsis."""
    bearer = "step" if prop.place in {"field", "option"} else prop.place
    what = text(f"vocabulary.element.{bearer}.label", language).lower()
    message = text(f"lint.rule.{rule}.message", language, what=what, property=prop.name)
    return message[:1].upper() + message[1:]
