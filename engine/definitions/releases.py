"""Bringing a version in, and making it the one that new instances follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engine import clock
from engine.actor import Actor
from engine.audit.log import DEFINITIONS, record_on
from engine.audit.names import EventName
from engine.bpmn.diagram import Diagram
from engine.bpmn.xml import MAX_BYTES
from engine.calendar import local_zone
from engine.database import after_rollback, reading, transaction
from engine.definitions.deployed import deployed
from engine.definitions.drafts import add_version, hash_of
from engine.definitions.examining import checked, diagram_of, drawn, findings_of
from engine.definitions.life import NEXT, lock_version
from engine.errors import Conflict, DiagramHasErrors, IllegalMove, InvalidDiagram, NotYetValid
from engine.lint.findings import Finding, errors_in
from engine.people.confirmation import require_recent_password
from engine.people.rights import Right, require_right
from engine.tables.definitions import Definition, LaneRole, Version, VersionState

if TYPE_CHECKING:
    from engine.drawing.complete import Drawn

log = structlog.get_logger("alur.releases")

__all__ = ["MAX_BYTES", "Uploaded", "activate", "activate_due", "deploy", "examined", "local_today", "upload"]


@dataclass(frozen=True, kw_only=True)
class Uploaded:
    version_id: int
    number: int
    findings: list[Finding]
    #: Whether the file had no whole drawing, so that Alur made one.
    drawn: bool = False

    @property
    def errors(self) -> int:
        """How many findings are errors: with one, it can't be activated."""
        return errors_in(self.findings)


def upload(session: Session, xml: bytes, file_name: str, *, by: Actor | None) -> Uploaded:
    """Store a file as the next draft of its definition. `by` is None for the command line.

    What is stored can be looked at: a drawing that is missing, or has holes, is made. The same file again is
    the same version. Raises InvalidDiagram when it can't be read as one at all.
    """
    require_right(session, Right.DEPLOY, by)
    try:
        drawing, diagram, findings = examined(xml)
    except InvalidDiagram as error:
        _remember_refusal(session, file_name, str(error.params.get("reason", "")), by)
        raise
    text = drawing.xml
    definition = _definition(session, diagram)
    content_hash = hash_of(text)
    version = session.scalar(
        select(Version).where(Version.definition_id == definition.id, Version.content_hash == content_hash)
    )
    if version is None:
        version = add_version(session, definition.id, text, file_name=file_name, source=None, by=by)
        record_on(
            session,
            DEFINITIONS,
            EventName.VERSION_UPLOADED,
            by=by,
            definition=definition.key,
            version=version.number,
            content_hash=content_hash,
            file_name=file_name,
            drawn=drawing.made,
        )
    return Uploaded(version_id=version.id, number=version.number, findings=findings, drawn=drawing.made)


def examined(xml: bytes) -> tuple[Drawn, Diagram, list[Finding]]:
    """All that an upload has to know of a file. To be asked before its transaction: it may take seconds, and
    is remembered. Raises InvalidDiagram."""
    drawing = drawn(xml)
    return drawing, diagram_of(drawing.xml), checked(drawing.xml)


def activate(session: Session, version_id: int, *, by: Actor | None) -> Version:
    """New instances follow this version from now on; running ones stay with theirs.

    An approved version whose day has come, or one that was active before (rolling back). Raises IllegalMove,
    NotYetValid, DiagramHasErrors, PasswordNeeded. `by` None is the system on a version's day.
    """
    require_right(session, Right.ACTIVATE, by)
    require_recent_password(by)
    version = lock_version(session, version_id)
    if version.state is VersionState.ACTIVE:
        return version
    given_up = version.state is VersionState.RETIRED and version.activated_at is None
    if given_up or VersionState.ACTIVE not in NEXT[version.state]:
        raise IllegalMove(state=version.state.value, wanted=VersionState.ACTIVE.value)
    if version.state is VersionState.APPROVED and (version.valid_from or date.min) > local_today():
        raise NotYetValid(day=version.valid_from)
    _put_in_force(session, version, by=by)
    return version


