"""The status of a version on its way to being in force, and what its reader may do about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.definitions.examining import diagram_of
from engine.definitions.releases import local_today
from engine.definitions.seeing import RELEASED, sees_unreleased, visible_version
from engine.people.names import names_of
from engine.people.rights import Right, allows
from engine.tables.definitions import Definition, Version, VersionState

#: On the way to being in force for the first time.
_BEGUN = {VersionState.DRAFT, VersionState.IN_REVIEW, VersionState.APPROVED}


@dataclass(frozen=True, kw_only=True)
class VersionStatus:
    id: int
    key: str
    number: int
    state: VersionState
    #: Given up as a draft: it was never in force.
    given_up: bool
    note: str
    submitted_by: str | None
    submitted_at: datetime | None
    approved_by: str | None
    approved_at: datetime | None
    valid_from: date | None
    #: Names of all who created, saved or submitted it: none of them may approve it.
    authors: list[str]
    is_author: bool
    #: Number of the version that it was made from; None when the reader may not see that.
    source: int | None
    #: Number of the version in force; None when none is.
    active: int | None
    #: Its Tgl. Revisi is that of the version in force (or neither has one): the next evaluation would be due
    #: as if nobody had looked at the SOP.
    undated: bool
    #: What the reader may do now: draft, edit, submit, take_back, discard, look, review,
    #: comment, activate, roll_back, move.
    actions: frozenset[str]

    @property
    def against(self) -> int | None:
        """The version it is compared with: where it came from, else what is in force."""
        other = self.source or self.active
        return other if other != self.number else None

    @property
    def overtaken(self) -> bool:
        """Something else came into force since it was begun."""
        return self.state in _BEGUN and None not in (self.source, self.active) and self.source != self.active


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A version that waits for somebody's approval."""

    key: str
    name: str
    number: int
    note: str
    submitted_by: str | None
    submitted_at: datetime


def version_status(session: Session, key: str, number: int, *, by: Actor) -> VersionStatus:
    """Raises NotFound, also for a version that `by` may not see."""
    version = visible_version(session, key, number, by=by)
    active = session.scalar(
        select(Version).where(
            Version.definition_id == version.definition_id, Version.state == VersionState.ACTIVE
        )
    )
    names = names_of(session, [*version.authors, version.submitted_by, version.approved_by])
    return VersionStatus(
        id=version.id,
        key=key,
        number=number,
        state=version.state,
        given_up=version.state is VersionState.RETIRED and version.activated_at is None,
        note=version.note,
        submitted_by=names.get(version.submitted_by or 0),
        submitted_at=version.submitted_at,
        approved_by=names.get(version.approved_by or 0),
        approved_at=version.approved_at,
        valid_from=version.valid_from,
        authors=[names[author] for author in version.authors if author in names],
        is_author=by.id in version.authors,
        source=_source(session, version, by=by),
        active=active.number if active else None,
        undated=active is not None and version.state in _BEGUN and _revised(active) == _revised(version),
        actions=_actions(version, by),
    )


def _source(session: Session, version: Version, *, by: Actor) -> int | None:
    if version.source is None or sees_unreleased(session, version.definition_id, by=by):
        return version.source
    of_it = (Version.definition_id == version.definition_id, Version.number == version.source)
    return session.scalar(select(Version.number).where(*of_it, RELEASED))


def waiting_reviews(session: Session, *, by: Actor) -> list[Waiting]:
    """Versions that the reader may approve, longest waiting first. No statement for who approves nothing."""
    if not allows(by, Right.APPROVE_DEFINITION):
        return []
    rows = session.execute(
        select(Version, Definition.key, Definition.name)
        .join(Definition, Definition.id == Version.definition_id)
        .where(Version.state == VersionState.IN_REVIEW)
        .order_by(Version.submitted_at, Version.id)
    ).all()
    names = names_of(session, [row.Version.submitted_by for row in rows])
    return [
        Waiting(
            key=row.key,
            name=row.name,
            number=row.Version.number,
            note=row.Version.note,
            submitted_by=names.get(row.Version.submitted_by),
            submitted_at=row.Version.submitted_at,
        )
        for row in rows
        if by.id not in row.Version.authors
    ]


def _revised(version: Version) -> str:
    return diagram_of(version.xml).identity.revised_on


def _actions(version: Version, by: Actor) -> frozenset[str]:
    """What the engine would not refuse. It asks again when the action is done."""
    draft = version.state is VersionState.DRAFT
    in_review = version.state is VersionState.IN_REVIEW
    edits = allows(by, Right.EDIT_DEFINITION)
    due = (version.valid_from or date.min) <= local_today()
    was_active = version.state is VersionState.RETIRED and version.activated_at is not None
    offered = {
        "draft": edits,
        "edit": edits and draft,
        "submit": edits and draft,
        "take_back": edits and in_review and by.id in version.authors,
        "discard": edits and draft,
        "look": allows(by, Right.COMMENT_VERSION),
        "comment": allows(by, Right.COMMENT_VERSION) and (draft or in_review),
        "review": allows(by, Right.APPROVE_DEFINITION) and in_review and by.id not in version.authors,
        "activate": allows(by, Right.ACTIVATE) and version.state is VersionState.APPROVED and due,
        "roll_back": allows(by, Right.ACTIVATE) and was_active,
        "move": allows(by, Right.MOVE_INSTANCES) and version.state is VersionState.ACTIVE,
    }
    return frozenset(action for action, offer in offered.items() if offer)
