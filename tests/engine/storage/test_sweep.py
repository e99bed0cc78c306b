"""What nobody will ask for again goes; what somebody may still name stays."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from engine import clock
from engine.database import reading, transaction
from engine.storage import blobs, folders, receive, uploads
from engine.storage.sweep import GRACE, Swept, sweep
from engine.tables.instances import Task, TaskState
from engine.tables.uploads import Upload, UploadState
from tests.conftest import not_none
from tests.engine.storage import making
from tests.engine.storage.conftest import Desk

PHOTO = making.jpeg()


def age(path: Path) -> None:
    old = time.time() - GRACE.total_seconds() - 60
    os.utime(path, (old, old))


def age_everything() -> None:
    for path in [*folders.parts().iterdir(), *map(blobs.path_of, blobs.all_hashes())]:
        age(path)


def ids() -> set[str]:
    with reading() as session:
        return set(session.scalars(select(Upload.id)))


@pytest.fixture
def weeks_later(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def go() -> None:
        later = clock.now() + uploads.MAX_AGE + timedelta(hours=1)
        monkeypatch.setattr(clock, "now", lambda: later)

    return go


def end_task(desk: Desk) -> None:
    with transaction() as session:
        ended = {"state": TaskState.CANCELLED, "waits_for": None}
        session.execute(update(Task).where(Task.id == desk.task).values(**ended))


def test_nothing_young_is_swept(desk: Desk) -> None:
    receive.receive([PHOTO], desk.incoming(), by=desk.by)
    receive.begin(desk.incoming(), length=9, by=desk.by)
    (folders.parts() / "00000000-0000-4000-8000-000000000000.part").touch()
    assert sweep() == Swept(uploads=0, parts=0, blobs=0)


def test_unfinished_and_refused_uploads_go_when_their_time_is_over(
    desk: Desk, weeks_later: Callable[[], None]
) -> None:
    unfinished = receive.begin(desk.incoming(), length=9, by=desk.by).id
    receive.receive([making.HTML], desk.incoming(), by=desk.by)
    kept = receive.receive([PHOTO], desk.incoming(), by=desk.by)  # a draft may name it
    weeks_later()
    assert sweep().uploads == 2
    assert ids() == {kept}
    assert not folders.part(unfinished).exists()


def test_a_finished_file_goes_once_its_task_is_over(desk: Desk, weeks_later: Callable[[], None]) -> None:
    loose = receive.receive([PHOTO], desk.incoming(), by=desk.by)
    kept = receive.receive([making.jpeg((30, 20))], desk.incoming(), by=desk.by)
    with transaction() as session:
        uploads.attach(session, [kept], instance_id=desk.instance)
    end_task(desk)
    assert sweep().uploads == 0
    weeks_later()
    assert sweep().uploads == 1
    assert ids() == {kept} != {loose}


def test_bytes_go_when_no_row_names_them_any_more(desk: Desk) -> None:
    gone = receive.receive([PHOTO], desk.incoming(), by=desk.by)
    kept = receive.receive([making.jpeg((30, 20))], desk.incoming(), by=desk.by)
    named = set(blobs.all_hashes())
    receive.terminate(gone, by=desk.by)
    assert sweep().blobs == 0  # too young: somebody may be about to name them
    age_everything()
    assert sweep().blobs == 3
    with reading() as session:
        row = session.get_one(Upload, kept)
        still = {row.sha256, *(copy["sha256"] for copy in not_none(row.copies).values())}
    assert set(blobs.all_hashes()) == still < named


def test_bytes_that_were_stored_again_stay(store: Path) -> None:
    source = store / "uploads" / "source"
    source.write_bytes(PHOTO)
    blob = blobs.put(source)
    age(blobs.path_of(blob.sha256))
    blobs.put(source)  # the same photo, sent again while the sweeper is at work
    assert not blobs.remove_if_older(blob.sha256, seconds=GRACE.total_seconds())
    age(blobs.path_of(blob.sha256))
    assert blobs.remove_if_older(blob.sha256, seconds=GRACE.total_seconds())


def test_parts_that_nobody_continues_go(desk: Desk) -> None:
    stray = folders.parts() / "00000000-0000-4000-8000-000000000000.part"
    stray.touch()
    waiting = receive.begin(desk.incoming(), length=9, by=desk.by).id
    age_everything()
    assert sweep().parts == 1
    assert [path.stem for path in folders.parts().iterdir()] == [waiting]


def all_here(desk: Desk) -> str:
    """An upload of which all bytes are here, and at which nobody looked."""
    upload = receive.begin(desk.incoming(), length=len(PHOTO), by=desk.by).id
    folders.part(upload).write_bytes(PHOTO)
    with transaction() as session:
        whole = {"received": len(PHOTO), "state": UploadState.CHECKING}
        session.execute(update(Upload).where(Upload.id == upload).values(**whole))
    return upload


def test_a_file_that_nobody_finished_looking_at_is_looked_at(desk: Desk) -> None:
    upload = all_here(desk)
    sweep()
    with reading() as session:
        assert session.get_one(Upload, upload).state is UploadState.READY


def test_a_full_disk_does_not_keep_the_sweeper_from_making_room(
    desk: Desk, weeks_later: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_source: Path) -> blobs.Blob:
        raise OSError(errno.ENOSPC, "No space left on device")

    given_up = receive.begin(desk.incoming(), length=9, by=desk.by).id
    left = all_here(desk)
    monkeypatch.setattr(blobs, "put", full)
    with pytest.raises(uploads.NoSpace):
        receive.finish(left)
    weeks_later()
    assert sweep().uploads == 1
    assert ids() == {left} != {given_up}


def test_a_file_that_can_not_be_read_keeps_no_other_from_being_looked_at(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = blobs.put
    left = [all_here(desk), all_here(desk)]

    def broken_once(_source: Path) -> blobs.Blob:
        monkeypatch.setattr(blobs, "put", put)
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(blobs, "put", broken_once)
    sweep()
    with reading() as session:
        states = {session.get_one(Upload, upload).state for upload in left}
    assert states == {UploadState.CHECKING, UploadState.READY}


def test_what_a_killed_server_was_working_on_goes(desk: Desk) -> None:
    with folders.workplace() as present, folders.workplace() as gone:
        for folder in (present, gone):
            (folder / "web").write_bytes(b"half a film")
        age(gone)
        sweep()
        assert (present.exists(), gone.exists()) == (True, False)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "0" * 63, "/etc/passwd"])
def test_no_path_is_built_from_what_somebody_sent(store: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a content hash"):
        blobs.path_of(name)
    with pytest.raises(ValueError, match="badly formed"):
        folders.part(name)
