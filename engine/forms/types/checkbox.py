"""`checkbox`: one statement, ticked or not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from engine.forms.fields import Field
from engine.forms.scope import Answer, Locale
from engine.forms.shown import Audience, Shown
from engine.forms.types.base import Shape, ValueType
from engine.texts import LANGUAGES, text

_TICKED = frozenset({"on", "true", "1"})


class Checkbox(ValueType):
    name = "checkbox"
    example = "ya"
    camunda = "boolean"
    shape = Shape.TRUTH
    says_words = False

    def value(self, field: Field, typed: Sequence[str], locale: Locale) -> bool:
        return self.line(typed).strip().lower() in _ticked()

    def show(self, field: Field, value: Answer, to: Audience) -> Shown:
        return self.shown(field, to.words("forms.show.yes" if value else "forms.show.no"))


@cache
def _ticked() -> frozenset[str]:
    """What a browser sends, and what we write."""
    return _TICKED | {text("forms.show.yes", language).lower() for language in LANGUAGES}
