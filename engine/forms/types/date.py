"""`date`: a day, as the browser sends it or as people write it; stored as YYYY-MM-DD."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import cache

from engine.forms.characters import clean_line
from engine.forms.fields import Field
from engine.forms.scope import Answer, Locale
from engine.forms.shown import Audience, Shown, day, typed_day
from engine.forms.types.base import OneValue, Shape
from engine.forms.wrong import Wrong
from engine.texts import LANGUAGES, text

#: Nobody plans for later.
MAX_YEAR = 2199
_MIN_YEAR = 1900
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
#: As we write it: "Senin, 23 November 2026".
_IN_WORDS = re.compile(r"(?:([a-z]+), ?)?(\d{1,2}) ([a-z]+) (\d{4})", re.ASCII)


class Date(OneValue):
    name = "date"
    example = "23/11/2026"
    camunda = "date"
    shape = Shape.MOMENT

    def parse(self, field: Field, text: str, locale: Locale) -> str:
        return read_day(clean_line(text), "not_a_date").isoformat()

    def as_typed(self, value: Answer, locale: Locale) -> str:
        try:
            return typed_day(datetime.date.fromisoformat(value), locale.language)
        except (TypeError, ValueError):
            # Answered under a version in which the field was of another type.
            return super().as_typed(value, locale)

    def rewritten(self, field: Field, text: str, before: Locale, after: Locale) -> str:
        return rewritten_moment(self, field, text, before, after)

    def show(self, field: Field, value: Answer, to: Audience) -> Shown:
        return self.shown(field, day(str(value), to.language))


def rewritten_moment(kind: OneValue, field: Field, text: str, before: Locale, after: Locale) -> str:
    """As people of the other language write it; what is no day or moment stays as it was typed."""
    try:
        return kind.as_typed(kind.parse(field, text.strip(), before), after)
    except Wrong:
        return text


def read_day(typed: str, code: str) -> datetime.date:
    """2026-11-23, 23/11/2026 or [Senin,] 23 November 2026; raises Wrong(code) for anything else, for days
    that don't exist, and for one that is no such weekday.
    """
    match = _DAY.fullmatch(typed)
    year, month, day = _parts_in_words(typed, code) if match is None else _parts(match)
    try:
        found = datetime.date(year, month, day)
    except ValueError:
        raise Wrong(code) from None
    if not _MIN_YEAR <= found.year <= MAX_YEAR:
        raise Wrong(code)
    return found


def _parts(match: re.Match[str]) -> tuple[int, int, int]:
    year, month, day = match.group(1, 2, 3) if match[1] else match.group(6, 5, 4)
    return int(year), int(month), int(day)


def _parts_in_words(typed: str, code: str) -> tuple[int, int, int]:
    match = _IN_WORDS.fullmatch(typed.lower())
    if match is None or match[3] not in months():
        raise Wrong(code)
    year, month, day = int(match[4]), months()[match[3]], int(match[2])
    if match[1] and weekdays().get(match[1]) != _weekday(year, month, day):
        raise Wrong(code)
    return year, month, day


def _weekday(year: int, month: int, day: int) -> int | None:
    try:
        return datetime.date(year, month, day).weekday()
    except ValueError:
        return None


@cache
def months() -> dict[str, int]:
    """Name in small letters → 1 to 12, in every language."""
    return {name: place + 1 for name, place in _places("ui.time.months")}


@cache
def weekdays() -> dict[str, int]:
    """Name in small letters → 0 (Monday) to 6, in every language."""
    return dict(_places("ui.time.weekdays"))


def _places(key: str) -> Iterator[tuple[str, int]]:
    for language in LANGUAGES:
        names = text(key, language).lower().split()
        yield from ((name, place) for place, name in enumerate(names))
