"""Addresses of earlier releases lead to where their pages are now: people keep links in
messages and minutes."""

from urllib.parse import parse_qsl, quote, urlencode

from flask import Flask, redirect, request
from werkzeug.wrappers import Response

#: How an address began before 0.2.0 → how it begins now.
MOVED = {"cases": "instances", "procedures": "definitions", "audit/cases": "audit/instances"}
#: What a list was narrowed by, in the same way.
RENAMED = {"case": "instance", "procedure": "definition"}


def set_up(app: Flask) -> None:
    """GET of an address below MOVED, or of a list with a filter of RENAMED, is answered with 301."""
    for old, new in MOVED.items():
        app.add_url_rule(f"/{old}", "moved", _moved, defaults={"new": new})
        app.add_url_rule(f"/{old}/<path:rest>", "moved", _moved, defaults={"new": new})
    app.before_request(_renamed)


def _moved(new: str, rest: str = "") -> Response:
    """Without looking whether there is such a page: that is said where it would be."""
    return _to(f"/{new}/{quote(rest)}" if rest else f"/{new}")


def _renamed() -> Response | None:
    if request.method == "GET" and request.endpoint != "moved" and RENAMED.keys() & request.args.keys():
        return _to(quote(request.path))
    return None


def _to(path: str) -> Response:
    given = parse_qsl(request.query_string.decode("latin-1"), keep_blank_values=True)
    query = urlencode([(RENAMED.get(name, name), value) for name, value in given])
    return redirect(f"{path}?{query}" if query else path, code=301)
