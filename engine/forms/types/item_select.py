"""`item_select`: any number of the files of earlier steps."""

from __future__ import annotations

from collections.abc import Sequence

from engine.forms.fields import Field
from engine.forms.scope import Locale
from engine.forms.types.base import Inputs, ListType
from engine.forms.types.earlier_files import Chosen


class ItemSelect(Chosen, ListType):
    name = "item_select"
    inputs = Inputs.ITEMS
    gives_keys = True
    properties = Chosen.properties | ListType.properties

    def value(self, field: Field, typed: Sequence[str], locale: Locale) -> list[str]:
        return list(dict.fromkeys(text for text in typed if text))
