"""The office's own calendar file."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from engine import calendar
from engine.calendar import WorkingTime, file, load, parse_norm
from engine.config import BadConfig

JAKARTA = ZoneInfo("Asia/Jakarta")


@pytest.fixture
def written(tmp_path: Path):
    def write(text: str) -> WorkingTime:
        path = tmp_path / "kalender.toml"
        path.write_text(text, "utf-8")
        return load(path, "Asia/Jakarta")

    return write


def due(office: WorkingTime, start: str, norm: str) -> str:
    at = datetime.fromisoformat(start).replace(tzinfo=JAKARTA)
    return f"{office.due(at, parse_norm(norm)).astimezone(JAKARTA):%Y-%m-%d %H:%M}"


def test_an_empty_file_keeps_the_usual_hours(written) -> None:
    assert due(written(""), "2026-11-20 11:20", "PT15M") == "2026-11-20 13:05"


def test_the_example_in_the_documentation_is_a_calendar(written) -> None:
    lines = (file.__doc__ or "").splitlines()
    example = "\n".join(line[4:] for line in lines if line.startswith("    "))
    office = written(example)
    assert due(office, "2026-12-24 08:00", "PT30M") == "2026-12-24 08:30"
    assert not office.is_working_day(date(2026, 6, 22))


def test_hours_of_a_weekday_can_be_others(written) -> None:
    office = written('[hours]\nsaturday = ["08:00-12:00"]\nmonday = []')
    assert due(office, "2026-11-20 16:30", "PT15M") == "2026-11-21 08:15"
    assert due(office, "2026-11-21 12:00", "PT15M") == "2026-11-24 07:45"


def test_a_dated_profile_holds_between_its_dates(written) -> None:
    office = written(
        '[[profile]]\nname = "Ramadan"\nfrom = 2026-02-19\nto = 2026-03-17\n'
        'wednesday = ["08:00-12:00", "12:30-15:00"]\nthursday = ["08:00-12:00", "12:30-15:00"]'
    )
    assert due(office, "2026-02-18 07:00", "PT15M") == "2026-02-18 07:45"
    assert due(office, "2026-02-19 07:00", "PT15M") == "2026-02-19 08:15"
    assert due(office, "2026-02-19 12:00", "PT15M") == "2026-02-19 12:45"
    # Days that the profile does not name keep the usual hours.
    assert due(office, "2026-02-20 07:00", "PT15M") == "2026-02-20 07:45"


def test_a_local_holiday_is_free(written) -> None:
    office = written('[[holiday]]\ndate = 2026-11-24\nname = "Pilkada"')
    assert due(office, "2026-11-23 15:50", "PT20M") == "2026-11-25 07:40"
    assert due(office, "2026-11-23 09:00", "P1D") == "2026-11-25 16:00"


def test_the_office_wins_over_the_national_calendar(written) -> None:
    office = written("[[working_day]]\ndate = 2026-12-24")
    assert due(office, "2026-12-23 15:50", "PT20M") == "2026-12-24 07:40"


def test_a_saturday_can_be_worked_for_once(written) -> None:
    office = written('[[working_day]]\ndate = 2026-11-21\nhours = ["08:00-10:00"]')
    assert due(office, "2026-11-20 17:00", "PT30M") == "2026-11-21 08:30"
    assert due(office, "2026-11-28 09:00", "PT30M") == "2026-11-30 08:00"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("hours = 5", r"\[hours\] must be a table"),
        ("holidays = []", "unknown key: holidays"),
        ("[hours]\nmonday = '07:30-12:00'", "hours are a list"),
        ("[hours]\nmonday = ['7.30-12']", "is not a period"),
        ("[hours]\nmonday = ['07:30-24:00']", "is not a period"),
        ("[hours]\nmonday = ['12:00-07:30']", "must follow each other"),
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
def test_a_wrong_file_is_refused_with_a_sentence(written, text: str, says: str) -> None:
    with pytest.raises(BadConfig, match=says) as refused:
        written(text)
    assert "kalender.toml" in str(refused.value)


def test_an_absent_file_and_an_unknown_zone_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match="can't be read"):
        load(tmp_path / "none.toml", "Asia/Jakarta")
    for zone in ("Asia/Surabaya", "../etc/passwd", ""):
        with pytest.raises(BadConfig, match="no such time zone"):
            load(None, zone)


def test_a_calendar_without_any_work_ahead_says_so(written) -> None:
    days = "".join(f"{day} = []\n" for day in ("monday", "tuesday", "wednesday", "thursday", "friday"))
    office = written(f"[[profile]]\nfrom = 2026-01-01\nto = 2030-01-01\n{days}")
    with pytest.raises(BadConfig, match="no working time in the year"):
        due(office, "2026-06-01 09:00", "PT1H")


def test_a_process_uses_the_calendar_it_is_given(written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar, "_current", calendar.working_time())
    office = load(None, "Asia/Makassar")
    calendar.use(office)
    assert calendar.working_time() is office
    assert calendar.local_zone().key == "Asia/Makassar"
