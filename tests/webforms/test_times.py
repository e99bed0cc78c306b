"""Working time in words: whole days are said as the office counts them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import calendar
from engine.calendar import parse_norm, working_time
from webforms.times import duration

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


@pytest.fixture
def eight_hours_a_day(tmp_path: Path) -> Iterator[None]:
    before, file = working_time(), tmp_path / "calendar.toml"
    file.write_text("[hours]\n" + "\n".join(f'{day} = ["08:00-16:00"]' for day in _DAYS), "utf-8")
    calendar.use(calendar.load(file, "Asia/Jakarta"))
    yield
    calendar.use(before)


def said(norm: str) -> str:
    return duration(working_time().minutes_of(parse_norm(norm)), "id")


def test_working_days_are_said_as_the_sop_says_them() -> None:
    assert [said(f"P{n}D") for n in range(2, 31)] == [f"{n} hari kerja" for n in range(2, 31)]


@pytest.mark.usefixtures("eight_hours_a_day")
def test_an_office_with_longer_days_counts_in_its_own() -> None:
    assert [said(norm) for norm in ("P5D", "P5DT2H")] == ["5 hari kerja", "5 hari kerja 2 j"]


def test_less_than_two_days_is_said_in_hours_and_minutes() -> None:
    assert [duration(n, "id") for n in (0, 59, 60, 61, 899)] == [
        "0 menit",
        "59 menit",
        "1 jam",
        "1 j 1 m",
        "14 j 59 m",
    ]
    # Of days, nobody counts the minutes.
    assert [duration(n, "id") for n in (900, 959, 960, 1349)] == [
        "2 hari kerja",
        "2 hari kerja",
        "2 hari kerja 1 j",
        "2 hari kerja 7 j",
    ]
