"""Parts of an address, as far as anything could mean them; any other address is one that isn't there."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter

from webforms.http.query import MAX_ID


class _Id(IntegerConverter):
    def __init__(self, url_map: Map, max: int = MAX_ID, **options: Any) -> None:  # noqa: A002
        super().__init__(url_map, max=max, **options)


class _Word(UnicodeConverter):
    """No key or name holds NUL, and PostgreSQL can't even look for one that does."""

    def __init__(self, url_map: Map, **options: Any) -> None:
        super().__init__(url_map, **options)
        self.regex = self.regex.replace("[^/]", r"[^/\0]")


def set_up(app: Flask) -> None:
    """For `<int:…>`, `<…>` and `<string:…>` of every address that is added from now on."""
    app.url_map.converters |= {"int": _Id, "default": _Word, "string": _Word}
