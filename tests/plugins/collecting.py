"""Which tests there are, and in which order: `make unit`, and the long ones first. A plugin of pytest."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

#: Where the rules are that need nothing but themselves; the folders of the rooms of the same names.
PURE = (
    "bpmn",
    "calendar",
    "diff",
    "drawing",
    "forms",
    "importing",
    "lint",
    "runtime",
    "starlark",
    "vocabulary",
)
_NOT_PURE = {"database", "sqlite_database", "postgres_database", "browsers", "office"}


def _room(path: Path, config: pytest.Config) -> str:
    """The room of engine that a file or folder of tests is about; empty for all others."""
    parts = path.relative_to(config.rootpath).parts if path.is_relative_to(config.rootpath) else ()
    if len(parts) < 3 or parts[:2] != ("tests", "engine"):
        return ""
    return parts[2].removeprefix("test_").removesuffix(".py").partition("_")[0]


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """`make unit` does not even read the tests of other rooms: that took as long as the units themselves."""
    other = _room(collection_path, config) not in {"", "conftest", *PURE}
    return True if other and config.option.markexpr == "unit" else None


def _is_unit(item: pytest.Item) -> bool:
    """`make unit`: a pure rule, judged in milliseconds. What takes longer bears the mark `thorough`."""
    slow = any(item.get_closest_marker(mark) for mark in ("long", "thorough"))
    asks = set(getattr(item, "fixturenames", ()))
    return _room(item.path, item.config) in PURE and not slow and not asks & _NOT_PURE


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if _is_unit(item):
            item.add_marker("unit")
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    # All that was read for collecting stays to the end: the collector of garbage need not walk through it
    # again and again (a fifth of the processor's time).
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
