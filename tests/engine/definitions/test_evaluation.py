from __future__ import annotations

from datetime import date

import pytest

from engine.bpmn.elements import Identity
from engine.definitions.evaluation import evaluation

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("identity", "due", "state"),
    [
        # SOP 032 as it lies in the source: made and ratified two years ago, never revised
        (
            Identity(created_on="2024-11-11", ratified_on="2024-11-11", revised_on=""),
            date(2025, 11, 11),
            "overdue",
        ),
        (Identity(created_on="2024-11-11", revised_on="2026-01-05"), date(2027, 1, 5), "upcoming"),
        (Identity(ratified_on="2025-12-20"), date(2026, 12, 20), "soon"),
        (Identity(ratified_on="2025-11-23"), TODAY, "soon"),
        (Identity(created_on="2024-02-29"), date(2025, 3, 1), "overdue"),
        (Identity(created_on="kemarin"), None, "unknown"),
        (Identity(created_on="9999-12-31"), None, "unknown"),
        (Identity(), None, "unknown"),
    ],
)
def test_an_sop_is_evaluated_a_year_after_it_was_last_looked_at(
    identity: Identity, due: date | None, state: str
) -> None:
    found = evaluation(identity, TODAY)
    assert (found.due, found.state) == (due, state)


def test_an_empty_revision_date_means_never_revised() -> None:
    assert evaluation(Identity(revised_on=" "), TODAY).never_revised
    assert not evaluation(Identity(revised_on="2026-01-05"), TODAY).never_revised


@pytest.mark.parametrize(
    ("revised", "in_force", "due", "state"),
    [
        # Planned: still ahead, soon, and gone by without a review.
        ("2027-06-01", date(2026, 11, 1), date(2027, 6, 1), "upcoming"),
        ("2026-12-01", date(2026, 1, 10), date(2026, 12, 1), "soon"),
        ("2026-11-22", date(2026, 1, 10), date(2026, 11, 22), "overdue"),
        ("2027-06-01", None, date(2027, 6, 1), "upcoming"),
        # Done, by the time that the version came in force.
        ("2026-01-10", date(2026, 1, 10), date(2027, 1, 10), "upcoming"),
        ("2026-01-05", date(2026, 1, 10), date(2027, 1, 5), "upcoming"),
    ],
)
def test_a_revision_date_that_lay_ahead_is_the_planned_review(
    revised: str, in_force: date | None, due: date, state: str
) -> None:
    identity = Identity(created_on="2024-11-11", ratified_on="2025-11-11", revised_on=revised)
    found = evaluation(identity, TODAY, in_force=in_force)
    assert (found.due, found.state, found.never_revised) == (due, state, due.isoformat() == revised)
