"""What a condition's tree means. Pure, and total: any tree with any JSON values gives a value, no error.

webforms/frontend/src/form/conditions.js says the same in JavaScript: change both. A shared table of examples
(tests/engine/forms/condition_vectors.json) and random expressions hold them together.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

Lookup = Callable[[str], object]
#: ("==", left, right), ("name", "foto.keterangan"), ("value", 3) …
Tree = tuple[Any, ...]


def value(tree: Tree, lookup: Lookup) -> Any:
    """JSON values; a datetime is its ISO text with offset."""
    word, *parts = tree
    if word == "value":
        return parts[0]
    if word == "name":
        return _found(parts[0], lookup)
    if word in {"and", "or"}:
        last = None
        for part in parts:
            last = value(part, lookup)
            if true(last) == (word == "or"):
                break
        return last
    return _MEANING[word](*(value(part, lookup) for part in parts))


def _found(name: str, lookup: Lookup) -> Any:
    first, *rest = name.split(".")
    here: object = lookup(first)
    for part in rest:
        here = here.get(part) if isinstance(here, Mapping) else None
    return here.isoformat() if isinstance(here, datetime) else here


def true(it: Any) -> bool:
    """As in Starlark: None, 0 and empty texts, lists and mappings are false."""
    return bool(it)


def _kind(it: Any) -> str:
    for kind, types in _KINDS:
        if isinstance(it, types):
            return kind
    return "none"


_KINDS: tuple[tuple[str, Any], ...] = (
    ("bool", bool),
    ("number", (int, float)),
    ("text", str),
    ("list", (list, tuple)),
    ("mapping", Mapping),
)


def _equal(left: Any, right: Any) -> bool:
    kind = _kind(left)
    if kind != _kind(right):
        return False
    if kind == "number":
        return _number(left) == _number(right)
    if kind == "text":
        first, second = _comparable(left, right)
        return bool(first == second)
    if kind == "list":
        return len(left) == len(right) and all(_equal(a, b) for a, b in zip(left, right, strict=True))
    if kind == "mapping":
        return left.keys() == right.keys() and all(_equal(left[key], right[key]) for key in left)
    return bool(left == right)


def _less(left: Any, right: Any) -> bool:
    kind = _kind(left)
    if kind != _kind(right) or kind not in {"number", "text"}:
        return False
    if kind == "number":
        return _number(left) < _number(right)
    first, second = _comparable(left, right)
    return bool(first < second)


def _less_or_equal(left: Any, right: Any) -> bool:
    return _less(left, right) or (_kind(left) in {"number", "text"} and _equal(left, right))


def _contains(needle: Any, hay: Any) -> bool:
    kind = _kind(hay)
    if kind == "list":
        return any(_equal(needle, element) for element in hay)
    return kind in {"text", "mapping"} and isinstance(needle, str) and needle in hay


def _length(it: Any) -> int | None:
    if it is None:
        return 0
    return len(it) if _kind(it) in {"text", "list", "mapping"} else None


def _starts(it: Any, start: Any) -> bool:
    return isinstance(it, str) and isinstance(start, str) and it.startswith(start)


def _number(it: float) -> float:
    try:
        return float(it)
    except OverflowError:
        return math.inf if it > 0 else -math.inf


_MOMENT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(?:Z|([+-])(\d\d):(\d\d))", re.ASCII
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  arithmetic without zones, as in the page


def _comparable(left: str, right: str) -> tuple[Any, Any]:
    """Two moments as moments; a day and a moment as days; anything else as text."""
    first, second = _milliseconds(left), _milliseconds(right)
    if first is not None and second is not None:
        return first, second
    if first is not None and _DAY.fullmatch(right):
        return left[:10], right
    if second is not None and _DAY.fullmatch(left):
        return left, right[:10]
    return left, right


def _milliseconds(text: str) -> int | None:
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute = (int(match[n]) for n in range(1, 6))
    second, offset = int(match[6] or 0), int(match[9] or 0) * 60 + int(match[10] or 0)
    try:
        local = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001
    except ValueError:
        return None
    east = -offset if match[8] == "-" else offset
    since = (local - _EPOCH) // timedelta(milliseconds=1)
    return since + int((match[7] or "")[:3].ljust(3, "0")) - east * 60_000


_MEANING: dict[str, Callable[..., Any]] = {
    "==": _equal,
    "!=": lambda left, right: not _equal(left, right),
    "<": _less,
    "<=": _less_or_equal,
    ">": lambda left, right: _less(right, left),
    ">=": lambda left, right: _less_or_equal(right, left),
    "in": _contains,
    "not in": lambda needle, hay: not _contains(needle, hay),
    "not": lambda it: not true(it),
    "len": _length,
    "startswith": _starts,
    "list": lambda *elements: list(elements),
}
