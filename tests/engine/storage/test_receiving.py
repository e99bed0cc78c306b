"""Bytes come in, are counted once they are safe, and end as a file that was looked at."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from engine import clock
from engine.database import reading, transaction
from engine.errors import Conflict, Invalid, NotFound
from engine.storage import blobs, folders, parts, receive, uploads
from engine.storage.receive import Checksum, ChecksumMismatch
from engine.storage.uploads import MEGABYTE, StoredFile
from engine.tables.uploads import Upload, UploadState
from tests.engine.storage import making
from tests.engine.storage.conftest import Desk

PHOTO = making.jpeg()


def state_of(upload_id: str, desk: Desk) -> StoredFile:
    with reading() as session:
        return uploads.stored(uploads.own(session, upload_id, by=desk.by))


def begin(desk: Desk, content: bytes = PHOTO, **demands: Any) -> str:
    return receive.begin(desk.incoming(**demands), length=len(content), by=desk.by).id


def cut_after(content: bytes) -> Iterator[bytes]:
    yield content
    raise ConnectionResetError


def test_a_file_comes_in_parts_and_is_ready(desk: Desk) -> None:
    upload = begin(desk)
    assert receive.append(upload, 0, [PHOTO[:100]], by=desk.by).received == 100
    done = receive.append(upload, 100, [PHOTO[100:200], PHOTO[200:]], by=desk.by)
    seen = state_of(upload, desk)
    assert (done.received, done.state) == (len(PHOTO), UploadState.READY)
    assert (seen.media_type, seen.width, seen.height) == ("image/jpeg", 64, 48)
    assert seen.sha256 == hashlib.sha256(PHOTO).hexdigest()
    assert blobs.path_of(seen.sha256).read_bytes() == PHOTO
    assert not folders.part(upload).exists()


def test_an_upload_continues_only_where_it_stands(desk: Desk) -> None:
    upload = begin(desk)
    receive.append(upload, 0, [PHOTO[:100]], by=desk.by)
    for offset in (0, 50, 101):
        with pytest.raises(Conflict) as refused:
            receive.append(upload, offset, [b"x"], by=desk.by)
        assert refused.value.params == {"offset": 100}
    assert folders.part(upload).read_bytes() == PHOTO[:100]


def test_what_came_before_the_line_was_cut_counts(desk: Desk) -> None:
    upload = begin(desk)
    with pytest.raises(ConnectionResetError):
        receive.append(upload, 0, cut_after(PHOTO[:500]), by=desk.by)
    assert receive.progress(upload, by=desk.by).received == 500
    receive.append(upload, 500, [PHOTO[500:]], by=desk.by)
    assert state_of(upload, desk).state == "ready"


def test_what_a_dying_server_had_not_counted_is_cut_off(desk: Desk) -> None:
    upload = begin(desk)
    receive.append(upload, 0, [PHOTO[:100]], by=desk.by)
    with folders.part(upload).open("ab") as part:
        part.write(b"torn bytes of a write that nobody finished")
    receive.append(upload, 100, [PHOTO[100:]], by=desk.by)
    assert state_of(upload, desk).sha256 == hashlib.sha256(PHOTO).hexdigest()


def test_a_chunk_with_another_checksum_does_not_count(desk: Desk) -> None:
    upload = begin(desk)
    wrong = Checksum(algorithm="sha256", digest=hashlib.sha256(b"other").digest())
    with pytest.raises(ChecksumMismatch):
        receive.append(upload, 0, [PHOTO], checksum=wrong, by=desk.by)
    assert receive.progress(upload, by=desk.by).received == 0
    assert folders.part(upload).stat().st_size == 0
    right = Checksum(algorithm="sha1", digest=hashlib.sha1(PHOTO, usedforsecurity=False).digest())
    assert receive.append(upload, 0, [PHOTO], checksum=right, by=desk.by).state is UploadState.READY


def test_a_chunk_with_a_checksum_counts_only_whole(desk: Desk) -> None:
    upload = begin(desk)
    right = Checksum(algorithm="sha256", digest=hashlib.sha256(PHOTO).digest())
    with pytest.raises(ConnectionResetError):
        receive.append(upload, 0, cut_after(PHOTO[:500]), checksum=right, by=desk.by)
    assert receive.progress(upload, by=desk.by).received == 0


def test_more_than_was_declared_is_refused(desk: Desk) -> None:
    upload = begin(desk, PHOTO[:100])
    with pytest.raises(Conflict):
        receive.append(upload, 0, [PHOTO[:90], PHOTO[90:200]], by=desk.by)
    assert receive.progress(upload, by=desk.by).received == 90


def test_a_lost_sender_can_not_write_any_more(desk: Desk) -> None:
    """A phone changed networks: its new request goes on, the old one wakes up later and must not harm."""
    upload = begin(desk)

    def slow() -> Iterator[bytes]:
        yield PHOTO[:100]
        receive.append(upload, 0, [PHOTO[:300]], by=desk.by)  # nothing was counted yet: the new one starts
        yield b"stale"

    with pytest.raises(parts.Overtaken):
        receive.append(upload, 0, slow(), by=desk.by)
    assert receive.progress(upload, by=desk.by).received == 300
    receive.append(upload, 300, [PHOTO[300:]], by=desk.by)
    assert state_of(upload, desk).sha256 == hashlib.sha256(PHOTO).hexdigest()


def test_bytes_are_counted_while_they_come(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receive, "COUNT_EVERY", 100)
    upload = begin(desk)
    seen = []

    def pieces() -> Iterator[bytes]:
        for at in range(0, 300, 100):
            yield PHOTO[at : at + 100]
            seen.append(receive.progress(upload, by=desk.by).received)

    receive.append(upload, 0, pieces(), by=desk.by)
    assert seen == [100, 200, 300]


def test_nobody_else_learns_of_an_upload(desk: Desk) -> None:
    upload = begin(desk)
    for action in (
        lambda: receive.append(upload, 0, [PHOTO], by=desk.office.budi),
        lambda: receive.progress(upload, by=desk.office.budi),
        lambda: receive.terminate(upload, by=desk.office.budi),
    ):
        with pytest.raises(NotFound):
            action()
    assert receive.progress(upload, by=desk.by).received == 0


def test_an_upload_of_ones_own_can_be_ended(desk: Desk) -> None:
    upload = begin(desk)
    receive.append(upload, 0, [PHOTO[:100]], by=desk.by)
    receive.terminate(upload, by=desk.by)
    assert not folders.part(upload).exists()
    with pytest.raises(NotFound):
        receive.append(upload, 100, [PHOTO[100:]], by=desk.by)


def test_too_large_empty_and_too_many_are_refused_before_a_byte_is_sent(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(uploads.UploadTooLarge) as refused:
        receive.begin(desk.incoming(max_bytes=15 * MEGABYTE), length=15 * MEGABYTE + 1, by=desk.by)
    assert refused.value.params == {"max_mb": 15}
    with pytest.raises(Invalid):
        receive.begin(desk.incoming(), length=0, by=desk.by)
    monkeypatch.setattr(uploads, "MAX_OPEN", 2)
    begin(desk), begin(desk)
    with pytest.raises(uploads.TooManyUploads):
        begin(desk)


def test_uploads_that_stood_still_make_room_oldest_first(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MAX_OPEN", 2)
    began = clock.now()
    first, second = begin(desk), begin(desk)
    monkeypatch.setattr(clock, "now", lambda: began + uploads.IDLE - timedelta(seconds=1))
    with pytest.raises(uploads.TooManyUploads):
        begin(desk)
    receive.append(first, 0, [PHOTO[:100]], by=desk.by)
    monkeypatch.setattr(clock, "now", lambda: began + uploads.IDLE + timedelta(seconds=1))
    third = begin(desk)
    # The one that went on lives; the one that stood still is forgotten, as one that was ended.
    receive.append(first, 100, [PHOTO[100:200]], by=desk.by)
    with pytest.raises(NotFound):
        receive.append(second, 0, [PHOTO], by=desk.by)
    with pytest.raises(uploads.TooManyUploads) as refused:
        begin(desk)
    assert refused.value.params == {"most": 2, "minutes": 30}
    assert receive.progress(third, by=desk.by).received == 0


def test_a_full_disk_is_said_beforehand(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "free_bytes", lambda: uploads.RESERVE + 2 * 50 * MEGABYTE)
    receive.begin(desk.incoming(), length=40 * MEGABYTE, by=desk.by)
    with pytest.raises(uploads.NoSpace):  # 40 MB are promised already
        receive.begin(desk.incoming(), length=20 * MEGABYTE, by=desk.by)


def test_an_upload_left_for_too_long_is_over(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = begin(desk)
    later = clock.now() + uploads.MAX_AGE + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(uploads.UploadExpired):
        receive.append(upload, 0, [PHOTO], by=desk.by)


def test_a_file_of_an_ordinary_form_comes_in_one_go(desk: Desk) -> None:
    upload = receive.receive(iter([PHOTO[:200], PHOTO[200:]]), desk.incoming("a/b\\Foto.JPG"), by=desk.by)
    seen = state_of(upload, desk)
    assert (seen.state, seen.name, seen.size) == ("ready", "Foto.JPG", len(PHOTO))
    with pytest.raises(uploads.UploadTooLarge):
        receive.receive(iter([PHOTO]), desk.incoming(max_bytes=100), by=desk.by)
    assert list(folders.parts().iterdir()) == []


def test_a_refused_file_says_why(desk: Desk) -> None:
    seen = state_of(receive.receive([making.zipped()], desk.incoming("foto.jpg"), by=desk.by), desk)
    assert (seen.state, seen.reason) == ("refused", "unknown_kind")
    assert seen.reason_params is not None
    assert seen.reason_params["kind"] == "ZIP"
    assert "JPG" in str(seen.reason_params["accepted"])
    assert list(blobs.all_hashes()) == []
    video = receive.receive([making.film()], desk.incoming(accept=("image/jpeg", "image/png")), by=desk.by)
    seen = state_of(video, desk)
    assert (seen.reason, seen.reason_params) == ("other_kind", {"kind": "MP4", "accepted": "JPG, PNG"})


def test_the_same_bytes_are_kept_once(desk: Desk) -> None:
    first = receive.receive([PHOTO], desk.incoming(), by=desk.by)
    before = set(blobs.all_hashes())
    second = receive.receive([PHOTO], desk.incoming(), by=desk.by)
    assert first != second
    assert set(blobs.all_hashes()) == before
    assert len(before) == 3  # the photo and its two copies


def test_a_file_whose_look_was_interrupted_is_looked_at_again(desk: Desk) -> None:
    upload = begin(desk)
    folders.part(upload).write_bytes(PHOTO)
    with transaction() as session:
        session.execute(
            update(Upload).where(Upload.id == upload).values(received=len(PHOTO), state=UploadState.CHECKING)
        )
    receive.finish(upload)
    assert state_of(upload, desk).state == "ready"


def test_an_instance_takes_only_its_own_files(desk: Desk) -> None:
    mine = receive.receive([PHOTO], desk.incoming(), by=desk.by)
    unfinished = begin(desk)
    with reading() as session:
        offered = uploads.files_for(session, desk.instance, desk.by.id, [mine, unfinished, "made-up"])
        assert {key: item.state for key, item in offered.items()} == {mine: "ready", unfinished: "receiving"}
        assert uploads.files_for(session, desk.instance, desk.office.budi.id, [mine]) == {}
        assert uploads.files_for(session, desk.office.start() + 1, desk.by.id, [mine]) == {}
    for ids in ([unfinished], [mine, "made-up"]):
        with pytest.raises(Conflict), transaction() as session:
            uploads.attach(session, ids, instance_id=desk.instance)
    with transaction() as session:
        uploads.attach(session, [mine], instance_id=desk.instance)
    with reading() as session:
        [kept] = uploads.files_for(session, desk.instance, desk.office.budi.id, [mine]).values()
    assert kept.state == "attached"
    with pytest.raises(Conflict):
        receive.terminate(mine, by=desk.by)
