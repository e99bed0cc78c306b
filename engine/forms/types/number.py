"""`number`: whole or with decimals, as its writer's language has them: 1.250.000,5 or 1,250,000.5."""

from __future__ import annotations

import re
from decimal import Decimal

from engine.errors import Problem
from engine.forms.characters import clean
from engine.forms.fields import Field
from engine.forms.scope import Answer, Locale, Names
from engine.forms.shown import Audience, Shown
from engine.forms.types.base import OneValue, Shape
from engine.forms.wrong import Wrong, problem
from engine.texts import number_in_words

#: Whole numbers stay exact in Python, JSON and JavaScript.
MAX_NUMBER = 10**15
#: By language: only one that can't be thousands may also have its decimals behind the other mark.
_THOUSANDS = {
    "id": re.compile(r"([1-9]\d{0,2}(?:\.\d{3})+)(?:,(\d+))?", re.ASCII),
    "en": re.compile(r"([1-9]\d{0,2}(?:,\d{3})+)(?:\.(\d+))?", re.ASCII),
}
_DECIMAL = re.compile(r"(\d+)(?:[,.](\d+))?", re.ASCII)


class Number(OneValue):
    name = "number"
    example = "1.250,5"
    camunda = "long"
    shape = Shape.NUMBER
    properties = frozenset({"minimum", "maximum"})

    def parse(self, field: Field, text: str, locale: Locale) -> int | float:
        """1.250.000 and 1250000 and 12,5 (and 12.5 and 0.125, which can't be thousands); in English the marks
        change places.
        """
        plain = re.sub(r"\s", "", clean(text)).replace("\N{MINUS SIGN}", "-")
        negative, digits = plain.startswith("-"), plain.removeprefix("-")
        match = _THOUSANDS[locale.language].fullmatch(digits) or _DECIMAL.fullmatch(digits)
        if match is None:
            raise Wrong("not_a_number")
        whole, fraction = re.sub("[.,]", "", match[1]), match[2]
        if len(digits) > 40 or Decimal(whole) > MAX_NUMBER:
            raise Wrong("number_too_big")
        number = float(f"{whole}.{fraction}") if fraction and fraction.strip("0") else int(whole)
        return -number if negative else number

    def rewritten(self, field: Field, text: str, before: Locale, after: Locale) -> str:
        try:
            return self.as_typed(self.parse(field, text.strip(), before), after)
        except Wrong:
            return text

    def as_typed(self, value: Answer, locale: Locale) -> str:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return super().as_typed(value, locale)
        plain = format(Decimal(repr(value)), "f")
        return plain if locale.language == "en" else plain.replace(".", ",")

    def fits(self, value: Answer) -> bool:
        return isinstance(value, int | float)

    def limit(self, field: Field, value: float, names: Names, *, needed: bool) -> Problem | None:
        number = Decimal(repr(value))
        if field.minimum is not None and number < field.minimum:
            return problem("too_small", n=field.minimum)
        if field.maximum is not None and number > field.maximum:
            return problem("too_large", n=field.maximum)
        return None

    def show(self, field: Field, value: Answer, to: Audience) -> Shown:
        return self.shown(field, number_in_words(value, to.language))
