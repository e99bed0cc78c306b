"""Bytes coming in: into the part, counted when they are on the disk, looked at when all are there.

Rows change in short transactions of their own; nothing is read from the network and no file is looked at
inside one. At any moment the server may be killed: what was counted is on the disk, and a file that nobody
finished looking at is looked at again.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from engine import clock
from engine.actor import Actor
from engine.database import reading, transaction
from engine.errors import Conflict, NotFound, means_full_disk
from engine.storage import folders, parts, uploads
from engine.storage.examine import Verdict, examine
from engine.storage.locks import Busy
from engine.storage.refusal import Refused
from engine.storage.uploads import Incoming
from engine.tables.uploads import Upload, UploadState

#: So much is lost at most when the server dies.
COUNT_EVERY = 8 * uploads.MEGABYTE
ALGORITHMS = ("sha1", "sha256")


class ChecksumMismatch(Conflict):
    """The bytes changed on their way; none of them counts."""

    code = "upload_checksum"


@dataclass(frozen=True, kw_only=True)
class Checksum:
    #: One of ALGORITHMS.
    algorithm: str
    digest: bytes


@dataclass(frozen=True, kw_only=True)
class Progress:
    id: str
    received: int
    length: int
    state: UploadState
    expires_at: datetime


def begin(incoming: Incoming, *, length: int, by: Actor) -> Progress:
    """An empty upload of `length` bytes. Raises what `uploads.create` does."""
    with transaction() as session:
        upload = uploads.create(session, incoming, length=length, by=by)
    parts.create(upload.id)
    return _progress(upload)


def progress(upload_id: str, *, by: Actor) -> Progress:
    """Of one's own upload. Raises NotFound, UploadExpired."""
    with reading() as session:
        upload = uploads.own(session, upload_id, by=by)
        if upload.state is UploadState.RECEIVING and upload.expires_at <= clock.now():
            raise uploads.UploadExpired
        return _progress(upload)


def append(
    upload_id: str, offset: int, pieces: Iterable[bytes], *, checksum: Checksum | None = None, by: Actor
) -> Progress:
    """Continue an upload. However `pieces` ends (a cut line raises), what came before is stored, unless a
    checksum speaks for all of it."""
    with parts.opened(upload_id) as part:
        with part.lock(), reading() as session:
            upload = uploads.to_continue(session, upload_id, offset, by=by)
            part.start(offset)
        with _full_disk_is_no_space():
            if checksum is None:
                _take(part, upload, pieces)
            else:
                _take_whole(part, upload, pieces, checksum)
        _count(part, upload_id)
    if part.position == upload.length:
        finish(upload_id)
    return progress(upload_id, by=by)


def receive(pieces: Iterable[bytes], incoming: Incoming, *, by: Actor) -> str:
    """A file that comes in one go, from an ordinary form; gives the id of its upload."""
    uploads.check_disk(0)
    upload_id = str(uuid.uuid4())
    parts.create(upload_id)
    try:
        length = _take_all(upload_id, pieces, incoming)
        with transaction() as session:
            uploads.create_received(session, incoming, upload_id=upload_id, length=length, by=by)
    except BaseException:
        parts.remove(upload_id)
        raise
    finish(upload_id)
    return upload_id


def terminate(upload_id: str, *, by: Actor) -> None:
    """Row and bytes. Raises NotFound, Conflict for a file that an instance has."""
    with transaction() as session:
        uploads.terminate(session, upload_id, by=by)
    parts.remove(upload_id)


def finish(upload_id: str) -> None:
    """Look at what came in and say what it is. Does nothing when somebody else is at it."""
    try:
        with parts.opened(upload_id) as part, part.lock(wait=False):
            with reading() as session:
                upload = session.get(Upload, upload_id)
            if upload is None or upload.state is not UploadState.CHECKING:
                return
            with _full_disk_is_no_space():
                _judge(upload)
    except (Busy, NotFound):
        return
    parts.remove(upload_id)


def _judge(upload: Upload) -> None:
    path = folders.part(upload.id)
    try:
        verdict = examine(path, accept=upload.accept)
    except Refused as refused:
        _conclude(upload.id, state=UploadState.REFUSED, reason=refused.reason, reason_params=refused.params)
        return
    _conclude(upload.id, state=UploadState.READY, **_seen(verdict))


def _seen(verdict: Verdict) -> dict[str, object]:
    return {
        "sha256": verdict.sha256,
        "media_type": verdict.media_type,
        "width": verdict.width,
        "height": verdict.height,
        "copies": {
            kind: {"sha256": copy.sha256, "media_type": copy.media_type, "size": copy.size}
            for kind, copy in verdict.copies.items()
        },
    }


def _conclude(upload_id: str, **values: object) -> None:
    with transaction() as session:
        uploads.conclude(session, upload_id, **values)


def _take_all(upload_id: str, pieces: Iterable[bytes], incoming: Incoming) -> int:
    with parts.opened(upload_id) as part, _full_disk_is_no_space():
        for piece in pieces:
            if part.position + len(piece) > incoming.demands.limit:
                raise uploads.too_large(incoming)
            part.write(piece)
        part.sync()
        if not part.position:
            raise uploads.empty(incoming)
        return part.position


def _take(part: parts.Part, upload: Upload, pieces: Iterable[bytes]) -> None:
    counted = part.position
    try:
        for piece in _within(part, upload, pieces):
            part.write(piece)
            if part.position - counted >= COUNT_EVERY and part.position < upload.length:
                _count(part, upload.id)
                counted = part.position
    except parts.Overtaken:
        raise
    except BaseException:
        _count(part, upload.id)
        raise


def _take_whole(part: parts.Part, upload: Upload, pieces: Iterable[bytes], checksum: Checksum) -> None:
    """All bytes of a chunk or, when they are not those that the sender meant, none."""
    start, digest = part.position, hashlib.new(checksum.algorithm, usedforsecurity=False)
    try:
        for piece in _within(part, upload, pieces):
            digest.update(piece)
            part.write(piece)
        _compare(digest.digest(), checksum)
    except parts.Overtaken:
        raise
    except BaseException:
        part.truncate(start)
        raise


def _compare(digest: bytes, checksum: Checksum) -> None:
    if not hmac.compare_digest(digest, checksum.digest):
        raise ChecksumMismatch


def _within(part: parts.Part, upload: Upload, pieces: Iterable[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        if part.position + len(piece) > upload.length:
            raise uploads.OffsetMismatch(offset=part.position)
        yield piece


def _count(part: parts.Part, upload_id: str) -> None:
    """Put what came onto the disk, then count it."""
    with part.turn():
        part.sync()
        with transaction() as session:
            uploads.count(session, upload_id, part.position)


@contextmanager
def _full_disk_is_no_space() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if means_full_disk(error):
            raise uploads.NoSpace from error
        raise


def _progress(upload: Upload) -> Progress:
    return Progress(
        id=upload.id,
        received=upload.received,
        length=upload.length,
        state=upload.state,
        expires_at=upload.expires_at,
    )
