"""What people are called, by id."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.tables.people import Person


def name_of(session: Session, person_id: int | None) -> str | None:
    """None for None, and for an id that nobody has."""
    return session.scalar(select(Person.name).where(Person.id == person_id)) if person_id else None


def names_of(session: Session, ids: Collection[int | None]) -> dict[int, str]:
    """Id → name; None and ids that nobody has are left out. At most one statement."""
    wanted = {person_id for person_id in ids if person_id is not None}
    if not wanted:
        return {}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))
    return {row.id: row.name for row in rows}
