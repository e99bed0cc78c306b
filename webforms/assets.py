"""The built files by their plain names: `asset("main.css")` is the URL of static/dist/main-HASH.css."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from flask import url_for

DIST = Path(__file__).parent / "static" / "dist"


@cache
def manifest() -> dict[str, str]:
    names: dict[str, str] = json.loads((DIST / "manifest.json").read_text("utf-8"))
    return names


def asset(name: str) -> str:
    return url_for("static", filename=f"dist/{manifest()[name]}")
