"""A request as it comes in. What its head promises decides how much of a body is read."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from waitress.buffers import OverflowableBuffer
from waitress.parser import HTTPRequestParser
from waitress.receiver import FixedStreamReceiver
from waitress.utilities import BadRequest, Error

from webforms.serving.terms import Terms

#: Bytes of a body that comes with any request: nobody is asked about so few.
SMALL = 16 * 1024
#: Bytes of one slice of a long body: with a broken line so much is lost at most.
SLICE = 4 * 1024 * 1024


class Incoming(HTTPRequestParser):
    """waitress's reader of requests, with Terms.

    A body in slices is several requests to the application, each with the head of the first, its own
    length and its own `Upload-Offset`; the sender is given the answer to the last of them, or to the one that
    failed.
    """

    def __init__(self, adjustments: Any, judge: Callable[[Incoming], Terms]) -> None:
        super().__init__(adjustments)
        self._judge = judge
        self.terms = Terms(max_body=SMALL)
        #: Its body is longer than it may be, and was not read.
        self.refused = False
        #: … because there is no room for it on the disk.
        self.no_room = False
        #: Bytes that follow in further slices.
        self.following = 0

    def received(self, data: bytes) -> int:
        """How many of these bytes belong to this request (all, once it was refused)."""
        had_head = self.headers_finished
        try:
            consumed: int = super().received(data)
        except OSError:
            # Its file can't be written.
            self._refuse(self.content_length, no_room=True)
            return len(data)
        if self.headers_finished and not had_head:
            if self.error is None and (doubt := self._doubt()):
                # Nothing behind it can be believed either.
                self.error: Error | None = BadRequest(doubt)
                self.completed = True
                self.connection_close = True
                return len(data)
            self._look_at_head()
        elif self.chunked and self.body_rcv is not None and len(self.body_rcv) > self.terms.max_body:
            # No length was announced: counted while it comes.
            self._refuse(len(self.body_rcv))
        return len(data) if self.refused else consumed

    def missing(self) -> int | None:
        """Bytes until the end of the slice that is coming; None for a body in one piece."""
        return self.body_rcv.remain if self.following and self.body_rcv is not None else None

    def next_slice(self) -> Incoming:
        """After one that is complete, while `following`: the request for the bytes behind it."""
        following = copy.copy(self)
        following.headers = dict(self.headers)
        following.headers["UPLOAD_OFFSET"] = str(int(self.headers["UPLOAD_OFFSET"]) + SLICE)
        following.completed = False
        following.take_slice(self.following)
        return following

    def _doubt(self) -> str:
        """What a server in front may have read in another way (RFC 9112, 3.2 and 6.1); empty: nothing."""
        host = self.headers.get("HOST")
        if "," in (host or "") or (host is None and self.version == "1.1"):
            return "Not one Host"
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            return "Two lengths"
        return ""

    def _look_at_head(self) -> None:
        if self.body_rcv is None or self.error is not None:
            return
        if self.chunked or self.content_length > SMALL:
            self.terms = self._judge(self)
        if self.content_length > self.terms.max_body or self.terms.no_room:
            self._refuse(self.content_length, no_room=self.terms.no_room)
        elif self.terms.sliced and self.content_length > SLICE:
            self.take_slice(self.content_length)

    def take_slice(self, length: int) -> None:
        """Of `length` bytes that are to come, this request takes the first."""
        own = min(length, SLICE)
        self.following = length - own
        self.content_length = own
        self.headers["CONTENT_LENGTH"] = str(own)
        self.body_rcv = FixedStreamReceiver(own, OverflowableBuffer(self.adj.inbuf_overflow))

    def _refuse(self, length: int, *, no_room: bool = False) -> None:
        """To the application it has this length and no body: whoever wants to read it finds it too long."""
        self.no_room = no_room
        self.close()
        self.body_rcv = None
        self.headers["CONTENT_LENGTH"] = str(length)
        self.headers["CONNECTION"] = "close"
        self.expect_continue = False
        self.refused = self.completed = True
