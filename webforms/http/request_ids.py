"""One name for one request: in its answer, in each line that it writes to the log, on the page that says what
failed. Who calls for help reads it aloud, and whoever runs the server finds the line.
"""

from __future__ import annotations

import re
import secrets

import structlog
from flask import Flask, Response, g, request

from engine.config import Config

HEADER = "X-Request-ID"
#: What a proxy may call it (nginx: 32 hexadecimal digits, others: UUIDs). Anything else could forge a line.
_WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{7,63}", re.ASCII)


def set_up(app: Flask, config: Config) -> None:
    """On every answer. In production the proxy in front may have named the request. To be set up first."""

    @app.before_request
    def name_request() -> None:
        # What the last request of this thread was called must not stand in a line of this one.
        structlog.contextvars.clear_contextvars()
        g.request_id = _given() if config.production else _made()
        structlog.contextvars.bind_contextvars(request=g.request_id)

    @app.after_request
    def tell(response: Response) -> Response:
        response.headers[HEADER] = request_id()
        return response


def request_id() -> str:
    """Of the request that is being answered: 8 to 64 letters, digits and hyphens."""
    if "request_id" not in g:
        g.request_id = _made()
    return str(g.request_id)


def _given() -> str:
    given = request.headers.get(HEADER, "")
    return given if _WELL_FORMED.fullmatch(given) else _made()


def _made() -> str:
    return secrets.token_hex(4)
