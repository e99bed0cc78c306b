"""Which backups stay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from engine.backup.place import moment_of, name_of
from engine.backup.rotation import Keeping, superfluous

NOW = datetime(2026, 11, 30, 2, tzinfo=UTC)


def test_a_year_of_nights_leaves_a_week_a_month_and_a_year() -> None:
    kept: set[str] = set()
    for day in range(400):
        kept.add(name_of(NOW + timedelta(days=day)))
        kept -= superfluous(kept, Keeping())
    ages = sorted((NOW + timedelta(days=399) - moment_of(name)).days for name in kept)
    assert ages[:7] == [0, 1, 2, 3, 4, 5, 6]
    assert len(ages) <= 7 + 4 + 12
    assert ages[-1] > 300
    assert max(after - before for before, after in pairwise(ages)) <= 31


@given(st.sets(st.integers(0, 10_000), min_size=1, max_size=60))
def test_the_newest_stays_and_each_recent_day_has_one(hours: set[int]) -> None:
    names = {name_of(NOW - timedelta(hours=each)) for each in hours}
    kept = names - superfluous(names, Keeping())
    assert max(names) in kept
    days = sorted({moment_of(name).date() for name in names}, reverse=True)[:7]
    assert set(days) <= {moment_of(name).date() for name in kept}
    assert superfluous(kept, Keeping()) == set()
