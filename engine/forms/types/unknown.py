"""What no registry knows. It is seen, never answered, and its step can't be completed: the question that a
diagram asks there would otherwise be passed over in silence.
"""

from __future__ import annotations

from engine.forms.fields import Field
from engine.forms.scope import Answer
from engine.forms.shown import Audience, Shown, in_words
from engine.forms.typed import Reading
from engine.forms.types.base import FieldType, Inputs
from engine.forms.wrong import Wrong


class Unknown(FieldType):
    name = "unknown"
    inputs = Inputs.NONE

    def read(self, reading: Reading, field: Field, path: str) -> Answer:
        reading.wrong(path, Wrong("unknown_type", type=field.type))

    def show(self, field: Field, value: Answer, to: Audience) -> Shown:
        return Shown(label=field.label, kind="text", text=in_words(value, to))
