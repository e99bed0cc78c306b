"""Hours of one day as people write them: "07:30-12:00", "13.00–16.00"; what ends before it begins ends on the
next day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import time, timedelta
from itertools import pairwise

from engine.calendar.office import Hours, Week

#: Monday first; as the calendar file and the stored calendar name them.
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MINUTE = timedelta(minutes=1)
#: In minutes.
_DAY = 24 * 60
_PERIOD = re.compile(
    r"([01]?\d|2[0-3])[:.]([0-5]\d) *[-–] *(?:([01]?\d|2[0-3])[:.]([0-5]\d)|24[:.]00)", re.ASCII
)


class BadHours(ValueError):
    """`code`: period, no_length, order; `written`: which period is meant, empty for the order."""

    def __init__(self, code: str, written: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.written = written


def read_hours(periods: Iterable[object]) -> Hours:
    """Raises BadHours for what is no period, has no length, or begins before the one before has ended."""
    hours = tuple(_period(each) for each in periods)
    if any(_minutes(later[0]) <= _end(earlier) for earlier, later in pairwise(hours)):
        raise BadHours("order")
    return hours


def write_hours(hours: Hours) -> list[str]:
    """As `read_hours` reads them."""
    return [f"{opens:%H:%M}-{_clock(_end((opens, length)))}" for opens, length in hours]


def meets_next_day(week: Week) -> int | None:
    """The first weekday (0: Monday) whose last shift reaches into the next day's hours; None: no day's."""
    for n, hours in enumerate(week):
        after = week[(n + 1) % len(week)]
        if hours and after and _end(hours[-1]) > _DAY + _minutes(after[0][0]):
            return n
    return None


def _period(written: object) -> tuple[time, timedelta]:
    found = _PERIOD.fullmatch(written.strip()) if isinstance(written, str) else None
    if not found:
        raise BadHours("period", str(written))
    opens = time(int(found[1]), int(found[2]))
    closes = 60 * int(found[3]) + int(found[4]) if found[3] else _DAY
    minutes = closes - _minutes(opens)
    if not minutes:
        raise BadHours("no_length", str(written))
    return opens, (minutes if minutes > 0 else minutes + _DAY) * _MINUTE


def _minutes(at: time) -> int:
    return 60 * at.hour + at.minute


def _end(period: tuple[time, timedelta]) -> int:
    """In minutes from the midnight before it."""
    opens, length = period
    return _minutes(opens) + length // _MINUTE


def _clock(minutes: int) -> str:
    if minutes == _DAY:
        return "24:00"
    return f"{minutes % _DAY // 60:02}:{minutes % 60:02}"
