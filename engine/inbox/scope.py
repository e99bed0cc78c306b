"""What a form may refer to while it is filled in: the case so far, the time, the files that were sent."""

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
    return {one.id: info_of(one) for one in found.values()}


def info_of(one: StoredFile) -> FileInfo:
    return FileInfo(
        id=one.id,
        name=one.name,
        media_type=one.media_type,
        size=one.size,
        width=one.width,
        height=one.height,
        state=one.state,
        restricted=one.restricted,
        sha256=one.sha256,
        reason=one.reason,
        reason_params=one.reason_params,
    )


def file_ids(answers: Any) -> set[str]:
    """Ids of all files that answers name, however deep."""
    if isinstance(answers, dict):
        own = {answers["file"]} if isinstance(answers.get("file"), str) else set()
        return own.union(*(file_ids(value) for value in answers.values()))
    if isinstance(answers, list):
        return set().union(*(file_ids(value) for value in answers))
    return set()
