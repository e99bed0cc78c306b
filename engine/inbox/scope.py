"""What a form may refer to while it is filled in: the instance so far, the time, the files that were sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engine import clock
from engine.actor import Actor
from engine.calendar import local_zone
from engine.forms.scope import FileInfo, Scope
from engine.storage.uploads import StoredFile, files_for
from engine.tables.instances import Instance

Typed = dict[str, list[str]]


def scope_of(session: Session, instance: Instance, typed: Typed, *, by: Actor) -> Scope:
    """Done times are aware, files are those whose ids stand in `typed` under names that end in `.file`."""
    ids = {value for name, values in typed.items() if name.endswith(".file") for value in values if value}
    return Scope(
        data=instance.data,
        now=clock.now(),
        zone=local_zone(),
        done={element: datetime.fromisoformat(last["at"]) for element, last in instance.done.items()},
        files=_files(session, instance, ids, by=by),
    )


def _files(session: Session, instance: Instance, ids: set[str], *, by: Actor) -> dict[str, FileInfo]:
    found = files_for(session, instance_id=instance.id, person_id=by.id, ids=ids)
    return {item.id: info_of(item) for item in found.values()}


def info_of(stored: StoredFile) -> FileInfo:
    """The file as the rules of forms see it, without its place on disk."""
    return FileInfo(
        id=stored.id,
        name=stored.name,
        media_type=stored.media_type,
        size=stored.size,
        width=stored.width,
        height=stored.height,
        state=stored.state,
        restricted=stored.restricted,
        sha256=stored.sha256,
        reason=stored.reason,
        reason_params=stored.reason_params,
    )


def file_ids(answers: Any) -> set[str]:
    """Ids of all files that answers name, however deep."""
    if isinstance(answers, dict):
        own = {answers["file"]} if isinstance(answers.get("file"), str) else set()
        return own.union(*(file_ids(value) for value in answers.values()))
    if isinstance(answers, list):
        return set().union(*(file_ids(value) for value in answers))
    return set()
