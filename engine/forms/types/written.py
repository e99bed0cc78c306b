"""Texts: how long they may be, where they are published, and what their words may give away."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem
from engine.forms.channels import channel
from engine.forms.fields import Field
from engine.forms.scope import Answer, Locale, Names
from engine.forms.types.base import OneValue
from engine.forms.wrong import problem

LENGTH = frozenset({"min_length", "max_length"})
#: What may deserve a second look in words that a person wrote (engine.forms.warn).
WORDS = frozenset({"warn_over", "detect"})


class Written(OneValue):
    is_prose = True
    properties = LENGTH | WORDS | {"channel_limit"}

    def parse(self, field: Field, text: str, locale: Locale) -> Answer:
        return self.plain(text) or None

    def limit(self, field: Field, value: str, names: Names, *, needed: bool) -> Problem | None:
        where = channel(names("kunci")) if field.channel_limit == "text" else None
        if where and where.text_max is not None and where.length(value) > where.text_max:
            counted = where.length(value)
            return problem("channel_too_long", n=where.text_max, length=counted, channel=where.label)
        return how_long(field, value)

    def texts(self, path: str, value: Answer) -> Iterator[tuple[str, str]]:
        if isinstance(value, str):
            yield path, value


def how_long(field: Field, text: str) -> Problem | None:
    """What is wrong with the length of a text, in characters as they are stored."""
    length = len(text)
    if field.min_length is not None and length < field.min_length:
        return problem("too_short", n=field.min_length, length=length)
    if field.max_length is not None and length > field.max_length:
        return problem("too_long", n=field.max_length, length=length)
    return None
