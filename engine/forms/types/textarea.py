"""`textarea`: lines of text."""

from __future__ import annotations

from engine.forms.characters import clean
from engine.forms.fields import Field
from engine.forms.scope import Answer
from engine.forms.shown import Audience, Shown
from engine.forms.types.written import Written


class Textarea(Written):
    name = "textarea"
    example = "Baris satu\nbaris dua"
    properties = Written.properties | {"composed_of"}

    def plain(self, text: str) -> str:
        return clean(text)

    def show(self, field: Field, value: Answer, to: Audience) -> Shown:
        return Shown(label=field.label, kind="lines", text=str(value))
