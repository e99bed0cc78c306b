"""`datetime`: a moment in the office's zone; stored as ISO 8601 with the offset."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo

from engine.forms.characters import clean_line
from engine.forms.fields import Field
from engine.forms.scope import Answer, Locale
from engine.forms.shown import Audience, Shown, moment, typed_day
from engine.forms.types.base import OneValue, Shape
from engine.forms.types.date import MAX_YEAR, read_day, rewritten_moment
from engine.forms.wrong import Wrong

#: Zones before 1970 have odd offsets; nobody publishes then.
_YEARS = range(1970, MAX_YEAR + 1)
#: With the zone's name, as people write it and as we show it.
_IN_WORDS = re.compile(r"([^:]*[a-z] \d{4}),? (.+)", re.ASCII | re.IGNORECASE)
_TIME = re.compile(r"(\d{1,2})[:.](\d\d)(?:[:.](\d\d)(?:\.\d+)?)?(?:\s*([A-Za-z]+))?", re.ASCII)


class DateTime(OneValue):
    name = "datetime"
    example = "2026-11-23T10:00"
    shape = Shape.MOMENT
    has_clock = True

    def parse(self, field: Field, text: str, locale: Locale) -> str:
        """Typed without an offset it is local time, as the browser's own control sends it."""
        line = clean_line(text)
        in_words = _IN_WORDS.fullmatch(line)
        day, time = in_words.groups() if in_words else [*re.split("[T ]", line, maxsplit=1), ""][:2]
        match = _TIME.fullmatch(time.strip())
        found = read_day(day, "not_a_datetime")
        if match is None or found.year not in _YEARS:
            raise Wrong("not_a_datetime")
        hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
        if hour > 23 or minute > 59 or second > 59:
            raise Wrong("not_a_datetime")
        moment = datetime(found.year, found.month, found.day, hour, minute, second, tzinfo=locale.zone)
        if match[4] and match[4].upper() != moment.tzname():
            raise Wrong("not_a_datetime")
        return moment.isoformat()

    def as_typed(self, value: Answer, locale: Locale) -> str:
        local = _local(value, locale.zone)
        if local is None:
            return super().as_typed(value, locale)
        time = local.strftime("%H.%M.%S" if local.second else "%H.%M")
        time = time.replace(".", ":") if locale.language == "en" else time
        return f"{typed_day(local.date(), locale.language)}, {time}"

    def rewritten(self, field: Field, text: str, before: Locale, after: Locale) -> str:
        return rewritten_moment(self, field, text, before, after)

    def show(self, field: Field, value: Answer, to: Audience) -> Shown:
        return self.shown(field, moment(str(value), to.language, to.zone))


def _local(value: Answer, zone: tzinfo) -> datetime | None:
    """None for what was answered under a version in which the field was of another type."""
    try:
        return datetime.fromisoformat(value).astimezone(zone).replace(tzinfo=None)
    except (TypeError, ValueError):
        return None
