"""From a norm to a due time. The examples are the domain's own; the properties hold for any of them."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.calendar import BadNorm, Norm, load, parse_norm, working_time
from tests.tries import tries

JAKARTA = ZoneInfo("Asia/Jakarta")
OFFICE = load(None, "Asia/Jakarta")

moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 1)).map(lambda at: at.replace(tzinfo=JAKARTA))
minutes = st.integers(1, 6_000)
norms = st.builds(Norm, days=st.integers(0, 60), minutes=minutes) | st.builds(Norm, days=st.integers(1, 60))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("start", "norm", "due"),
    [
        ("2024-11-11 11:45", "PT30M", "2024-11-11 13:15"),
        ("2026-11-20 16:20", "PT15M", "2026-11-23 07:35"),
        ("2026-11-20 11:20", "PT15M", "2026-11-20 13:05"),
        ("2026-11-21 10:00", "PT60M", "2026-11-23 08:30"),
        ("2026-12-23 15:40", "PT60M", "2026-12-28 08:10"),
        ("2026-05-13 15:30", "PT60M", "2026-05-18 08:00"),
        ("2026-08-14 16:00", "PT60M", "2026-08-18 08:00"),
        ("2026-11-23 09:00", "P10D", "2026-12-07 16:00"),
        ("2026-03-17 09:00", "P3D", "2026-03-27 16:30"),
        # Until the very end of a period, not the beginning of the next.
        ("2026-11-23 15:00", "PT1H", "2026-11-23 16:00"),
        ("2026-11-23 16:00", "PT1M", "2026-11-24 07:31"),
        ("2026-11-23 12:30", "PT1M", "2026-11-23 13:01"),
        ("2026-11-23 03:00", "PT1M", "2026-11-23 07:31"),
        # Days: until the office closes, not counting the day of arrival, be it a working day or not.
        ("2026-11-23 07:30", "P1D", "2026-11-24 16:00"),
        ("2026-11-23 20:00", "P1D", "2026-11-24 16:00"),
        ("2026-11-21 10:00", "P1D", "2026-11-23 16:00"),
        ("2026-11-26 10:00", "P1D", "2026-11-27 16:30"),
        ("2026-11-23 10:00", "P1DT2H", "2026-11-25 09:30"),
        # A range is due at its maximum.
        ("2026-11-23 09:00", "PT1H/PT2H", "2026-11-23 11:00"),
        # By the clock: at night, at weekends and on holidays, too.
        ("2026-11-20 16:00", "1x24H", "2026-11-21 16:00"),
        ("2026-12-24 10:15", "3x24H", "2026-12-27 10:15"),
        ("2026-11-20 23:00", "1x30M", "2026-11-20 23:30"),
        ("2026-11-20 23:00", "1x24H/2x24H", "2026-11-22 23:00"),
    ],
)
def test_a_norm_is_due_at(start: str, norm: str, due: str) -> None:
    assert OFFICE.due(local(start), parse_norm(norm)) == local(due)


@pytest.mark.parametrize(
    ("text", "norm"),
    [
        ("PT60M", Norm(minutes=60)),
        ("PT1H30M", Norm(minutes=90)),
        (" P5D ", Norm(days=5)),
        ("P1DT2H", Norm(days=1, minutes=120)),
        ("PT30M/PT3H", Norm(minutes=180, minimum=Norm(minutes=30))),
        ("P1D/P20D", Norm(days=20, minimum=Norm(days=1))),
        ("PT2H/P1D", Norm(days=1, minimum=Norm(minutes=120))),
        ("3x24H", Norm(minutes=4320, by_clock=True)),
        ("1x30M", Norm(minutes=30, by_clock=True)),
        ("2x24H/3x24H", Norm(minutes=4320, by_clock=True, minimum=Norm(minutes=2880, by_clock=True))),
    ],
)
def test_a_norm_is_read(text: str, norm: Norm) -> None:
    assert parse_norm(text) == norm


@pytest.mark.parametrize(
    "text",
    ["", "-", "P", "PT", "P1DT", "PT0M", "P0D", "60 menit", "PT1.5H", "-PT1H", "PT30S", "P1W", "P1M", "P1Y",
     "pt1h", "PT2H/PT1H", "PT1H/", "/PT1H", "PT1H/PT2H/PT3H", "PT1M1H", "P1D2H", "PT٣M", "PT999999M",
     "0x24H", "3x0H", "3x24", "x24H", "3 x 24H", "3x24D", "1x24H/P3D", "PT2H/1x24H", "3x24H/1x24H"],
)  # fmt: skip
def test_what_is_no_norm_is_refused(text: str) -> None:
    with pytest.raises(BadNorm):
        parse_norm(text)


@pytest.mark.thorough
@given(moments, norms)
def test_a_due_time_lies_within_working_time_or_at_its_end(start: datetime, norm: Norm) -> None:
    due = OFFICE.due(start, norm)
    assert due.tzinfo is UTC
    assert due > start
    assert OFFICE.is_working_day(due.astimezone(JAKARTA).date())
    assert OFFICE.working_minutes(due - timedelta(minutes=1), due) == 1


@given(moments, norms, st.timedeltas(timedelta(), timedelta(days=40)))
def test_who_starts_later_is_due_no_earlier(start: datetime, norm: Norm, later: timedelta) -> None:
    assert OFFICE.due(start, norm) <= OFFICE.due(start + later, norm)


@given(moments, minutes, minutes)
def test_a_longer_norm_is_due_later(start: datetime, shorter: int, more: int) -> None:
    assert OFFICE.due(start, Norm(minutes=shorter)) < OFFICE.due(start, Norm(minutes=shorter + more))


@given(moments, st.integers(1, 60))
def test_one_more_day_is_due_later(start: datetime, days: int) -> None:
    assert OFFICE.due(start, Norm(days=days)) < OFFICE.due(start, Norm(days=days + 1))


@given(moments, minutes, minutes)
def test_minutes_add_up(start: datetime, first: int, then: int) -> None:
    on_the_way = OFFICE.due(start, Norm(minutes=first))
    assert OFFICE.due(on_the_way, Norm(minutes=then)) == OFFICE.due(start, Norm(minutes=first + then))


@given(moments, st.integers(0, 60), minutes)
def test_days_and_minutes_are_counted_one_after_the_other(start: datetime, days: int, more: int) -> None:
    after_days = OFFICE.due(start, Norm(days=days)) if days else start
    assert OFFICE.due(start, Norm(days=days, minutes=more)) == OFFICE.due(after_days, Norm(minutes=more))


@given(moments, minutes)
def test_between_start_and_due_lies_the_norm(start: datetime, amount: int) -> None:
    due = OFFICE.due(start, Norm(minutes=amount))
    assert OFFICE.working_minutes(start, due) == amount
    # The clock was set back: no time at all, never less.
    assert OFFICE.working_minutes(due, start) == 0


@given(moments, st.integers(1, 9_999))
def test_by_the_clock_every_minute_counts(start: datetime, amount: int) -> None:
    norm = parse_norm(f"1x{amount // 60}H" if amount % 60 == 0 and amount < 999 * 60 else f"{amount}x1M")
    due = OFFICE.due(start, norm)
    assert due - start == timedelta(minutes=amount)
    assert OFFICE.minutes_between(start, due, by_clock=True) == OFFICE.minutes_of(norm) == amount
    assert OFFICE.minutes_between(due, start, by_clock=True) == 0
    # Working time never runs ahead of the clock, and a sum over steps counts a whole day as a working day.
    assert OFFICE.working_minutes(start, due) <= amount
    assert OFFICE.working_minutes_of(norm) == amount // 1440 * 450 + min(amount % 1440, 450)


@given(moments, st.integers(1, 30))
def test_days_count_working_days_only(start: datetime, days: int) -> None:
    day, last = start.date(), OFFICE.due(start, Norm(days=days)).astimezone(JAKARTA).date()
    between = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
    assert sum(OFFICE.is_working_day(each) for each in between) == days


@pytest.mark.thorough
@given(moments, moments, moments)
def test_working_time_can_be_cut_anywhere(one: datetime, two: datetime, three: datetime) -> None:
    start, middle, end = (at.replace(second=0, microsecond=0) for at in sorted((one, two, three)))
    halves = OFFICE.working_minutes(start, middle) + OFFICE.working_minutes(middle, end)
    assert OFFICE.working_minutes(start, end) == halves


@settings(max_examples=tries(30))
@given(moments)
def test_the_clock_stands_still_until_the_office_works_again(at: datetime) -> None:
    office = working_time()
    again = office.resumes(at)
    if again is None:
        assert office.working_minutes(at, at + timedelta(minutes=2)) > 0
    else:
        assert office.working_minutes(at, again) == 0
        assert office.resumes(again) is None
        assert office.working_minutes(again, again + timedelta(minutes=1)) == 1


@pytest.mark.parametrize(
    ("at", "again"),
    [
        ("2026-11-28 10:00", "2026-11-30 07:30"),
        ("2026-11-27 18:00", "2026-11-30 07:30"),
        ("2026-11-30 07:29", "2026-11-30 07:30"),
        ("2026-11-30 07:30", None),
        ("2026-11-30 15:29", None),
    ],
)
def test_when_the_office_works_again(at: str, again: str | None) -> None:
    assert working_time().resumes(local(at)) == (local(again) if again else None)


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_nobody_works_at_weekends(day: date) -> None:
    midnight = datetime(day.year, day.month, day.day, tzinfo=JAKARTA)
    worked = OFFICE.working_minutes(midnight, midnight + timedelta(days=1))
    assert worked in ({0} if day.weekday() >= 5 else {0, 450})
    assert (worked > 0) == OFFICE.is_working_day(day)


@pytest.mark.parametrize("year", range(2024, 2031))
def test_independence_day_is_free_every_year(year: int) -> None:
    assert not OFFICE.is_working_day(date(year, 8, 17))


def test_collective_leave_is_free() -> None:
    assert not OFFICE.is_working_day(date(2026, 12, 24))


def test_a_norm_in_minutes_counts_usual_days() -> None:
    assert OFFICE.minutes_of(parse_norm("P5D")) == 5 * 450
    assert OFFICE.minutes_of(parse_norm("P1DT2H")) == 570
    assert OFFICE.minutes_of(parse_norm("PT1H/PT2H")) == 120


def test_other_zones_have_their_own_morning() -> None:
    jayapura = load(None, "Asia/Jayapura")
    start = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
    assert jayapura.due(start, parse_norm("PT1M")) == datetime(2026, 11, 23, 0, 1, tzinfo=UTC)
    assert OFFICE.due(start, parse_norm("PT1M")) == datetime(2026, 11, 23, 0, 31, tzinfo=UTC)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        OFFICE.due(datetime(2026, 11, 23, 9, 0), Norm(days=1))


def test_default_office_hours_hold_without_any_setting() -> None:
    assert working_time().zone.key == "Asia/Jakarta"


def test_importing_the_calendar_does_not_load_the_holidays() -> None:
    program = "import sys, engine.calendar; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_list_of_instances_is_counted_in_no_time() -> None:
    start, end = local("2026-01-05 08:00"), local("2026-12-30 12:00")
    OFFICE.working_minutes(start, end)
    begun = time.process_time()
    for _ in range(50):
        OFFICE.working_minutes(start, end)
    # 50 instances, each open for a year; generous for a busy machine.
    assert time.process_time() - begun < 0.5
