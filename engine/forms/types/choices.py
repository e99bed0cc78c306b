"""Choosing among the options that the field lists: one of them, or several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.errors import Problem
from engine.forms.fields import Field, Option
from engine.forms.scope import Answer, Locale, Names, keys_in
from engine.forms.shown import Audience, Shown, listed
from engine.forms.types.base import FieldType, Inputs, ListType, OneValue, Shape
from engine.forms.wrong import Wrong, problem

NARROWED = frozenset({"narrowed_by"})


class Narrowed(FieldType):
    """Which of the options are offered may hang on what is chosen in another field."""

    has_options = True
    gives_keys = True
    narrows_options = True

    def settle(self, field: Field, value: Answer, names: Names) -> Answer:
        offer = {option.id for option in offered_options(field, names)}
        fine = [key for key in keys_in(value) if key in offer]
        return fine if isinstance(value, list) else next(iter(fine), None)

    def faults(self, field: Field, value: Answer, names: Names, *, needed: bool) -> Mapping[str, Problem]:
        left = self.settle(field, value, names)
        return {} if keys_in(left) == keys_in(value) else {"": problem("not_offered")}


class OneOption(Narrowed, OneValue):
    shape = Shape.OPTION
    properties = NARROWED

    def parse(self, field: Field, text: str, locale: Locale) -> str:
        return known_option(field, text)

    def show(self, field: Field, value: Answer, to: Audience) -> Shown:
        return self.shown(field, option_label(field, value))


class SeveralOptions(Narrowed, ListType):
    inputs = Inputs.OPTIONS
    properties = ListType.properties | NARROWED

    def value(self, field: Field, typed: Sequence[str], locale: Locale) -> list[str]:
        chosen = {text for text in typed if text}
        if chosen - {option.id for option in field.options}:
            raise Wrong("not_an_option")
        return [option.id for option in field.options if option.id in chosen]

    def show(self, field: Field, value: Answer, to: Audience) -> Shown:
        return listed(field.label, tuple(option_label(field, item) for item in value))


def offered_options(field: Field, names: Names) -> tuple[Option, ...]:
    """Those that belong to what is chosen in the field that `narrowed_by` names, and those that belong to
    nothing; all of them while nothing is chosen there.
    """
    chosen = set(keys_in(names(field.narrowed_by))) if field.narrowed_by else set()
    return tuple(
        option
        for option in field.options
        if not chosen or not option.parents or not chosen.isdisjoint(option.parents)
    )


def known_option(field: Field, text: str) -> str:
    """The option's id. Raises Wrong for what the field does not offer."""
    if all(option.id != text for option in field.options):
        raise Wrong("not_an_option")
    return text


def option_label(field: Field, value: Answer) -> str:
    """The id itself, where the field has no such option any more."""
    return next((option.label for option in field.options if option.id == value), str(value))
