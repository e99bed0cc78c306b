"""The key of a definition and the number of a version, as an address has them → their rows."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.tables.definitions import Definition, Version


def version_id(session: Session, key: str, number: int) -> int:
    """Raises NotFound."""
    found = session.scalar(
        select(Version.id)
        .join(Definition, Definition.id == Version.definition_id)
        .where(Definition.key == key, Version.number == number)
    )
    if found is None:
        raise NotFound(definition=key)
    return found


def name_of(session: Session, key: str) -> str:
    """What a definition is called. Raises NotFound."""
    found = session.scalar(select(Definition.name).where(Definition.key == key))
    if found is None:
        raise NotFound(definition=key)
    return found
