"""Fields made of others, their parts: once (group), or in rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from engine.errors import Problem
from engine.forms.fields import Field
from engine.forms.scope import Answer, Locale, Names
from engine.forms.shown import Audience, Shown
from engine.forms.types.base import FieldType, Inputs, Shape, how_many
from engine.forms.types.dispatch import inputs_of, show_field, type_of


class WithParts(FieldType):
    #: Inputs of each row besides those of its parts.
    inputs_below: ClassVar[tuple[str, ...]] = ()

    def typed(self, field: Field, path: str, value: Answer, locale: Locale) -> Iterator[tuple[str, str]]:
        for here, row in self.rows(path, value):
            yield from ((f"{here}.{name}", str(row[name])) for name in self.inputs_below if row.get(name))
            for part in field.parts:
                yield from inputs_of(part, f"{here}.{part.name}", row.get(part.name), locale)


class Rows(WithParts):
    inputs = Inputs.ROWS
    shape = Shape.ROWS
    properties = frozenset({"min_items", "max_items"})

    @property
    def empty(self) -> Answer:
        return []

    def rows(self, path: str, value: Answer) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for index, row in enumerate(value if isinstance(value, list) else []):
            yield f"{path}.{index}", row if isinstance(row, Mapping) else {}

    def limit(self, field: Field, value: list[Answer], names: Names, *, needed: bool) -> Problem | None:
        return how_many(field, value)


def show_parts(field: Field, value: Answer, to: Audience) -> Shown:
    """Kind `group`; parts without an answer are left out."""
    answered = (part for part in field.parts if type_of(part).answered)
    shown = (show_field(part, value.get(part.name), to) for part in answered)
    parts = tuple(part for part in shown if part.kind != "empty")
    words = "; ".join(f"{part.label}: {part.text}" for part in parts)
    return Shown(label=field.label, kind="group", text=words, parts=parts)
