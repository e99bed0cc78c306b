from __future__ import annotations

from datetime import date

import pytest

from engine.definitions.evaluation import evaluation

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("identity", "due", "state"),
    [
        # SOP 032 as it lies in the source: made and ratified two years ago, never revised
        (
            {"tgl_pembuatan": "2024-11-11", "tgl_pengesahan": "2024-11-11", "tgl_revisi": ""},
            date(2025, 11, 11),
            "overdue",
        ),
        ({"tgl_pembuatan": "2024-11-11", "tgl_revisi": "2026-01-05"}, date(2027, 1, 5), "upcoming"),
        ({"tgl_pengesahan": "2025-12-20"}, date(2026, 12, 20), "soon"),
        ({"tgl_pengesahan": "2025-11-23"}, TODAY, "soon"),
        ({"tgl_pembuatan": "2024-02-29"}, date(2025, 3, 1), "overdue"),
        ({"tgl_pembuatan": "kemarin"}, None, "unknown"),
        ({"tgl_pembuatan": "9999-12-31"}, None, "unknown"),
        ({}, None, "unknown"),
    ],
)
def test_an_sop_is_evaluated_a_year_after_it_was_last_looked_at(
    identity: dict[str, str], due: date | None, state: str
) -> None:
    found = evaluation(identity, TODAY)
    assert (found.due, found.state) == (due, state)


def test_an_empty_revision_date_means_never_revised() -> None:
    assert evaluation({"tgl_revisi": " "}, TODAY).never_revised
    assert not evaluation({"tgl_revisi": "2026-01-05"}, TODAY).never_revised
