"""What an address or a form asks for, as far as anything could mean it: text without NUL, numbers that a
column holds. A spoilt address finds nothing, or begins anew; it is no fault of the server's.
"""

from __future__ import annotations

from typing import Any

from flask import request
from werkzeug.datastructures import ImmutableMultiDict

#: The largest id that a column holds: beyond it a database says error, not "nothing there".
LARGEST_ID = 2**31 - 1
#: Nobody searches for more; SQLite refuses patterns of some ten thousand characters.
LONGEST_SEARCH = 100


class Typed(ImmutableMultiDict[str, Any]):
    """Fields of a request. NUL is left out: nobody types it, and no text of PostgreSQL holds it."""

    def __init__(self, mapping: Any = None) -> None:
        super().__init__(mapping)
        spoilt = [name for name, values in self.lists() if any("\0" in str(one) for one in (name, *values))]
        if spoilt:
            clean = [(_clean(name), _clean(value)) for name, value in self.items(multi=True)]
            dict.clear(self)
            super().__init__(clean)


def search(name: str = "q") -> str:
    """Words to search for."""
    return request.args.get(name, "").strip()[:LONGEST_SEARCH]


def filters(*names: str) -> dict[str, str]:
    """What the address narrows a list to, for links to the rest of that list. Only by name: url_for takes some
    words for its own.
    """
    return {name: value for name in names if (value := request.args.get(name))}


def number(name: str) -> int | None:
    """A place in a list; None, which is its beginning, where the address says nothing that could be one."""
    found = request.args.get(name, type=int)
    return found if found is not None and 0 <= found <= LARGEST_ID else None


def _clean(value: Any) -> Any:
    return value.replace("\0", "") if isinstance(value, str) else value
