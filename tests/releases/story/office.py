"""The office's calendar: an administrator enters a local holiday of today, and open work follows."""

from __future__ import annotations

from engine import calendar, clock
from engine.calendar.entries import Day, DayKind
from engine.calendar.stored import stored
from engine.database import reading, transaction
from engine.instances.calendar import change
from engine.instances.recounting import recount
from tests.releases.story.people import Staff


def enter_a_holiday(staff: Staff) -> None:
    with reading() as session:
        now = stored(session)
    today = clock.now().astimezone(calendar.local_zone()).date()
    day = Day(
        id=now.entries.next_id(),
        kind=DayKind.LOCAL,
        first=today,
        last=today,
        name="Hari jadi kota",
        decree="SK 12/2026",
    )
    with transaction() as session:
        change(session, now.entries.with_entry(day), version=now.version, by=staff.dewi)
    recount()
    # Another test's database of the same process has none.
    calendar.use_file()
