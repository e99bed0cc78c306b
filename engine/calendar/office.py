"""When an office works, and counting along it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.calendar.feasts import LEAVE, NATIONAL, feasts
from engine.calendar.norms import Norm
from engine.config import BadConfig

#: Hours of one day, in order: when they begin, and how long they are: ((07:30, 4 h 30), (13:00, 3 h)).
#: A shift over midnight belongs to the day on which it begins.
Hours = tuple[tuple[time, timedelta], ...]
#: Monday first.
Week = tuple[Hours, Hours, Hours, Hours, Hours, Hours, Hours]
#: So long without working time is a calendar gone wrong, not a holiday.
_MAX_PAUSE = 366
_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)


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
    #: Which of the days are free that engine.calendar.feasts knows.
    categories: tuple[str, ...] = (NATIONAL, LEAVE)
    _seen: dict[date, tuple[tuple[datetime, datetime], ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def due(self, start: datetime, norm: Norm) -> datetime:
        """When `norm` has passed since `start`: within working time, or at its very end."""
        if start.tzinfo is None:
            raise ValueError("naive datetime")
        if norm.by_clock:
            return start.astimezone(UTC) + norm.minutes * _MINUTE
        moment = self._closing(start, norm.days) if norm.days else start.astimezone(UTC)
        return self._after(moment, norm.minutes * _MINUTE) if norm.minutes else moment

    def working_minutes(self, start: datetime, end: datetime) -> int:
        """Whole minutes of working time from `start` to `end`: `minutes_between`, while the office works."""
        return self.minutes_between(start, end)

    def minutes_between(self, start: datetime, end: datetime, *, by_clock: bool = False) -> int:
        """Whole minutes from `start` to `end`: of working time, or of all time for a norm that runs by the
        clock.

        0 when `end` lies before: the clock was set back, and nothing takes less than no time.
        """
        if by_clock:
            return max(timedelta(), end - start) // _MINUTE
        total = timedelta()
        day, last = self._day_before(start), end.astimezone(self.zone).date()
        while day <= last:
            for opens, closes in self._periods(day):
                total += max(timedelta(), min(closes, end) - max(opens, start))
            day += _DAY
        return total // _MINUTE

    def resumes(self, moment: datetime) -> datetime | None:
        """When the office works again; None while it does."""
        for periods in self._working_days(self._day_before(moment)):
            for opens, closes in periods:
                if moment < closes:
                    return opens if moment < opens else None
        raise AssertionError("working days never end")

    def minutes_of(self, norm: Norm) -> int:
        """The norm in minutes of its own kind: of working time, where a day counts as this office's usual
        one, or by the clock."""
        days = [sum((length for _, length in hours), timedelta()) for hours in self.week if hours]
        usual = sum(days, timedelta()) // len(days) // _MINUTE
        return norm.days * usual + norm.minutes

    def working_minutes_of(self, norm: Norm) -> int:
        """Also of one by the clock, where sums need one unit: 24 hours of it are one working day."""
        minutes, day = self.minutes_of(norm), self.minutes_of(Norm(days=1))
        if not norm.by_clock:
            return minutes
        days, rest = divmod(minutes, _DAY // _MINUTE)
        return days * day + min(rest, day)

    def is_working_day(self, day: date) -> bool:
        """Whether the office works at all on that date of its own time zone."""
        return bool(self._hours(day))

    def _closing(self, start: datetime, days: int) -> datetime:
        """When the office closes on the n-th working day after the day of `start`."""
        shift = self._periods(self._day_before(start))
        # After midnight, but in the shift of the evening before: the work arrives on that shift's day.
        late = bool(shift) and start < shift[-1][1]
        ahead = self._working_days(self._day_before(start) + (_DAY if late else 2 * _DAY))
        for _ in range(days - 1):
            next(ahead)
        return next(ahead)[-1][1]

    def _after(self, start: datetime, amount: timedelta) -> datetime:
        for periods in self._working_days(self._day_before(start)):
            for opens, closes in periods:
                begin = max(opens, start)
                if begin < closes:
                    if amount <= closes - begin:
                        return begin + amount
                    amount -= closes - begin
        raise AssertionError("working days never end")

    def _day_before(self, start: datetime) -> date:
        """Whose last shift may go on into the day of `start`."""
        return start.astimezone(self.zone).date() - _DAY

    def _working_days(self, day: date) -> Iterator[tuple[tuple[datetime, datetime], ...]]:
        pause = 0
        while pause < _MAX_PAUSE:
            periods = self._periods(day)
            if periods:
                yield periods
            pause = 0 if periods else pause + 1
            day += _DAY
        raise BadConfig(f"the office calendar has no working time in the year before {day}")

    def prepare(self, day: date) -> None:
        """Know the holidays of a day's year and the next: the first time takes a fifth of a second, and no
        transaction should wait for it."""
        for year in (day.year, day.year + 1):
            feasts(year, self.categories)

    def _periods(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """The day's working time in UTC, where differences are true ones."""
        periods = self._seen.get(day)
        if periods is None:
            # Of two weeks that meet (Ramadan begins) one may begin before the other's last shift has ended.
            midnight = datetime.combine(day, time())
            free = max((closes for _, closes in self._local(day - _DAY)), default=midnight)
            hours = ((max(opens, free), closes) for opens, closes in self._local(day) if closes > free)
            periods = tuple((self._utc(opens), self._utc(closes)) for opens, closes in hours)
            self._seen[day] = periods
        return periods

    def _local(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """By the clock on the wall: a day has 24 hours there, whatever the zone makes of it."""
        for at, length in self._hours(day):
            opens = datetime.combine(day, at)
            yield opens, opens + length

    def _utc(self, local: datetime) -> datetime:
        return local.replace(tzinfo=self.zone).astimezone(UTC)

    def _hours(self, day: date) -> Hours:
        if day in self.own_days:
            return self.own_days[day] or ()
        return () if day in feasts(day.year, self.categories) else self.usual_hours(day)

    def usual_hours(self, day: date) -> Hours:
        """Of that weekday at that time of the year, whether or not it is a holiday."""
        profile = next((each for each in self.profiles if each.first <= day <= each.last), None)
        return (profile.week if profile else self.week)[day.weekday()]
