"""`per_item_select`: one option for each of the files of earlier steps: {file's id: option's id}."""

from __future__ import annotations

from collections.abc import Mapping

from engine.errors import Problem
from engine.forms.fields import Field
from engine.forms.scope import Answer, Names
from engine.forms.shown import Audience, Shown, name_of, rows
from engine.forms.typed import Reading
from engine.forms.types.base import Inputs, Shape
from engine.forms.types.choices import known_option, option_label
from engine.forms.types.earlier_files import OfEarlierFiles
from engine.forms.wrong import Wrong, problem


class PerItemSelect(OfEarlierFiles):
    name = "per_item_select"
    inputs = Inputs.ITEM_KEYS
    shape = Shape.OPTION
    has_options = True
    only_the_rest = True

    @property
    def empty(self) -> Answer:
        return {}

    def read(self, reading: Reading, field: Field, path: str) -> dict[str, str]:
        chosen = {key: _option(reading, field, f"{path}.{key}") for key in reading.keys(path)}
        return {key: option for key, option in chosen.items() if option is not None}

    def settle(self, field: Field, value: Answer, names: Names) -> Answer:
        return {key: value[key] for key in self.offered(field, names) if key in value}

    def faults(self, field: Field, value: Answer, names: Names, *, needed: bool) -> Mapping[str, Problem]:
        missing = [key for key in self.offered(field, names) if needed and key not in value]
        return {f".{key}": problem("required") for key in missing}

    def about_items(self, field: Field, value: Answer, to: Audience) -> Mapping[str, Shown]:
        words = {key: option_label(field, option) for key, option in (value or {}).items()}
        return {key: Shown(label=field.label, kind="text", text=text) for key, text in words.items()}

    def fits(self, value: Answer) -> bool:
        return isinstance(value, Mapping) and all(isinstance(option, str) for option in value.values())

    def show(self, field: Field, value: Answer, to: Audience) -> Shown:
        reasons = [
            Shown(label=name_of(to.items[key]), kind="text", text=option_label(field, option))
            for key, option in value.items()
            if key in to.items
        ]
        return rows(field.label, reasons)


def _option(reading: Reading, field: Field, path: str) -> str | None:
    text = reading.text(path)
    try:
        return known_option(field, text) if text else None
    except Wrong as wrong:
        reading.wrong(path, wrong)
        return None
