"""Content-Security-Policy: what a page may load and run, and where a browser reports what it refused."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from flask_wtf.csrf import CSRFProtect

from engine.config import Config
from webforms.http.reports import Kind, place_of, take_reports

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
_DIRECTIVE = re.compile(r"[a-z-]{1,40}", re.ASCII)


def set_up(app: Flask, config: Config, csrf: CSRFProtect) -> None:
    """The header on every response, and the address for reports."""
    take_reports(app, config, csrf, KIND)
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


def _facts(report: Any) -> dict[str, str] | None:
    """Nothing that somebody typed, or that opens a door: of addresses the kind of page, elsewhere the host.
    None for a report about a page that is not ours."""
    report = report["csp-report"]
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


KIND = Kind(
    endpoint="csp_report",
    address="/csp-report",
    media_type="application/csp-report",
    max_bytes=16 * 1024,
    max_a_minute=60,
    facts=_facts,
    logger="alur.csp",
    message="refused_by_browser",
)
