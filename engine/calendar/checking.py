"""What can't be entered into a calendar, and why. Pure.

Each check gives a problem under the name of the form's field that it concerns.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.calendar.building import times_of
from engine.calendar.entries import OFFICE, Day, DayKind, Entries, OtherHours, Unit
from engine.calendar.hours import WEEKDAYS, BadHours, meets_next_day, read_hours, write_hours
from engine.calendar.norms import Norm
from engine.calendar.office import Hours, Week
from engine.config import BadConfig
from engine.errors import Invalid, Problem

#: Words for a free day, in both languages of the pages.
_FREE = {"libur", "free", "-", "–"}
MAX_NAME = 200
#: Days in a row of one entry: longer than any leave or month of other hours.
_MAX_DAYS = 366
_YEARS = range(2000, 2100)

Problems = dict[str, Problem]


def read_week(typed: Mapping[str, str], usual: Week | None = None) -> Week:
    """Of fields named monday to sunday: periods with commas between, or "libur".

    A blank is a free day, but with `usual` given (a time with other hours) not where the usual week works:
    who says other hours says them of each such day. Raises Invalid.
    """
    problems: Problems = {}
    week: list[Hours] = []
    for name in WEEKDAYS:
        try:
            week.append(read_day_hours(typed.get(name, "")))
        except BadHours as bad:
            problems[name] = Problem(f"calendar.problem.hours_{bad.code}", {"written": bad.written})
            week.append(())
    if usual is not None:
        problems |= _unsaid(typed, usual)
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = week
    read = (monday, tuesday, wednesday, thursday, friday, saturday, sunday)
    if not problems:
        problems = _of_week(read)
    if problems:
        raise Invalid(problems)
    return read


def read_day_hours(typed: str) -> Hours:
    """ "07:30-12:00, 13:00-16:00"; blank or "libur" is no hours. Raises BadHours."""
    if typed.strip().casefold() in {"", *_FREE}:
        return ()
    return read_hours(part for part in typed.replace(";", ",").split(","))


def _unsaid(typed: Mapping[str, str], usual: Week) -> Problems:
    return {
        name: Problem("calendar.problem.day_unsaid", {"hours": ", ".join(write_hours(hours))})
        for name, hours in zip(WEEKDAYS, usual, strict=True)
        if hours and not typed.get(name, "").strip()
    }


def _of_week(week: Week) -> Problems:
    if not any(week):
        return {"monday": Problem("calendar.problem.no_hours")}
    meeting = meets_next_day(week)
    return {} if meeting is None else {WEEKDAYS[meeting]: Problem("calendar.problem.meets_next_day")}


def check_unit(entries: Entries, unit: Unit) -> None:
    """Raises Invalid: without a name or roles, with one that another unit has."""
    problems: Problems = {}
    if not 0 < len(unit.name) <= MAX_NAME:
        problems["name"] = Problem("calendar.problem.name", {"max": MAX_NAME})
    if not unit.roles:
        problems["roles"] = Problem("calendar.problem.no_roles")
    for other in entries.units:
        if other.id != unit.id:
            if other.name.casefold() == unit.name.casefold():
                problems["name"] = Problem("calendar.problem.name_taken")
            for role in sorted(set(other.roles) & set(unit.roles)):
                problems["roles"] = Problem("calendar.problem.role_taken", {"role": role, "unit": other.name})
    _refuse(problems)


def check_other_hours(entries: Entries, other: OtherHours) -> None:
    """Raises Invalid: without a name, without an end, or at a time that has other hours already."""
    problems: Problems = {}
    if not 0 < len(other.name) <= MAX_NAME:
        problems["name"] = Problem("calendar.problem.name", {"max": MAX_NAME})
    if other.first is not None and other.last is not None:
        problems |= _of_span(other.first, other.last)
    for each in entries.other_hours:
        if each.id != other.id and each.unit == other.unit and not problems and _meet(each, other):
            problems["first"] = Problem("calendar.problem.hours_overlap", {"name": each.name})
    _refuse(problems)


def _meet(this: OtherHours, other: OtherHours) -> bool:
    """Two that are dated, or two of each Ramadan: a dated one wins over a yearly one."""
    if this.first is None or other.first is None or this.last is None or other.last is None:
        return this.yearly and other.yearly
    return this.first <= other.last and other.first <= this.last


def check_day(entries: Entries, day: Day) -> None:
    """Raises Invalid: without a name, without an end, a worked day without hours, or a day that is entered
    already for the same units."""
    problems: Problems = {}
    if not 0 < len(day.name) <= MAX_NAME:
        problems["name"] = Problem("calendar.problem.name", {"max": MAX_NAME})
    problems |= _of_span(day.first, day.last)
    if not problems and day.kind is DayKind.WORKING and not _has_hours(entries, day):
        problems["hours"] = Problem("calendar.problem.needs_hours")
    for each in entries.days:
        if each.id != day.id and each.unit == day.unit and each.first <= day.last and day.first <= each.last:
            problems.setdefault("first", Problem("calendar.problem.day_taken", {"name": each.name}))
    _refuse(problems)


def _has_hours(entries: Entries, day: Day) -> bool:
    """Its own, or on each of its days those of the weekday at that time of the year."""
    if day.hours is not None:
        return bool(day.hours)
    # The zone matters to no hour of a day.
    times = times_of(entries, day.unit or OFFICE, ZoneInfo("UTC"))
    return all(times.usual_hours(each) for each in day.days())


def _of_span(first: date, last: date) -> Problems:
    if last < first:
        return {"last": Problem("calendar.problem.ends_before")}
    if first.year not in _YEARS or last.year not in _YEARS:
        return {"first": Problem("calendar.problem.year", {"first": _YEARS[0], "last": _YEARS[-1]})}
    if last - first >= timedelta(_MAX_DAYS):
        return {"last": Problem("calendar.problem.too_long")}
    return {}


def check_pauses(entries: Entries, zone: ZoneInfo, field: str) -> None:
    """Raises Invalid under `field` where free days follow each other for a year: nothing would be due."""
    for unit in entries.units:
        times = times_of(entries, unit.id, zone)
        for day in entries.days:
            try:
                times.due(datetime.combine(day.first, time(), zone), Norm(minutes=1))
            except BadConfig:
                _refuse({field: Problem("calendar.problem.no_work_for_a_year")})


def _refuse(problems: Problems) -> None:
    if problems:
        raise Invalid(problems)
