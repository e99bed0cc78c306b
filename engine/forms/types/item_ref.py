"""`item_ref`: one of the files of earlier steps, or of those chosen in a field of the same form."""

from __future__ import annotations

from engine.forms.fields import Field
from engine.forms.scope import Answer, Locale
from engine.forms.types.base import Inputs, OneValue
from engine.forms.types.earlier_files import Chosen


class ItemRef(Chosen, OneValue):
    name = "item_ref"
    inputs = Inputs.ITEMS
    gives_keys = True

    def parse(self, field: Field, text: str, locale: Locale) -> str:
        return text

    def fits(self, value: Answer) -> bool:
        return isinstance(value, str)
