"""Changing the office's calendar: by an administrator, one entry or many at a time.

A change is a whole new calendar. It holds at once, in all processes: each learns its number with its next
question, and the worker counts open work anew (engine.instances.recounting).
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine import clock
from engine.actor import Actor
from engine.audit.log import CALENDAR, lock_chain, record_on
from engine.audit.names import EventName
from engine.calendar import local_zone
from engine.calendar.building import Calendar, build
from engine.calendar.changes import differences
from engine.calendar.checking import check_pauses
from engine.calendar.entries import Entries, to_document
from engine.calendar.stored import Stored, stored
from engine.errors import Conflict
from engine.people.notices import tell_of_calendar
from engine.people.rights import Right, require_right
from engine.tables.calendar import CalendarVersion


class CalendarChanged(Conflict):
    """Somebody else changed it since the page was opened."""

    code = "calendar_changed"


def see(session: Session, *, by: Actor) -> Stored:
    """As it is entered now. Needs SEE_CALENDAR."""
    require_right(session, Right.SEE_CALENDAR, by)
    return stored(session)


def require_change(session: Session, *, by: Actor) -> None:
    """Raises NotAllowed. Needs CHANGE_CALENDAR."""
    require_right(session, Right.CHANGE_CALENDAR, by, action="change_calendar")


def propose(entries: Entries, *, field: str) -> Calendar:
    """To be tried out before it holds. Raises Invalid under `field`: there would be no work for a year."""
    check_pauses(entries, local_zone(), field)
    return build(entries, local_zone())


def change(session: Session, entries: Entries, *, version: int, by: Actor) -> int:
    """Make it hold; gives its number. `version`: the one that the change was made from.

    Needs CHANGE_CALENDAR. Raises CalendarChanged.
    """
    require_change(session, by=by)
    # Of two at once, the second waits here and then finds the first one's.
    lock_chain(session, CALENDAR)
    before = stored(session)
    if before.version != version:
        raise CalendarChanged
    changes = differences(before.entries, entries)
    if not changes:
        return version
    row = CalendarVersion(id=version + 1, at=clock.now(), person_id=by.id, document=to_document(entries))
    session.add(row)
    session.flush()
    written = [each.to_body() for each in changes]
    tell_of_calendar(session, changes, by=by)
    record_on(session, CALENDAR, EventName.CALENDAR_CHANGED, by=by, version=row.id, changes=written)
    return row.id
