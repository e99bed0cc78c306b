"""Who may see a version that is not released: a draft, one in review, one that was given up as a draft.

What is or was in force, or is approved and waits for its day, everybody with an account may read. Of the
rest, for anybody else, every address says the same: not found.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.bpmn.diagram import lane_roles
from engine.definitions.deployed import deployed
from engine.errors import NotFound
from engine.people.rights import Right, allows
from engine.tables.definitions import Definition, Version, VersionState

#: Is or was in force, or waits for its day: who is to work by it may read it beforehand.
RELEASED: ColumnElement[bool] = Version.activated_at.is_not(None) | (Version.state == VersionState.APPROVED)


def sees_unreleased(session: Session, definition_id: int, *, by: Actor | None) -> bool:
    """By office, or because they check the work of others in the version in force: what is to change there
    is asked of them. None: the command line."""
    if by is None or allows(by, Right.SEE_UNRELEASED):
        return True
    if not by.roles:
        return False
    active = session.execute(
        select(Version.id, Version.content_hash).where(
            Version.definition_id == definition_id, Version.state == VersionState.ACTIVE
        )
    ).first()
    if active is None:
        return False
    steps = deployed(session, active.id, active.content_hash).diagram.steps.values()
    return any(step.separated_from and not by.roles.isdisjoint(lane_roles(step.lane)) for step in steps)


def visible_version(session: Session, key: str, number: int | None = None, *, by: Actor | None) -> Version:
    """A version of a definition; without `number` the active one, else the newest that `by` may see.

    Raises NotFound: who may not see it is not told that it exists.
    """
    active_first = (Version.state == VersionState.ACTIVE).desc()
    wanted = (
        select(Version)
        .join(Definition, Definition.id == Version.definition_id)
        .where(Definition.key == key)
        .order_by(active_first, Version.number.desc())
        .limit(1)
    )
    if number is not None:
        wanted = wanted.where(Version.number == number)
    version = session.scalar(wanted)
    if version is not None and not _may_see(session, version, by=by):
        version = session.scalar(wanted.where(RELEASED))
    if version is None:
        raise NotFound(definition=key)
    return version


def released_unless(by: Actor | None) -> ColumnElement[bool]:
    """The condition for lists over many definitions; who sees more of one sees it on its own page."""
    return true() if by is None or allows(by, Right.SEE_UNRELEASED) else RELEASED


def _may_see(session: Session, version: Version, *, by: Actor | None) -> bool:
    released = version.activated_at is not None or version.state is VersionState.APPROVED
    return released or sees_unreleased(session, version.definition_id, by=by)
