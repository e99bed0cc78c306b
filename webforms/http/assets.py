"""The built files by their plain names: `asset("main.css")` is the URL of static/dist/main-HASH.css,
`part("form")` what a page's head says of a script beside the page's own (frontend/src/parts.js).

They were compressed when they were built, so that nobody waits for it: a browser gets the `.br` or `.gz`
beside the file where it can read one. A name with a hash never changes its content; others are asked anew.
"""

from __future__ import annotations

import json
import mimetypes
from functools import cache
from pathlib import Path

from flask import Flask, Response, request, send_from_directory, url_for
from markupsafe import Markup

STATIC = Path(__file__).parents[1] / "static"
DIST = STATIC / "dist"
_COMPRESSED = (("br", ".br"), ("gzip", ".gz"))
_YEAR = 365 * 24 * 3600
_HOUR = 3600


@cache
def manifest() -> dict[str, str]:
    """Plain name → name with hash, of the build. FileNotFoundError where nothing was built."""
    names: dict[str, str] = json.loads((DIST / "manifest.json").read_text("utf-8"))
    return names


def asset(name: str) -> str:
    """KeyError for a name that was not built."""
    return url_for("static", filename=f"dist/{manifest()[name]}")


def part(name: str, when: str = "at once") -> Markup:
    """Names a script beside the page's own, and when it is fetched and starts: "at once", asked for before
    the page's own script runs; "in sight", with what needs it; "wanted", by another script."""
    ahead = Markup("modulepreload") if when == "at once" else Markup("part")
    link = Markup('<link rel="{}" href="{}" data-part="{}" data-when="{}">')
    return link.format(ahead, asset(f"{name}.js"), name, when)


@cache
def build() -> str:
    """Tells one build of the scripts from another; empty where nothing was built."""
    written = DIST / "sources.sha256"
    return written.read_text("ascii")[:12] if written.is_file() else ""


def set_up(app: Flask) -> None:
    """In place of Flask's own view of static files. All other answers say of which build they are: a page of
    an earlier one learns that it is old."""
    app.view_functions["static"] = _static_file
    app.after_request(_name_build)


def _name_build(response: Response) -> Response:
    if request.endpoint != "static":
        response.headers["Alur-Build"] = build()
    return response


def _static_file(filename: str) -> Response:
    max_age = _YEAR if filename.startswith("dist/") else _HOUR
    media_type = mimetypes.guess_type(filename)[0]
    for encoding, ending in _COMPRESSED:
        if request.accept_encodings.quality(encoding) and _has(filename + ending):
            response = send_from_directory(STATIC, filename + ending, mimetype=media_type, max_age=max_age)
            response.content_encoding = encoding
            break
    else:
        response = send_from_directory(STATIC, filename, max_age=max_age)
    response.vary.add("Accept-Encoding")
    if filename.startswith("dist/"):
        # Reloading a page asks for what may have changed since; this can't have.
        response.cache_control.immutable = True
    return response


def _has(filename: str) -> bool:
    """Only files of the build have compressed ones beside them: nothing else is looked for."""
    folder, _, name = filename.rpartition("/")
    return folder == "dist" and name in _compressed_names()


@cache
def _compressed_names() -> frozenset[str]:
    return frozenset(path.name for path in DIST.iterdir() if path.suffix in {".br", ".gz"})
