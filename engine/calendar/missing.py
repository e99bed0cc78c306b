"""What the calendar lacks for the years to come: so that nobody finds out when a step is late. Pure."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from engine import clock
from engine.calendar import current, local_zone
from engine.calendar.entries import EVERYWHERE, OFFICE, DayKind, Entries, Unit
from engine.calendar.feasts import NATIONAL, feasts, is_estimated, leave_is_known, ramadans
from engine.calendar.lawful import ramadan_week_of

#: The year that runs and the next ones.
YEARS = 3


class Kind(enum.StrEnum):
    #: Collective leave of a year is neither known nor entered.
    LEAVE = "leave"
    #: The date of a national holiday is reckoned, and nobody has entered the decreed one.
    ESTIMATED = "estimated"
    #: No other hours are entered for a Ramadan: of the office, or of a unit with a week that the law knows.
    RAMADAN = "ramadan"
    UNIT_RAMADAN = "unit_ramadan"


@dataclass(frozen=True, kw_only=True)
class Missing:
    kind: Kind
    year: int
    #: From when on it matters.
    first: date
    last: date
    name: str = ""
    unit: int = OFFICE


def missing(entries: Entries, today: date) -> list[Missing]:
    """Of this year and the two next, the soonest first; what is over is not missed any more."""
    found = [*_leave(entries, today), *_estimated(entries, today), *_ramadan(entries, today)]
    return sorted((each for each in found if each.last >= today), key=lambda each: each.first)


def _leave(entries: Entries, today: date) -> Iterator[Missing]:
    entered = {day.first.year for day in entries.days if day.kind is DayKind.LEAVE}
    for year in _years(today):
        if year not in entered and not leave_is_known(year):
            yield Missing(kind=Kind.LEAVE, year=year, first=date(year, 1, 1), last=date(year, 12, 31))


def _estimated(entries: Entries, today: date) -> Iterator[Missing]:
    """Settled by any entry on that day for all units: as a holiday, or as a day that is worked after all."""
    settled = {each for day in entries.days if day.unit == EVERYWHERE for each in day.days()}
    for year in _years(today):
        for day, name in feasts(year, (NATIONAL,)).items():
            if is_estimated(name) and day not in settled:
                yield Missing(kind=Kind.ESTIMATED, year=year, first=day, last=day, name=name)


def _ramadan(entries: Entries, today: date) -> Iterator[Missing]:
    office, *units = entries.units
    yield from _ramadan_of(entries, office, today)
    for unit in units:
        if ramadan_week_of(unit.week):
            yield from _ramadan_of(entries, unit, today)


def _ramadan_of(entries: Entries, unit: Unit, today: date) -> Iterator[Missing]:
    own = [other for other in entries.other_hours if other.unit == unit.id]
    if any(other.yearly for other in own):
        return
    for ramadan in ramadans():
        covered = any(
            other.first <= ramadan.last and ramadan.first <= other.last
            for other in own
            if other.first is not None and other.last is not None
        )
        if ramadan.first.year in _years(today) and not covered:
            yield Missing(
                kind=Kind.RAMADAN if unit.id == OFFICE else Kind.UNIT_RAMADAN,
                year=ramadan.first.year,
                first=ramadan.first,
                last=ramadan.last,
                name=unit.name,
                unit=unit.id,
            )


def soon(found: list[Missing], today: date) -> list[Missing]:
    """What matters within half a year: worth a word where supervisors look."""
    return [each for each in found if each.first <= today + timedelta(days=183)]


def missing_soon() -> list[Missing]:
    """Of the calendar that holds in this process: no question to the database."""
    entries, today = current().entries, clock.now().astimezone(local_zone()).date()
    return soon(missing(entries, today), today) if entries else []


def _years(today: date) -> range:
    return range(today.year, today.year + YEARS)
