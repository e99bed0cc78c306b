"""Faults of our scripts in people's browsers are heard of (frontend/src/faults.js) and stand in the log:
which kind, where in which file of which build, on which page. Never the message: it may hold what somebody
typed.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Mapping

import structlog
from flask import Flask, current_app, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect

from engine.config import Config
from webforms.http.limits import Limit, takes
from webforms.http.reports import Rate, comes_from_us, place_of

MAX_REPORT = 8 * 1024
MAX_A_MINUTE = 30
_MAX_REMEMBERED = 100
_MAX_PLACES = 8
_KIND = "application/json"
_NAME = re.compile(r"[A-Za-z]{1,40}", re.ASCII)
_PART = re.compile(r"[a-z]{0,20}", re.ASCII)
_BUILD = re.compile(r"[0-9a-f]{0,12}", re.ASCII)
_PLACE = re.compile(r"[\w.-]{1,60}\.js:\d{1,7}:\d{1,7}", re.ASCII)

log = structlog.get_logger("alur.client")


def set_up(app: Flask, config: Config, csrf: CSRFProtect) -> None:
    """`/client-error` (204, 400, 429; outside production also GET, for the browser tests)."""
    app.extensions["client_errors"] = deque(maxlen=_MAX_REMEMBERED)
    app.extensions["client_error_rate"] = Rate(MAX_A_MINUTE)
    app.add_url_rule("/client-error", "client_error", _take, methods=["POST"])
    csrf.exempt(_take)
    if not config.production:
        app.add_url_rule("/client-error", "client_errors", _show)


@takes(Limit(form=MAX_REPORT))
def _take() -> ResponseReturnValue:
    if not comes_from_us(_KIND):
        return "", 400
    try:
        seen = _facts(json.loads(request.stream.read(MAX_REPORT)))
    except (ValueError, TypeError, KeyError, AttributeError):
        return "", 400
    if not current_app.extensions["client_error_rate"].has_room():
        return "", 429
    current_app.extensions["client_errors"].append(seen)
    log.warning("script_failed", **seen)
    return "", 204


def _facts(report: Mapping[str, object]) -> dict[str, object]:
    """Only what is of the form that our own script writes. Raises ValueError for anything else."""
    places = report["places"]
    if not isinstance(places, list):
        raise TypeError
    return {
        "name": _in_form(_NAME, report["name"]),
        "part": _in_form(_PART, report["part"]),
        "build": _in_form(_BUILD, report["build"]),
        "places": [_in_form(_PLACE, place) for place in places[:_MAX_PLACES]],
        "page": place_of(request.host_url.rstrip("/") + str(report["page"])),
    }


def _in_form(form: re.Pattern[str], value: object) -> str:
    if not isinstance(value, str) or not form.fullmatch(value):
        raise ValueError(form.pattern)
    return value


def _show() -> ResponseReturnValue:
    return {"reports": list(current_app.extensions["client_errors"])}
