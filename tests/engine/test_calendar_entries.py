"""What an office enters into its calendar, and what comes of it. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.calendar import Norm, file_entries, load
from engine.calendar.building import build, times_of
from engine.calendar.changes import differences
from engine.calendar.checking import check_pauses
from engine.calendar.entries import (
    Day,
    DayKind,
    Entries,
    Observes,
    OtherHours,
    Unit,
    from_document,
    to_document,
)
from engine.calendar.feasts import ramadans
from engine.calendar.hours import BadHours, meets_next_day, read_hours, write_hours
from engine.calendar.lawful import ramadan_week, usual_week
from engine.calendar.office import Hours, Week
from engine.calendar.typed import with_day, with_other_hours, with_unit
from engine.errors import Invalid

JAKARTA = ZoneInfo("Asia/Jakarta")
PLAIN = Entries(units=(Unit(id=1, name="", week=usual_week()),))
FULL = {
    "monday": "08.00-12.00",
    "tuesday": "08:00–12:00",
    "wednesday": "libur",
    "thursday": "08:00-12:00, 12:30-15:00",
    "friday": "08:00-11:30",
}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAKARTA)


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    """Of one day, in order; the last may go on over midnight."""
    marks = sorted(draw(st.sets(st.integers(0, 24 * 60 - 1), max_size=4)))
    periods = list(zip(marks[::2], marks[1::2], strict=False))
    return tuple((time(a // 60, a % 60), timedelta(minutes=b - a)) for a, b in periods)


#: Also nights; few, because drawing costs more than what is tried.
DAYS = [
    read_hours(each.split())
    for each in (
        "",
        "07:30-12:00 13:00-16:00",
        "00:00-24:00",
        "18:00-24:00",
        "09:07-09:08",
        "05:00-06:00 20:00-04:59",
    )
]
weeks = st.tuples(*[st.sampled_from(DAYS)] * 7).filter(any).filter(lambda week: meets_next_day(week) is None)
dates = st.dates(date(2024, 1, 1), date(2029, 12, 31))
names = st.sampled_from(["Hari jadi", "=1+1", "'=1", 'Idul Fitri; "1 Syawal"', "ꦲꦫꦶ", "a,b\tc"])


@st.composite
def calendars(draw: st.DrawFn) -> Entries:
    """Anything that the pages let an administrator enter."""
    entries = PLAIN.with_entry(Unit(id=1, name="", week=draw(weeks)))
    if draw(st.booleans()):
        unit = Unit(
            id=2,
            name=draw(names),
            week=draw(weeks),
            roles=("Jaga",),
            observes=draw(st.sampled_from(Observes)),
        )
        entries = entries.with_entry(unit)
    for n in range(draw(st.integers(0, 4))):
        first = draw(dates)
        kind = draw(st.sampled_from(DayKind))
        own = draw(st.sampled_from(DAYS[1:])) if kind is DayKind.WORKING else None
        day = Day(
            id=10 + n,
            kind=kind,
            first=first,
            last=first + timedelta(draw(st.integers(0, 9))),
            hours=own,
            name=draw(names),
            decree=draw(names),
            unit=draw(st.sampled_from([0, *[unit.id for unit in entries.units]])),
        )
        entries = entries.with_entry(day)
    first = draw(dates)
    other = OtherHours(
        id=30, unit=1, name=draw(names), week=draw(weeks), first=first, last=first + timedelta(29)
    )
    return entries.with_entry(other) if draw(st.booleans()) else entries


@settings(max_examples=40)
@given(hours())
def test_hours_are_read_as_they_are_written(day: Hours) -> None:
    assert read_hours(write_hours(day)) == day


@pytest.mark.parametrize(
    ("written", "code"),
    [("7.30", "period"), ("", "period"), ("25:00-26:00", "period"), ("08:00-08:00", "no_length")],
)
def test_what_are_no_hours_is_said(written: str, code: str) -> None:
    with pytest.raises(BadHours) as bad:
        read_hours([written])
    assert (bad.value.code, bad.value.written) == (code, written)
    with pytest.raises(BadHours, match="order"):
        read_hours(["08:00-12:00", "11:00-13:00"])


@settings(max_examples=25)
@given(calendars())
def test_a_stored_calendar_is_the_same(entries: Entries) -> None:
    assert from_document(to_document(entries)) == entries
    assert differences(entries, from_document(to_document(entries))) == []


@settings(max_examples=25)
@given(calendars(), st.datetimes(datetime(2024, 1, 1), datetime(2029, 1, 1)), st.integers(1, 3000))
def test_whatever_is_entered_between_start_and_due_lies_the_norm(
    entries: Entries, start: datetime, amount: int
) -> None:
    for unit in entries.units:
        times, begin = times_of(entries, unit.id, JAKARTA), start.replace(tzinfo=UTC)
        assert times.working_minutes(begin, times.due(begin, Norm(minutes=amount))) == amount


def test_without_entries_all_is_as_the_file_has_it() -> None:
    start, norm = at("2026-12-23 15:40"), Norm(minutes=60)
    assert build(file_entries(), JAKARTA).office.due(start, norm) == load(None, "Asia/Jakarta").due(
        start, norm
    )


def day(kind: DayKind, first: str, last: str = "", **more: Any) -> Day:
    begins = date.fromisoformat(first)
    return Day(
        id=9, kind=kind, first=begins, last=date.fromisoformat(last) if last else begins, name="Hari", **more
    )


def works(entries: Entries, on: str, unit: int = 1) -> bool:
    return times_of(entries, unit, JAKARTA).is_working_day(date.fromisoformat(on))


def test_days_of_each_kind() -> None:
    local = PLAIN.with_entry(day(DayKind.LOCAL, "2026-06-22", "2026-06-23"))
    assert [works(local, each) for each in ("2026-06-19", "2026-06-22", "2026-06-23", "2026-06-24")] == [
        True, False, False, True,
    ]  # fmt: skip
    worked = PLAIN.with_entry(day(DayKind.WORKING, "2026-12-24"))
    assert (works(PLAIN, "2026-12-24"), works(worked, "2026-12-24")) == (False, True)


def test_a_unit_keeps_the_free_days_that_it_keeps() -> None:
    week: Week = (usual_week()[0],) * 6 + ((),)
    for observes, free in (
        (Observes.ALL, (False, False)),
        (Observes.NATIONAL, (False, True)),
        (Observes.NONE, (True, True)),
    ):
        unit = Unit(id=2, name="Puskesmas", week=week, roles=("Perawat",), observes=observes)
        entries = PLAIN.with_entry(unit).with_entry(day(DayKind.LEAVE, "2026-07-07"))
        # Hari Kemerdekaan, and leave that was entered; a Saturday.
        assert (works(entries, "2026-08-17", 2), works(entries, "2026-07-07", 2)) == free
        assert works(entries, "2026-07-04", 2)
        assert not works(entries, "2026-07-04")
        calendar = build(entries, JAKARTA)
        assert calendar.of(["Siapa", "Perawat"]) == calendar.by_role["Perawat"] != calendar.office
        assert calendar.of(["Siapa"]) is calendar.office


def test_a_worked_day_in_ramadan_has_the_hours_of_ramadan() -> None:
    fasting = OtherHours(id=3, unit=1, name="Ramadan", week=ramadan_week())
    entries = PLAIN.with_entry(fasting).with_entry(day(DayKind.WORKING, "2026-03-18"))
    times = times_of(entries, 1, JAKARTA)
    assert times.working_minutes(at("2026-03-18 00:00"), at("2026-03-19 00:00")) == 390


@pytest.mark.parametrize(
    ("year", "first", "last", "estimated"),
    [
        (2025, "2025-03-01", "2025-03-30", False),
        (2026, "2026-02-19", "2026-03-20", False),
        (2028, "2028-01-28", "2028-02-26", True),
    ],
)
def test_ramadan_by_the_almanac(year: int, first: str, last: str, estimated: bool) -> None:
    found = next(each for each in ramadans() if each.first.year == year)
    assert abs(found.first - date.fromisoformat(first)) <= timedelta(1)
    assert (found.last, found.estimated) == (date.fromisoformat(last), estimated)
    assert all(timedelta(28) <= each.last - each.first <= timedelta(30) for each in ramadans())


def test_each_ramadan_has_other_hours_and_a_dated_entry_wins() -> None:
    yearly = PLAIN.with_entry(OtherHours(id=3, unit=1, name="Ramadan", week=ramadan_week()))
    start = at("2026-02-23 08:00")
    due = [
        times_of(each, 1, JAKARTA).due(start, Norm(days=1)).astimezone(JAKARTA).hour
        for each in (PLAIN, yearly)
    ]
    assert due == [16, 15]
    assert times_of(yearly, 1, JAKARTA).due(at("2030-01-14 08:00"), Norm(days=1)) == at("2030-01-15 15:00")
    dated = OtherHours(
        id=4, unit=1, name="SE Bupati", week=usual_week(), first=date(2026, 2, 1), last=date(2026, 3, 1)
    )
    assert times_of(yearly.with_entry(dated), 1, JAKARTA).due(start, Norm(days=1)) == at("2026-02-24 16:00")


def problems(make: object, *args: object, **more: object) -> dict[str, str]:
    with pytest.raises(Invalid) as wrong:
        make(*args, **more)  # type: ignore[operator]
    return {
        name: problem.code.removeprefix("calendar.problem.") for name, problem in wrong.value.problems.items()
    }


def test_hours_that_name_only_monday_are_refused_and_say_what_the_other_days_would_be() -> None:
    typed = {
        "name": "Ramadan",
        "first": "2027-02-08",
        "last": "2027-03-09",
        "unit": "1",
        "monday": "08:00-15:00",
    }
    assert problems(with_other_hours, PLAIN, typed, None) == dict.fromkeys(
        ("tuesday", "wednesday", "thursday", "friday"), "day_unsaid"
    )
    with pytest.raises(Invalid) as wrong:
        with_other_hours(PLAIN, typed, None)
    assert wrong.value.problems["friday"].params == {"hours": "07:30-11:30, 13:00-16:30"}
    week = with_other_hours(PLAIN, {**typed, **FULL}, None).other_hours[0].week
    assert [bool(each) for each in week] == [True, True, False, True, True, False, False]


def test_what_can_not_be_entered() -> None:
    ramadan = {"name": "Ramadan", "first": "2027-02-08", "last": "2027-03-09", "unit": "1", **FULL}
    entered = with_other_hours(PLAIN, ramadan, None)
    assert problems(
        with_other_hours, entered, {**ramadan, "first": "2027-03-09", "last": "2027-04-01"}, None
    ) == {"first": "hours_overlap"}
    assert problems(with_other_hours, PLAIN, {**ramadan, "last": "2027-02-01"}, None) == {
        "last": "ends_before"
    }
    assert problems(with_other_hours, PLAIN, {**ramadan, "monday": "pagi"}, None) == {
        "monday": "hours_period"
    }
    assert problems(
        with_other_hours, PLAIN, {**ramadan, "tuesday": "22:00-09:00", "wednesday": "08:00-12:00"}, None
    ) == {"tuesday": "meets_next_day"}
    other_id = entered.other_hours[0].id
    assert with_other_hours(entered, {**ramadan, "name": "Puasa"}, other_id).other_hours[0].name == "Puasa"
    leave = {"kind": "leave", "first": "2028-02-28", "last": "2028-02-29", "name": "Cuti bersama"}
    entered = with_day(PLAIN, leave, None)
    assert problems(with_day, entered, {**leave, "kind": "local"}, None) == {"first": "day_taken"}
    assert problems(with_day, PLAIN, {**leave, "first": "2028-02-30"}, None) == {"first": "date"}
    assert problems(with_day, PLAIN, {**leave, "kind": "pesta", "name": " \t"}, None) == {"kind": "kind"}
    assert problems(with_day, PLAIN, {**leave, "name": " \u200b"}, None) == {"name": "name"}
    assert problems(with_day, PLAIN, {**leave, "last": "2030-02-28"}, None) == {"last": "too_long"}
    assert problems(with_day, PLAIN, {**leave, "unit": "7"}, None) == {"unit": "unit"}
    saturday = {"kind": "working", "first": "2026-11-28", "name": "Pengganti"}
    assert problems(with_day, PLAIN, saturday, None) == {"hours": "needs_hours"}
    assert works(with_day(PLAIN, {**saturday, "hours": "08.00-12.00"}, None), "2026-11-28")
    unit = {"name": "Jaga", "observes": "none", "monday": "00:00-24:00"}
    assert problems(with_unit, PLAIN, unit, None) == {"roles": "no_roles"}
    guarded = with_unit(PLAIN, unit, None, roles=["Satpam"])
    assert problems(with_unit, guarded, unit, None, roles=["Satpam"]) == {
        "name": "name_taken",
        "roles": "role_taken",
    }
    assert problems(with_unit, PLAIN, {"name": "Jaga"}, None, roles=["Satpam"]) == {"monday": "no_hours"}
    year = PLAIN.with_entry(day(DayKind.LOCAL, "2027-01-01", "2027-12-31")).with_entry(
        Day(id=8, kind=DayKind.LOCAL, first=date(2028, 1, 1), last=date(2028, 2, 1), name="Hari")
    )
    assert problems(check_pauses, year, JAKARTA, "first") == {"first": "no_work_for_a_year"}
    check_pauses(PLAIN.with_entry(day(DayKind.LOCAL, "2027-01-01", "2027-06-30")), JAKARTA, "first")
