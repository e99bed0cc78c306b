"""Query parameters, as far as anything could mean them: numbers that a column holds, words not too long.

A spoilt address finds nothing, or shows a list from its beginning; it is no fault of the server's.
"""

from __future__ import annotations

from datetime import date

from flask import request

from engine.forms.characters import clean_line
from engine.forms.types.date import read_day
from engine.forms.wrong import Wrong

#: The largest id that a column holds: beyond it a database says error, not "nothing there".
MAX_ID = 2**31 - 1
#: Characters. Nobody searches for more; SQLite refuses patterns of some ten thousand.
MAX_SEARCH = 100


def search(name: str = "q") -> str:
    """Words to search for."""
    return request.args.get(name, "").strip()[:MAX_SEARCH]


def filters(*names: str) -> dict[str, str]:
    """What the address narrows a list to, for links to its other pages; url_for has words of its own."""
    return {name: value for name in names if (value := request.args.get(name))}


def parse_day(text: str) -> date:
    """A day as people write it: 27/11/2026, 27 November 2026, 2026-11-27. ValueError for anything else."""
    try:
        return read_day(clean_line(text), "not_a_date")
    except Wrong:
        raise ValueError(text) from None


def number(name: str) -> int | None:
    """A place in a list or a version; None where the address says nothing that could be one."""
    return request.args.get(name, type=parse_id)


def parse_id(text: str) -> int:
    """For `get(…, type=parse_id)`: whole numbers that a column holds; ValueError for any other."""
    found = int(text)
    if not 0 <= found <= MAX_ID:
        raise ValueError(text)
    return found
