"""`richtext`: lines of text with a little form (engine.forms.richtext), stored as they were typed."""

from __future__ import annotations

from engine.forms.fields import Field
from engine.forms.richtext import to_html
from engine.forms.scope import Answer
from engine.forms.shown import Audience, Shown
from engine.forms.types.textarea import Textarea


class Richtext(Textarea):
    name = "richtext"
    example = "**Kegiatan** di Bantul"

    def show(self, field: Field, value: Answer, to: Audience) -> Shown:
        return Shown(label=field.label, kind="rich", text=str(value), html=to_html(str(value)))
