"""The office's own calendar: a TOML file, named by ALUR_CALENDAR. All of it is optional.

    [hours]                       # the usual week; days not named keep the default
    monday = ["07:30-12:00", "13:00-16:00"]
    friday = ["07:30-11:30", "13:00-16:30"]
    saturday = ["22:00-06:00"]    # a shift over midnight belongs to the day on which it begins
    sunday = ["18:00-24:00"]

    [[profile]]                   # other hours between two dates, both included: of each day that is worked
    name = "Ramadan 1447 H"
    from = 2026-02-19
    to = 2026-03-17
    monday = ["08:00-12:00", "12:30-15:00"]
    tuesday = ["08:00-12:00", "12:30-15:00"]
    wednesday = ["08:00-12:00", "12:30-15:00"]
    thursday = ["08:00-12:00", "12:30-15:00"]
    friday = ["08:00-11:30", "12:30-15:30"]
    saturday = []                 # free
    sunday = []

    [[holiday]]                   # local holidays, or collective leave decreed later
    date = 2026-06-22
    name = "Hari jadi kota"

    [[working_day]]               # worked although the national calendar, or the week, says otherwise
    date = 2026-12-24
    name = "Cuti bersama dibatalkan"
    hours = ["07:30-12:00"]       # else the usual ones of that weekday

National holidays and collective leave come from the package `holidays`; it knows the decrees up to 2027 and
estimates later years, so [[holiday]] and [[working_day]] win over it. Default hours: 37.5 a week, Monday to
Thursday 07:30-12:00 and 13:00-16:00, Friday 07:30-11:30 and 13:00-16:30.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.calendar.office import Hours, Profile, Week, WorkingTime
from engine.config import BadConfig
from engine.office_file import read
from engine.schema import Wrong, day, key, read_as, table, tables, words

_MORNING, _AFTERNOON = time(7, 30), time(13)
_USUAL: Hours = ((_MORNING, timedelta(hours=4.5)), (_AFTERNOON, timedelta(hours=3)))
_FRIDAY: Hours = ((_MORNING, timedelta(hours=4)), (_AFTERNOON, timedelta(hours=3.5)))
_MINUTE = timedelta(minutes=1)
#: In minutes.
_DAY = 24 * 60
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEK: Week = (_USUAL, _USUAL, _USUAL, _USUAL, _FRIDAY, (), ())
_PERIOD = re.compile(r"([01]\d|2[0-3]):([0-5]\d) *- *(?:([01]\d|2[0-3]):([0-5]\d)|24:00)", re.ASCII)


def _hours(written: Any, where: str) -> Hours:
    if not isinstance(written, list):
        raise Wrong(f'{where}: hours are a list such as ["07:30-12:00", "13:00-16:00"]')
    hours = tuple(_period(each, where) for each in written)
    if any(_minutes(later[0]) <= _end(earlier) for earlier, later in pairwise(hours)):
        raise Wrong(f"{where}: hours must follow each other without overlapping")
    return hours


def _period(written: object, where: str) -> tuple[time, timedelta]:
    """What ends before it begins ends on the next day."""
    found = _PERIOD.fullmatch(written) if isinstance(written, str) else None
    if not found:
        raise Wrong(f'{where}: {written!r} is not a period such as "07:30-12:00"')
    opens = time(int(found[1]), int(found[2]))
    closes = 60 * int(found[3]) + int(found[4]) if found[3] else _DAY
    minutes = closes - _minutes(opens)
    if not minutes:
        raise Wrong(f'{where}: {written!r} has no length; a whole day is "00:00-24:00"')
    return opens, (minutes if minutes > 0 else minutes + _DAY) * _MINUTE


def _minutes(at: time) -> int:
    return 60 * at.hour + at.minute


def _end(period: tuple[time, timedelta]) -> int:
    """In minutes from the midnight before it."""
    opens, length = period
    return _minutes(opens) + length // _MINUTE


@dataclass(frozen=True, kw_only=True)
class _Hours:
    """None: as usual."""

    monday: Hours | None = key(_hours, None)
    tuesday: Hours | None = key(_hours, None)
    wednesday: Hours | None = key(_hours, None)
    thursday: Hours | None = key(_hours, None)
    friday: Hours | None = key(_hours, None)
    saturday: Hours | None = key(_hours, None)
    sunday: Hours | None = key(_hours, None)

    def week(self, usual: Week) -> Week:
        days = (
            self.monday,
            self.tuesday,
            self.wednesday,
            self.thursday,
            self.friday,
            self.saturday,
            self.sunday,
        )
        monday, tuesday, wednesday, thursday, friday, saturday, sunday = week = tuple(
            usual[n] if hours is None else hours for n, hours in enumerate(days)
        )
        _follow(week)
        return (monday, tuesday, wednesday, thursday, friday, saturday, sunday)


def _follow(week: tuple[Hours, ...]) -> None:
    """No shift over midnight reaches into the next day's hours."""
    for n, hours in enumerate(week):
        after = week[(n + 1) % len(week)]
        if hours and after and _end(hours[-1]) > _DAY + _minutes(after[0][0]):
            raise Wrong(f"the last hours of {_NAMES[n]} end after the next day's have begun")


