"""Faults of our scripts in people's browsers are heard of (frontend/src/faults.js) and stand in the log:
which kind, where in which file of which build, on which page. Never the message: it may hold what somebody
typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask import request

from webforms.http.reports import Kind, place_of

_MAX_PLACES = 8
_NAME = re.compile(r"[A-Za-z]{1,40}", re.ASCII)
_PART = re.compile(r"[a-z]{0,20}", re.ASCII)
_BUILD = re.compile(r"[0-9a-f]{0,12}", re.ASCII)
_PLACE = re.compile(r"[\w.-]{1,60}\.js:\d{1,7}:\d{1,7}", re.ASCII)


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


KIND = Kind(
    endpoint="client_error",
    address="/client-error",
    media_type="application/json",
    max_bytes=8 * 1024,
    max_a_minute=30,
    facts=_facts,
    logger="alur.client",
    message="script_failed",
)
