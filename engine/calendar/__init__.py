"""Working time: from a norm ("60 minutes", "5 working days") to the moment when a step is due.

A norm's clock runs only while the office works; people may finish a step at any time.

    working_time().due(created_at, parse_norm("PT60M"))      when it is due (UTC)
    working_time().working_minutes(created_at, opened_at)    how long it waited; 0 backwards
    working_time().minutes_of(norm)                          the norm as a number, for left and over

`use(load(config.calendar, config.timezone))` once at the start; before that the default office hours count.
What the calendar file may say stands in engine.calendar.file, what a norm may say in engine.calendar.norms.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from engine.calendar.file import load
from engine.calendar.norms import BadNorm, Norm, parse_norm
from engine.calendar.office import WorkingTime

__all__ = ["BadNorm", "Norm", "WorkingTime", "load", "local_zone", "parse_norm", "use", "working_time"]

_current = load(None, "Asia/Jakarta")


def use(office: WorkingTime) -> None:
    """The office hours of this process from now on."""
    global _current  # noqa: PLW0603  # like the database: one per process, named once at its start
    _current = office


def working_time() -> WorkingTime:
    """The office's hours that `use` set for this process."""
    return _current


def local_zone() -> ZoneInfo:
    """The time zone in which the office lives and pages show times; the database has UTC."""
    return _current.zone
