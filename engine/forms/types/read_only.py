"""What a form draws without asking: nothing is typed, no answer is stored."""

from __future__ import annotations

from engine.forms.fields import Field
from engine.forms.scope import Answer
from engine.forms.shown import Audience, Shown, in_words
from engine.forms.types.base import FieldType, Inputs


class ReadOnly(FieldType):
    inputs = Inputs.NONE
    answered = False

    def show(self, field: Field, value: Answer, to: Audience) -> Shown:
        """An answer can be left from a version in which the field was answered."""
        return Shown(label=field.label, kind="text", text=in_words(value, to))
