"""Numbers stop where nobody needs them more exactly."""

from __future__ import annotations

import pytest

from engine import lists
from engine.database import reading
from engine.inbox.queries import Counts, counts
from tests.conftest import At
from tests.office import Office


def test_of_more_than_can_be_counted_one_more_is_counted(
    office: Office, clock_at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock_at("2026-11-23 08:00")
    for n in range(5):
        office.to_approval(title=f"Kegiatan {n}")
    monkeypatch.setattr(lists, "COUNTED", 3)
    with reading() as session:
        assert counts(session, by=office.ani) == Counts(waiting=4, late=0)
    clock_at("2026-11-24 08:00")
    with reading() as session:
        assert counts(session, by=office.ani) == Counts(waiting=4, late=4)
    monkeypatch.setattr(lists, "COUNTED", 5)
    with reading() as session:
        assert counts(session, by=office.ani) == Counts(waiting=5, late=5)
