"""What one person has uploaded and not handed in is limited, for a task and for all of them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from engine import clock
from engine.database import reading, transaction
from engine.errors import TooMuch
from engine.inbox import drafts
from engine.storage import quota, receive
from engine.storage.quota import TooMuchUnsent, TooMuchUnsentForTask
from engine.storage.uploads import MEGABYTE, Incoming
from engine.tables.uploads import Upload, UploadState
from tests.engine.storage.conftest import Desk

At = Callable[[datetime | str], datetime]


def waiting(desk: Desk, count: int, *, task: int | None = None, size: int = 9) -> list[str]:
    """So many whole files that no form has handed in."""
    now = clock.now()
    ids = [str(uuid.uuid4()) for _ in range(count)]
    with transaction() as session:
        session.add_all(
            Upload(
                id=item, person_id=desk.by.id, task_id=task or desk.task, instance_id=desk.instance,
                field="foto", file_name="a.jpg", length=size, received=size, state=UploadState.READY,
                sha256="a" * 64,
                media_type="image/jpeg", created_at=now, expires_at=now + timedelta(days=7),
            )
            for item in ids
        )  # fmt: skip
    return ids


def other_task(desk: Desk) -> int:
    return desk.office.task(desk.office.start()).id


def incoming(desk: Desk, task: int) -> Incoming:
    return Incoming(**{**vars(desk.incoming()), "task_id": task})


def test_the_last_file_of_a_task_fits_and_no_more(desk: Desk) -> None:
    waiting(desk, quota.MAX_FILES_OF_TASK - 1)
    receive.begin(desk.incoming(), length=9, by=desk.by)
    with pytest.raises(TooMuchUnsentForTask) as refused:
        receive.begin(desk.incoming(), length=9, by=desk.by)
    assert refused.value.params["files"] == refused.value.params["most"] == quota.MAX_FILES_OF_TASK
    receive.begin(incoming(desk, other_task(desk)), length=9, by=desk.by)


def test_the_last_byte_of_a_task_fits_and_no_more(desk: Desk) -> None:
    waiting(desk, 1, size=quota.MAX_BYTES_OF_TASK - 50 * MEGABYTE)
    with pytest.raises(TooMuchUnsentForTask):
        receive.begin(desk.incoming(), length=50 * MEGABYTE + 1, by=desk.by)
    receive.begin(desk.incoming(), length=50 * MEGABYTE, by=desk.by)


def test_the_last_file_and_byte_of_a_person_fit_and_no_more(desk: Desk) -> None:
    second = other_task(desk)
    waiting(desk, 100, size=quota.MAX_BYTES // 400)
    waiting(desk, 99, task=second, size=quota.MAX_BYTES // 400)
    third = incoming(desk, other_task(desk))
    receive.begin(third, length=9, by=desk.by)
    with pytest.raises(TooMuchUnsent) as refused:
        receive.begin(third, length=9, by=desk.by)
    assert type(refused.value) is TooMuchUnsent
    assert refused.value.params["most"] == quota.MAX_FILES


def test_bytes_of_all_tasks_are_counted_together(desk: Desk) -> None:
    waiting(desk, 1, size=quota.MAX_BYTES // 2)
    waiting(desk, 1, task=other_task(desk), size=quota.MAX_BYTES // 2 - 9)
    third = incoming(desk, other_task(desk))
    with pytest.raises(TooMuchUnsent):
        receive.begin(third, length=10, by=desk.by)
    receive.begin(third, length=9, by=desk.by)


def test_a_file_that_came_with_the_form_is_counted_and_leaves_nothing(desk: Desk) -> None:
    waiting(desk, quota.MAX_FILES_OF_TASK)
    with pytest.raises(TooMuch):
        receive.receive([b"123"], desk.incoming(), by=desk.by)
    with reading() as session:
        assert len(session.scalars(select(Upload.id)).all()) == quota.MAX_FILES_OF_TASK


def test_what_is_handed_in_or_refused_or_of_another_does_not_count(desk: Desk) -> None:
    ids = waiting(desk, quota.MAX_FILES_OF_TASK)
    with transaction() as session:
        for number, upload in enumerate(session.scalars(select(Upload).where(Upload.id.in_(ids)))):
            if number % 3 == 0:
                upload.state = UploadState.ATTACHED
            elif number % 3 == 1:
                upload.state, upload.reason = UploadState.REFUSED, "kind"
            else:
                upload.person_id = desk.office.budi.id
    receive.begin(desk.incoming(), length=9, by=desk.by)


def test_what_was_taken_out_of_its_form_makes_room_after_a_while(desk: Desk, clock_at: At) -> None:
    began = clock_at("2026-11-23 10:00")
    ids = waiting(desk, quota.MAX_FILES_OF_TASK)
    with transaction() as session:
        drafts.save(
            session, desk.task, {f"foto.{n}.file": [item] for n, item in enumerate(ids[1:])}, by=desk.by
        )
    with pytest.raises(TooMuch):
        receive.begin(desk.incoming(), length=9, by=desk.by)
    clock_at(began + quota.IDLE + timedelta(seconds=1))
    receive.begin(desk.incoming(), length=9, by=desk.by)
    with reading() as session:
        assert session.get(Upload, ids[0]) is None
        assert session.get(Upload, ids[1]) is not None
    with pytest.raises(TooMuch):
        receive.begin(desk.incoming(), length=9, by=desk.by)
