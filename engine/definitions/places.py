"""The key of a definition and the number of a version, as an address has them → their rows."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.definitions.seeing import visible_version
from engine.errors import NotFound
from engine.tables.definitions import Definition


def version_id(session: Session, key: str, number: int, *, by: Actor) -> int:
    """Raises NotFound, also for a version that `by` may not see."""
    return visible_version(session, key, number, by=by).id


def name_of(session: Session, key: str) -> str:
    """What a definition is called. Raises NotFound."""
    found = session.scalar(select(Definition.name).where(Definition.key == key))
    if found is None:
        raise NotFound(definition=key)
    return found
