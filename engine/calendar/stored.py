"""The calendar in the database: one row a change, each the whole calendar. The newest row holds.

An office that never changed it there has no row: what its file says holds (ALUR_CALENDAR), or Alur's own
hours. The first change takes that over; from then on the file says nothing any more.

Each process has the calendar built once (engine.calendar) and learns of a newer one by its number, which
comes along with a question that is asked anyhow: whose login it is, what the worker has to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, ScalarSelect, func, select
from sqlalchemy.orm import Session

from engine import calendar
from engine.calendar.building import build
from engine.calendar.entries import Entries, from_document
from engine.tables.calendar import CalendarVersion

#: Which one holds, for a question that is asked anyhow; NULL: none is stored.
NEWEST: ScalarSelect[int | None] = select(func.max(CalendarVersion.id)).scalar_subquery()


@dataclass(frozen=True, kw_only=True)
class Stored:
    """`version` 0 and no time: it comes from the file, or is Alur's own."""

    version: int
    entries: Entries
    changed_at: datetime | None = None
    changed_by: int | None = None


@dataclass
class _Seen:
    """Numbers count anew in another database."""

    database: Engine | Connection | None = None


_seen = _Seen()


def use_newest(session: Session, newest: int | None) -> None:
    """The calendar of that number holds in this process from now on; one statement where it is new to it."""
    version, database = newest or 0, session.get_bind()
    current = calendar.current()
    if current.version == version and (_seen.database is database or version == 0):
        return
    if version == 0:
        calendar.use_file()
    else:
        calendar.use(build(_entries(session, version), calendar.local_zone(), version=version))
    _seen.database = database


def look(session: Session) -> int:
    """Use the newest, and say which it is: for what asks no other question."""
    newest = session.scalar(select(func.max(CalendarVersion.id)))
    use_newest(session, newest)
    return newest or 0


def stored(session: Session) -> Stored:
    """As it is entered now."""
    row = session.scalar(select(CalendarVersion).order_by(CalendarVersion.id.desc()).limit(1))
    if row is None:
        return Stored(version=0, entries=calendar.file_entries())
    return Stored(
        version=row.id,
        entries=from_document(row.document),
        changed_at=row.at,
        changed_by=row.person_id,
    )


def _entries(session: Session, version: int) -> Entries:
    return from_document(
        session.scalars(select(CalendarVersion.document).where(CalendarVersion.id == version)).one()
    )
