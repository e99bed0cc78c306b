"""When an office works, and counting along it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from engine.calendar.norms import Norm
from engine.config import BadConfig

#: Hours of one day, in order: ((07:30, 12:00), (13:00, 16:00)).
Hours = tuple[tuple[time, time], ...]
#: Monday first.
Week = tuple[Hours, Hours, Hours, Hours, Hours, Hours, Hours]
#: So long without working time is a calendar gone wrong, not a holiday.
_LONGEST_PAUSE = 366
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Other hours between two dates, both included: Ramadan."""

    first: date
    last: date
    week: Week


@dataclass(frozen=True, kw_only=True)
class WorkingTime:
    zone: ZoneInfo
    week: Week
    profiles: tuple[Profile, ...] = ()
    #: Days for which the office says itself what holds, whatever the national calendar says; None: a holiday.
    own_days: Mapping[date, Hours | None] = field(default_factory=dict)
    _seen: dict[date, tuple[tuple[datetime, datetime], ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def due(self, start: datetime, norm: Norm) -> datetime:
        """When `norm` has passed since `start`: within working time, or at its very end."""
        if start.tzinfo is None:
            raise ValueError("naive datetime")
        moment = self._closing(start, norm.days) if norm.days else start.astimezone(UTC)
        return self._after(moment, norm.minutes * _MINUTE) if norm.minutes else moment

    def working_minutes(self, start: datetime, end: datetime) -> int:
        """Whole minutes of working time from `start` to `end`; negative when `end` lies before."""
        if end < start:
            return -self.working_minutes(end, start)
        total = timedelta()
        day, last = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        while day <= last:
            for opens, closes in self._periods(day):
                total += max(timedelta(), min(closes, end) - max(opens, start))
            day += timedelta(days=1)
        return total // _MINUTE

    def minutes_of(self, norm: Norm) -> int:
        """The norm in working minutes; a day counts as this office's usual one."""
        days = [sum(map(_length, hours), timedelta()) for hours in self.week if hours]
        usual = sum(days, timedelta()) // len(days) // _MINUTE
        return norm.days * usual + norm.minutes

    def is_working_day(self, day: date) -> bool:
        return bool(self._hours(day))

    def _closing(self, start: datetime, days: int) -> datetime:
        """When the office closes on the n-th working day after the day of `start`."""
        ahead = self._working_days(start.astimezone(self.zone).date() + timedelta(days=1))
        for _ in range(days - 1):
            next(ahead)
        return next(ahead)[-1][1]

    def _after(self, start: datetime, amount: timedelta) -> datetime:
        for periods in self._working_days(start.astimezone(self.zone).date()):
            for opens, closes in periods:
                begin = max(opens, start)
                if begin < closes:
                    if amount <= closes - begin:
                        return begin + amount
                    amount -= closes - begin
        raise AssertionError("working days never end")

    def _working_days(self, day: date) -> Iterator[tuple[tuple[datetime, datetime], ...]]:
        pause = 0
        while pause < _LONGEST_PAUSE:
            periods = self._periods(day)
            if periods:
                yield periods
            pause = 0 if periods else pause + 1
            day += timedelta(days=1)
        raise BadConfig(f"the office calendar has no working time in the year before {day}")

    def _periods(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """The day's working time in UTC, where differences are true ones."""
        periods = self._seen.get(day)
        if periods is None:
            periods = tuple((self._utc(day, opens), self._utc(day, ends)) for opens, ends in self._hours(day))
            self._seen[day] = periods
        return periods

    def _utc(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)

    def _hours(self, day: date) -> Hours:
        if day in self.own_days:
            return self.own_days[day] or ()
        if day in _national_holidays(day.year):
            return ()
        profile = next((each for each in self.profiles if each.first <= day <= each.last), None)
        return (profile.week if profile else self.week)[day.weekday()]


def _length(period: tuple[time, time]) -> timedelta:
    opens, closes = period
    return timedelta(hours=closes.hour - opens.hour, minutes=closes.minute - opens.minute)


@lru_cache(maxsize=64)
def _national_holidays(year: int) -> frozenset[date]:
    """National holidays and collective leave (cuti bersama)."""
    # Imported here: 0.2 s that a start must not pay.
    from holidays import country_holidays

    return frozenset(country_holidays("ID", years=year, categories=("public", "government"), language="id"))
