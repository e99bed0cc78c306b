"""What browsers report by themselves: taken as a hint from one of our pages, a few a minute, and nothing in
it that somebody typed or that opens a door.
"""

from __future__ import annotations

import time
from collections import deque
from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException

#: What a browser says instead of an address.
_WORDS = {"inline", "eval", "wasm-eval", "data", "blob", "about", "self", "trusted-types-policy"}


class Rate:
    """So many a minute: a page that is broken reports the same for everybody."""

    def __init__(self, most: int) -> None:
        self._times: deque[float] = deque(maxlen=most)

    def has_room(self) -> bool:
        """Whether another one is taken now; counts it."""
        now = time.monotonic()
        if len(self._times) == self._times.maxlen and now - self._times[0] < 60:
            return False
        self._times.append(now)
        return True


def comes_from_us(kind: str) -> bool:
    """Whether a report of this media type comes from a page of ours: by what browsers say and no page of
    another site can change. Not every browser says it."""
    return (
        request.mimetype == kind
        and request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        and urlsplit(request.headers.get("Origin", request.host_url)).netloc == request.host
    )


def place_of(address: str) -> str:
    """Of our own addresses the rule ("/invite/<token>"), of others scheme and host."""
    if address in _WORDS or not address:
        return address
    parts = urlsplit(address)
    if parts.netloc != request.host:
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"[:100] if parts.netloc else "?"
    adapter = current_app.url_map.bind("localhost")
    try:
        rule, _args = adapter.match(parts.path, method="GET", return_rule=True)
    except HTTPException:
        return "?"
    return str(rule.rule)
