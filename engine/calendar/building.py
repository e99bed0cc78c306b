"""Entries of a calendar → the working time of each unit. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from engine.calendar.entries import EVERYWHERE, Day, DayKind, Entries, Observes, OtherHours, Unit
from engine.calendar.feasts import LEAVE, NATIONAL, ramadans
from engine.calendar.office import Hours, Profile, WorkingTime

_CATEGORIES: Mapping[Observes, tuple[str, ...]] = {
    Observes.ALL: (NATIONAL, LEAVE),
    Observes.NATIONAL: (NATIONAL,),
    Observes.NONE: (),
}
#: Free days that a unit does not keep although the office does.
_WORKED: Mapping[Observes, frozenset[DayKind]] = {
    Observes.ALL: frozenset(),
    Observes.NATIONAL: frozenset({DayKind.LEAVE}),
    Observes.NONE: frozenset({DayKind.NATIONAL, DayKind.LEAVE, DayKind.LOCAL}),
}


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """What holds: of the office, and of the units whose roles have a week of their own."""

    office: WorkingTime
    by_role: Mapping[str, WorkingTime] = field(default_factory=dict)
    #: Counts up with each change; 0: what the calendar file or Alur itself says.
    version: int = 0
    #: What it was built from; none where a program made it.
    entries: Entries | None = None

    def of(self, roles: Iterable[str]) -> WorkingTime:
        """Of the first of the roles that has a unit, else of the office."""
        if self.by_role:
            for role in roles:
                if role in self.by_role:
                    return self.by_role[role]
        return self.office


def build(entries: Entries, zone: ZoneInfo, *, version: int = 0) -> Calendar:
    """`zone`: where the office lives."""
    office, *units = entries.units
    by_role = {
        role: times for unit in units for times in [_times(entries, unit, zone)] for role in unit.roles
    }
    return Calendar(office=_times(entries, office, zone), by_role=by_role, version=version, entries=entries)


def times_of(entries: Entries, unit_id: int, zone: ZoneInfo) -> WorkingTime:
    """Of one unit, with or without roles; of the office where there is none of that id."""
    return _times(entries, entries.unit(unit_id) or entries.units[0], zone)


def _times(entries: Entries, unit: Unit, zone: ZoneInfo) -> WorkingTime:
    profiles = tuple(_profiles(each for each in entries.other_hours if each.unit == unit.id))
    times = WorkingTime(zone=zone, week=unit.week, profiles=profiles, categories=_CATEGORIES[unit.observes])
    own_days: dict[date, Hours | None] = {}
    # What a unit says of itself wins over what is said for all.
    for day in sorted(entries.days, key=lambda day: day.unit != EVERYWHERE):
        if day.unit == unit.id or (day.unit == EVERYWHERE and day.kind not in _WORKED[unit.observes]):
            own_days |= _own_days(day, times)
    return WorkingTime(
        zone=zone,
        week=unit.week,
        profiles=profiles,
        categories=_CATEGORIES[unit.observes],
        own_days=own_days,
    )


def _own_days(day: Day, times: WorkingTime) -> Mapping[date, Hours | None]:
    if day.kind is not DayKind.WORKING:
        return dict.fromkeys(day.days())
    return {each: day.hours if day.hours is not None else times.usual_hours(each) for each in day.days()}


def _profiles(entered: Iterable[OtherHours]) -> Iterator[Profile]:
    """Dated ones before each year's Ramadan: what a decree says of this year wins."""
    yearly = []
    for other in entered:
        if other.first is None or other.last is None:
            yearly.append(other)
        else:
            yield Profile(first=other.first, last=other.last, week=other.week)
    for other in yearly:
        for ramadan in ramadans():
            yield Profile(first=ramadan.first, last=ramadan.last, week=other.week)
