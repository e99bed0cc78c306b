"""One person starts only so many instances within a minute, and begins only so many drafts of SOPs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from engine.database import transaction
from engine.definitions import drafts
from engine.instances import lifecycle
from tests.office import FIELD, Office, person

At = Callable[[datetime | str], datetime]


def test_the_last_start_of_a_minute_and_the_one_after_it(office: Office, clock_at: At) -> None:
    with transaction() as session:
        other = person(session, "sari", FIELD)
    for second in range(lifecycle.MAX_STARTS):
        clock_at(f"2026-11-23 10:00:{second:02}")
        office.start()
    clock_at("2026-11-23 10:00:45.5")
    with pytest.raises(lifecycle.TooManyStarts) as refused:
        office.start()
    assert refused.value.params == {"most": lifecycle.MAX_STARTS, "seconds": 15}
    office.start(by=other)
    clock_at("2026-11-23 10:01:00")
    office.start()
    with pytest.raises(lifecycle.TooManyStarts):
        office.start()


def test_drafts_that_nobody_finishes(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "MAX_DRAFTS", 3)
    with transaction() as session:
        begun = [drafts.new_draft(session, "kecil", by=office.tono).id for _ in range(3)]
    with pytest.raises(drafts.TooManyDrafts), transaction() as session:
        drafts.new_draft(session, "kecil", by=office.tono)
    with transaction() as session:
        drafts.discard(session, begun[0], by=office.tono)
        drafts.new_draft(session, "kecil", by=office.tono)
