"""Uploads as rows: opening one, counting its bytes, its end, and what an instance has of it.

The bytes are handled in `receive`, between transactions. Whether somebody may work on the task is asked
before (engine.inbox): here only the uploader counts.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import CursorResult, case, delete, func, select, update
from sqlalchemy.orm import Session

from engine import clock
from engine.actor import Actor
from engine.errors import Conflict, DiskFull, Invalid, NotFound, Problem
from engine.media_types import accepts
from engine.storage import folders, kinds
from engine.storage.names import safe_name
from engine.storage.quota import check_quota
from engine.tables.instances import Task
from engine.tables.uploads import IS_UNSENT, Upload, UploadState

MEGABYTE = 1024 * 1024
#: No field may allow more than this.
MAX_UPLOAD = 2048 * MEGABYTE
#: For a field whose diagram sets no limit.
USUAL = 100 * MEGABYTE
#: Unfinished uploads of one person: ten photos, ten proofs and three videos begun at once fit in.
MAX_OPEN = 40
#: One more is begun in place of the oldest that nothing came for in so long; else it has to wait.
IDLE = timedelta(minutes=30)
#: Left on the disk for the database and everything else.
RESERVE = 256 * MEGABYTE
#: How long an upload waits to be continued, and a finished one to be handed in after its task was closed.
MAX_AGE = timedelta(days=7)


class UploadTooLarge(Invalid):
    """Params: max_mb."""

    code = "upload_too_large"


class TooManyUploads(Conflict):
    """Params: most, minutes."""

    code = "too_many_uploads"


class OffsetMismatch(Conflict):
    """What was sent does not begin where the upload ends. Params: offset (bytes that count)."""

    code = "upload_offset"


class UploadExpired(NotFound):
    code = "upload_expired"


class NoSpace(DiskFull):
    code = "no_space"


@dataclass(frozen=True, kw_only=True)
class Demands:
    """What a field asks of its files (from the diagram)."""

    accept: tuple[str, ...] = ()
    max_bytes: int = USUAL
    #: Consent proofs: only few may see them.
    restricted: bool = False

    @property
    def limit(self) -> int:
        """Bytes; the diagram may ask for less than Alur allows, not for more."""
        return min(self.max_bytes, MAX_UPLOAD)

    @property
    def may_be_picture(self) -> bool:
        """Whether a decoder should be started: the field accepts a picture."""
        return any(accepts(self.accept, picture) for picture in kinds.IMAGES)


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """A file that somebody is about to send for a field of a task."""

    task_id: int
    #: Path of the field in the form: "foto", "foto.bukti_persetujuan".
    field: str
    file_name: str
    demands: Demands


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """An upload that answers may name, as far as it has come."""

    id: str
    field: str
    name: str
    media_type: str
    size: int
    width: int | None
    height: int | None
    state: str
    restricted: bool
    sha256: str
    reason: str | None
    reason_params: dict[str, Any]


def create(session: Session, incoming: Incoming, *, length: int, by: Actor) -> Upload:
    """Open an upload of so many bytes. Raises Invalid, UploadTooLarge, TooMuch, TooManyUploads, NoSpace."""
    if length <= 0:
        raise empty(incoming)
    if length > incoming.demands.limit:
        raise too_large(incoming)
    _check_room(session, length, by=by)
    upload = _row(session, incoming, length, by=by)
    session.add(upload)
    return upload


def create_received(session: Session, incoming: Incoming, *, upload_id: str, length: int, by: Actor) -> None:
    """Bytes that came in one go (an ordinary form) and already lie on the disk. Raises TooMuch."""
    upload = _row(session, incoming, length, by=by)
    upload.id = upload_id
    upload.received = length
    upload.state = UploadState.CHECKING
    session.add(upload)


def own(session: Session, upload_id: str, *, by: Actor) -> Upload:
    """The upload of this person; nobody else learns that it exists."""
    upload = session.get(Upload, upload_id)
    if upload is None or upload.person_id != by.id:
        raise NotFound
    return upload


def to_continue(session: Session, upload_id: str, offset: int, *, by: Actor) -> Upload:
    """One's own. `offset`: bytes that count. Raises NotFound, UploadExpired, OffsetMismatch."""
    upload = own(session, upload_id, by=by)
    if upload.expires_at <= clock.now():
        raise UploadExpired
    if upload.state is not UploadState.RECEIVING or upload.received != offset:
        raise OffsetMismatch(offset=upload.received)
    return upload


def count(session: Session, upload_id: str, received: int) -> None:
    """So many bytes are safely on the disk. Raises NotFound when the upload was ended meanwhile."""
    counted = session.execute(
        update(Upload)
        .where(Upload.id == upload_id, Upload.state == UploadState.RECEIVING)
        .values(
            received=received,
            expires_at=clock.now() + MAX_AGE,
            state=case((Upload.length == received, UploadState.CHECKING), else_=Upload.state),
        )
    )
    if not _rows(counted):
        raise NotFound


