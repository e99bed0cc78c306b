"""What the calendar lacks for the years to come: so that nobody finds out when a step is late. Pure."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from engine import clock
from engine.calendar import current, local_zone
from engine.calendar.entries import EVERYWHERE, DayKind, Entries
from engine.calendar.feasts import NATIONAL, Ramadan, feasts, is_estimated, leave_is_known, ramadans

#: The year that runs and the next ones.
YEARS = 3


class Kind(enum.StrEnum):
    #: Collective leave of a year is neither known nor entered.
    LEAVE = "leave"
    #: The date of a national holiday is reckoned, and nobody has entered the decreed one.
    ESTIMATED = "estimated"
    #: No other hours are entered for a Ramadan.
    RAMADAN = "ramadan"


@dataclass(frozen=True, kw_only=True)
class Missing:
    kind: Kind
    year: int
    #: From when on it matters.
    first: date
    last: date
    name: str = ""


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
    """Of the office; units with hours of their own have their own papers."""
    office = entries.units[0].id
    own = [other for other in entries.other_hours if other.unit == office]
    if any(other.yearly for other in own):
        return
    for ramadan in ramadans():
        covered = any(
            other.first <= ramadan.last and ramadan.first <= other.last
            for other in own
            if other.first is not None and other.last is not None
        )
        if ramadan.first.year in _years(today) and not covered:
            yield _missed(ramadan)


def _missed(ramadan: Ramadan) -> Missing:
    return Missing(kind=Kind.RAMADAN, year=ramadan.first.year, first=ramadan.first, last=ramadan.last)


def soon(found: list[Missing], today: date) -> list[Missing]:
    """What matters within half a year: worth a word where supervisors look."""
    return [each for each in found if each.first <= today + timedelta(days=183)]


def missing_soon() -> list[Missing]:
    """Of the calendar that holds in this process: no question to the database."""
    entries, today = current().entries, clock.now().astimezone(local_zone()).date()
    return soon(missing(entries, today), today) if entries else []


def _years(today: date) -> range:
    return range(today.year, today.year + YEARS)
