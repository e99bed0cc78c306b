"""How much one person may have uploaded without handing it in: for all their tasks, and for one of them."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from engine import clock
from engine.actor import Actor
from engine.errors import TooMuch
from engine.tables.instances import Draft
from engine.tables.uploads import IS_UNSENT, Upload, UploadState

_GIGABYTE = 1024 * 1024 * 1024
#: A field of files takes a hundred; some more for the proofs that belong to them.
MAX_FILES_OF_TASK = 120
MAX_FILES = 200
#: Bytes: one file of the largest size and as much again around it.
MAX_BYTES_OF_TASK = 3 * _GIGABYTE
MAX_BYTES = 4 * _GIGABYTE
#: A file that was taken out of its form makes room after this time: its draft may not be saved yet.
IDLE = timedelta(minutes=30)


class TooMuchUnsent(TooMuch):
    """Params: files, most, used and limit (in mebibytes)."""

    code = "too_much_unsent"


class TooMuchUnsentForTask(TooMuchUnsent):
    code = "too_much_unsent_task"


def check_quota(session: Session, task_id: int, length: int, *, by: Actor) -> None:
    """Whether one more file of `length` bytes fits beside what is unfinished or not handed in.

    Raises TooMuchUnsent, TooMuchUnsentForTask.
    """
    error = _excess(session, task_id, length, by=by)
    if error is not None and _forget_unnamed(session, by=by):
        error = _excess(session, task_id, length, by=by)
    if error is not None:
        raise error


def _forget_unnamed(session: Session, *, by: Actor) -> bool:
    """Files that were taken out of their form: the draft does not name them. Their bytes go with a sweep."""
    wanted = (
        select(Upload.id, Draft.typed)
        .outerjoin(Draft, (Draft.task_id == Upload.task_id) & (Draft.person_id == Upload.person_id))
        .where(
            Upload.person_id == by.id,
            IS_UNSENT,
            Upload.state == UploadState.READY,
            Upload.created_at < clock.now() - IDLE,
        )
    )
    rows = session.execute(wanted).all()
    gone = [item for item, typed in rows if not any(item in values for values in (typed or {}).values())]
    if gone:
        # Handed in at this moment: it stays.
        session.execute(delete(Upload).where(Upload.id.in_(gone), Upload.state == UploadState.READY))
    return bool(gone)


def _excess(session: Session, task_id: int, length: int, *, by: Actor) -> TooMuchUnsent | None:
    # What was refused, or is too old to be continued, has no bytes any more.
    waiting = (Upload.state != UploadState.REFUSED) & (
        (Upload.state != UploadState.RECEIVING) | (Upload.expires_at > clock.now())
    )
    rows = session.execute(
        select(Upload.task_id, func.count(), func.sum(Upload.length))
        .where(Upload.person_id == by.id, IS_UNSENT, waiting)
        .group_by(Upload.task_id)
    ).all()
    used = {task: (int(files), int(size)) for task, files, size in rows}
    files, size = used.get(task_id, (0, 0))
    if files >= MAX_FILES_OF_TASK or size + length > MAX_BYTES_OF_TASK:
        return TooMuchUnsentForTask(**_figures(files, MAX_FILES_OF_TASK, size, MAX_BYTES_OF_TASK))
    files, size = sum(count for count, _size in used.values()), sum(size for _count, size in used.values())
    if files >= MAX_FILES or size + length > MAX_BYTES:
        return TooMuchUnsent(**_figures(files, MAX_FILES, size, MAX_BYTES))
    return None


def _figures(files: int, most: int, size: int, limit: int) -> dict[str, int]:
    """Sizes in mebibytes."""
    return {"files": files, "most": most, "used": size // 2**20, "limit": limit // 2**20}
