"""What a request asks for, as far as anything could mean it: text without NUL, numbers that a column holds.
A spoilt address finds nothing, or begins anew; it is no fault of the server's.
"""

from __future__ import annotations

from typing import Any

from flask import request
from werkzeug.datastructures import FileStorage, ImmutableMultiDict

#: The largest id that a column holds: beyond it a database says error, not "nothing there".
LARGEST_ID = 2**31 - 1
#: Nobody searches for more; SQLite refuses patterns of some ten thousand characters.
LONGEST_SEARCH = 100


class Typed(ImmutableMultiDict[str, Any]):
    """Fields or files of a request. NUL is left out: nobody types it, and no text of PostgreSQL holds it."""

    def __init__(self, mapping: Any = None) -> None:
        super().__init__(mapping)
        if any("\0" in _text(one) for name, values in self.lists() for one in (name, *values)):
            clean = [(_clean(name), _clean(value)) for name, value in self.items(multi=True)]
            dict.clear(self)
            super().__init__(clean)


def search(name: str = "q") -> str:
    """Words to search for."""
    return request.args.get(name, "").strip()[:LONGEST_SEARCH]


def filters(*names: str) -> dict[str, str]:
    """What the address narrows a list to, for links to its other pages; url_for has words of its own."""
    return {name: value for name in names if (value := request.args.get(name))}


def number(name: str) -> int | None:
    """A place in a list; None, which is its beginning, where the address says nothing that could be one."""
    return request.args.get(name, type=an_id)


def an_id(text: str) -> int:
    """For `get(…, type=an_id)`: whole numbers that a column holds; ValueError for any other."""
    found = int(text)
    if not 0 <= found <= LARGEST_ID:
        raise ValueError(text)
    return found


def wants_json() -> bool:
    """Asked by a script of ours: it can't show a page."""
    # A form sends its token as a field, a script as a header.
    if any(name in request.headers for name in ("X-CSRFToken", "X-Requested-With", "Tus-Resumable")):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    return best == "application/json"


def _text(value: Any) -> str:
    return value.filename or "" if isinstance(value, FileStorage) else str(value)


def _clean(value: Any) -> Any:
    if isinstance(value, FileStorage):
        value.filename = _text(value).replace("\0", "")
        return value
    return _text(value).replace("\0", "")