def conclude(session: Session, upload_id: str, **values: object) -> None:
    """What looking at the content gave. Nothing, when the upload was ended meanwhile."""
    session.execute(
        update(Upload).where(Upload.id == upload_id, Upload.state == UploadState.CHECKING).values(**values)
    )


def terminate(session: Session, upload_id: str, *, by: Actor) -> None:
    """Forget an upload of one's own. What belongs to an instance already stays: Conflict."""
    own(session, upload_id, by=by)
    deleted = session.execute(delete(Upload).where(Upload.id == upload_id, IS_UNSENT))
    if not _rows(deleted):
        raise Conflict


def attach(session: Session, ids: Collection[str], *, instance_id: int) -> None:
    """Files in the answers now belong to the instance. Raises Conflict where one ended since `files_for`."""
    wanted = set(ids)
    if not wanted:
        return
    mine = (Upload.id.in_(wanted), Upload.instance_id == instance_id)
    attached = session.execute(
        update(Upload)
        .where(*mine, Upload.state.in_((UploadState.READY, UploadState.ATTACHED)))
        .values(state=UploadState.ATTACHED)
        .execution_options(synchronize_session=False)
    )
    if _rows(attached) != len(wanted):
        raise Conflict


def files_for(
    session: Session, instance_id: int, person_id: int, ids: Collection[str]
) -> dict[str, StoredFile]:
    """Those of `ids` that this person may name: the instance's files, and own ones in whatever state."""
    if not ids:
        return {}
    rows = session.scalars(
        select(Upload).where(
            Upload.id.in_(set(ids)),
            Upload.instance_id == instance_id,
            (Upload.state == UploadState.ATTACHED) | (Upload.person_id == person_id),
        )
    )
    return {row.id: stored(row) for row in rows}


def stored(upload: Upload) -> StoredFile:
    """As rules of forms and pages see it; empty strings and None until it has been examined."""
    return StoredFile(
        id=upload.id,
        field=upload.field,
        name=upload.file_name,
        media_type=upload.media_type or "",
        size=upload.length,
        width=upload.width,
        height=upload.height,
        state=upload.state.value,
        restricted=upload.restricted,
        sha256=upload.sha256 or "",
        reason=upload.reason,
        reason_params=upload.reason_params or {},
    )


def empty(incoming: Incoming) -> Invalid:
    """The error for a file without bytes, at its field."""
    return Invalid({incoming.field: Problem("files.refused.empty")})


def too_large(incoming: Incoming) -> UploadTooLarge:
    """The error for a file over the field's limit; `max_mb` in mebibytes."""
    limit = {"max_mb": incoming.demands.limit // MEGABYTE}
    return UploadTooLarge({incoming.field: Problem("files.refused.too_large", limit)}, **limit)


def check_disk(length: int) -> None:
    """Raises NoSpace. Twice what comes: a video gets a second copy without its place data."""
    if folders.free_bytes() < 2 * length + RESERVE:
        raise NoSpace


def _check_room(session: Session, length: int, *, by: Actor) -> None:
    unfinished = (Upload.state == UploadState.RECEIVING, Upload.expires_at > clock.now())
    mine = session.scalar(select(func.count()).where(*unfinished, Upload.person_id == by.id)) or 0
    if mine >= MAX_OPEN and not _let_go(session, by=by):
        raise TooManyUploads(most=MAX_OPEN, minutes=int(IDLE.total_seconds()) // 60)
    promised = session.scalar(select(func.sum(Upload.length - Upload.received)).where(*unfinished)) or 0
    check_disk(int(promised) + length)


def _let_go(session: Session, *, by: Actor) -> bool:
    """Forget the person's own unfinished upload that has waited longest. Its bytes go with the next sweep."""
    # The end is put off with every piece that comes.
    idle = (
        Upload.state == UploadState.RECEIVING,
        Upload.person_id == by.id,
        Upload.expires_at <= clock.now() + MAX_AGE - IDLE,
    )
    oldest = select(Upload.id).where(*idle).order_by(Upload.expires_at, Upload.id).limit(1)
    deleted = session.execute(delete(Upload).where(Upload.id == oldest.scalar_subquery(), *idle))
    return _rows(deleted) > 0


def _row(session: Session, incoming: Incoming, length: int, *, by: Actor) -> Upload:
    check_quota(session, incoming.task_id, length, by=by)
    instance_id = session.scalar(select(Task.instance_id).where(Task.id == incoming.task_id))
    if instance_id is None:
        raise NotFound
    now = clock.now()
    return Upload(
        id=str(uuid.uuid4()),
        person_id=by.id,
        task_id=incoming.task_id,
        instance_id=instance_id,
        field=incoming.field,
        file_name=safe_name(incoming.file_name),
        accept=list(incoming.demands.accept),
        restricted=incoming.demands.restricted,
        length=length,
        received=0,
        created_at=now,
        expires_at=now + MAX_AGE,
    )


def _rows(result: object) -> int:
    assert isinstance(result, CursorResult)  # noqa: S101  # what an UPDATE or DELETE gives
    return result.rowcount
