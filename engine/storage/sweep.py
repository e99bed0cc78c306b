"""Throwing away what nobody will ask for again: uploads given up, and bytes that no row names.

Run by the worker, often enough for the disk and rarely enough for the night: once an hour is fine.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import structlog
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine import clock
from engine.database import reading, transaction
from engine.errors import EngineError
from engine.storage import blobs, folders, parts, receive
from engine.storage.locks import Busy
from engine.tables.instances import Task, TaskState
from engine.tables.uploads import Upload, UploadState

log = structlog.get_logger("alur.storage")

#: Bytes are older than any row that may still come to name them.
GRACE = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Swept:
    uploads: int
    parts: int
    blobs: int


def sweep() -> Swept:
    """Safe at any time and from several processes at once."""
    with transaction() as session:
        given_up = _delete_expired(session)
    for upload_id in given_up:
        parts.remove(upload_id)
    swept = Swept(uploads=len(given_up), parts=_sweep_parts(), blobs=_sweep_blobs())
    _sweep_workplaces()
    # Last: a file that can't be looked at, on a full disk above all, must not stop the rest.
    _finish_what_was_left()
    return swept


def _finish_what_was_left() -> None:
    """Files that were all here when the server died, and are not yet looked at."""
    with reading() as session:
        left = session.scalars(select(Upload.id).where(Upload.state == UploadState.CHECKING)).all()
    for upload_id in left:
        try:
            receive.finish(upload_id)
        except EngineError:  # not now: the next sweep tries again
            continue
        except Exception:  # those behind it must not wait for it for ever
            log.exception("file_not_examined", upload=upload_id)


def _delete_expired(session: Session) -> list[str]:
    """Unfinished and refused ones when their time is over; finished ones only once their task is, too:
    a draft may still name them."""
    over = select(Task.id).where(Task.state.in_((TaskState.DONE, TaskState.CANCELLED)))
    expired = (
        (Upload.expires_at <= clock.now())
        & (Upload.state != UploadState.ATTACHED)
        & (Upload.state.in_((UploadState.RECEIVING, UploadState.REFUSED)) | Upload.task_id.in_(over))
    )
    return list(session.scalars(delete(Upload).where(expired).returning(Upload.id)))


def _sweep_parts() -> int:
    """Parts without a row, and parts of files that are long stored or refused."""
    with reading() as session:
        waiting = (UploadState.RECEIVING, UploadState.CHECKING)
        wanted = set(session.scalars(select(Upload.id).where(Upload.state.in_(waiting))))
    removed = 0
    for path in folders.parts().glob("*.part"):
        if path.stem not in wanted and _older_than_grace(path):
            removed += folders.delete(path)
    return removed


def _sweep_workplaces() -> None:
    """Of a server that was killed while it cleaned a film or a picture."""
    for path in folders.workplaces().iterdir():
        if _older_than_grace(path):
            shutil.rmtree(path, ignore_errors=True)


def _sweep_blobs() -> int:
    """None while a backup is being taken: it has still to copy what was named when it began."""
    try:
        with blobs.none_swept(wait=False):
            return _sweep_unnamed()
    except Busy:
        return 0


def _sweep_unnamed() -> int:
    for path in folders.files().glob("??/??/*.new"):  # of a server that was killed while it copied
        if _older_than_grace(path):
            folders.delete(path)
    # The names on the disk first, the rows after: a blob stored in between is in neither set.
    stored = set(blobs.all_hashes())
    with reading() as session:
        stored.difference_update(_named(session))
    seconds = GRACE.total_seconds()
    return sum(blobs.remove_if_older(sha256, seconds=seconds) for sha256 in stored)


def _named(session: Session) -> Iterator[str]:
    for sha256, copies in session.execute(select(Upload.sha256, Upload.copies)).yield_per(1000):
        if sha256:
            yield sha256
        for copy in (copies or {}).values():
            yield copy["sha256"]


def _older_than_grace(path: Path) -> bool:
    try:
        return clock.now().timestamp() - path.stat().st_mtime > GRACE.total_seconds()
    except FileNotFoundError:
        return False
