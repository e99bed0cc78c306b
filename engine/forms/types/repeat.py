"""`repeat`: rows of parts, as many as are needed."""

from __future__ import annotations

from dataclasses import replace

from engine.forms.fields import Field
from engine.forms.scope import Answer
from engine.forms.shown import Audience, Shown, rows
from engine.forms.types.parts import Rows, show_parts


class Repeat(Rows):
    name = "repeat"

    def fits(self, value: Answer) -> bool:
        return isinstance(value, list)

    def show(self, field: Field, value: Answer, to: Audience) -> Shown:
        groups = (show_parts(field, row, to) for row in value)
        numbered = [replace(group, label=f"{field.label} {n}") for n, group in enumerate(groups, 1)]
        return rows(field.label, numbered)
