"""How much a request may bring: by its view and its content type, known from its head alone.

The server asks before it stores a body (`terms`), and the application once more before it reads one
(`webforms.http.request`), so that a limit also holds behind another server.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Flask, Request, current_app, request
from flask import session as browser_session

from engine.errors import DiskFull
from engine.storage import folders
from engine.storage.uploads import MAX_UPLOAD, MEGABYTE, RESERVE
from webforms.serving.terms import NO_ROOM, Terms

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

#: Where Flask-Login keeps a login's token in the session cookie.
LOGIN_TOKEN = "_user_id"  # noqa: S105
#: Bytes of a form's texts, without its files.
MAX_FORM = 2 * MEGABYTE
#: … where nobody has to be logged in: a login with all that was typed before the last one ended.
MAX_STRANGERS_FORM = MEGABYTE // 2
#: Bytes of a form with the largest file.
MAX_FORM_WITH_FILE = MAX_UPLOAD + 16 * MEGABYTE
#: Fields and files of a form.
MAX_FIELDS = 5_000
MAX_FILES = 200
#: Bytes of a piece of an upload that has to be there as a whole before it counts.
MAX_CHUNK = 16 * MEGABYTE

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, kw_only=True)
class Limit:
    """Bytes of a body."""

    form: int = MAX_FORM
    #: … of multipart/form-data from a browser that has been logged in here; 0: as `form`.
    files: int = 0
    #: It takes pieces of files (tus).
    pieces: bool = False


_USUAL = Limit()
_STRANGERS = Limit(form=MAX_STRANGERS_FORM)


def takes(limit: Limit) -> Callable[[View], View]:
    """Mark a view whose requests may bring more or less than a form."""

    def mark(view: View) -> View:
        view.limit = limit  # type: ignore[attr-defined]
        return view

    return mark


def max_body(incoming: Request) -> int:
    """Bytes that this request may bring."""
    limit = _limit_of(incoming)
    if limit.pieces:
        return MAX_UPLOAD if _is_sliced(incoming) else MAX_CHUNK
    return limit.files if _brings_files(incoming, limit) else limit.form


def terms(app: Flask, environ: WSGIEnvironment) -> Terms:
    """What the server is told about a request of which only the head is there."""
    with app.request_context(environ):
        limit = _limit_of(request)
        sliced = limit.pieces and _is_sliced(request)
        return Terms(
            max_body=max_body(request),
            patient=limit.pieces or _brings_files(request, limit),
            sliced=sliced,
            # A slice is taken before the next one comes: whoever takes it looks for room.
            no_room=not sliced and _is_no_room_for(request.content_length or 0),
        )


def set_up(app: Flask) -> None:
    """507 for a body that the server could not store. To be set up before all that reads forms."""

    @app.before_request
    def say_that_there_was_no_room() -> None:
        if request.environ.get(NO_ROOM):
            raise DiskFull(reason="no room for what was sent")


def _is_no_room_for(length: int) -> bool:
    """A form has its place in the reserve, a file has not."""
    return length > MAX_FORM and folders.free_bytes() < length + RESERVE


def _limit_of(incoming: Request) -> Limit:
    view = current_app.view_functions.get(incoming.endpoint or "")
    chosen: Limit | None = getattr(view, "limit", None)
    if chosen is not None:
        return chosen
    return _STRANGERS if view is None or getattr(view, "public", False) else _USUAL


def _brings_files(incoming: Request, limit: Limit) -> bool:
    """A form without JavaScript carries its films itself. The cookie is signed by us."""
    return bool(limit.files and incoming.mimetype == "multipart/form-data" and LOGIN_TOKEN in browser_session)


def _is_sliced(incoming: Request) -> bool:
    """Whether it continues an upload without a checksum over all of its bytes (tus 1.0.0), for a browser that
    has been logged in here."""
    return (
        incoming.headers.get("Upload-Offset", "").isdecimal()
        and "Upload-Checksum" not in incoming.headers
        and LOGIN_TOKEN in browser_session
    )
