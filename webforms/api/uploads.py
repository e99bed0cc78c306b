"""Resumable uploads: a tus 1.0.0 server (tus.io/protocols/resumable-upload).

Core with creation, creation-with-upload, termination, checksum and expiration. Bytes go from the network to
the disk in small pieces; the address of an upload is a path, so it holds behind any proxy. Every request
needs the login of the person who began the upload.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, Response, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import BadRequest, UnsupportedMediaType
from werkzeug.http import http_date

from engine.database import reading, transaction
from engine.errors import EngineError, Problem
from engine.forms.attachments import answer_of
from engine.inbox.scope import info_of
from engine.inbox.uploading import may_send, shortcoming
from engine.storage import pictures, receive
from engine.storage.receive import ALGORITHMS, Checksum, ChecksumMismatch, Progress
from engine.storage.uploads import MAX_UPLOAD, StoredFile, UploadExpired, UploadTooLarge, own, stored
from webforms.http.errors import error_response, message_of, problem_text, title_of
from webforms.http.limits import Limit, takes
from webforms.presentation.language import t

pages = Blueprint("uploads", __name__)

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,termination,checksum,expiration"
_CONTENT = "application/offset+octet-stream"
_CHUNK = 256 * 1024
_MAX_METADATA = 4096
_TASK = re.compile(r"[0-9]{1,9}", re.ASCII)
#: Statuses that tus, not Alur, gives to errors.
_STATUS: dict[type[EngineError], int] = {UploadTooLarge: 413, UploadExpired: 410, ChecksumMismatch: 460}


@pages.before_request
def speak_tus() -> ResponseReturnValue | None:
    """412 for another version of tus; OPTIONS and `status` need none (tus 1.0.0, Tus-Resumable)."""
    if request.method == "OPTIONS" or request.endpoint == "uploads.status":
        return None
    if request.headers.get("Tus-Resumable") != VERSION:
        return Response(status=412, headers={"Tus-Version": VERSION})
    return None


@pages.after_request
def add_tus_headers(response: Response) -> Response:
    """To every answer, errors too."""
    response.headers["Tus-Resumable"] = VERSION
    response.headers.setdefault("Cache-Control", "no-store")
    if response.status_code == 460:  # tus's own number, unknown to HTTP libraries
        response.status = "460 Checksum Mismatch"
    return response


def _refuse(error: EngineError) -> ResponseReturnValue:
    return error_response(_STATUS[type(error)], title_of(error), message_of(error), code=error.code)


for _kind in _STATUS:
    pages.register_error_handler(_kind, _refuse)


@pages.route("/uploads", methods=["OPTIONS"])
@pages.route("/uploads/<uuid:upload_id>", methods=["OPTIONS"])
def describe(upload_id: UUID | None = None) -> ResponseReturnValue:  # noqa: ARG001
    """204 with what this server can (tus 1.0.0, OPTIONS)."""
    headers = {
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(MAX_UPLOAD),
        "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
    }
    return Response(status=HTTPStatus.NO_CONTENT, headers=headers)


@pages.post("/uploads")
@takes(Limit(pieces=True))
def create() -> ResponseReturnValue:
    """201 with `Location` (tus 1.0.0, creation). Upload-Metadata: `task` (id), `field` (path), `filename`.

    For whoever may work on the task: 403, 404, 409 otherwise; 400 for a bad header, 413 over the field's
    limit, 422 without bytes, 503 for a full disk.
    """
    length = _number("Upload-Length")
    metadata = _metadata(request.headers.get("Upload-Metadata", ""))
    if not _TASK.fullmatch(metadata.get("task", "")) or not metadata.get("field"):
        raise BadRequest("Upload-Metadata needs task and field")
    by = current_user.actor
    with transaction() as session:
        incoming = may_send(
            session, int(metadata["task"]), metadata["field"], file_name=metadata.get("filename", ""), by=by
        )
    progress = receive.begin(incoming, length=length, by=by)
    if incoming.demands.may_be_picture:
        pictures.warm()
    if request.mimetype == _CONTENT:  # creation-with-upload
        progress = receive.append(progress.id, 0, _body(), checksum=_checksum(), by=by)
    response = _progress_response(progress, HTTPStatus.CREATED)
    response.headers["Location"] = url_for("uploads.position", upload_id=progress.id)
    return response


@pages.route("/uploads/<uuid:upload_id>", methods=["HEAD"])
def position(upload_id: UUID) -> ResponseReturnValue:
    """200 with `Upload-Offset` in bytes (tus 1.0.0, HEAD). One's own upload: else 404; 410 when it is too
    old."""
    progress = receive.progress(str(upload_id), by=current_user.actor)
    response = _progress_response(progress, HTTPStatus.OK)
    response.headers["Upload-Length"] = str(progress.length)
    return response


@pages.patch("/uploads/<uuid:upload_id>")
@takes(Limit(pieces=True))
def append(upload_id: UUID) -> ResponseReturnValue:
    """204 with the new `Upload-Offset` (tus 1.0.0, PATCH). 409 for another offset, 415, 460 for a wrong
    checksum; else as `position`; 413 over the limit."""
    if request.mimetype != _CONTENT:
        raise UnsupportedMediaType
    offset, checksum = _number("Upload-Offset"), _checksum()
    progress = receive.append(str(upload_id), offset, _body(), checksum=checksum, by=current_user.actor)
    return _progress_response(progress, HTTPStatus.NO_CONTENT)


@pages.delete("/uploads/<uuid:upload_id>")
def terminate(upload_id: UUID) -> ResponseReturnValue:
    """204 (tus 1.0.0, termination). One's own upload: else 404; 409 once an instance has it."""
    receive.terminate(str(upload_id), by=current_user.actor)
    return Response(status=HTTPStatus.NO_CONTENT)


