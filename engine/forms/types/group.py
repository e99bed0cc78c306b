"""`group`: parts that belong together, asked once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.forms.fields import Field
from engine.forms.scope import Answer
from engine.forms.shown import Audience, Shown
from engine.forms.types.base import Inputs
from engine.forms.types.parts import WithParts, show_parts


class Group(WithParts):
    name = "group"
    inputs = Inputs.GROUP

    def rows(self, path: str, value: Answer) -> Iterator[tuple[str, Mapping[str, Any]]]:
        yield path, value if isinstance(value, Mapping) else {}

    def show(self, field: Field, value: Answer, to: Audience) -> Shown:
        return show_parts(field, value, to)

    def sample_rows(self, field: Field) -> tuple[str, ...]:
        return ("",)
