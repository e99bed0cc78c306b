"""What travels before a page is whole: itself, and what it names that is not fetched later."""

from __future__ import annotations

import re
from functools import partial
from html import unescape

from playwright.sync_api import APIRequestContext

from tests.journeys.browsing import Browsers
from tests.journeys.places import PLACES, log_in, make_draft
from tests.journeys.serving import Alur

#: Bytes of a first load, and of the page alone.
MAX_LOAD, MAX_PAGE = 100_000, 40_000
#: It brings what draws and edits diagrams, and is opened at a desk.
FOR_A_DESK = {"editor"}
#: At a desk their diagram is in sight at once, and what draws it is fetched.
IN_SIGHT = {"instance"}
_TAG = re.compile(r"<(?:link|script|img)\b[^>]*>")
_ADDRESS = re.compile(r'\b(?:href|src)="(/[^"]*)"')
_DRAWING = re.compile(r'\bdata-src="(/[^"]*)"')
#: Status, headers: what comes besides the body.
_AROUND = 300


def test_pages_are_light(alur: Alur, browsers: Browsers) -> None:
    make_draft(_somebody(browsers), alur)
    people: dict[str, APIRequestContext] = {}
    sizes: dict[str, int] = {}
    heavy = {}
    for place in PLACES:
        asking = people.setdefault(place.username, _somebody(browsers))
        if place.username and not asking.storage_state()["cookies"]:
            log_in(asking, alur, place.username)
        address = place.address(asking, alur)
        page = asking.get(address)
        size = partial(_size, asking, sizes)
        own = named(page.text(), in_sight=place.name in IN_SIGHT)
        whole = size(address) + sum(size(alur.url + each) for each in own)
        if size(address) > MAX_PAGE or (whole > MAX_LOAD and place.name not in FOR_A_DESK):
            heavy[place.name] = (size(address), whole)
    assert heavy == {}


def named(page: str, *, in_sight: bool = False) -> set[str]:
    """What a browser asks for by itself; with what it asks for when a diagram comes in sight."""
    later = ('loading="lazy"', 'data-when="wanted"', *(() if in_sight else ('data-when="in sight"',)))
    tags = [tag for tag in _TAG.findall(page) if not any(sign in tag for sign in later)]
    found = [address for tag in tags for address in _ADDRESS.findall(tag)]
    return {unescape(each) for each in (*found, *_DRAWING.findall(page))}


def _somebody(browsers: Browsers) -> APIRequestContext:
    return browsers.playwright.request.new_context(extra_http_headers={"Accept-Encoding": "gzip, br"})


def _size(asking: APIRequestContext, known: dict[str, int], address: str) -> int:
    """Bytes on the line; what all pages share is asked for once."""
    if address not in known or "/static/" not in address:
        known[address] = int(asking.get(address).headers["content-length"]) + _AROUND
    return known[address]
