"""What every answer tells the browser to refuse, and the token that every form carries.

Set up before `webforms.login`: a form without its token is turned away before anybody asks who sent it.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Mapping
from typing import Any

import structlog
from flask import Flask, Response, current_app, g, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect, validate_csrf
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter
from wtforms.validators import ValidationError  # type: ignore[import-untyped]

from engine.config import Config
from webforms.asked import LARGEST_ID
from webforms.language import t
from webforms.problems import answer

#: Nothing from elsewhere, no inline script or style, no eval. Blobs: previews of files not yet sent.
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' blob: data:",
    "media-src": "'self' blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "report-uri": "/csp-report",
}
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
_LONGEST_REPORT = 16 * 1024

log = structlog.get_logger("alur.csp")


class _Id(IntegerConverter):
    def __init__(self, url_map: Map, max: int = LARGEST_ID, **options: Any) -> None:  # noqa: A002
        super().__init__(url_map, max=max, **options)


class _Word(UnicodeConverter):
    """No key or name holds NUL, and PostgreSQL can't even look for one that does."""

    def __init__(self, url_map: Map, **options: Any) -> None:
        super().__init__(url_map, **options)
        self.regex = self.regex.replace("[^/]", r"[^/\0]")


def set_up(app: Flask, config: Config) -> None:
    app.url_map.converters |= {"int": _Id, "default": _Word, "string": _Word}
    # The token lives as long as the login; a form left open over lunch must still be accepted.
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)
    csrf = CSRFProtect(app)
    app.register_error_handler(CSRFError, _no_token)
    app.extensions["csp_reports"] = deque(maxlen=100)
    app.add_url_rule("/csp-report", "csp_report", _take_report, methods=["POST"])
    csrf.exempt(_take_report)
    if not config.production:
        # The browser tests ask it whether any page was refused something.
        app.add_url_rule("/csp-report", "csp_reports", _show_reports)

    @app.after_request
    def protect(response: Response) -> Response:
        return _add_headers(response, production=config.production)


def carries_token(typed: Mapping[str, list[str]]) -> bool:
    """Whether this came from a form of ours: for what is looked at before CSRFProtect could."""
    try:
        validate_csrf(typed.get("csrf_token", [""])[0])
    except ValidationError:
        return False
    return True


def allow(directive: str, source: str) -> None:
    """On the page of this request only: the diagram editor sets style attributes."""
    g.setdefault("allowed", {}).setdefault(directive, []).append(source)


def _add_headers(response: Response, *, production: bool) -> Response:
    for name, value in HEADERS.items():
        # A view that is stricter about its own answer (a file) keeps its word.
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", _policy())
    if response.mimetype == "text/html":
        # Back after logging out, or the next person at the same computer: asked again, not shown again.
        response.headers.setdefault("Cache-Control", "private, no-cache")
    if production:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={_TWO_YEARS}; includeSubDomains")
    return response


def _policy() -> str:
    policy = dict(POLICY)
    for directive, sources in g.get("allowed", {}).items():
        before = [source for source in policy.get(directive, "").split() if source != "'none'"]
        policy[directive] = " ".join([*before, *sources])
    return "; ".join(f"{directive} {sources}" for directive, sources in policy.items())


def _take_report() -> ResponseReturnValue:
    """A browser refused something on one of our pages: a fault of ours, or somebody's attempt."""
    body = request.stream.read(_LONGEST_REPORT)
    try:
        report = json.loads(body)["csp-report"]
        seen = {
            name: str(report.get(name, ""))[:300]
            for name in ("document-uri", "violated-directive", "blocked-uri", "source-file", "script-sample")
        }
    except (ValueError, TypeError, KeyError, AttributeError):
        return "", 400
    current_app.extensions["csp_reports"].append(seen)
    log.warning("refused_by_browser", **seen)
    return "", 204


def _show_reports() -> ResponseReturnValue:
    return {"reports": list(current_app.extensions["csp_reports"])}


def _no_token(error: CSRFError) -> ResponseReturnValue:
    # Behind a proxy that doesn't send on by which name it was asked, this is every form.
    log.warning("form_refused", why=error.description, host=request.host, path=request.path)
    words = f"{t('login.form_stale')} {t('login.form_stale_next')}"
    return answer(400, t("login.form_stale_title"), words, code="form_stale")
