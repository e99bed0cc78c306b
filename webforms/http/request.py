"""A request of this application: how much it may hold, without NUL, and whether a script sent it."""

from __future__ import annotations

from typing import IO, Any

from flask import Request, request
from werkzeug.datastructures import FileStorage, ImmutableMultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from engine.storage import folders
from webforms.http.form_parser import FormParser
from webforms.http.limits import max_body


class CleanMultiDict(ImmutableMultiDict[str, Any]):
    """Fields or files without NUL: nobody types it, and no text of PostgreSQL holds it."""

    def __init__(self, mapping: Any = None) -> None:
        super().__init__(mapping)
        if any("\0" in _text(part) for name, values in self.lists() for part in (name, *values)):
            clean = [(_clean(name), _clean(value)) for name, value in self.items(multi=True)]
            dict.clear(self)
            super().__init__(clean)


class AppRequest(Request):
    """Limits the body (`webforms.http.limits`), reads it without NUL, and knows where the files of a form
    wait."""

    parameter_storage_class = CleanMultiDict
    form_data_parser_class = FormParser

    @property
    def max_content_length(self) -> int | None:
        """Bytes; a view may have set its own."""
        chosen = super().max_content_length
        return chosen if chosen is not None else max_body(self)

    @max_content_length.setter
    def max_content_length(self, limit: int | None) -> None:
        self._max_content_length = limit

    def beginning(self, size: int) -> bytes | None:
        """The first bytes of a body that nobody has read yet, for looking at; None where that can't be done.

        Raises RequestEntityTooLarge for a body that will not be read.
        """
        if (self.content_length or 0) > (self.max_content_length or 0):
            raise RequestEntityTooLarge
        source = self.environ["wsgi.input"]
        if "stream" in self.__dict__ or not (hasattr(source, "seekable") and source.seekable()):
            return None
        place = source.tell()
        found: bytes = source.read(size)
        source.seek(place)
        return found

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
