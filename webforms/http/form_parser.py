"""Reads forms as werkzeug does, but bounds what they take in memory: their texts as a whole, how many fields
there are and how many files.

werkzeug bounds each text alone, and neither the fields of an urlencoded form nor the files.
"""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import IO, Any

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from engine.errors import means_full_disk
from webforms.http.limits import MAX_FIELDS, MAX_FILES, MAX_FORM

#: Bytes read at a time.
_PIECE = 64 * 1024
#: Bytes of the heads of parts, and of what is read but not yet taken apart.
_AROUND_TEXTS = 2 * 1024 * 1024


class FormParser(FormDataParser):
    """For one request."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]:
        """As werkzeug's: (stream, texts, files). Raises RequestEntityTooLarge."""
        counted: Any = stream
        if mimetype == "application/x-www-form-urlencoded":
            counted = _few_fields(stream)
        elif mimetype == "multipart/form-data":
            counted = _Counted(stream)
            self.stream_factory = counted.opening(self.stream_factory)
        try:
            _, texts, files = super().parse(counted, mimetype, content_length, options)
        except BaseException:
            if isinstance(counted, _Counted):
                counted.close_files()
            raise
        return stream, texts, files


def _few_fields(stream: IO[bytes]) -> IO[bytes]:
    """The whole body. Raises RequestEntityTooLarge."""
    body = bytearray()
    while piece := stream.read(_PIECE):
        body += piece
        if len(body) > MAX_FORM:
            raise RequestEntityTooLarge
    if body.count(b"&") >= MAX_FIELDS:
        raise RequestEntityTooLarge
    return BytesIO(body)


def _survive_full_disk(file: Any) -> None:
    """Where there is no room for the file, the texts of its form are read all the same; whoever reads the
    file learns of it."""

    def surviving(action: Any, *args: Any) -> Any:
        try:
            return action(*args)
        except OSError as error:
            if not means_full_disk(error):
                raise
            file.read = partial(_raise, error)
            return 0

    for name in ("write", "seek", "close"):
        setattr(file, name, partial(surviving, getattr(file, name)))


def _raise(error: OSError, *_size: int) -> bytes:
    raise error


class _Counted:
    """A multipart body on its way to werkzeug's reader: all that goes into no file waits in memory."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._texts = 0
        self._files: list[IO[bytes]] = []

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(size)
        self._texts += len(piece)
        if self._texts > MAX_FORM + _AROUND_TEXTS:
            raise RequestEntityTooLarge
        return piece

    def opening(self, open_file: Any) -> Any:
        """Open the files in which the parts wait."""

        def opened(*args: Any, **more: Any) -> IO[bytes]:
            if len(self._files) >= MAX_FILES:
                raise RequestEntityTooLarge
            file: IO[bytes] = open_file(*args, **more)
            self._files.append(file)
            write = file.write

            def counted(content: Any) -> int:
                self._texts -= len(content)
                return write(content)

            file.write = counted  # type: ignore[method-assign]
            _survive_full_disk(file)
            return file

        return opened

    def close_files(self) -> None:
        """werkzeug lets go of those that it can't finish."""
        for file in self._files:
            file.close()
