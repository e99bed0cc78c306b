"""How times are written: "22 menit", "hari ini, 10.42", "Senin, 23 November 2026, 10.42 WIB".

`add_filters` gives them to the templates as `duration`, `moment`, `day`, `plain_day`, `when`, `by_day`,
`ahead`, `from_now`, `clock`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta, tzinfo
from itertools import groupby
from typing import Any, TypedDict

from flask import Flask

from engine import clock
from engine.calendar import Norm, working_time
from engine.calendar.words import clock_words, norm_in_words, plain_day
from engine.texts import text

#: Two of a unit are said in it; the smallest comes last.
_CLOCK_DAY = 24 * 60
_CALENDAR = {"calendar_days": _CLOCK_DAY, "hours": 60, "minutes": 1}


class _Parts(TypedDict):
    weekday: str
    day: int
    month: str
    year: int
    time: str
    zone: str


def duration(minutes: int, language: str, *, by_clock: bool = False) -> str:
    """Working minutes in words: minutes, hours, working days as long as this office's. Minutes by the clock
    in hours, of which 24 and their multiples are said as a norm says them: "3 × 24 jam"."""
    if minutes < 60:
        # Nothing takes less than no time, whatever an event of a clock that was wrong says.
        return text("ui.time.minutes", language, n=max(0, minutes))
    days, more = divmod(minutes, working_time().minutes_of(Norm(days=1)))
    if by_clock and minutes % _CLOCK_DAY == 0:
        return clock_words(minutes, language)
    # A norm of a day is said as the SOP says it; of time used, the first two days are counted exactly.
    if by_clock or days == 0 or (days == 1 and more % 60):
        hours, rest = divmod(minutes, 60)
        if rest == 0:
            return text("ui.time.hours", language, n=hours)
        return text("ui.time.hours_minutes", language, hours=hours, minutes=rest)
    if more < 60:
        return text("ui.time.days", language, n=days)
    return text("ui.time.days_hours", language, n=days, hours=more // 60)


def moment(at: datetime, language: str, zone: tzinfo) -> str:
    """Exact, with the day of the week and the zone: for hovering and for paper."""
    return text("ui.time.moment", language, **_parts(at, language, zone))


def day(at: datetime, language: str, zone: tzinfo) -> str:
    """ "Senin, 23 November 2026"."""
    return text("ui.time.day", language, **_parts(at, language, zone))


def time_of_day(at: datetime, language: str, zone: tzinfo) -> str:
    """ "10.42" in Indonesian, "10:42" in English."""
    return at.astimezone(zone).strftime("%H:%M" if language == "en" else "%H.%M")


def when(at: datetime, language: str, zone: tzinfo) -> str:
    """Short: today and yesterday by name, else the date."""
    parts = _parts(at, language, zone)
    today = clock.now().astimezone(zone).date()
    past = today - at.astimezone(zone).date()
    if past == timedelta(0):
        return text("ui.time.today", language, **parts)
    if past == timedelta(days=1):
        return text("ui.time.yesterday", language, **parts)
    short = text("ui.time.short_months", language).split()[at.astimezone(zone).month - 1]
    return text("ui.time.on_day", language, **{**parts, "month": short})


def ahead(at: datetime, language: str, zone: tzinfo) -> str:
    """Of a moment within a week "Senin 30 Nov 07.30", today only "13.00"; else as `when`."""
    parts, local = _parts(at, language, zone), at.astimezone(zone).date()
    parts["month"] = text("ui.time.short_months", language).split()[local.month - 1]
    days = (local - clock.now().astimezone(zone).date()).days
    if days == 0:
        return parts["time"]
    return text("ui.time.weekday", language, **parts) if 0 < days < 7 else when(at, language, zone)


def calendar_time(minutes: int, language: str) -> str:
    """By the clock on the wall, day and night: "45 menit", "42 jam", "3 hari"."""
    unit, n = next(
        (unit, minutes // each) for unit, each in _CALENDAR.items() if minutes >= each * 2 or each == 1
    )
    return text(f"ui.time.{unit}", language, n=n)


def from_now(at: datetime, language: str) -> str:
    """ "42 jam lagi", "3 hari yang lalu"."""
    minutes = (at - clock.now()) // timedelta(minutes=1)
    key = "ui.time.to_come" if minutes >= 0 else "ui.time.gone_by"
    return text(key, language, time=calendar_time(abs(minutes), language))


def by_day(events: Iterable[Any], language: str, zone: tzinfo) -> list[tuple[str, list[Any]]]:
    """What has a moment `at`, in its order, under the days in words."""
    days = groupby(events, key=lambda event: event.at.astimezone(zone).date())
    return [(day((found := list(group))[0].at, language, zone), found) for _date, group in days]


def _parts(at: datetime, language: str, zone: tzinfo) -> _Parts:
    local = at.astimezone(zone)
    return {
        "weekday": text("ui.time.weekdays", language).split()[local.weekday()],
        "day": local.day,
        "month": text("ui.time.months", language).split()[local.month - 1],
        "year": local.year,
        "time": time_of_day(at, language, zone),
        "zone": local.tzname() or "",
    }


def add_filters(app: Flask, *, language: Callable[[], str], zone: Callable[[], tzinfo]) -> None:
    """Jinja filters in the reader's language and the office's zone."""
    filters: dict[str, Callable[..., Any]] = {
        "duration": lambda minutes, by_clock=False: duration(minutes, language(), by_clock=by_clock),
        "moment": lambda at: moment(at, language(), zone()),
        "day": lambda at: day(at, language(), zone()),
        "norm": lambda iso: norm_in_words(iso, language()),
        "plain_day": lambda date: plain_day(date, language()),
        "when": lambda at: when(at, language(), zone()),
        "by_day": lambda events: by_day(events, language(), zone()),
        "ahead": lambda at: ahead(at, language(), zone()),
        "from_now": lambda at: from_now(at, language()),
        "clock": lambda at: time_of_day(at, language(), zone()),
    }
    app.jinja_env.filters.update(filters)
