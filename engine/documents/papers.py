"""Which paper of which version."""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine.definitions.queries import view_version
from engine.documents.sop_sheet import Paper
from engine.tables.definitions import VersionState

#: Was or is in force: printed without a watermark.
_IN_FORCE = (VersionState.ACTIVE, VersionState.RETIRED)


def sop_sheet(
    session: Session,
    key: str,
    number: int | None = None,
    *,
    language: str = "id",
    emblem: bytes | None = None,
) -> Paper:
    """The sheet of a version; without `number` of the active one. Raises NotFound."""
    view = view_version(session, key, number)
    return Paper(
        diagram=view.diagram,
        version=view.number,
        draft=view.state not in _IN_FORCE,
        language=language,
        emblem=emblem,
    )
