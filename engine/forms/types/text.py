"""`text`: one line."""

from __future__ import annotations

from engine.forms.fields import Field
from engine.forms.scope import Answer
from engine.forms.shown import Audience, Shown
from engine.forms.types.written import Written


class Text(Written):
    name = "text"
    example = "Penyerahan kursi roda"
    camunda = "string"
    names_instances = True

    def show(self, field: Field, value: Answer, to: Audience) -> Shown:
        return self.shown(field, str(value))
