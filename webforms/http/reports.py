"""What browsers report by themselves: taken as a hint from one of our pages, a few a minute, and nothing in
it that somebody typed or that opens a door.
"""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import Flask, current_app, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import HTTPException

from engine.config import Config
from webforms.http.limits import Limit, takes

_MAX_REMEMBERED = 100

#: What a browser says instead of an address.
_WORDS = {"inline", "eval", "wasm-eval", "data", "blob", "about", "self", "trusted-types-policy"}


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of report."""

    #: Of the view that takes one; with an s behind it, of the one that shows those that are remembered.
    endpoint: str
    address: str
    media_type: str
    #: Bytes of one report.
    max_bytes: int
    max_a_minute: int
    #: What is kept of a report; None, or ValueError, TypeError, KeyError, AttributeError: it is none of ours.
    facts: Callable[[Any], Mapping[str, object] | None]
    #: The logger's name, and what it says.
    logger: str
    message: str


def take_reports(app: Flask, config: Config, csrf: CSRFProtect, kind: Kind) -> None:
    """At `kind.address`: 204; 400 for what no browser sends from a page of ours, 429 for too many. Outside
    production GET shows them: the browser tests ask whether there were any."""
    seen: deque[Mapping[str, object]] = deque(maxlen=_MAX_REMEMBERED)
    rate, log = Rate(kind.max_a_minute), structlog.get_logger(kind.logger)

    @takes(Limit(form=kind.max_bytes))
    def take() -> ResponseReturnValue:
        facts = _facts(kind) if comes_from_us(kind.media_type) else None
        if facts is None:
            return "", 400
        if not rate.has_room():
            return "", 429
        seen.append(facts)
        log.warning(kind.message, **facts)
        return "", 204

    app.add_url_rule(kind.address, kind.endpoint, take, methods=["POST"])
    csrf.exempt(take)
    if not config.production:
        app.add_url_rule(kind.address, f"{kind.endpoint}s", lambda: {"reports": list(seen)})


def _facts(kind: Kind) -> Mapping[str, object] | None:
    try:
        return kind.facts(json.loads(request.stream.read(kind.max_bytes)))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


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
