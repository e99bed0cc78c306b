"""`date`: a day, as the browser sends it or as people write it; stored as YYYY-MM-DD."""

from __future__ import annotations

import datetime
import re
from datetime import tzinfo

from engine.forms.characters import clean_line
from engine.forms.fields import Field
from engine.forms.scope import Answer
from engine.forms.shown import Audience, Shown, day
from engine.forms.types.base import OneValue, Shape
from engine.forms.wrong import Wrong

#: Nobody plans for later.
MAX_YEAR = 2199
_MIN_YEAR = 1900
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)


class Date(OneValue):
    name = "date"
    example = "23/11/2026"
    camunda = "date"
    shape = Shape.MOMENT

    def parse(self, field: Field, text: str, zone: tzinfo) -> str:
        return read_day(clean_line(text), "not_a_date").isoformat()

    def show(self, field: Field, value: Answer, to: Audience) -> Shown:
        return self.shown(field, day(str(value), to.language))


def read_day(text: str, code: str) -> datetime.date:
    """2026-11-23 or 23/11/2026; raises Wrong(code) for anything else, and for days that don't exist."""
    match = _DAY.fullmatch(text)
    if match is None:
        raise Wrong(code)
    year, month, day = (match[1], match[2], match[3]) if match[1] else (match[6], match[5], match[4])
    try:
        found = datetime.date(int(year), int(month), int(day))
    except ValueError:
        raise Wrong(code) from None
    if not _MIN_YEAR <= found.year <= MAX_YEAR:
        raise Wrong(code)
    return found
