"""A form whose connection was lost while it was being sent: what had arrived of it.

Nothing of it is handed in. Whoever can say whose it is and what it belongs to (`webforms.pages.task`) may
keep it; everybody else is told in words what to do.
"""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO
from typing import IO, Any
from urllib.parse import parse_qs

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import ClientDisconnected
from werkzeug.formparser import FormDataParser
from werkzeug.sansio.multipart import (
    Data,
    Epilogue,
    Field,
    File,
    MultipartDecoder,
    NeedData,
    State,
)

#: Bytes read at a time.
_CHUNK = 64 * 1024
_HALF_ESCAPE = re.compile(rb"%[0-9A-Fa-f]?\Z")


class PartialBody(ClientDisconnected):
    """The body ended early. `texts`: the last of them perhaps only in part; `files`: those that are whole."""

    def __init__(self, texts: dict[str, list[str]], files: MultiDict[str, FileStorage]) -> None:
        super().__init__()
        self.texts = {
            name.replace("\0", ""): [value.replace("\0", "") for value in values]
            for name, values in texts.items()
        }
        self.files = files


class FormParser(FormDataParser):
    """Reads forms as werkzeug does, but raises PartialBody with what had arrived."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]:
        """As werkzeug's: (stream, texts, files). Raises PartialBody."""
        boundary = (options or {}).get("boundary", "").encode("ascii", "ignore")
        if mimetype == "application/x-www-form-urlencoded":
            stream = _read_urlencoded(stream)
        if mimetype != "multipart/form-data" or not boundary:
            return super().parse(stream, mimetype, content_length, options)
        body = _RecordedBody(stream, MultipartDecoder(boundary, self.max_form_memory_size), boundary)
        opened = self._remember_streams()
        parsed = super().parse(body, mimetype, content_length, options)  # type: ignore[arg-type]
        if body.partial:
            files = body.whole_files(parsed[2])
            whole = {id(file.stream) for _name, file in files.items(multi=True)}
            for file_stream in opened:
                if id(file_stream) not in whole:
                    file_stream.close()
            raise PartialBody(body.texts(), files)
        return stream, parsed[1], parsed[2]

    def _remember_streams(self) -> list[IO[bytes]]:
        """The files that the reader opens from now on: it lets go of those that it can't finish."""
        opened: list[IO[bytes]] = []
        open_stream = self.stream_factory

        def remembered(*args: Any, **kwargs: Any) -> IO[bytes]:
            opened.append(open_stream(*args, **kwargs))
            return opened[-1]

        self.stream_factory = remembered
        return opened


def _read_urlencoded(stream: IO[bytes]) -> IO[bytes]:
    """The whole body. Raises PartialBody."""
    received = bytearray()
    try:
        while chunk := stream.read(_CHUNK):
            received += chunk
    except ClientDisconnected:
        text = _HALF_ESCAPE.sub(b"", bytes(received)).decode(errors="ignore")
        raise PartialBody(parse_qs(text, keep_blank_values=True, errors="ignore"), MultiDict()) from None
    return BytesIO(received)


class _RecordedBody:
    """A multipart body on its way to werkzeug's reader, which forgets all parts when one fails it.

    A second decoder sees the same bytes (100 MB in a tenth of a second) and remembers the texts. Where the
    connection is lost, the body is closed in due form, so that the files that are whole are at hand, too.
    """

    def __init__(self, stream: IO[bytes], decoder: MultipartDecoder, boundary: bytes) -> None:
        self.stream, self.decoder, self.boundary = stream, decoder, boundary
        self.partial = False
        self.parts: list[tuple[str, bytearray]] = []
        #: Name of the file whose bytes are arriving, and how many are whole by each name.
        self.file: str | None = None
        self.files: Counter[str] = Counter()

    def read(self, size: int = -1) -> bytes:
        if self.partial:
            return b""
        try:
            chunk = self.stream.read(size)
        except ClientDisconnected:
            self.partial = True
            return self._closing()
        self._record(chunk)
        return chunk

    def texts(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, value in self.parts:
            found.setdefault(name, []).append(value.decode(errors="ignore"))
        return found

    def whole_files(self, files: MultiDict[str, FileStorage]) -> MultiDict[str, FileStorage]:
        """All but the file in which, or in whose head, the connection was lost."""
        return MultiDict((name, file) for name, sent in files.lists() for file in sent[: self.files[name]])

    def _record(self, chunk: bytes) -> None:
        if not chunk or self.decoder.state in {State.EPILOGUE, State.COMPLETE}:
            return
        self.decoder.receive_data(chunk)
        while not isinstance(event := self._next(), NeedData | Epilogue):
            if isinstance(event, Field):
                self.parts.append((event.name, bytearray()))
            elif isinstance(event, File):
                self.file = event.name
            elif isinstance(event, Data) and self.file is None and self.parts:
                self.parts[-1][1].extend(event.data)
            if isinstance(event, Data) and not event.more_data and self.file is not None:
                self.files[self.file] += 1
                self.file = None

    def _next(self) -> Any:
        try:
            return self.decoder.next_event()
        except ValueError:
            # No form at all: werkzeug's reader, which sees the same, says so.
            self.decoder.state = State.COMPLETE
            return NeedData()

    def _closing(self) -> bytes:
        end = b"\r\n--" + self.boundary + b"--\r\n"
        if self.decoder.state is State.PART:
            # Between two parts, or in the head of one: a part of no meaning, in which to end.
            return b'\r\nContent-Disposition: form-data; name="_end"\r\n\r\n' + end
        return end