@pages.post("/uploads/<uuid:upload_id>")
@takes(Limit(pieces=True))
def override(upload_id: UUID) -> ResponseReturnValue:
    """For proxies that let only GET and POST through."""
    match request.headers.get("X-HTTP-Method-Override"):
        case "PATCH":
            return append(upload_id)
        case "DELETE":
            return terminate(upload_id)
        case _:
            raise BadRequest("X-HTTP-Method-Override is PATCH or DELETE")


@pages.get("/uploads/<uuid:upload_id>/status")
def status(upload_id: UUID) -> ResponseReturnValue:
    """How far one's own upload has come and, when it was refused, why: for the page, as JSON.

    Keys: id, state (receiving, checking, ready, refused, attached), state_text, reason, problem, name, size
    in bytes, media_type, width and height in pixels, thumb_url; answer, once it can be used: what the form's
    conditions know of it. 404.
    """
    seen, problem = _stored(str(upload_id))
    if seen.state == "checking":
        # Left unfinished by a server that was killed; does nothing while somebody is at it.
        receive.finish(seen.id)
        seen, problem = _stored(seen.id)
    info = info_of(seen)
    return jsonify(
        id=seen.id,
        state=seen.state,
        state_text=t(f"files.state.{seen.state}"),
        reason=t(f"files.refused.{seen.reason}", **seen.reason_params) if seen.reason else None,
        problem=problem_text(problem) if problem else None,
        name=seen.name,
        size=seen.size,
        media_type=seen.media_type or None,
        width=seen.width,
        height=seen.height,
        thumb_url=_thumb_url(seen),
        answer=answer_of(info) if info.usable and not problem else None,
    )


def _stored(upload_id: str) -> tuple[StoredFile, Problem | None]:
    with reading() as session:
        upload = own(session, upload_id, by=current_user.actor)
        seen = stored(upload)
        return seen, shortcoming(session, upload.task_id, seen)


def _thumb_url(seen: StoredFile) -> str | None:
    whole = seen.state in {"ready", "attached"} and seen.media_type.startswith("image/")
    return url_for("files.show", upload_id=seen.id, kind="thumb") if whole else None


def _progress_response(progress: Progress, status: HTTPStatus) -> Response:
    headers = {"Upload-Offset": str(progress.received)}
    if progress.received < progress.length:
        headers["Upload-Expires"] = http_date(progress.expires_at)
    return Response(status=status, headers=headers)


def _body() -> Iterator[bytes]:
    """The body in chunks. Raises BadRequest where the connection is lost; what came before has been taken."""
    try:
        while chunk := request.stream.read(_CHUNK):
            yield chunk
    except OSError as error:
        raise BadRequest from error


def _number(header: str) -> int:
    value = request.headers.get(header, "")
    if not (value.isascii() and value.isdecimal()) or len(value) > 15:
        raise BadRequest(f"{header} needs a number")
    return int(value)


def _metadata(header: str) -> dict[str, str]:
    """`key base64,key base64`; a key may stand alone."""
    if len(header) > _MAX_METADATA:
        raise BadRequest("Upload-Metadata is too long")
    found: dict[str, str] = {}
    for pair in filter(None, (pair.strip() for pair in header.split(","))):
        key, _, value = pair.partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            raise BadRequest("Upload-Metadata is not base64 of UTF-8") from error
    return found


def _checksum() -> Checksum | None:
    header = request.headers.get("Upload-Checksum")
    if header is None:
        return None
    algorithm, _, value = header.partition(" ")
    if algorithm not in ALGORITHMS:
        raise BadRequest(f"Upload-Checksum takes {', '.join(ALGORITHMS)}")
    try:
        return Checksum(algorithm=algorithm, digest=base64.b64decode(value, validate=True))
    except binascii.Error as error:
        raise BadRequest("Upload-Checksum is not base64") from error
