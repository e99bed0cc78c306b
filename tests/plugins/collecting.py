"""Which tests there are, and in which order: `make unit`, and the long ones first. A plugin of pytest."""

from __future__ import annotations

import gc
import os
import re
import sys
from pathlib import Path
from zlib import crc32

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
#: What begins with a request, but for what is the database's own: its end, its files, two at the same moment.
_OF_A_PAGE = re.compile(r"^tests/webforms/(?!http/|cli/)")
_OF_A_DATABASE = re.compile(r"same_moment|nobody_waits|many_people")
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


def _left_to_another_run(item: pytest.Item) -> bool:
    """Whether a page's test is made on the other database by another run.

    What each database answers is tried on both where engine's queries are tested. A page's test takes one of
    them, by its name, and under the next Python the other one: the hosted workflow has one Python of an odd
    number and one of an even.
    """
    from tests.conftest import DATABASES

    asks = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    database = asks.get("database_url")
    if database is None or len(DATABASES) < 2:
        return False
    if not _OF_A_PAGE.search(item.nodeid) or _OF_A_DATABASE.search(item.nodeid):
        return False
    turn = crc32(item.nodeid.replace(str(database), "").encode()) + sys.version_info.minor
    return bool(database != DATABASES[turn % len(DATABASES)])


def _leave_to_another_run(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Nothing where all is wanted, or a test was asked for by its name."""
    if os.environ.get("ALUR_WIDER") or any("::" in each for each in config.args):
        return
    left = {item for item in items if _left_to_another_run(item)}
    config.hook.pytest_deselected(items=list(left))
    items[:] = [item for item in items if item not in left]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    _leave_to_another_run(config, items)
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
