"""A request of this application: how much it may hold, without NUL, and whether a script sent it."""

from __future__ import annotations

from typing import IO, Any

from flask import Request, request
from flask import session as browser_session
from werkzeug.datastructures import FileStorage, ImmutableMultiDict

from engine.storage import folders
from engine.storage.uploads import MAX_UPLOAD
from webforms.http.partial_body import FormParser, PartialBody

#: Where Flask-Login keeps a login's token in the session cookie.
LOGIN_TOKEN = "_user_id"  # noqa: S105
#: Bytes of one body: the largest file and a form around it; of a browser that we don't know, a form.
MAX_BODY = MAX_UPLOAD + 16 * 1024 * 1024
MAX_BODY_UNKNOWN = 2 * 1024 * 1024
#: Bytes of a form's texts, without its files.
MAX_FORM = 2 * 1024 * 1024


class CleanMultiDict(ImmutableMultiDict[str, Any]):
    """Fields or files without NUL: nobody types it, and no text of PostgreSQL holds it."""

    def __init__(self, mapping: Any = None) -> None:
        super().__init__(mapping)
        if any("\0" in _text(part) for name, values in self.lists() for part in (name, *values)):
            clean = [(_clean(name), _clean(value)) for name, value in self.items(multi=True)]
            dict.clear(self)
            super().__init__(clean)


class AppRequest(Request):
    """Limits the body, reads it without NUL, and knows where the files of a form wait.

    A form without JavaScript carries its films itself, and Flask-WTF reads it before anybody asks who sent
    it. So only a browser that has been logged in here (its cookie is signed by us) may send that much.
    """

    parameter_storage_class = CleanMultiDict
    form_data_parser_class = FormParser

    @property
    def max_content_length(self) -> int | None:
        """Bytes; a view may have set its own."""
        chosen = super().max_content_length
        if chosen is not None:
            return chosen
        return MAX_BODY if LOGIN_TOKEN in browser_session else MAX_BODY_UNKNOWN

    @max_content_length.setter
    def max_content_length(self, limit: int | None) -> None:
        self._max_content_length = limit

    def _load_form_data(self) -> None:
        try:
            super()._load_form_data()
        except PartialBody as partial:
            # To be closed with the request, as others.
            self.__dict__["files"] = partial.files
            raise

    def _get_file_stream(self, *_args: object, **_kwargs: object) -> IO[bytes]:
        return folders.scratch()


def wants_json() -> bool:
    """Whether a script of ours sent this: it can't show a page."""
    # A form sends its token as a field, a script as a header.
    if any(name in request.headers for name in ("X-CSRFToken", "X-Requested-With", "Tus-Resumable")):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    return best == "application/json"


def _text(value: Any) -> str:
    return value.filename or "" if isinstance(value, FileStorage) else str(value)


def _clean(value: Any) -> Any:
    if isinstance(value, FileStorage):
        value.filename = _text(value).replace("\0", "")
        return value
    return _text(value).replace("\0", "")
