"""Choosing among the options that the field lists: one of them, or several."""

from __future__ import annotations

from collections.abc import Sequence

from engine.forms.fields import Field
from engine.forms.scope import Answer, Locale
from engine.forms.shown import Audience, Shown, listed
from engine.forms.types.base import Inputs, ListType, OneValue, Shape
from engine.forms.wrong import Wrong


class OneOption(OneValue):
    shape = Shape.OPTION
    has_options = True
    gives_keys = True

    def parse(self, field: Field, text: str, locale: Locale) -> str:
        return known_option(field, text)

    def show(self, field: Field, value: Answer, to: Audience) -> Shown:
        return self.shown(field, option_label(field, value))


class SeveralOptions(ListType):
    inputs = Inputs.OPTIONS
    has_options = True
    gives_keys = True

    def value(self, field: Field, typed: Sequence[str], locale: Locale) -> list[str]:
        chosen = {text for text in typed if text}
        if chosen - {option.id for option in field.options}:
            raise Wrong("not_an_option")
        return [option.id for option in field.options if option.id in chosen]

    def show(self, field: Field, value: Answer, to: Audience) -> Shown:
        return listed(field.label, tuple(option_label(field, item) for item in value))


def known_option(field: Field, text: str) -> str:
    """The option's id. Raises Wrong for what the field does not offer."""
    if all(option.id != text for option in field.options):
        raise Wrong("not_an_option")
    return text


def option_label(field: Field, value: Answer) -> str:
    """The id itself, where the field has no such option any more."""
    return next((option.label for option in field.options if option.id == value), str(value))
