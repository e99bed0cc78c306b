"""What the package `holidays` knows of Indonesia: national holidays, collective leave, Ramadan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

#: The package's words for national holidays and for collective leave (cuti bersama).
NATIONAL, LEAVE = "public", "government"
#: Behind the name of a day whose date nobody has decreed yet.
_ESTIMATED = "(perkiraan)"
_FIRST_OF_SYAWAL = "Hari Raya Idul Fitri"
#: Ramadan is given for these years; the package knows further ones, but only by reckoning.
RAMADAN_YEARS = range(2020, 2061)


@dataclass(frozen=True, kw_only=True)
class Ramadan:
    """Both days are in it."""

    first: date
    last: date
    #: Its end is reckoned: the day of Idul Fitri has not been decreed, as far as the package knows. Its
    #: beginning is always the almanac's, and may be a day off.
    estimated: bool


@lru_cache(maxsize=256)
def feasts(year: int, categories: tuple[str, ...]) -> Mapping[date, str]:
    """Days by date with their names, of the categories NATIONAL and LEAVE."""
    if not categories:
        return {}
    # Imported here: 0.2 s that a start must not pay.
    from holidays import country_holidays

    return dict(country_holidays("ID", years=year, categories=categories, language="id"))


def is_estimated(name: str) -> bool:
    """Whether the date of a day of this name is reckoned, not decreed."""
    return name.endswith(_ESTIMATED)


def leave_is_known(year: int) -> bool:
    """Whether the package has the collective leave of that year."""
    return bool(feasts(year, (LEAVE,)))


@lru_cache(maxsize=1)
def ramadans() -> tuple[Ramadan, ...]:
    """Of RAMADAN_YEARS, in their order: by the almanac of the region (MABIMS), until the day before Idul
    Fitri."""
    from holidays.calendars.islamic import _IslamicMabimsLunar

    begins = sorted(
        first for year in RAMADAN_YEARS for first, _ in _IslamicMabimsLunar().ramadan_beginning_dates(year)
    )
    return tuple(ramadan for first in dict.fromkeys(begins) for ramadan in _ramadan(first))


def _ramadan(first: date) -> Iterator[Ramadan]:
    for year in {first.year, first.year + 1}:
        for day, name in feasts(year, (NATIONAL,)).items():
            if name.startswith(_FIRST_OF_SYAWAL) and timedelta(27) < day - first < timedelta(32):
                yield Ramadan(first=first, last=day - timedelta(days=1), estimated=is_estimated(name))
