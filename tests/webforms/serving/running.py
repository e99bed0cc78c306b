"""A server in a thread of this process, with a small application; and clients that behave badly."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from tests.patience import PATIENCE
from webforms.serving.server import Server
from webforms.serving.terms import Terms

GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


@dataclass
class Seen:
    """What the application was asked, and what it answers."""

    requests: list[tuple[str, str, bytes]] = field(default_factory=list)
    status: Callable[[str], str] = lambda _offset: "204 No Content"
    began: threading.Event = field(default_factory=threading.Event)
    may_end: threading.Event = field(default_factory=threading.Event)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        body = environ["wsgi.input"].read()
        offset = environ.get("HTTP_UPLOAD_OFFSET", "")
        self.requests.append((environ.get("CONTENT_LENGTH", ""), offset, body))
        if environ["PATH_INFO"] == "/slow":
            self.began.set()
            assert self.may_end.wait(PATIENCE)
        if int(environ.get("CONTENT_LENGTH") or 0) > len(body):
            start_response("413 Content Too Large", [("Content-Length", "9")])
            return [b"too large"]
        if environ["REQUEST_METHOD"] == "PATCH":
            start_response(self.status(offset), [("Upload-Offset", str(int(offset) + len(body)))])
            return []
        start_response("200 OK", [("Content-Length", "4")])
        return [b"well"]


def judge(environ: dict[str, Any]) -> Terms:
    """/upload takes much, slowly, in slices; all else 100,000 bytes."""
    if environ["PATH_INFO"] == "/upload":
        return Terms(max_body=100 * 1024 * 1024, patient=True, sliced=True)
    return Terms(max_body=100_000)


@contextmanager
def running(seen: Callable[..., Any]) -> Iterator[Server]:
    server = Server(seen, judge, socket.create_server(("127.0.0.1", 0)))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server
    finally:
        if isinstance(seen, Seen):
            seen.may_end.set()
        server.stop()
        thread.join(PATIENCE)
        assert not thread.is_alive()


class Client:
    def __init__(self, server: Server, sends: bytes = b"") -> None:
        self.line = socket.create_connection(("127.0.0.1", int(server.effective_port)), PATIENCE)
        self.line.sendall(sends)

    def send(self, more: bytes) -> None:
        self.line.sendall(more)

    def answer(self) -> bytes:
        """Up to the end of its head, and of the body of which it tells the length."""
        found = b""
        while b"\r\n\r\n" not in found:
            piece = self.line.recv(65536)
            if not piece:
                return found
            found += piece
        head, _, body = found.partition(b"\r\n\r\n")
        lines = [line.partition(b": ") for line in head.split(b"\r\n")]
        length = next((int(value) for name, _, value in lines if name.lower() == b"content-length"), 0)
        while len(body) < length and (piece := self.line.recv(65536)):
            body += piece
        return head + b"\r\n\r\n" + body

    def ended(self) -> bool:
        """Whether the server closed the line; waits for it."""
        with suppress(ConnectionError):
            return self.line.recv(1) == b""
        return True

    def is_open(self) -> bool:
        self.line.setblocking(False)
        try:
            return self.line.recv(1) != b""
        except BlockingIOError:
            return True
        finally:
            self.line.settimeout(PATIENCE)

    def close(self) -> None:
        self.line.close()


def post(path: str, length: int, body: bytes = b"", *, method: str = "POST", more: str = "") -> bytes:
    """A request that announces so many bytes, with those that are sent at once."""
    head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n{more}\r\n"
    return head.encode() + body
