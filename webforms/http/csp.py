"""Content-Security-Policy: what a page may load and run, and where a browser reports what it refused."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Mapping
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, current_app, g, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect

from engine.config import Config
from webforms.http.limits import Limit, takes
from webforms.http.reports import Rate, comes_from_us, place_of

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
#: Bytes of one report, how many are remembered, and how many are taken in a minute: a page that is broken
#: sends the same one for everybody.
MAX_REPORT = 16 * 1024
MAX_REPORTS = 100
MAX_A_MINUTE = 60
_KIND = "application/csp-report"
_DIRECTIVE = re.compile(r"[a-z-]{1,40}", re.ASCII)

log = structlog.get_logger("alur.csp")


def set_up(app: Flask, config: Config, csrf: CSRFProtect) -> None:
    """The header on every response, and `/csp-report` (204, 400; outside production also GET)."""
    app.extensions["csp_reports"] = deque(maxlen=MAX_REPORTS)
    app.extensions["csp_rate"] = Rate(MAX_A_MINUTE)
    app.add_url_rule("/csp-report", "csp_report", _take_report, methods=["POST"])
    csrf.exempt(_take_report)
    if not config.production:
        # The browser tests ask it whether any page was refused something.
        app.add_url_rule("/csp-report", "csp_reports", _show_reports)
    app.after_request(_add_policy)


def allow(directive: str, source: str) -> None:
    """On the page of this request only: the diagram editor sets style attributes."""
    g.setdefault("allowed", {}).setdefault(directive, []).append(source)


def _add_policy(response: Response) -> Response:
    # A view that is stricter about its own response (a file) keeps its word.
    response.headers.setdefault("Content-Security-Policy", _policy())
    return response


def _policy() -> str:
    policy = dict(POLICY)
    for directive, sources in g.get("allowed", {}).items():
        before = [source for source in policy.get(directive, "").split() if source != "'none'"]
        policy[directive] = " ".join([*before, *sources])
    return "; ".join(f"{directive} {sources}" for directive, sources in policy.items())


@takes(Limit(form=MAX_REPORT))
def _take_report() -> ResponseReturnValue:
    """A browser refused something on one of our pages: a fault of ours, or somebody's attempt.

    204; 400 for what no browser sends from a page of ours, 429 for too many.
    """
    if not comes_from_us(_KIND):
        return "", 400
    try:
        report = json.loads(request.stream.read(MAX_REPORT))["csp-report"]
        seen = _facts(report)
    except (ValueError, TypeError, KeyError, AttributeError):
        return "", 400
    if seen is None:
        return "", 400
    if not current_app.extensions["csp_rate"].has_room():
        return "", 429
    current_app.extensions["csp_reports"].append(seen)
    log.warning("refused_by_browser", **seen)
    return "", 204


def _facts(report: Mapping[str, object]) -> dict[str, str] | None:
    """Nothing that somebody typed, or that opens a door: of addresses the kind of page, elsewhere the host.
    None for a report about a page that is not ours."""
    page = str(report["document-uri"])
    directive = str(report.get("effective-directive") or report["violated-directive"]).partition(" ")[0]
    if urlsplit(page).netloc != request.host or not _DIRECTIVE.fullmatch(directive):
        return None
    return {
        "document-uri": place_of(page),
        "violated-directive": directive,
        "blocked-uri": place_of(str(report.get("blocked-uri", ""))),
        "source-file": place_of(str(report.get("source-file", ""))),
    }


def _show_reports() -> ResponseReturnValue:
    return {"reports": list(current_app.extensions["csp_reports"])}
