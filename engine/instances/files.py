"""Which file of an instance somebody may have."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.audit.denials import deny
from engine.bpmn.diagram import Diagram, lane_roles
from engine.errors import NotAllowed, NotFound
from engine.instances.lifecycle import process_of
from engine.instances.seeing import visible_instance
from engine.people.rights import Right, allows
from engine.tables.instances import IS_OPEN, Instance, Task
from engine.tables.uploads import Upload, UploadState

KINDS = ("thumb", "web", "original")
_WHOLE = (UploadState.READY, UploadState.ATTACHED)


@dataclass(frozen=True, kw_only=True)
class ServedFile:
    sha256: str
    media_type: str
    file_name: str
    upload_id: str
    kind: str
    restricted: bool


def file_to_serve(session: Session, upload_id: str, kind: str, *, by: Actor) -> ServedFile:
    """The file, or NotFound / NotAllowed. `kind`: thumb, web (both without metadata), original (few)."""
    upload = session.get(Upload, upload_id)
    if upload is None or upload.state not in _WHOLE or kind not in KINDS:
        raise NotFound(file=upload_id)
    if upload.state is UploadState.READY and upload.person_id != by.id:
        raise NotFound(file=upload_id)
    instance = visible_instance(session, upload.instance_id, by=by)
    if upload.person_id != by.id and not _may(session, upload, kind, instance, by):
        raise deny(session, NotAllowed(file=upload.file_name), instance=instance, by=by, action="see_file")
    found = {"sha256": upload.sha256, "media_type": upload.media_type}
    if kind != "original":
        found = (upload.copies or {}).get(kind, {})
    if not found:
        raise NotFound(file=upload_id)
    return ServedFile(
        sha256=found["sha256"] or "",
        media_type=found["media_type"] or "",
        file_name=upload.file_name,
        upload_id=upload.id,
        kind=kind,
        restricted=upload.restricted,
    )


def instance_with(session: Session, upload_id: str, *, by: Actor) -> tuple[Instance, Diagram]:
    """The instance that has this file, and the diagram that it follows. Raises NotFound, also for a file that
    nobody has sent yet."""
    upload = session.get(Upload, upload_id)
    if upload is None or upload.state is not UploadState.ATTACHED:
        raise NotFound(file=upload_id)
    instance = visible_instance(session, upload.instance_id, by=by)
    return instance, process_of(session, instance).diagram


def _may(session: Session, upload: Upload, kind: str, instance: Instance, by: Actor) -> bool:
    if upload.restricted:
        return allows(by, Right.SEE_RESTRICTED_FILE) or _has_open_lane(session, instance.id, by)
    if kind != "original":
        return True
    # A document (consent aside) has no copy: its original is what there is to see.
    return allows(by, Right.SEE_ORIGINAL_FILE) or not upload.copies


def _has_open_lane(session: Session, instance_id: int, by: Actor) -> bool:
    lanes = session.scalars(select(Task.lane).where(Task.instance_id == instance_id, IS_OPEN))
    return any(not by.roles.isdisjoint(lane_roles(lane)) for lane in lanes)
