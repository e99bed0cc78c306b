"""What an office enters into its calendar: units with their hours, other hours for a time, days. Pure.

A calendar is one value: whoever changes an entry makes a new one, which can be tried out before it holds. It
is stored as `to_document` writes it, a released format that `from_document` reads for ever.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from engine.calendar.hours import WEEKDAYS, read_hours, write_hours
from engine.calendar.office import Hours, Week

#: Id of the unit that is the office itself.
OFFICE = 1
#: A day of all units.
EVERYWHERE = 0


class DayKind(enum.StrEnum):
    NATIONAL = "national"
    #: Cuti bersama.
    LEAVE = "leave"
    LOCAL = "local"
    #: Worked, whatever else says that it is free.
    WORKING = "working"


class Observes(enum.StrEnum):
    """Which free days a unit keeps."""

    ALL = "all"
    #: Not the collective leave: staffed services.
    NATIONAL = "national"
    #: Works every day that its week names.
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A working week, of the office or of some of its roles."""

    id: int
    name: str
    week: Week
    #: Whose steps are counted by it; none for the office itself.
    roles: tuple[str, ...] = ()
    observes: Observes = Observes.ALL


@dataclass(frozen=True, kw_only=True)
class OtherHours:
    """Other hours of a unit from one day to another, both included; without days in each year's Ramadan."""

    id: int
    unit: int
    name: str
    week: Week
    first: date | None = None
    last: date | None = None
    decree: str = ""

    @property
    def yearly(self) -> bool:
        """In each year's Ramadan."""
        return self.first is None


@dataclass(frozen=True, kw_only=True)
class Day:
    """A free day or a worked one, or several in a row."""

    id: int
    kind: DayKind
    first: date
    last: date
    name: str
    decree: str = ""
    #: Of a worked day; none: as usual.
    hours: Hours | None = None
    unit: int = EVERYWHERE

    def days(self) -> Iterator[date]:
        """Each of them."""
        return (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


@dataclass(frozen=True, kw_only=True)
class Entries:
    """The first unit is the office itself."""

    units: tuple[Unit, ...]
    other_hours: tuple[OtherHours, ...] = ()
    days: tuple[Day, ...] = ()

    def unit(self, unit_id: int) -> Unit | None:
        """None: there is none."""
        return next((each for each in self.units if each.id == unit_id), None)

    def next_id(self) -> int:
        """One that no entry of this calendar has."""
        ids = [each.id for each in self.units] + [each.id for each in self.other_hours]
        return 1 + max([*ids, *(each.id for each in self.days)])

    def with_entry(self, entry: Unit | OtherHours | Day) -> Entries:
        """The entry of that id replaced, or added."""
        match entry:
            case Unit():
                return replace(self, units=_placed(self.units, entry))
            case OtherHours():
                return replace(self, other_hours=_placed(self.other_hours, entry))
            case Day():
                return replace(self, days=_placed(self.days, entry))

    def without(self, entry_id: int) -> Entries:
        """Of a unit its other hours and its own days go with it; the office itself stays."""
        if entry_id == OFFICE:
            return self
        return Entries(
            units=tuple(each for each in self.units if each.id != entry_id),
            other_hours=tuple(each for each in self.other_hours if entry_id not in {each.id, each.unit}),
            days=tuple(each for each in self.days if entry_id not in {each.id, each.unit}),
        )


def _placed(entries: tuple[Any, ...], entry: Any) -> tuple[Any, ...]:
    if any(each.id == entry.id for each in entries):
        return tuple(entry if each.id == entry.id else each for each in entries)
    return (*entries, entry)


def to_document(entries: Entries) -> dict[str, Any]:
    """Plain values, for JSON."""
    return {
        "units": [
            {
                "id": unit.id,
                "name": unit.name,
                "roles": list(unit.roles),
                "observes": unit.observes.value,
                "week": _write_week(unit.week),
            }
            for unit in entries.units
        ],
        "other_hours": [
            {
                "id": other.id,
                "unit": other.unit,
                "name": other.name,
                "first": _write_day(other.first),
                "last": _write_day(other.last),
                "decree": other.decree,
                "week": _write_week(other.week),
            }
            for other in entries.other_hours
        ],
        "days": [
            {
                "id": day.id,
                "kind": day.kind.value,
                "first": day.first.isoformat(),
                "last": day.last.isoformat(),
                "name": day.name,
                "decree": day.decree,
                "hours": None if day.hours is None else write_hours(day.hours),
                "unit": day.unit,
            }
            for day in entries.days
        ],
    }


def from_document(document: Mapping[str, Any]) -> Entries:
    """What `to_document` wrote."""
    return Entries(
        units=tuple(
            Unit(
                id=unit["id"],
                name=unit["name"],
                roles=tuple(unit["roles"]),
                observes=Observes(unit["observes"]),
                week=_read_week(unit["week"]),
            )
            for unit in document["units"]
        ),
        other_hours=tuple(
            OtherHours(
                id=other["id"],
                unit=other["unit"],
                name=other["name"],
                first=_read_day(other["first"]),
                last=_read_day(other["last"]),
                decree=other["decree"],
                week=_read_week(other["week"]),
            )
            for other in document["other_hours"]
        ),
        days=tuple(
            Day(
                id=day["id"],
                kind=DayKind(day["kind"]),
                first=date.fromisoformat(day["first"]),
                last=date.fromisoformat(day["last"]),
                name=day["name"],
                decree=day["decree"],
                hours=None if day["hours"] is None else read_hours(day["hours"]),
                unit=day["unit"],
            )
            for day in document["days"]
        ),
    )


def _write_week(week: Week) -> dict[str, list[str]]:
    return {name: write_hours(hours) for name, hours in zip(WEEKDAYS, week, strict=True)}


def _read_week(written: Mapping[str, list[str]]) -> Week:
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = (
        read_hours(written[name]) for name in WEEKDAYS
    )
    return (monday, tuesday, wednesday, thursday, friday, saturday, sunday)


def _write_day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _read_day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)
