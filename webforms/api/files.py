"""Files handed out, to those who may see the instance, in a way that no browser takes for a page of ours."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from uuid import UUID

from flask import Blueprint, Response, request, send_file
from flask.typing import ResponseReturnValue
from flask_login import current_user

from engine.database import reading
from engine.instances.files import ServedFile, file_to_serve
from engine.storage.blobs import path_of
from engine.storage.names import with_true_ending

pages = Blueprint("files", __name__)

#: Copies shown within our pages; whatever else is downloaded.
_SHOWN = ("image/", "video/", "audio/", "text/vtt")
_HOUR = 3600


@pages.get("/files/<uuid:upload_id>/<any(thumb, web, original):kind>")
def show(upload_id: UUID, kind: str) -> ResponseReturnValue:
    """A copy within the page, any other file as a download; both may be read in ranges (206).

    404 for who may not see the instance, 403 for who may not have a restricted file or an original.
    """
    with reading() as session:
        served = file_to_serve(session, str(upload_id), kind, by=current_user.actor)
    inline = kind != "original" and served.media_type.startswith(_SHOWN)
    response = send_file(
        path_of(served.sha256),
        mimetype=served.media_type,
        as_attachment=not inline,
        download_name=with_true_ending(served.file_name, served.media_type),
        conditional=True,
        etag=served.sha256,
        last_modified=None,
    )
    if response.status_code == HTTPStatus.PARTIAL_CONTENT:
        _send_as_file(response, path_of(served.sha256))
    return _guarded(response, served, inline=inline)


def _send_as_file(response: Response, path: Path) -> None:
    """A range, as a file that stands at its beginning: the server sends that by itself, while a thread would
    have to wait for whoever watches a film over a slow line. Of it Content-Length bytes are sent (PEP 3333
    leaves it to the server; waitress does)."""
    wrap = request.environ.get("wsgi.file_wrapper")
    if wrap is None or (start := response.content_range.start) is None:
        return
    response.close()
    file = path.open("rb")
    file.seek(start)
    response.response = wrap(file)


def _guarded(response: Response, served: ServedFile, *, inline: bool) -> Response:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    # An address always means the same bytes; but who may have them is asked again soon, and each time for
    # what only few may.
    response.cache_control.clear()
    response.cache_control.private = True
    if inline and not served.restricted:
        response.cache_control.max_age = _HOUR
    else:
        response.cache_control.no_cache = True
    return response
