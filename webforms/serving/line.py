"""One line to a browser or proxy: how long it may be silent or slow, and how it ends."""

from __future__ import annotations

import io
import socket
from contextlib import suppress
from typing import Any

from waitress.channel import HTTPChannel
from waitress.task import WSGITask

from webforms.serving.incoming import Incoming
from webforms.serving.terms import NO_ROOM, Terms

#: Seconds without a byte, after which a line is closed.
SILENCE = 30
#: … in the middle of an upload: a telephone in a tunnel finds its way back.
UPLOAD_SILENCE = 15 * 60
#: … while it doesn't take its answer: a film that was paused.
UNREAD_SILENCE = 10 * 60
#: Of a request that is no upload, so many bytes come in so many seconds at least.
MIN_BYTES, WINDOW = 60 * 1024, 60
#: Seconds in which the rest of a refused body is thrown away: whoever still sends sees no answer if the line
#: is cut under them.
LINGERING = 30


class Answer(WSGITask):
    """The application's answer to one request."""

    def get_environment(self) -> dict[str, Any]:
        """waitress's, with NO_ROOM where that is so."""
        environ: dict[str, Any] = super().get_environment()
        if self.request.no_room:
            environ[NO_ROOM] = True
        return environ

    def write(self, data: bytes) -> None:
        """To the sender. Slices that were taken, but for the last, are answered by the next."""
        if self.request.following and self.status.startswith("204"):
            self.wrote_header = True
            return
        if self.request.following and not self.wrote_header:
            self.channel.has_unread = True
            self.set_close_on_finish()
        super().write(data)


class Line(HTTPChannel):
    """waitress's channel. Its methods are called by the thread that looks after all lines, but for
    `service`."""

    task_class = Answer
    # waitress's own, which has no types.
    request: Any
    requests: list[Any]
    last_activity: float
    will_close: bool
    close_when_flushed: bool
    total_outbufs_len: int

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        #: A body was refused: its bytes may still be on their way.
        self.has_unread = False
        self._window_began: float | None = None
        self._window_bytes = 0
        self._next: Incoming | None = None
        self._is_lingering = False
        self._lingers_until: float | None = None

    def parser_class(self, adjustments: Any) -> Incoming:
        """The reader of the next request."""
        return Incoming(adjustments, self._judge)

    def readable(self) -> bool:
        """Not while a request is being answered, nor once the server is about to end."""
        return not self.server.is_stopping and bool(super().readable())

    def received(self, data: bytes) -> bool:
        """Bytes that came; False once nothing more is read."""
        if self._is_lingering or self.server.is_stopping:
            return False
        self._window_bytes += len(data)
        while data:
            if self.request is None:
                self._begin()
            current = self.request
            piece = data[: current.missing()]
            if not super().received(piece):
                return False
            self.has_unread = self.has_unread or current.refused
            if current.completed and current.following:
                self._next = current.next_slice()
            data = data[len(piece) :]
        return True

    def handle_write(self) -> None:
        """Send what waits. After a refusal, say that nothing more comes, and wait for the sender's end."""
        if self.will_close or not (self.has_unread and self.close_when_flushed):
            super().handle_write()
            return
        self._flush_exception(self._flush_some)
        if not self.total_outbufs_len and not self.will_close:
            self.close_when_flushed = False
            self._is_lingering = True
            with suppress(OSError):
                self.socket.shutdown(socket.SHUT_WR)

    def handle_close(self) -> None:
        """What had come of a request goes with the line."""
        for unfinished in (self.request, self._next):
            if unfinished is not None:
                unfinished.close()
        self.request = self._next = None
        super().handle_close()

    def is_overdue(self, now: float) -> bool:
        """Whether it is to be closed now. To be called every few seconds; `now`: as waitress tells it."""
        if self._is_lingering:
            self._lingers_until = self._lingers_until or now + LINGERING
            return now > self._lingers_until
        if self.requests:
            return False
        silent = now - self.last_activity
        if self.total_outbufs_len:
            return silent > UNREAD_SILENCE
        if self.request is not None and self.request.terms.patient:
            return silent > UPLOAD_SILENCE
        return silent > SILENCE or self._is_slow(now)

    def _is_slow(self, now: float) -> bool:
        if self.request is None:
            return False
        self._window_began = self._window_began or now
        if now - self._window_began < WINDOW:
            return False
        slow = self._window_bytes < MIN_BYTES
        self._window_began, self._window_bytes = now, 0
        return slow

    def _begin(self) -> None:
        self.request, self._next = self._next or self.parser_class(self.adj), None
        self._window_began, self._window_bytes = None, 0

    def _judge(self, request: Incoming) -> Terms:
        environ = WSGITask(self, request).get_environment()
        terms: Terms = self.server.judge({**environ, "wsgi.input": io.BytesIO()})
        return terms
