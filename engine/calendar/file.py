"""The office's own calendar: a TOML file, named by ALUR_CALENDAR. All of it is optional. It holds until an
administrator first changes the calendar on its page (engine.calendar.stored).

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

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.calendar.building import build
from engine.calendar.entries import OFFICE, Day, DayKind, Entries, OtherHours, Unit
from engine.calendar.hours import WEEKDAYS, BadHours, meets_next_day, read_hours
from engine.calendar.lawful import usual_week
from engine.calendar.office import Hours, Week, WorkingTime
from engine.config import BadConfig
from engine.office_file import read
from engine.schema import Wrong, day, key, read_as, table, tables, words


def _hours(written: Any, where: str) -> Hours:
    if not isinstance(written, list):
        raise Wrong(f'{where}: hours are a list such as ["07:30-12:00", "13:00-16:00"]')
    try:
        return read_hours(written)
    except BadHours as bad:
        sentence = {
            "order": "hours must follow each other without overlapping",
            "no_length": f'{bad.written!r} has no length; a whole day is "00:00-24:00"',
        }.get(bad.code, f'{bad.written!r} is not a period such as "07:30-12:00"')
        raise Wrong(f"{where}: {sentence}") from None


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
        monday, tuesday, wednesday, thursday, friday, saturday, sunday = (
            usual[n] if hours is None else hours for n, hours in enumerate(days)
        )
        week = (monday, tuesday, wednesday, thursday, friday, saturday, sunday)
        _follow(week)
        return week


def _follow(week: Week) -> None:
    """No shift over midnight reaches into the next day's hours."""
    meeting = meets_next_day(week)
    if meeting is not None:
        name = WEEKDAYS[meeting].title()
        raise Wrong(f"the last hours of {name} end after the next day's have begun")


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
    """The office's hours in the time zone `zone`; raises BadConfig with a sentence."""
    return build(read_file(path), zone_of(zone)).office


def zone_of(name: str) -> ZoneInfo:
    """Raises BadConfig."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadConfig(f"ALUR_TIMEZONE: no such time zone: {name}") from None


def read_file(path: Path | None) -> Entries:
    """What the file says, as if it had been entered on the page; without a file Alur's own hours. Raises
    BadConfig."""
    if path is None:
        return Entries(units=(Unit(id=OFFICE, name="", week=usual_week()),))
    return read(path, "calendar", lambda written: _entries(read_as(_File, written)))


def _entries(file: _File) -> Entries:
    week = file.hours.week(usual_week())
    if not any(week):
        raise Wrong("[hours] leaves no working time at all")
    entries = Entries(units=(Unit(id=OFFICE, name="", week=week),))
    _apart(file.profile)
    for profile in file.profile:
        _complete(profile, week)
        entries = entries.with_entry(_other_hours(profile, week, entries.next_id()))
    _once([each.on for each in (*file.holiday, *file.working_day)])
    for free in file.holiday:
        entries = entries.with_entry(_day(free, DayKind.LOCAL, entries.next_id(), None))
    for worked in file.working_day:
        if not (week[worked.on.weekday()] if worked.hours is None else worked.hours):
            raise Wrong(f"[[working_day]] {worked.on} needs hours: that weekday has none of its own")
        entries = entries.with_entry(_day(worked, DayKind.WORKING, entries.next_id(), worked.hours))
    return entries


def _other_hours(profile: _Profile, usual: Week, entry_id: int) -> OtherHours:
    return OtherHours(
        id=entry_id,
        unit=OFFICE,
        name=profile.name or f"{profile.first} – {profile.last}",
        first=profile.first,
        last=profile.last,
        week=profile.week(usual),
    )


def _day(written: _Day, kind: DayKind, entry_id: int, hours: Hours | None) -> Day:
    name = written.name or str(written.on)
    return Day(id=entry_id, kind=kind, first=written.on, last=written.on, name=name, hours=hours)


def _complete(profile: _Profile, usual: Week) -> None:
    """A profile that named only Monday would leave the other days as usual, which nobody means: whoever says
    other hours says them of each day that is worked."""
    open_days = [name for name, hours in zip(WEEKDAYS, usual, strict=True) if hours]
    missing = [name for name in open_days if getattr(profile, name) is None]
    if missing:
        raise Wrong(
            f"[[profile]] {profile.name or profile.first} does not say the hours of {', '.join(missing)}; "
            "name each day that is usually worked, [] for a free one"
        )


def _apart(profiles: tuple[_Profile, ...]) -> None:
    ordered = sorted(profiles, key=lambda profile: profile.first)
    for earlier, later in pairwise(ordered):
        if later.first <= earlier.last:
            raise Wrong(f"two [[profile]] overlap on {later.first}")


def _once(days: list[date]) -> None:
    for on in days:
        if days.count(on) > 1:
            raise Wrong(f"{on} is named twice")
