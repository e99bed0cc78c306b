"""The product's own server with its own settings, plus the floor and a counter of statements beside it.

python -m tests.benchmarks.server      (settings: ALUR_…, as for `alur serve`)
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from engine.config import load
from engine.instances import lifecycle
from tests.benchmarks.floor import floor
from webforms.cli import server

counter = Flask("counter")
# The clients of a benchmark start more than a person.
lifecycle.STARTS_WITHIN = timedelta()
_seen: dict[str, list[str]] = {"statements": [], "commits": []}


@counter.post("/start")
def begin() -> dict[str, Any]:
    """Listen from now on. Only asked for once all times have been taken."""
    event.listen(Engine, "before_cursor_execute", _saw)
    event.listen(Engine, "commit", lambda _connection: _seen["commits"].append("COMMIT"))
    return {}


@counter.post("/take")
def take() -> dict[str, Any]:
    """What was seen since the last time."""
    told = {name: list(texts) for name, texts in _seen.items()}
    for texts in _seen.values():
        texts.clear()
    return told


def _saw(_connection: object, _cursor: object, text: str, *_others: object) -> None:
    # SQLite is told BEGIN in SQL, PostgreSQL by its driver: counted on neither.
    if not text.startswith("BEGIN"):
        _seen["statements"].append(text)


def beside(app: Flask) -> Callable[..., Iterable[bytes]]:
    return DispatcherMiddleware(app, {"/floor": floor.wsgi_app, "/counter": counter.wsgi_app})


if __name__ == "__main__":
    server.serve(load(os.environ), beside)
