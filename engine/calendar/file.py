"""The office's own calendar: a TOML file, named by ALUR_CALENDAR. All of it is optional.

    [hours]                       # the usual week; days not named keep the default
    monday = ["07:30-12:00", "13:00-16:00"]
    friday = ["07:30-11:30", "13:00-16:30"]
    saturday = []

    [[profile]]                   # other hours between two dates, both included
    name = "Ramadan 1447 H"
    from = 2026-02-19
    to = 2026-03-17
    monday = ["08:00-12:00", "12:30-15:00"]

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
from collections.abc import Mapping
from datetime import date, datetime, time
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.calendar.office import Hours, Profile, Week, WorkingTime
from engine.config import BadConfig
from engine.office_file import Wrong, only, read

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_USUAL: Hours = ((time(7, 30), time(12)), (time(13), time(16)))
_FRIDAY: Hours = ((time(7, 30), time(11, 30)), (time(13), time(16, 30)))
_PERIOD = re.compile(r"((?:[01]\d|2[0-3]):[0-5]\d) *- *((?:[01]\d|2[0-3]):[0-5]\d)", re.ASCII)
_WEEK: Week = (_USUAL, _USUAL, _USUAL, _USUAL, _FRIDAY, (), ())


def load(path: Path | None, zone: str) -> WorkingTime:
    """The office hours in the time zone `zone`; raises BadConfig with a sentence."""
    try:
        known = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadConfig(f"ALUR_TIMEZONE: no such time zone: {zone}") from None
    if path is None:
        return WorkingTime(zone=known, week=_WEEK)
    return read(path, "calendar", lambda told: _office(told, known))


def _office(told: Mapping[str, Any], zone: ZoneInfo) -> WorkingTime:
    only(told, {"hours", "profile", "holiday", "working_day"}, "the file")
    usual = told.get("hours", {})
    only(usual, set(_DAYS), "[hours]")
    week = _week(usual, _WEEK)
    if not any(week):
        raise Wrong("[hours] leaves no working time at all")
    profiles = tuple(_profile(each, week) for each in _tables(told, "profile"))
    _apart(profiles)
    own_days: dict[date, Hours | None] = {}
    for each in _tables(told, "holiday"):
        only(each, {"date", "name"}, "[[holiday]]")
        _add(own_days, _date(each, "date", "[[holiday]]"), None)
    for each in _tables(told, "working_day"):
        only(each, {"date", "name", "hours"}, "[[working_day]]")
        day = _date(each, "date", "[[working_day]]")
        hours = _hours(each["hours"], f"[[working_day]] {day}") if "hours" in each else week[day.weekday()]
        if not hours:
            raise Wrong(f"[[working_day]] {day} needs hours: that weekday has none of its own")
        _add(own_days, day, hours)
    return WorkingTime(zone=zone, week=week, profiles=profiles, own_days=own_days)


def _profile(told: Mapping[str, Any], week: Week) -> Profile:
    only(told, {"name", "from", "to", *_DAYS}, "[[profile]]")
    first, last = _date(told, "from", "[[profile]]"), _date(told, "to", "[[profile]]")
    if last < first:
        raise Wrong(f"[[profile]] ends on {last}, before it begins on {first}")
    return Profile(first=first, last=last, week=_week(told, week))


def _apart(profiles: tuple[Profile, ...]) -> None:
    ordered = sorted(profiles, key=lambda profile: profile.first)
    for earlier, later in pairwise(ordered):
        if later.first <= earlier.last:
            raise Wrong(f"two [[profile]] overlap on {later.first}")


def _week(told: Mapping[str, Any], usual: Week) -> Week:
    days = [_hours(told[day], day) if day in told else usual[i] for i, day in enumerate(_DAYS)]
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = days
    return (monday, tuesday, wednesday, thursday, friday, saturday, sunday)


def _hours(told: object, where: str) -> Hours:
    if not isinstance(told, list):
        raise Wrong(f'{where}: hours are a list such as ["07:30-12:00", "13:00-16:00"]')
    hours = tuple(_period(each, where) for each in told)
    moments = [moment for period in hours for moment in period]
    if moments != sorted(set(moments)):
        raise Wrong(f"{where}: hours must follow each other without overlapping")
    return hours


def _period(told: object, where: str) -> tuple[time, time]:
    found = _PERIOD.fullmatch(told) if isinstance(told, str) else None
    if not found:
        raise Wrong(f'{where}: {told!r} is not a period such as "07:30-12:00"')
    opens, closes = found.groups()
    return time.fromisoformat(opens), time.fromisoformat(closes)


def _date(told: Mapping[str, Any], key: str, where: str) -> date:
    value = told.get(key)
    if not isinstance(value, date) or isinstance(value, datetime):
        raise Wrong(f"{where} needs {key} = YYYY-MM-DD")
    return value


def _tables(told: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = told.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise Wrong(f"write [[{key}]], once for each")
    return value


def _add(days: dict[date, Hours | None], day: date, hours: Hours | None) -> None:
    if day in days:
        raise Wrong(f"{day} is named twice")
    days[day] = hours
