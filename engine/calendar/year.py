"""A year of a unit's calendar, month by month, as a page shows it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from engine.calendar.building import times_of
from engine.calendar.entries import EVERYWHERE, Day, DayKind, Entries, Unit
from engine.calendar.feasts import LEAVE, NATIONAL, feasts
from engine.calendar.office import WorkingTime


@dataclass(frozen=True, kw_only=True)
class ShownDay:
    on: date
    works: bool
    #: Why it is free although the week names it, or worked although it doesn't: "national", "leave", "local",
    #: "working"; "other": worked at other hours; "" for a usual day.
    kind: str = ""
    name: str = ""


def months(entries: Entries, unit_id: int, year: int, zone: ZoneInfo) -> list[list[ShownDay]]:
    """January first; each with all its days."""
    unit = entries.unit(unit_id) or entries.units[0]
    times = times_of(entries, unit.id, zone)
    known = _known(entries, unit, year)
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    shown = [_shown(day, times, known, unit) for day in days]
    return [[day for day in shown if day.on.month == month] for month in range(1, 13)]


def _shown(day: date, times: WorkingTime, known: Mapping[date, tuple[str, str]], unit: Unit) -> ShownDay:
    works = times.is_working_day(day)
    kind, name = known.get(day, ("", ""))
    if works and kind != DayKind.WORKING:
        # A holiday that this unit does not keep is a day like others.
        other = times.usual_hours(day) != unit.week[day.weekday()]
        kind, name = ("other" if other else "", "")
    return ShownDay(on=day, works=works, kind=kind, name=name)


def _known(entries: Entries, unit: Unit, year: int) -> Mapping[date, tuple[str, str]]:
    """What each day is called: by the package, and over it by what is entered."""
    found = {day: (DayKind.LEAVE.value, name) for day, name in feasts(year, (LEAVE,)).items()}
    found |= {day: (DayKind.NATIONAL.value, name) for day, name in feasts(year, (NATIONAL,)).items()}
    for entry in _in_order(entries.days, unit):
        found |= dict.fromkeys(entry.days(), (entry.kind.value, entry.name))
    return found


def _in_order(days: Iterable[Day], unit: Unit) -> list[Day]:
    """What is said for all units first."""
    ours = [day for day in days if day.unit in {EVERYWHERE, unit.id}]
    return sorted(ours, key=lambda day: day.unit != EVERYWHERE)
