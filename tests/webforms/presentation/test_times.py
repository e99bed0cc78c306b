"""Working time in words: whole days are said as the office counts them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from engine import calendar
from engine.calendar import local_zone, parse_norm, working_time
from tests.conftest import At
from webforms.presentation.times import ahead, duration, from_now

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


@pytest.fixture
def eight_hours_a_day(tmp_path: Path) -> Iterator[None]:
    before, file = working_time(), tmp_path / "calendar.toml"
    file.write_text("[hours]\n" + "\n".join(f'{day} = ["08:00-16:00"]' for day in _DAYS), "utf-8")
    calendar.use(calendar.load(file, "Asia/Jakarta"))
    yield
    calendar.use(before)


def said(norm: str, language: str = "id") -> str:
    return duration(working_time().minutes_of(parse_norm(norm)), language)


def test_working_days_are_said_as_the_sop_says_them() -> None:
    assert [said(f"P{n}D") for n in range(1, 31)] == [f"{n} hari kerja" for n in range(1, 31)]
    assert [said(norm) for norm in ("P1DT2H", "P2DT2H")] == ["1 hari kerja 2 jam", "2 hari kerja 2 jam"]


def test_one_day_is_one_in_english_too() -> None:
    assert [said(norm, "en") for norm in ("P1D", "P1DT2H", "P2D", "P2DT2H")] == [
        "1 working day",
        "1 working day 2 h",
        "2 working days",
        "2 working days 2 h",
    ]


@pytest.mark.usefixtures("eight_hours_a_day")
def test_an_office_with_longer_days_counts_in_its_own() -> None:
    assert [said(norm) for norm in ("P1D", "P5D", "P5DT2H")] == [
        "1 hari kerja",
        "5 hari kerja",
        "5 hari kerja 2 jam",
    ]


def test_less_than_two_days_is_said_in_hours_and_minutes() -> None:
    assert [duration(n, "id") for n in (0, 59, 60, 61, 449, 451, 899)] == [
        "0 menit",
        "59 menit",
        "1 jam",
        "1 jam 1 menit",
        "7 jam 29 menit",
        "7 jam 31 menit",
        "14 jam 59 menit",
    ]
    # Of days, nobody counts the minutes.
    assert [duration(n, "id") for n in (900, 959, 960, 1349)] == [
        "2 hari kerja",
        "2 hari kerja",
        "2 hari kerja 1 jam",
        "2 hari kerja 7 jam",
    ]


def test_by_the_clock_a_day_is_said_as_the_sop_says_it() -> None:
    assert [duration(n, "id", by_clock=True) for n in (45, 720, 1440, 1500, 4320, 4319)] == [
        "45 menit",
        "12 jam",
        "1 × 24 jam",
        "25 jam",
        "3 × 24 jam",
        "71 jam 59 menit",
    ]


def test_what_is_ahead_is_said_as_short_as_it_is_clear(clock_at: At) -> None:
    now = clock_at("2026-11-28 10:00")
    assert [ahead(now + timedelta(hours=more), "id", local_zone()) for more in (2, 45.5, 24 * 7, -24)] == [
        "12.00",
        "Senin 30 Nov 07.30",
        "5 Des 2026, 10.00",
        "kemarin, 10.00",
    ]
    assert [
        from_now(now + timedelta(minutes=more), "id") for more in (0, 119, 120, 2879, 2880, -60 * 42)
    ] == [
        "0 menit lagi",
        "119 menit lagi",
        "2 jam lagi",
        "47 jam lagi",
        "2 hari lagi",
        "42 jam yang lalu",
    ]
    assert from_now(now + timedelta(days=3), "en") == "in 3 days"
