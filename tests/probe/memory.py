"""Bodies as large as somebody cares to send: how much memory and disk the server takes for them."""

from __future__ import annotations

import socket
import tempfile
from contextlib import suppress
from pathlib import Path

from tests.journeys.serving import Alur, serving
from tests.patience import PATIENCE
from tests.probe.slow_lines import log_in

MEGABYTE = 1024 * 1024
#: Bytes that the server's memory may grow by.
AT_MOST = 60 * MEGABYTE
URLENCODED = "application/x-www-form-urlencoded"
PIECE = "application/offset+octet-stream"
PARTS = "multipart/form-data; boundary=x"
PART = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n'
FILE = b'--x\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\nx\r\n'
#: What is sent: the address, its content type, what is repeated, and how much of it.
BODIES = {
    "one text": ("/tasks/1", URLENCODED, b"a" * MEGABYTE, 400 * MEGABYTE),
    "many fields": ("/tasks/1", URLENCODED, b"a&" * (MEGABYTE // 2), 60 * MEGABYTE),
    "many fields, as many as a form may have bytes": ("/tasks/1", URLENCODED, b"a&" * 512, 2 * MEGABYTE),
    "a form in parts": ("/tasks/1", PARTS, PART + b"x" * MEGABYTE + b"\r\n", 300 * MEGABYTE),
    "many parts": ("/tasks/1", PARTS, PART * 1000, 60 * MEGABYTE),
    "many files": ("/tasks/1", PARTS, FILE * 1000, 60 * MEGABYTE),
    "a login": ("/login", URLENCODED, b"a" * MEGABYTE, 400 * MEGABYTE),
    "a report": ("/csp-report", "application/csp-report", b"a" * MEGABYTE, 400 * MEGABYTE),
    "a piece that counts as a whole only": (
        "/uploads",
        "application/offset+octet-stream",
        b"a" * MEGABYTE,
        400 * MEGABYTE,
    ),
}


def probe() -> None:
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "data") as alur:
        cookie = log_in(alur)
        _send(alur, cookie, "/tasks/1", URLENCODED, b"a=b", 3)
        before = alur.memory
        for name, (path, kind, again, size) in BODIES.items():
            for known in (True, False):
                status = _send(alur, cookie if known else "", path, kind, again, size)
                grown = (alur.memory - before) / MEGABYTE
                who = "logged in" if known else "logged out"
                print(f"  {size // MEGABYTE} MB, {name}, {who}: {status}; memory {grown:+.0f} MB", flush=True)
                assert alur.memory - before < AT_MOST
        waiting = list((alur.folder / "work").iterdir())
        assert waiting == [], waiting


def _send(alur: Alur, cookie: str, path: str, kind: str, again: bytes, size: int) -> str:
    """The line of the answer with its status. Sends on, whatever the server says, as browsers do."""
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\nContent-Length: {size}\r\n"
    with socket.create_connection(("127.0.0.1", alur.port), timeout=PATIENCE) as line:
        line.sendall(f"{head}Cookie: {cookie}\r\nTus-Resumable: 1.0.0\r\n\r\n".encode())
        sent = 0
        with suppress(ConnectionError):
            while sent < size:
                piece = again[: size - sent]
                line.sendall(piece)
                sent += len(piece)
        try:
            return line.recv(65536).partition(b"\r\n")[0].decode()
        except ConnectionError:
            return "cut"
