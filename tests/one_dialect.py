"""All databases of a worker share one dialect a kind and what was compiled for it.

A test's database is an engine of its own, and an engine compiles each statement anew: a third of a second a
test, more than most of what is tested.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy

import engine.database

_first: dict[str, sqlalchemy.Engine] = {}


def set_up() -> None:
    """From now on, in this process; what the product itself does stays as it is."""
    vars(engine.database)["create_engine"] = _create_engine


def _create_engine(url: str | sqlalchemy.URL, **options: Any) -> sqlalchemy.Engine:
    made = sqlalchemy.create_engine(url, **options)
    first = _first.get(made.dialect.name)
    if first is None or not hasattr(first.dialect, "default_isolation_level"):
        # Nothing can be shared with an engine that has never reached its database.
        _first[made.dialect.name] = made
        return made
    made.dialect, made._compiled_cache = first.dialect, first._compiled_cache
    return made