def activate_due() -> None:
    """Approved versions whose day has come; for the worker. Each in a transaction of its own."""
    with reading() as session:
        due = session.scalars(
            select(Version.id)
            .where(Version.state == VersionState.APPROVED, Version.valid_from <= local_today())
            .order_by(Version.valid_from, Version.id)
        ).all()
    for version_id in due:
        try:
            with transaction() as session:
                activate(session, version_id, by=None)
        except (Conflict, InvalidDiagram):  # other definitions' versions must not wait for this one for ever
            log.exception("version_not_activated", version=version_id)


def deploy(session: Session, xml: bytes, file_name: str, *, by: None = None) -> Uploaded:
    """Upload and put in force at once, without a review: for the command line, whose user owns the database.

    DiagramHasErrors leaves nothing behind.
    """
    uploaded = upload(session, xml, file_name, by=by)
    version = lock_version(session, uploaded.version_id)
    if version.state is not VersionState.ACTIVE:
        _put_in_force(session, version, by=None)
    return uploaded


def local_today() -> date:
    """In the office's time zone: a version becomes valid at its midnight."""
    return clock.now().astimezone(local_zone()).date()


def _put_in_force(session: Session, version: Version, *, by: Actor | None) -> None:
    errors = errors_in(findings_of(version.xml))
    if errors:
        raise DiagramHasErrors(n=errors)
    # What can't run must not come into force, and who starts the first instance must not wait for it.
    diagram = deployed(session, version.id, version.content_hash).diagram
    # Of two versions at once, the second waits here and then retires the first. NO KEY: no instance that is
    # just being started has to wait.
    definition = session.get_one(Definition, version.definition_id, with_for_update={"key_share": True})
    _retire_active(session, definition, by)
    definition.name = diagram.name
    version.state = VersionState.ACTIVE
    version.activated_at, version.activated_by = clock.now(), by.id if by else None
    version.retired_at = None
    _write_lane_roles(session, definition.id, diagram)
    record_on(
        session,
        DEFINITIONS,
        EventName.VERSION_ACTIVATED,
        by=by,
        definition=definition.key,
        version=version.number,
        content_hash=version.content_hash,
    )
    session.flush()


def _remember_refusal(session: Session, file_name: str, reason: str, by: Actor | None) -> None:
    after_rollback(
        session,
        lambda fresh: record_on(
            fresh, DEFINITIONS, EventName.VERSION_REFUSED, by=by, file_name=file_name, reason=reason
        ),
    )


def _definition(session: Session, diagram: Diagram) -> Definition:
    definition = session.scalar(select(Definition).where(Definition.key == diagram.process_id))
    if definition is None:
        definition = Definition(key=diagram.process_id, name=diagram.name, created_at=clock.now())
        try:
            with session.begin_nested():
                session.add(definition)
        except IntegrityError:
            # Somebody else brought the same definition at this moment: this is its next version.
            return session.scalars(select(Definition).where(Definition.key == diagram.process_id)).one()
    return definition


def _retire_active(session: Session, definition: Definition, by: Actor | None) -> None:
    active = session.scalar(
        select(Version).where(Version.definition_id == definition.id, Version.state == VersionState.ACTIVE)
    )
    if active is None:
        return
    active.state, active.retired_at = VersionState.RETIRED, clock.now()
    record_on(
        session,
        DEFINITIONS,
        EventName.VERSION_RETIRED,
        by=by,
        definition=definition.key,
        version=active.number,
        content_hash=active.content_hash,
    )
    # Before the next one becomes active: the database allows one at a time.
    session.flush()


def _write_lane_roles(session: Session, definition_id: int, diagram: Diagram) -> None:
    """Lanes of older versions stay: their running instances still need them."""
    rows = {(lane.name, role) for lane in diagram.lanes for role in lane.roles}
    for lane in {lane for lane, _role in rows}:
        session.execute(
            delete(LaneRole).where(LaneRole.definition_id == definition_id, LaneRole.lane == lane)
        )
    if rows:
        session.execute(
            insert(LaneRole),
            [{"definition_id": definition_id, "lane": lane, "role": role} for lane, role in sorted(rows)],
        )
