"""Headers of every response, beside its Content-Security-Policy: what else a browser must not do with it."""

from __future__ import annotations

from flask import Flask, Response
from flask_login import current_user

from engine.config import Config

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # For browsers that know nothing of frame-ancestors.
    "X-Frame-Options": "DENY",
}
_TWO_YEARS = 2 * 365 * 24 * 3600


def set_up(app: Flask, config: Config) -> None:
    """On every response; Strict-Transport-Security only in production (RFC 6797)."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        return _add_headers(response, production=config.production)


def _add_headers(response: Response, *, production: bool) -> Response:
    for name, value in HEADERS.items():
        # A view that is stricter about its own response (a file) keeps its word.
        response.headers.setdefault(name, value)
    if response.mimetype == "text/html":
        # Back after logging out, or the next person at the same computer: asked again, not shown again. To
        # "no-cache" alone browsers don't listen when they go back.
        inside = "no-store" if current_user.is_authenticated else "no-cache"
        response.headers.setdefault("Cache-Control", f"private, {inside}")
    if production:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={_TWO_YEARS}; includeSubDomains")
    return response
