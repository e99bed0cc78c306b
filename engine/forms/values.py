"""One typed value → one answer, by field type. What can't be read raises Wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal
from urllib.parse import urlsplit

from engine.errors import Problem
from engine.forms.characters import clean, clean_line
from engine.forms.fields import Field
from engine.forms.scope import Answer

#: Whole numbers stay exact in Python, JSON and JavaScript.
MAX_NUMBER = 10**15
MAX_TAG = 100
MAX_URL = 2000
#: Zones before 1970 have odd offsets; nobody publishes then.
YEARS = range(1970, 2200)


class Wrong(Exception):
    """What is wrong with one typed value."""

    def __init__(self, code: str, **params: object) -> None:
        self.problem = Problem(code=f"forms.problem.{code}", params=params)
        super().__init__(code)


def read_value(field: Field, typed: Sequence[str], zone: tzinfo) -> Answer:
    """The answer, None (or []) when nothing was typed; raises Wrong."""
    if field.type in _MANY:
        return _MANY[field.type](field, typed)
    text = typed[0].strip() if typed else ""
    if field.type == "checkbox":
        return text in {"ya", "on", "true", "1"}
    if not text:
        return None
    if field.type in {"date", "datetime"}:
        return _date(text) if field.type == "date" else _datetime(text, zone)
    return _ONE.get(field.type, _line)(field, text)


def _line(_field: Field, text: str) -> str | None:
    return clean_line(text) or None


def _lines(_field: Field, text: str) -> str | None:
    return clean(text) or None


def _option(field: Field, text: str) -> str:
    if all(option.id != text for option in field.options):
        raise Wrong("not_an_option")
    return text


def _options(field: Field, typed: Sequence[str]) -> list[str]:
    chosen = {text for text in typed if text}
    if chosen - {option.id for option in field.options}:
        raise Wrong("not_an_option")
    return [option.id for option in field.options if option.id in chosen]


def _item(_field: Field, text: str) -> str:
    return text


def _items(_field: Field, typed: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(text for text in typed if text))


_THOUSANDS = re.compile(r"([1-9]\d{0,2}(?:\.\d{3})+)(?:,(\d+))?", re.ASCII)
_DECIMAL = re.compile(r"(\d+)(?:[,.](\d+))?", re.ASCII)


def _number(_field: Field, text: str) -> int | float:
    """1.250.000 and 1250000 and 12,5 (and 12.5 and 0.125, which can't be thousands)."""
    plain = re.sub(r"\s", "", text).replace("\N{MINUS SIGN}", "-")
    negative, digits = plain.startswith("-"), plain.removeprefix("-")
    match = _THOUSANDS.fullmatch(digits) or _DECIMAL.fullmatch(digits)
    if match is None:
        raise Wrong("not_a_number")
    if len(digits) > 40 or Decimal(match[1].replace(".", "")) > MAX_NUMBER:
        raise Wrong("number_too_big")
    whole, fraction = match[1].replace(".", ""), match[2]
    number = float(f"{whole}.{fraction}") if fraction and fraction.strip("0") else int(whole)
    return -number if negative else number


_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
#: With the zone's name, as people write it and as we show it.
_TIME = re.compile(r"(\d{1,2})[:.](\d\d)(?:[:.](\d\d)(?:\.\d+)?)?(?:\s*([A-Za-z]+))?", re.ASCII)


def _date(text: str) -> str:
    return _day(text, "not_a_date").isoformat()


def _day(text: str, code: str) -> date:
    match = _DAY.fullmatch(text)
    if match is None:
        raise Wrong(code)
    year, month, day = (match[1], match[2], match[3]) if match[1] else (match[6], match[5], match[4])
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise Wrong(code) from None
    if not 1900 <= found.year <= YEARS[-1]:
        raise Wrong(code)
    return found


def _datetime(text: str, zone: tzinfo) -> str:
    """Typed without an offset it is local time, as the browser's own control sends it."""
    day, time = [*re.split("[T ]", text, maxsplit=1), ""][:2]
    match = _TIME.fullmatch(time.strip())
    found = _day(day, "not_a_datetime")
    if match is None or found.year not in YEARS:
        raise Wrong("not_a_datetime")
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if hour > 23 or minute > 59 or second > 59:
        raise Wrong("not_a_datetime")
    moment = datetime(found.year, found.month, found.day, hour, minute, second, tzinfo=zone)
    if match[4] and match[4].upper() != moment.tzname():
        raise Wrong("not_a_datetime")
    return moment.isoformat()


def _tags(_field: Field, typed: Sequence[str]) -> list[str]:
    tags: dict[str, str] = {}
    for word in re.split(r"[\s,#]+", clean(" ".join(typed))):
        if word:
            tags.setdefault(word.casefold(), word)
    for tag in tags.values():
        if not re.fullmatch(r"\w+", tag) or len(tag) > MAX_TAG:
            raise Wrong("bad_tag", tag=tag[:40])
    return list(tags.values())


def _url(_field: Field, text: str) -> str:
    if len(text) > MAX_URL:
        raise Wrong("url_too_long", n=MAX_URL)
    host_of(text)
    return text


_BAD_IN_URL = re.compile(
    "[\x00-\x20\x7f-\xa0\\\\<>\"'`{}|^\u2000-\u200f\u2028-\u202f\u2066-\u2069\ufeff\ud800-\udfff]"
)
_HOST = re.compile(r"(?:(?!-)[a-z0-9-]{1,63}(?<!-)\.)+(?!-)[a-z0-9-]{2,63}(?<!-)", re.ASCII)


def host_of(url: str) -> str:
    """The host as the network sees it: lower case, punycode. Raises Wrong for anything but a web address."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removesuffix(".").encode("idna").decode("ascii").lower()
        fine = parts.port is None or parts.port > 0
    except (ValueError, UnicodeError):
        raise Wrong("not_a_url") from None
    if parts.scheme not in {"http", "https"} or _BAD_IN_URL.search(url) or not fine:
        raise Wrong("not_a_url")
    # user:password@host hides where a link leads
    if "@" in parts.netloc or not _HOST.fullmatch(host):
        raise Wrong("not_a_url")
    return host


_ONE: Mapping[str, Callable[[Field, str], Answer]] = {
    "text": _line,
    "textarea": _lines,
    "richtext": _lines,
    "number": _number,
    "select": _option,
    "radio": _option,
    "per_item_select": _option,
    "url": _url,
    "item_ref": _item,
}
_MANY: Mapping[str, Callable[[Field, Sequence[str]], Answer]] = {
    "multiselect": _options,
    "checklist": _options,
    "tags": _tags,
    "item_select": _items,
}
