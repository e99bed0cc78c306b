"""The bodies of events: stored formats, hashed as they are, so never written anew and read for ever. Pure.

A body names its version as `v`; one without it is version 1. `at`, `by`, `name` and `v` are the same in every
version of every event: verification and lists read them.

What an event says of itself is changed by a new version: raise its number in WRITTEN, and add to _NEXT how a
body of the version before becomes one of the new. The golden file of the version before stays
(tests/releases/golden/events); a test compares what is written now with the golden file of its version.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from engine.audit.names import EventName

Body = dict[str, Any]

#: The version that an event is written in, where it is not the first.
WRITTEN: Mapping[str, int] = {
    EventName.INSTANCE_STARTED: 2,
    EventName.MOVE_BEGUN: 2,
    EventName.INCIDENT_RAISED: 2,
    EventName.TASK_COMPLETED: 2,
}


def version_of(body: Mapping[str, Any]) -> int:
    """1 for a body that names none."""
    return int(body.get("v", 1))


def versioned(entry: Body) -> Body:
    """What is written today, with the version that it is written in."""
    version = WRITTEN.get(entry["name"], 1)
    return {**entry, "v": version} if version > 1 else entry


def read(stored: str) -> Body:
    """A body of any version in the words of today's; what it did not say it does not say now."""
    body: Body = orjson.loads(stored)
    while (body["name"], version_of(body)) in _NEXT:
        body = {**_NEXT[body["name"], version_of(body)](body), "v": version_of(body) + 1}
    return body


def is_known(body: Mapping[str, Any]) -> bool:
    """False for an event, or a version of it, that only a newer Alur writes."""
    name = body["name"]
    return name in set(EventName) and version_of(body) <= WRITTEN.get(name, 1)


def _started_2(body: Body) -> Body:
    """In the first, `version` was the id of a row, not the version's number."""
    return _renamed(body, {"procedure": "definition", "version": "version_id"})


def _move_begun_2(body: Body) -> Body:
    return _renamed(body, {"cases": "instances"})


def _incident_raised_2(body: Body) -> Body:
    """The first did not say what the element is called."""
    return {**body, "step": ""}


def _completed_2(body: Body) -> Body:
    """In the first all minutes were of working time."""
    return {**body, "by_clock": False}


def _renamed(body: Body, names: Mapping[str, str]) -> Body:
    return {names.get(key, key): value for key, value in body.items()}


_NEXT: Mapping[tuple[str, int], Callable[[Body], Body]] = {
    (EventName.INSTANCE_STARTED, 1): _started_2,
    (EventName.MOVE_BEGUN, 1): _move_begun_2,
    (EventName.INCIDENT_RAISED, 1): _incident_raised_2,
    (EventName.TASK_COMPLETED, 1): _completed_2,
}
