"""Hours as the law has them. Pure."""

from __future__ import annotations

from datetime import time, timedelta
from typing import cast

import pytest

from engine.calendar.lawful import ramadan_week_of, usual_week
from engine.calendar.office import Week


@pytest.mark.parametrize("days", range(128))
def test_the_law_says_the_hours_of_ramadan_for_five_and_six_days_and_of_no_other_week(days: int) -> None:
    usual = usual_week()[0]
    week = cast("Week", tuple(usual if days >> n & 1 else () for n in range(7)))
    lawful = ramadan_week_of(week)
    if lawful is None:
        assert days not in {0b0011111, 0b0111111}
        return
    assert [bool(hours) for hours in lawful] == [bool(hours) for hours in week]
    assert sum((length for hours in lawful for _, length in hours), timedelta()) == timedelta(hours=32.5)
    assert all(begin >= time(8) for hours in lawful for begin, _ in hours)
