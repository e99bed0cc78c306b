"""Which section of the manual is about which page of the product: one table, for the link on each page."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from webforms.manual import FOLDER

#: Where no page is meant: errors.
ELSEWHERE = "begin#find"


@cache
def places() -> Mapping[str, str]:
    """Endpoint → page#anchor."""
    written = tomllib.loads((FOLDER / "places.toml").read_text("utf-8"))
    return {f"{kind}.{view}": place for kind, views in written.items() for view, place in views.items()}


def place_of(endpoint: str | None) -> tuple[str, str]:
    """The manual's page and anchor about the page that this view shows."""
    name = endpoint or ""
    kind = name.partition(".")[0]
    alike = (place for each, place in places().items() if each.partition(".")[0] == kind)
    page, _, anchor = (places().get(name) or next(alike, ELSEWHERE)).partition("#")
    return page, anchor
