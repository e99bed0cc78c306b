"""500 lines that are silent or drip, logged out and in: what everybody else waits meanwhile."""

from __future__ import annotations

import http.client
import re
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

from tests.journeys.serving import Alur, serving
from tests.patience import PATIENCE

LINES = 500
#: Seconds: how long each kind is kept up, and how long anybody may wait meanwhile.
FOR, AT_MOST = 6.0, 1.0
UPLOAD = "/uploads/00000000-0000-4000-8000-000000000000"


def probe() -> None:
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "data") as alur:
        cookie = log_in(alur)
        _waits(alur, cookie, 1)  # pages are compiled when they are first asked for
        without = _waits(alur, cookie, FOR)
        print(f"  no other lines: {without}; {alur.memory / 1e6:.0f} MB")
        # A machine that is busy with something else lets people wait, too.
        at_most = max(AT_MOST, 2 * without.longest)
        for name, beginning in kinds(cookie).items():
            with dripping(alur, beginning):
                waits = _waits(alur, cookie, FOR)
                print(f"  {LINES} × {name}: {waits}; {alur.memory / 1e6:.0f} MB", flush=True)
                assert waits.longest < at_most, waits
        _stops_while_they_drip(alur, cookie)


def kinds(cookie: str) -> dict[str, bytes]:
    def request(method: str, path: str, *headers: str) -> bytes:
        return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: localhost", *headers, "\r\n"]).encode()

    known = f"Cookie: {cookie}"
    form = "Content-Type: application/x-www-form-urlencoded"
    piece = ("Content-Type: application/offset+octet-stream", "Tus-Resumable: 1.0.0", "Upload-Offset: 0")
    return {
        "nothing": b"",
        "a head that drips": b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ",
        "a login that drips": request("POST", "/login", form, "Content-Length: 100000"),
        "a form in pieces that drips": request("POST", "/tasks/1", form, known, "Transfer-Encoding: chunked")
        + b"fffff\r\n",
        "a task that drips, logged in": request("POST", "/tasks/1", form, known, "Content-Length: 100000"),
        "a film that drips, logged in": request("PATCH", UPLOAD, *piece, known, "Content-Length: 90000000"),
    }


@contextmanager
def dripping(alur: Alur, beginning: bytes) -> Iterator[None]:
    """So many lines that begin so, and send a byte a second (those that began with nothing: none)."""
    lines = [socket.create_connection(("127.0.0.1", alur.port)) for _ in range(LINES)]
    over = threading.Event()

    def drip() -> None:
        while beginning and not over.wait(0.9):
            for line in lines:
                with suppress(OSError):
                    line.sendall(b"x")

    thread = threading.Thread(target=drip)
    try:
        for line in lines:
            line.sendall(beginning)
        thread.start()
        yield
    finally:
        over.set()
        thread.join()
        for line in lines:
            line.close()


class Waits(list[float]):
    @property
    def longest(self) -> float:
        return max(self)

    def __str__(self) -> str:
        middle = sorted(self)[len(self) // 2]
        return f"{len(self)} answers, middle {middle * 1000:.1f} ms, longest {self.longest * 1000:.0f} ms"


def _waits(alur: Alur, cookie: str, seconds: float) -> Waits:
    """Seconds that /healthz and the inbox took, asked in turn on new lines."""
    waits = Waits()
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        for path in ("/healthz", "/"):
            began = time.perf_counter()
            connection = http.client.HTTPConnection("127.0.0.1", alur.port, timeout=PATIENCE)
            connection.request("GET", path, headers={"Cookie": cookie})
            answer = connection.getresponse()
            answer.read()
            connection.close()
            assert answer.status == 200, (path, answer.status)
            waits.append(time.perf_counter() - began)
    return waits


def _stops_while_they_drip(alur: Alur, cookie: str) -> None:
    with dripping(alur, kinds(cookie)["a login that drips"]):
        began = time.monotonic()
        alur.stop()
        print(f"  SIGTERM among them: ended after {time.monotonic() - began:.1f} s")
        assert time.monotonic() - began < 5


def log_in(alur: Alur, username: str = "petugas.lapangan") -> str:
    """The cookie of a login."""
    connection = http.client.HTTPConnection("127.0.0.1", alur.port, timeout=PATIENCE)
    connection.request("GET", "/login")
    page = connection.getresponse()
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.read().decode())
    assert found
    cookie = str(page.headers["Set-Cookie"]).partition(";")[0]
    form = urlencode({"csrf_token": found[1], "username": username, "password": alur.password})
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/login", form, headers)
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 302, answer.status
    cookies = answer.headers.get_all("Set-Cookie") or []
    connection.close()
    return next(item.partition(";")[0] for item in cookies if item.startswith("alur="))
