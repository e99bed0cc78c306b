"""The life of a version, as a table of legal moves."""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine.errors import IllegalMove, NotFound
from engine.tables.definitions import Version, VersionState

NEXT: dict[VersionState, frozenset[VersionState]] = {
    # A draft that is given up is retired without ever having been active.
    VersionState.DRAFT: frozenset({VersionState.IN_REVIEW, VersionState.RETIRED}),
    # Back to draft: a reviewer asks for changes, or an author takes it back.
    VersionState.IN_REVIEW: frozenset({VersionState.DRAFT, VersionState.APPROVED}),
    VersionState.APPROVED: frozenset({VersionState.DRAFT, VersionState.ACTIVE}),
    VersionState.ACTIVE: frozenset({VersionState.RETIRED}),
    # Rolling back: an older version becomes active again.
    VersionState.RETIRED: frozenset({VersionState.ACTIVE}),
}


def lock_version(session: Session, version_id: int) -> Version:
    """The version's row, locked until the transaction ends. Raises NotFound."""
    version = session.get(Version, version_id, with_for_update=True, populate_existing=True)
    if version is None:
        raise NotFound(version=version_id)
    return version


def move(version: Version, to: VersionState) -> None:
    """Raises IllegalMove where NEXT does not lead."""
    if to not in NEXT[version.state]:
        raise IllegalMove(state=version.state.value, wanted=to.value)
    version.state = to
