"""Working time: from a norm ("60 minutes", "5 working days") to the moment when a step is due.

A norm's clock runs only while the office works; people may finish a step at any time.

    working_time().due(created_at, parse_norm("PT60M"))      when it is due (UTC)
    working_time().working_minutes(created_at, opened_at)    how long it waited; 0 backwards
    working_time().minutes_of(norm)                          the norm as a number, for left and over
    working_time(lane_roles(task.lane))                      the same, of the unit whose step it is

`start(config.calendar, config.timezone)` once at the start; before that the default office hours count. What
an administrator enters holds instead of the file (engine.calendar.stored). What the file may say stands in
engine.calendar.file, what a norm may say in engine.calendar.norms, what is entered in entries.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

from engine.calendar.building import Calendar, build
from engine.calendar.entries import Entries
from engine.calendar.file import load, read_file, zone_of
from engine.calendar.norms import BadNorm, Norm, parse_norm
from engine.calendar.office import WorkingTime

__all__ = [
    "BadNorm",
    "Norm",
    "WorkingTime",
    "current",
    "file_entries",
    "load",
    "local_zone",
    "parse_norm",
    "start",
    "use",
    "use_file",
    "working_time",
]

_file = _current = build(read_file(None), zone_of("Asia/Jakarta"))


def start(path: Path | None, zone: str) -> None:
    """What the file says holds in this process, until it learns of a calendar in the database. Raises
    BadConfig."""
    global _file  # noqa: PLW0603  # like the database: one per process, named once at its start
    _file = build(read_file(path), zone_of(zone))
    use(_file)


def use(calendar: Calendar | WorkingTime) -> None:
    """The calendar of this process from now on; of working time alone, for the whole office."""
    global _current  # noqa: PLW0603
    _current = Calendar(office=calendar) if isinstance(calendar, WorkingTime) else calendar


def use_file() -> None:
    """As at the start."""
    use(_file)


def current() -> Calendar:
    """Whole, with its number."""
    return _current


def file_entries() -> Entries:
    """What the file says, as entries."""
    assert _file.entries is not None  # noqa: S101  # built from them
    return _file.entries


def working_time(roles: Iterable[str] = ()) -> WorkingTime:
    """The hours of the unit that these roles have, else the office's."""
    return _current.of(roles)


def local_zone() -> ZoneInfo:
    """The time zone in which the office lives and pages show times; the database has UTC."""
    return _current.office.zone
