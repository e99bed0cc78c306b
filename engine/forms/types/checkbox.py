"""`checkbox`: one statement, ticked or not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from engine.forms.fields import Field
from engine.forms.scope import Answer
from engine.forms.shown import Audience, Shown
from engine.forms.types.base import Shape, ValueType

_TICKED = frozenset({"ya", "on", "true", "1"})


class Checkbox(ValueType):
    name = "checkbox"
    example = "ya"
    camunda = "boolean"
    shape = Shape.TRUTH
    says_words = False

    def value(self, field: Field, typed: Sequence[str], zone: tzinfo) -> bool:
        return self.line(typed).strip() in _TICKED

    def show(self, field: Field, value: Answer, to: Audience) -> Shown:
        return self.shown(field, to.words("forms.show.yes" if value else "forms.show.no"))
