"""Bringing a version in, and making it the one that new cases follow."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from engine import clock
from engine.actor import Actor
from engine.audit.log import DEFINITIONS, deny, record_on
from engine.audit.names import Happened
from engine.bpmn.diagram import Diagram, read_diagram
from engine.bpmn.lint import Finding, check
from engine.bpmn.runner import compile_program
from engine.database import after_rollback
from engine.errors import DiagramHasErrors, InvalidDiagram, NotAllowed, NotFound
from engine.people.rights import Right, require
from engine.tables.definitions import Definition, LaneRole, Version, VersionState

#: Legal moves of a version.
NEXT = {
    VersionState.DRAFT: {VersionState.IN_REVIEW, VersionState.ACTIVE},
    VersionState.IN_REVIEW: {VersionState.DRAFT, VersionState.APPROVED},
    VersionState.APPROVED: {VersionState.ACTIVE},
    VersionState.ACTIVE: {VersionState.RETIRED},
    VersionState.RETIRED: {VersionState.ACTIVE},
}


@dataclass(frozen=True, kw_only=True)
class Uploaded:
    version_id: int
    number: int
    findings: list[Finding]

    @property
    def errors(self) -> int:
        return sum(finding.severity == "error" for finding in self.findings)


def upload(session: Session, xml: bytes, file_name: str, *, by: Actor | None) -> Uploaded:
    """Keep a file as the next draft of its procedure. `by` is None for the command line.

    The same file again is the same version. Raises InvalidDiagram when it can't be read as one at all.
    """
    _require(session, Right.DEPLOY, by)
    try:
        diagram, text = read_diagram(xml), xml.decode("utf-8")
    except InvalidDiagram as error:
        _remember_refusal(session, file_name, str(error.params.get("reason", "")), by)
        raise
    except UnicodeDecodeError:
        text = _as_utf8(xml)
        diagram = read_diagram(text)
    findings = check(text)
    definition = _definition(session, diagram)
    content_hash = hashlib.sha256(text.encode()).hexdigest()
    version = session.scalar(
        select(Version).where(Version.definition_id == definition.id, Version.content_hash == content_hash)
    )
    if version is None:
        version = _new_version(session, definition, text, content_hash, file_name, by)
        record_on(
            session,
            DEFINITIONS,
            Happened.VERSION_UPLOADED,
            by=by,
            definition=definition.key,
            version=version.number,
            content_hash=content_hash,
            file_name=file_name,
        )
    return Uploaded(version_id=version.id, number=version.number, findings=findings)


def activate(session: Session, version_id: int, *, by: Actor | None) -> Version:
    """New cases follow this version from now on; running ones stay with theirs."""
    _require(session, Right.ACTIVATE, by)
    version = session.get(Version, version_id, with_for_update=True)
    if version is None:
        raise NotFound(version=version_id)
    if version.state is VersionState.ACTIVE:
        return version
    errors = sum(finding.severity == "error" for finding in check(version.xml))
    if errors or VersionState.ACTIVE not in NEXT[version.state]:
        raise DiagramHasErrors(n=errors)
    compile_program(version.xml)
    diagram = read_diagram(version.xml)
    _retire_active(session, version.definition_id, by)
    definition = session.get_one(Definition, version.definition_id)
    definition.name = diagram.name
    version.state = VersionState.ACTIVE
    version.activated_at, version.activated_by = clock.now(), by.id if by else None
    version.retired_at = None
    _write_lane_roles(session, definition.id, diagram)
    record_on(
        session,
        DEFINITIONS,
        Happened.VERSION_ACTIVATED,
        by=by,
        definition=definition.key,
        version=version.number,
        content_hash=version.content_hash,
    )
    session.flush()
    return version


def deploy(session: Session, xml: bytes, file_name: str, *, by: Actor | None) -> Uploaded:
    """Upload and activate in one go; DiagramHasErrors leaves nothing behind."""
    uploaded = upload(session, xml, file_name, by=by)
    activate(session, uploaded.version_id, by=by)
    return uploaded


def _require(session: Session, right: Right, by: Actor | None) -> None:
    if by is None:
        return
    try:
        require(by, right)
    except NotAllowed as error:
        raise deny(session, error, by=by, deed=right.value) from None


def _remember_refusal(session: Session, file_name: str, reason: str, by: Actor | None) -> None:
    after_rollback(
        session,
        lambda fresh: record_on(
            fresh, DEFINITIONS, Happened.VERSION_REFUSED, by=by, file_name=file_name, reason=reason
        ),
    )


def _as_utf8(xml: bytes) -> str:
    """A file in another encoding is kept as UTF-8: one spelling in the database, one hash."""
    from engine.bpmn.xml import as_text

    return as_text(xml)


def _definition(session: Session, diagram: Diagram) -> Definition:
    definition = session.scalar(select(Definition).where(Definition.key == diagram.process_id))
    if definition is None:
        definition = Definition(key=diagram.process_id, name=diagram.name, created_at=clock.now())
        session.add(definition)
        session.flush()
    return definition


def _new_version(
    session: Session, definition: Definition, xml: str, content_hash: str, file_name: str, by: Actor | None
) -> Version:
    last = session.scalar(select(func.max(Version.number)).where(Version.definition_id == definition.id))
    version = Version(
        definition_id=definition.id,
        number=(last or 0) + 1,
        state=VersionState.DRAFT,
        xml=xml,
        content_hash=content_hash,
        file_name=file_name[:200],
        created_by=by.id if by else None,
        created_at=clock.now(),
    )
    session.add(version)
    session.flush()
    return version


def _retire_active(session: Session, definition_id: int, by: Actor | None) -> None:
    active = session.scalar(
        select(Version).where(Version.definition_id == definition_id, Version.state == VersionState.ACTIVE)
    )
    if active is None:
        return
    active.state, active.retired_at = VersionState.RETIRED, clock.now()
    record_on(
        session,
        DEFINITIONS,
        Happened.VERSION_RETIRED,
        by=by,
        definition=session.get_one(Definition, definition_id).key,
        version=active.number,
        content_hash=active.content_hash,
    )
    # Before the next one becomes active: the database allows one at a time.
    session.flush()


def _write_lane_roles(session: Session, definition_id: int, diagram: Diagram) -> None:
    """Lanes of older versions stay: their running cases still need them."""
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