@dataclass(frozen=True, kw_only=True)
class _Profile(_Hours):
    name: str = key(words(200), "")
    first: date = key(day, name="from")
    last: date = key(day, name="to")

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise Wrong(f"[[profile]] ends on {self.last}, before it begins on {self.first}")


@dataclass(frozen=True, kw_only=True)
class _Day:
    name: str = key(words(200), "")
    on: date = key(day, name="date")


@dataclass(frozen=True, kw_only=True)
class _WorkingDay(_Day):
    hours: Hours | None = key(_hours, None)


@dataclass(frozen=True, kw_only=True)
class _File:
    hours: _Hours = key(table(_Hours), _Hours())
    profile: tuple[_Profile, ...] = key(tables(_Profile), ())
    holiday: tuple[_Day, ...] = key(tables(_Day), ())
    working_day: tuple[_WorkingDay, ...] = key(tables(_WorkingDay), ())


def load(path: Path | None, zone: str) -> WorkingTime:
    """The office hours in the time zone `zone`; raises BadConfig with a sentence."""
    try:
        known = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadConfig(f"ALUR_TIMEZONE: no such time zone: {zone}") from None
    if path is None:
        return WorkingTime(zone=known, week=_WEEK)
    return read(path, "calendar", lambda written: _office(read_as(_File, written), known))


def _office(file: _File, zone: ZoneInfo) -> WorkingTime:
    week = file.hours.week(_WEEK)
    if not any(week):
        raise Wrong("[hours] leaves no working time at all")
    profiles = tuple(
        Profile(first=profile.first, last=profile.last, week=profile.week(week)) for profile in file.profile
    )
    _apart(profiles)
    for written in file.profile:
        _complete(written, week)
    own_days: dict[date, Hours | None] = {}
    for free in file.holiday:
        _add(own_days, free.on, None)
    for worked in file.working_day:
        hours = week[worked.on.weekday()] if worked.hours is None else worked.hours
        if not hours:
            raise Wrong(f"[[working_day]] {worked.on} needs hours: that weekday has none of its own")
        _add(own_days, worked.on, hours)
    return WorkingTime(zone=zone, week=week, profiles=profiles, own_days=own_days)


def _complete(profile: _Profile, usual: Week) -> None:
    """A profile that named only Monday would leave the other days as usual, which nobody means: whoever says
    other hours says them of each day that is worked."""
    open_days = [name for name, hours in zip(_NAMES, usual, strict=True) if hours]
    missing = [name.lower() for name in open_days if getattr(profile, name.lower()) is None]
    if missing:
        raise Wrong(
            f"[[profile]] {profile.name or profile.first} does not say the hours of {', '.join(missing)}; "
            "name each day that is usually worked, [] for a free one"
        )


def _apart(profiles: tuple[Profile, ...]) -> None:
    ordered = sorted(profiles, key=lambda profile: profile.first)
    for earlier, later in pairwise(ordered):
        if later.first <= earlier.last:
            raise Wrong(f"two [[profile]] overlap on {later.first}")


def _add(days: dict[date, Hours | None], on: date, hours: Hours | None) -> None:
    if on in days:
        raise Wrong(f"{on} is named twice")
    days[on] = hours
