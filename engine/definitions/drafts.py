"""Drafts: a version while it is being edited."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import clock
from engine.actor import Actor
from engine.audit.log import DEFINITIONS, record_on
from engine.audit.names import EventName
from engine.definitions.examining import diagram_of, drawn
from engine.definitions.life import lock_version, move
from engine.definitions.seeing import visible_version
from engine.errors import DraftChanged, IllegalMove, Invalid, Problem, TooMuch
from engine.people.names import name_of
from engine.people.rights import Right, require_right
from engine.tables.definitions import Definition, Version, VersionState

#: Begun by one person and neither handed in nor given up, of all definitions.
MAX_DRAFTS = 50


class TooManyDrafts(TooMuch):
    """Params: most."""

    code = "too_many_drafts"


@dataclass(frozen=True, kw_only=True)
class Saved:
    seq: int
    saved_at: datetime


def new_draft(session: Session, key: str, *, source: int | None = None, by: Actor) -> Version:
    """A copy of a version of a definition (of the active one, else of the newest) to be edited.

    Raises NotFound, also for what `by` may not see; TooManyDrafts.
    """
    origin = visible_version(session, key, source, by=by)
    require_right(session, Right.EDIT_DEFINITION, by)
    drawing = drawn(origin.xml)
    draft = add_version(
        session,
        origin.definition_id,
        drawing.xml,
        file_name=origin.file_name,
        source=origin.number,
        by=by,
    )
    record_on(
        session,
        DEFINITIONS,
        EventName.VERSION_DRAFTED,
        by=by,
        definition=key,
        version=draft.number,
        source=origin.number,
        drawn=drawing.made,
    )
    return draft


def drawn_anew(session: Session, draft: Version) -> bool:
    """Whether a fresh draft differs from what it was copied from: Alur made its drawing."""
    origin = select(Version.content_hash).where(
        Version.definition_id == draft.definition_id, Version.number == draft.source
    )
    return session.scalars(origin).one() != draft.content_hash


def save(session: Session, version_id: int, xml: str, *, seen: int, by: Actor) -> Saved:
    """Store the diagram of a draft. `seen`: the save that the editor had loaded.

    Raises DraftChanged when somebody saved since, IllegalMove when it is no draft any more, InvalidDiagram
    (nothing is stored) when it can't be read, Invalid when it is another definition's.
    """
    require_right(session, Right.EDIT_DEFINITION, by)
    diagram = diagram_of(xml)
    version = lock_version(session, version_id)
    if version.state is not VersionState.DRAFT:
        raise IllegalMove(state=version.state.value, wanted=VersionState.DRAFT.value)
    key = session.scalars(select(Definition.key).where(Definition.id == version.definition_id)).one()
    if diagram.process_id != key:
        raise Invalid({"xml": Problem("definitions.other_definition", {"key": key})})
    if version.seq == seen:
        version.xml, version.content_hash = xml, hash_of(xml)
        version.seq += 1
        version.saved_by, version.saved_at = by.id, clock.now()
        add_author(version, by)
    # The same drawing once more is the same save: the answer to the first may have been lost.
    elif version.content_hash != hash_of(xml):
        raise DraftChanged(who=name_of(session, version.saved_by), when=version.saved_at, seq=version.seq)
    return Saved(seq=version.seq, saved_at=version.saved_at or version.created_at)


def discard(session: Session, version_id: int, *, by: Actor) -> Version:
    """Give a draft up. It stays readable; its number is not used again."""
    require_right(session, Right.EDIT_DEFINITION, by)
    version = lock_version(session, version_id)
    if version.state is not VersionState.DRAFT:
        raise IllegalMove(state=version.state.value, wanted=VersionState.RETIRED.value)
    move(version, VersionState.RETIRED)
    version.retired_at = clock.now()
    record_on(
        session,
        DEFINITIONS,
        EventName.VERSION_DISCARDED,
        by=by,
        definition=key_of(session, version),
        version=version.number,
    )
    return version


def add_version(
    session: Session,
    definition_id: int,
    xml: str,
    *,
    file_name: str,
    source: int | None,
    by: Actor | None,
) -> Version:
    """The next version of a definition, as a draft. `source`: number of the version it was copied from.

    Asks for no right and writes no event: its callers do. Raises TooManyDrafts.
    """
    if by is not None:
        begun = select(func.count()).where(Version.created_by == by.id, Version.state == VersionState.DRAFT)
        if (session.scalar(begun) or 0) >= MAX_DRAFTS:
            raise TooManyDrafts(most=MAX_DRAFTS)
    # Two drafts begun at once get numbers of their own.
    session.get_one(Definition, definition_id, with_for_update=True)
    last = session.scalar(select(func.max(Version.number)).where(Version.definition_id == definition_id))
    now = clock.now()
    version = Version(
        definition_id=definition_id,
        number=(last or 0) + 1,
        state=VersionState.DRAFT,
        xml=xml,
        content_hash=hash_of(xml),
        file_name=file_name[:200],
        source=source,
        seq=1,
        saved_by=by.id if by else None,
        saved_at=now,
        authors=[by.id] if by else [],
        created_by=by.id if by else None,
        created_at=now,
    )
    session.add(version)
    session.flush()
    return version


def add_author(version: Version, by: Actor) -> None:
    """None of the authors may approve the version."""
    if by.id not in version.authors:
        version.authors = [*version.authors, by.id]


def hash_of(xml: str) -> str:
    """SHA-256 of the file in UTF-8, hexadecimal."""
    return hashlib.sha256(xml.encode()).hexdigest()


def key_of(session: Session, version: Version) -> str:
    """Key of its definition: the id of the process in the diagram."""
    return session.scalars(select(Definition.key).where(Definition.id == version.definition_id)).one()
