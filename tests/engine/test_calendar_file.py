"""The office's own calendar file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import calendar
from engine.calendar import Norm, WorkingTime, file, load, parse_norm
from engine.config import BadConfig
from tests.tries import tries

JAKARTA = ZoneInfo("Asia/Jakarta")


#: Nights, one after the other, with a gap and without one.
_NIGHT = ((time(0), timedelta(hours=6)), (time(22), timedelta(hours=2)))
_OVER_MIDNIGHT = ((time(22), timedelta(hours=8)),)
_EVENING = ((time(10), timedelta(hours=2)), (time(20), timedelta(hours=5)))
NIGHTS = WorkingTime(zone=JAKARTA, week=(_NIGHT, _OVER_MIDNIGHT, _OVER_MIDNIGHT, (), _EVENING, _NIGHT, ()))
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)).map(
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=JAKARTA)
)
Written = Callable[[str], WorkingTime]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def write(text: str) -> WorkingTime:
        path = tmp_path / "kalender.toml"
        path.write_text(text, "utf-8")
        return load(path, "Asia/Jakarta")

    return write


def at(local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=JAKARTA)


def due(office: WorkingTime, start: str, norm: str) -> str:
    return f"{office.due(at(start), parse_norm(norm)).astimezone(JAKARTA):%Y-%m-%d %H:%M}"


def test_an_empty_file_keeps_the_usual_hours(written: Written) -> None:
    assert due(written(""), "2026-11-20 11:20", "PT15M") == "2026-11-20 13:05"


def test_the_example_in_the_documentation_is_a_calendar(written: Written) -> None:
    lines = (file.__doc__ or "").splitlines()
    example = "\n".join(line[4:] for line in lines if line.startswith("    "))
    office = written(example)
    assert due(office, "2026-12-24 08:00", "PT30M") == "2026-12-24 08:30"
    assert not office.is_working_day(date(2026, 6, 22))


def test_hours_of_a_weekday_can_be_others(written: Written) -> None:
    office = written('[hours]\nsaturday = ["08:00-12:00"]\nmonday = []')
    assert due(office, "2026-11-20 16:30", "PT15M") == "2026-11-21 08:15"
    assert due(office, "2026-11-21 12:00", "PT15M") == "2026-11-24 07:45"


def test_a_dated_profile_holds_between_its_dates(written: Written) -> None:
    office = written(
        '[[profile]]\nname = "Ramadan"\nfrom = 2026-02-19\nto = 2026-03-17\n'
        + "\n".join(f'{day} = ["08:00-12:00", "12:30-15:00"]' for day in ("monday", "wednesday", "thursday"))
        + "\ntuesday = []\nfriday = ['08:00-11:00']"
    )
    assert due(office, "2026-02-18 07:00", "PT15M") == "2026-02-18 07:45"
    assert due(office, "2026-02-19 07:00", "PT15M") == "2026-02-19 08:15"
    assert due(office, "2026-02-19 12:00", "PT15M") == "2026-02-19 12:45"
    assert due(office, "2026-02-20 07:00", "PT15M") == "2026-02-20 08:15"
    assert due(office, "2026-02-24 09:00", "PT15M") == "2026-02-25 08:15"


def test_a_profile_names_each_day_that_is_worked(written: Written) -> None:
    """One that named only Monday would leave the others as usual without a word."""
    profile = "[[profile]]\nname = 'Ramadan'\nfrom = 2026-02-19\nto = 2026-03-17\nmonday = ['08:00-12:00']\n"
    with pytest.raises(
        BadConfig, match="Ramadan does not say the hours of tuesday, wednesday, thursday, friday;"
    ):
        written(profile)
    named = "\n".join(f"{day} = []" for day in ("tuesday", "wednesday", "thursday", "friday"))
    assert len(written(f"{profile}{named}").profiles) == 1
    with pytest.raises(BadConfig, match="does not say the hours of saturday;"):
        written(f"{profile}{named}\n[hours]\nsaturday = ['08:00-12:00']")


def test_a_local_holiday_is_free(written: Written) -> None:
    office = written('[[holiday]]\ndate = 2026-11-24\nname = "Pilkada"')
    assert due(office, "2026-11-23 15:50", "PT20M") == "2026-11-25 07:40"
    assert due(office, "2026-11-23 09:00", "P1D") == "2026-11-25 16:00"


def test_the_office_wins_over_the_national_calendar(written: Written) -> None:
    office = written("[[working_day]]\ndate = 2026-12-24")
    assert due(office, "2026-12-23 15:50", "PT20M") == "2026-12-24 07:40"


def test_a_saturday_can_be_worked_for_once(written: Written) -> None:
    office = written('[[working_day]]\ndate = 2026-11-21\nhours = ["08:00-10:00"]')
    assert due(office, "2026-11-20 17:00", "PT30M") == "2026-11-21 08:30"
    assert due(office, "2026-11-28 09:00", "PT30M") == "2026-11-30 08:00"


#: A guard post: evenings until midnight from Monday to Wednesday, nights from Thursday.
SHIFTS = """[hours]
monday = ["18:00-24:00"]
tuesday = ["00:00-06:00", "18:00-24:00"]
wednesday = ["18:00-00:00"]
thursday = ["22:00-06:00"]
friday = ["22:00-02:30"]
"""


@pytest.mark.parametrize(
    ("start", "norm", "ends"),
    [
        ("2026-11-23 23:50", "PT10M", "2026-11-24 00:00"),
        ("2026-11-23 23:50", "PT20M", "2026-11-24 00:10"),
        ("2026-11-25 23:00", "PT90M", "2026-11-26 22:30"),
        ("2026-11-26 23:00", "PT2H", "2026-11-27 01:00"),
        ("2026-11-27 05:30", "PT1H", "2026-11-27 22:30"),
        ("2026-11-28 03:00", "PT1M", "2026-11-30 18:01"),
        # What arrives in the small hours arrives on the day of that shift.
        ("2026-11-27 01:00", "P1D", "2026-11-28 02:30"),
        ("2026-11-26 23:00", "P1D", "2026-11-28 02:30"),
        ("2026-11-27 06:00", "P1D", "2026-12-01 00:00"),
    ],
)
def test_a_shift_over_midnight_belongs_to_the_day_on_which_it_begins(
    written: Written, start: str, norm: str, ends: str
) -> None:
    assert due(written(SHIFTS), start, norm) == ends


def test_a_day_of_24_hours_has_no_gap(written: Written) -> None:
    days = "".join(
        f'{day} = ["00:00-24:00"]\n'
        for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    )
    office = written(f"[hours]\n{days}")
    assert office.minutes_of(parse_norm("P1D")) == 24 * 60
    assert due(office, "2026-11-23 10:00", "PT48H") == "2026-11-25 10:00"
    assert office.working_minutes(at("2026-11-23 10:00"), at("2026-11-24 10:01")) == 24 * 60 + 1


def test_a_night_is_counted_once_where_other_hours_begin_after_it(written: Written) -> None:
    night = '[hours]\nmonday = ["22:00-06:00"]\ntuesday = ["06:00-12:00"]\n'
    office = written(f'{night}[[working_day]]\ndate = 2026-11-24\nhours = ["04:00-08:00"]')
    assert office.working_minutes(at("2026-11-23 00:00"), at("2026-11-25 00:00")) == 10 * 60
    free = written(f"{night}[[holiday]]\ndate = 2026-11-24")
    assert free.working_minutes(at("2026-11-23 00:00"), at("2026-11-25 00:00")) == 8 * 60


@settings(max_examples=tries(60))
@given(start=MOMENTS, first=st.integers(0, 4000), then=st.integers(0, 4000))
def test_the_time_of_two_parts_is_the_time_of_both(start: datetime, first: int, then: int) -> None:
    middle, end = start + timedelta(minutes=first), start + timedelta(minutes=first + then)
    whole = NIGHTS.working_minutes(start, end)
    assert NIGHTS.working_minutes(start, middle) + NIGHTS.working_minutes(middle, end) == whole
    if whole:
        assert NIGHTS.working_minutes(start, NIGHTS.due(start, Norm(minutes=whole))) == whole


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("hours = 5", r"\[hours\] must be a table"),
        ("holidays = []", "unknown key: holidays"),
        ("[hours]\nmonday = '07:30-12:00'", "hours are a list"),
        ("[hours]\nmonday = ['7.30-12']", "is not a period"),
        ("[hours]\nmonday = ['07:30-24:30']", "is not a period"),
        ("[hours]\nmonday = ['24:00-07:30']", "is not a period"),
        ("[hours]\nmonday = ['08:00-08:00']", "has no length"),
        ("[hours]\nmonday = ['22:00-06:00', '23:00-24:00']", "must follow each other"),
        ("[hours]\nmonday = ['20:00-08:00']", "last hours of Monday end after the next day's have begun"),
        ("[hours]\nsunday = ['20:00-08:00']", "last hours of Sunday end after the next day's have begun"),
        ("[hours]\nmonday = ['07:30-12:00', '11:00-16:00']", "must follow each other"),
        ("[hours]\nsenin = ['07:30-12:00']", "unknown key: senin"),
        ("[hours]\nmonday=[]\ntuesday=[]\nwednesday=[]\nthursday=[]\nfriday=[]", "no working time at all"),
        ("[holiday]\ndate = 2026-01-01", r"write \[\[holiday\]\]"),
        ("[[holiday]]\ndate = '2026-01-01'", "needs date = YYYY-MM-DD"),
        ("[[holiday]]\ndate = 2026-01-01T00:00:00", "needs date = YYYY-MM-DD"),
        ("[[holiday]]\ndate = 2026-06-01\n[[working_day]]\ndate = 2026-06-01", "named twice"),
        ("[[working_day]]\ndate = 2026-11-21", "needs hours"),
        ("[[profile]]\nfrom = 2026-03-01\nto = 2026-02-01", "ends on 2026-02-01, before"),
        (
            "[[profile]]\nfrom=2026-01-01\nto=2026-02-01\n[[profile]]\nfrom=2026-02-01\nto=2026-03-01",
            "overlap",
        ),
        ("[[profile]]\nto = 2026-02-01", "needs from"),
        ("[hours", "can't be read"),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence(written: Written, text: str, says: str) -> None:
    with pytest.raises(BadConfig, match=says) as refused:
        written(text)
    assert "kalender.toml" in str(refused.value)


def test_an_absent_file_and_an_unknown_zone_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match="can't be read"):
        load(tmp_path / "none.toml", "Asia/Jakarta")
    for zone in ("Asia/Surabaya", "../etc/passwd", ""):
        with pytest.raises(BadConfig, match="no such time zone"):
            load(None, zone)


def test_a_calendar_without_any_work_ahead_says_so(written: Written) -> None:
    days = "".join(f"{day} = []\n" for day in ("monday", "tuesday", "wednesday", "thursday", "friday"))
    office = written(f"[[profile]]\nfrom = 2026-01-01\nto = 2030-01-01\n{days}")
    with pytest.raises(BadConfig, match="no working time in the year"):
        due(office, "2026-06-01 09:00", "PT1H")


def test_a_process_uses_the_calendar_it_is_given(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar, "_current", calendar.working_time())
    office = load(None, "Asia/Makassar")
    calendar.use(office)
    assert calendar.working_time() is office
    assert calendar.local_zone().key == "Asia/Makassar"
