"""Fields made of others, their parts: once (group), or in rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import tzinfo
from typing import Any, ClassVar

from engine.errors import Problem
from engine.forms.fields import Field
from engine.forms.scope import Answer, Names, blank
from engine.forms.shown import Audience, Shown
from engine.forms.typed import MAX_ROWS, Reading, Row
from engine.forms.types.base import FieldType, Inputs, Shape, how_many
from engine.forms.types.dispatch import inputs_of, read_parts, show_field, type_of
from engine.forms.wrong import Wrong

_INDEX = re.compile(r"0|[1-9][0-9]{0,3}")


class WithParts(FieldType):
    #: Inputs of each row besides those of its parts.
    inputs_below: ClassVar[tuple[str, ...]] = ()

    def typed(self, field: Field, path: str, value: Answer, zone: tzinfo) -> Iterator[tuple[str, str]]:
        for here, row in self.rows(path, value):
            yield from ((f"{here}.{name}", str(row[name])) for name in self.inputs_below if row.get(name))
            for part in field.parts:
                yield from inputs_of(part, f"{here}.{part.name}", row.get(part.name), zone)


class Rows(WithParts):
    inputs = Inputs.ROWS
    shape = Shape.ROWS
    properties = frozenset({"min_items", "max_items"})

    @property
    def empty(self) -> Answer:
        return []

    def row(self, reading: Reading, field: Field, path: str, seen: set[str]) -> Row:
        """One row that something was typed into. `seen`: files of the rows before it."""
        return read_parts(reading, field, path)

    def read(self, reading: Reading, field: Field, path: str) -> list[Row]:
        indices = sorted((key for key in reading.keys(path) if _INDEX.fullmatch(key)), key=int)
        indices = [index for index in indices if _filled(reading, field, f"{path}.{index}")]
        if len(indices) > MAX_ROWS:
            reading.wrong(path, Wrong("too_many", n=MAX_ROWS))
            return []
        rows = []
        seen: set[str] = set()
        for index in indices:
            row = self.row(reading, field, f"{path}.{index}", seen)
            row.index = index
            if not _nothing_in(reading, row, f"{path}.{index}"):
                rows.append(row)
        return rows

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


def _nothing_in(reading: Reading, row: Row, path: str) -> bool:
    """What was typed may turn out to be nothing at all, control characters for example."""
    wrong = any(name.startswith(f"{path}.") for name in reading.problems)
    return not wrong and all(blank(answer) for answer in row.values())


def _filled(reading: Reading, field: Field, path: str) -> bool:
    """Whether anybody typed into this row; what a new row shows by itself doesn't count."""
    defaults = {f"{path}.{part.name}": part.default for part in field.parts}
    names = [path, *(f"{path}.{key}" for key in reading.keys(path))]
    deeper = [f"{name}.{key}" for name in names[1:] for key in reading.keys(name)]
    return any(
        text.strip() and text != defaults.get(name)
        for name in [*names, *deeper]
        for text in reading.values(name)
    )
