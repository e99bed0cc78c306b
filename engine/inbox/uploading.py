"""Sending a file for a task: who may, and what the field asks of it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.errors import NotFound, Problem
from engine.forms.attachments import attach
from engine.forms.fields import Field
from engine.forms.types import type_of
from engine.forms.wrong import Wrong
from engine.inbox.rights import require_work
from engine.inbox.scope import info_of
from engine.instances.lifecycle import process_of
from engine.instances.locks import lock_task
from engine.storage.uploads import MEGABYTE, USUAL, Demands, Incoming, StoredFile, own, stored
from engine.tables.instances import Instance, Task


def may_send(session: Session, task_id: int, path: str, *, file_name: str, by: Actor) -> Incoming:
    """What `by` is about to send for the input at `path` (`foto`, `foto.0.bukti_persetujuan`).

    Raises as `require_work` does, and NotFound where the form takes no file.
    """
    task, instance = lock_task(session, task_id, by=by)
    step = require_work(session, task, instance, process_of(session, instance), by=by, action="upload_file")
    fields = step.form.along(path)
    if not fields or not type_of(fields[-1]).takes_files:
        raise NotFound(field=path)
    return Incoming(
        task_id=task.id,
        field=".".join(field.name for field in fields),
        file_name=file_name,
        demands=_demands(fields),
    )


def shortcoming(session: Session, task_id: int, file: StoredFile) -> Problem | None:
    """What the form will say of a sound file: nobody should describe a photo that turns out too small."""
    task = session.get(Task, task_id)
    if task is None or file.state != "ready":
        return None
    instance = session.get_one(Instance, task.instance_id)
    fields = process_of(session, instance).diagram.steps[task.element].form.along(file.field)
    try:
        attach(fields[-1], file.id, {file.id: info_of(file)})
    except Wrong as wrong:
        return wrong.problem
    return None


def fault_of(session: Session, upload_id: str, *, by: Actor) -> Problem | None:
    """Why a file of `by` can not be used where it was sent for; None: it can, or nobody knows yet."""
    upload = own(session, upload_id, by=by)
    seen = stored(upload)
    if seen.reason:
        return Problem(code=f"files.refused.{seen.reason}", params=seen.reason_params)
    return shortcoming(session, upload.task_id, seen)


def _demands(fields: list[Field]) -> Demands:
    last = fields[-1]
    return Demands(
        accept=last.accept,
        max_bytes=USUAL if last.max_mb is None else last.max_mb * MEGABYTE,
        restricted=last.restricted,
    )
