"""Somebody else looks at a version: submit, take back, comment, request changes, approve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock
from engine.actor import Actor
from engine.audit.denials import deny
from engine.audit.log import DEFINITIONS, record_on
from engine.audit.names import EventName
from engine.definitions.drafts import add_author, key_of
from engine.definitions.examining import changes_between, findings_of
from engine.definitions.life import lock_version, move
from engine.diff.compare import Change
from engine.errors import DiagramHasErrors, IllegalMove, Invalid, NotAuthor, NotFound, OwnWork, Problem
from engine.lint.findings import errors_in
from engine.people.confirmation import require_recent_password
from engine.people.rights import Right, require_right
from engine.tables.definitions import Comment, Version, VersionState
from engine.tables.people import Person

MAX_TEXT = 2000


@dataclass(frozen=True, kw_only=True)
class CommentView:
    id: int
    element: str | None
    text: str
    who: str
    at: datetime
    resolved_by: str | None
    resolved_at: datetime | None


def submit(session: Session, version_id: int, note: str, *, by: Actor) -> Version:
    """*Ajukan*: hand a draft to somebody else. From now on it can't be edited."""
    require_right(session, Right.EDIT_DEFINITION, by)
    version = lock_version(session, version_id)
    move(version, VersionState.IN_REVIEW)
    version.note = _require_text(note, "note")
    version.submitted_by, version.submitted_at = by.id, clock.now()
    add_author(version, by)
    changes = [change.as_dict() for change in _changes(session, version)]
    _record(session, version, EventName.VERSION_SUBMITTED, by=by, note=version.note, changes=changes)
    return version


def take_back(session: Session, version_id: int, *, by: Actor) -> Version:
    """*Tarik pengajuan*: an author edits on, as long as nobody has decided. What was said of it stays.

    Raises IllegalMove when somebody did decide, NotAuthor.
    """
    require_right(session, Right.EDIT_DEFINITION, by)
    version = lock_version(session, version_id)
    if version.state is not VersionState.IN_REVIEW:
        raise IllegalMove(state=version.state.value, wanted=VersionState.DRAFT.value)
    if by.id not in version.authors:
        raise deny(session, NotAuthor(version=version.number), by=by, action="take_back")
    move(version, VersionState.DRAFT)
    _record(session, version, EventName.VERSION_TAKEN_BACK, by=by)
    return version


def approve(session: Session, version_id: int, *, valid_from: date | None = None, by: Actor) -> Version:
    """*Setujui*. Not by an author; not while a finding is an error. Raises OwnWork, PasswordNeeded,
    DiagramHasErrors."""
    version = _under_review(session, version_id, by=by, action="approve_version")
    require_recent_password(by)
    errors = errors_in(findings_of(version.xml))
    if errors:
        raise DiagramHasErrors(n=errors)
    move(version, VersionState.APPROVED)
    version.approved_by, version.approved_at, version.valid_from = by.id, clock.now(), valid_from
    _record(
        session,
        version,
        EventName.VERSION_APPROVED,
        by=by,
        content_hash=version.content_hash,
        valid_from=valid_from.isoformat() if valid_from else None,
    )
    return version


def request_changes(session: Session, version_id: int, text: str, *, by: Actor) -> Version:
    """*Minta perbaikan*: back to its authors, with what is to be mended. Raises OwnWork for an author."""
    version = _under_review(session, version_id, by=by, action="request_changes")
    text = _require_text(text, "text")
    move(version, VersionState.DRAFT)
    _add_comment(session, version, None, text, by=by)
    _record(session, version, EventName.CHANGES_REQUESTED, by=by, reason=text)
    return version


def comment(session: Session, version_id: int, element: str | None, text: str, *, by: Actor) -> Comment:
    """Reviewers and authors comment on an element, or on the whole version (None). Raises IllegalMove unless
    it is a draft or in review, Invalid for a text that is too short or too long."""
    require_right(session, Right.COMMENT_VERSION, by)
    version = lock_version(session, version_id)
    if version.state not in {VersionState.DRAFT, VersionState.IN_REVIEW}:
        raise IllegalMove(state=version.state.value, wanted=VersionState.IN_REVIEW.value)
    text = _require_text(text, "text")
    made = _add_comment(session, version, element or None, text, by=by)
    _record(session, version, EventName.VERSION_COMMENTED, by=by, element=element or None, text=text)
    return made


def resolve(session: Session, comment_id: int, *, by: Actor) -> Comment:
    """Done with: it stays readable, and who was first stays named."""
    require_right(session, Right.COMMENT_VERSION, by)
    found = session.get(Comment, comment_id, with_for_update=True)
    if found is None:
        raise NotFound(comment=comment_id)
    if found.resolved_at is None:
        found.resolved_by, found.resolved_at = by.id, clock.now()
    return found


def comments(session: Session, version_id: int) -> list[CommentView]:
    """Oldest first."""
    resolver = Person.__table__.alias("resolver")
    rows = session.execute(
        select(Comment, Person.name, resolver.c.name.label("resolver"))
        .join(Person, Person.id == Comment.person_id)
        .outerjoin(resolver, resolver.c.id == Comment.resolved_by)
        .where(Comment.version_id == version_id)
        .order_by(Comment.id)
    )
    return [
        CommentView(
            id=row[0].id,
            element=row[0].element,
            text=row[0].text,
            who=row[1],
            at=row[0].at,
            resolved_by=row[2],
            resolved_at=row[0].resolved_at,
        )
        for row in rows
    ]


def _changes(session: Session, version: Version) -> list[Change]:
    """Against the version it was made from: what the record says was submitted."""
    before = session.scalar(
        select(Version.xml).where(
            Version.definition_id == version.definition_id, Version.number == version.source
        )
    )
    return changes_between(before, version.xml) if before else []


def _under_review(session: Session, version_id: int, *, by: Actor, action: str) -> Version:
    require_right(session, Right.APPROVE_DEFINITION, by)
    version = lock_version(session, version_id)
    if version.state is not VersionState.IN_REVIEW:
        raise IllegalMove(state=version.state.value, wanted=VersionState.APPROVED.value)
    if by.id in version.authors:
        raise deny(session, OwnWork(version=version.number), by=by, action=action)
    return version


def _add_comment(session: Session, version: Version, element: str | None, text: str, *, by: Actor) -> Comment:
    made = Comment(version_id=version.id, element=element, text=text, person_id=by.id, at=clock.now())
    session.add(made)
    session.flush()
    return made


def _record(session: Session, version: Version, event: EventName, *, by: Actor, **details: object) -> None:
    record_on(
        session,
        DEFINITIONS,
        event,
        by=by,
        definition=key_of(session, version),
        version=version.number,
        **details,
    )


def _require_text(text: str, name: str) -> str:
    text = text.strip()
    if not 3 <= len(text) <= MAX_TEXT:
        raise Invalid({name: Problem("forms.reason_length", {"min": 3, "max": MAX_TEXT})})
    return text
