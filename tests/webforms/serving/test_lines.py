"""Lines that are silent, slow, cut, or bring too much: whoever else asks is answered."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from tests.patience import PATIENCE
from tests.webforms.serving.running import GET, Client, Seen, post, running
from webforms.serving import incoming, line
from webforms.serving import server as serving
from webforms.serving.server import Server

MEGABYTE = 1024 * 1024
#: How a request begins that never ends.
HALVES = {
    "silent": b"",
    "half a head": b"GET / HTTP/1.1\r\nHost: loc",
    "half a form": post("/login", 100_000, b"u"),
    "half an upload": post("/upload", MEGABYTE, b"x" * 5000, method="PATCH", more="Upload-Offset: 0\r\n"),
    "half a piece": b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nx",
}


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a minute becomes a third of a second."""
    monkeypatch.setattr(serving, "LOOKS_EVERY", 0)
    for name, seconds in {"SILENCE": 0.3, "UPLOAD_SILENCE": 0.9, "WINDOW": 0.3}.items():
        monkeypatch.setattr(line, name, seconds)


@pytest.fixture
def server(seen: Seen) -> Iterator[Server]:
    with running(seen) as started:
        yield started


@pytest.mark.parametrize("kind", HALVES)
def test_whoever_waits_for_the_network_takes_no_thread(server: Server, kind: str) -> None:
    with ExitStack() as lines:
        for _ in range(100):
            lines.enter_context(closing(Client(server, HALVES[kind])))
        for _ in range(2 * serving.THREADS):
            other = lines.enter_context(closing(Client(server, GET)))
            assert other.answer().endswith(b"well")


@pytest.mark.parametrize("kind", HALVES)
def test_a_line_that_says_nothing_is_closed(quick: None, seen: Seen, kind: str) -> None:
    with running(seen) as server, closing(Client(server, HALVES[kind])) as client:
        assert client.ended()
    assert seen.requests == []


def test_a_line_that_is_open_for_the_next_request_is_closed_in_the_end(quick: None, seen: Seen) -> None:
    with running(seen) as server, closing(Client(server, GET)) as client:
        assert client.answer().endswith(b"well")
        assert client.ended()


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: other\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
)
def test_what_two_servers_may_read_in_two_ways_is_refused_and_ends_the_line(
    server: Server, seen: Seen, head: bytes
) -> None:
    with closing(Client(server, head + GET)) as client:
        assert client.answer().startswith(b"HTTP/1.1 400 ")
        assert client.ended()
    assert seen.requests == []


def drip(client: Client, seconds: float) -> bool:
    """A byte now and then, oftener than SILENCE; whether the line was still open at the end."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        try:
            client.send(b"x")
        except OSError:
            return False
        time.sleep(0.02)
    return client.is_open()


@pytest.mark.parametrize("kind", ["half a head", "half a form", "half a piece"])
def test_a_line_that_drips_is_closed(
    quick: None, seen: Seen, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "SILENCE", PATIENCE)
    with running(seen) as server, closing(Client(server, HALVES[kind])) as client:
        assert not drip(client, PATIENCE)


def test_an_upload_may_drip_for_ever(quick: None, seen: Seen) -> None:
    with running(seen) as server, closing(Client(server, HALVES["half an upload"])) as client:
        assert drip(client, 5 * line.WINDOW)


def test_before_the_lines_run_out_the_silent_ones_make_room(
    seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "MAX_LINES", 50)
    with running(seen) as server, ExitStack() as lines:
        for _ in range(200):
            lines.enter_context(closing(Client(server, post("/login", 100_000, b"u"))))
        assert lines.enter_context(closing(Client(server, GET))).answer().endswith(b"well")


def test_of_a_form_whose_line_was_cut_nobody_hears(server: Server, seen: Seen) -> None:
    cut = Client(server, post("/login", 50_000, b"u" * 49_999))
    cut.close()
    with closing(Client(server, GET)) as client:
        assert client.answer().endswith(b"well")
    assert [body for _length, _offset, body in seen.requests] == [b""]


@pytest.mark.parametrize("size", [100_001, 30 * MEGABYTE])
def test_a_body_over_its_limit_is_not_read_and_the_refusal_arrives(
    server: Server, seen: Seen, size: int
) -> None:
    with closing(Client(server, post("/form", size))) as client:
        # As most clients do: all of it first, then the answer.
        client.send(b"x" * size)
        answer = client.answer()
        assert answer.startswith(b"HTTP/1.1 413 ")
        assert answer.endswith(b"too large")
        assert b"Connection: close" in answer
        assert client.ended()
    assert seen.requests == [(str(size), "", b"")]


def test_a_body_of_unknown_length_is_counted_while_it_comes(server: Server, seen: Seen) -> None:
    head = b"POST /form HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    piece = b"8000\r\n" + b"x" * 0x8000 + b"\r\n"
    with closing(Client(server, head + 2 * piece + b"0\r\n\r\n")) as client:
        assert client.answer().endswith(b"well")
    with closing(Client(server, head + 5 * piece)) as client:
        assert client.answer().startswith(b"HTTP/1.1 413 ")
    assert [len(body) for _length, _offset, body in seen.requests] == [0x10000, 0]


def test_who_asks_before_sending_is_told_to_go_on_or_not(server: Server) -> None:
    asks = "Expect: 100-continue\r\n"
    with closing(Client(server, post("/form", 50_000, more=asks))) as client:
        assert client.answer().startswith(b"HTTP/1.1 100 ")
        client.send(b"x" * 50_000)
        assert client.answer().endswith(b"well")
    with closing(Client(server, post("/form", 200_000, more=asks))) as client:
        assert client.answer().startswith(b"HTTP/1.1 413 ")


def upload(server: Server, size: int, *, sent: int | None = None) -> Client:
    client = Client(server, post("/upload", size, method="PATCH", more="Upload-Offset: 7\r\n"))
    client.send(bytes(range(256)) * ((size if sent is None else sent) // 256))
    return client


def test_a_long_upload_comes_in_slices_and_is_answered_once(server: Server, seen: Seen) -> None:
    size = 2 * incoming.SLICE + MEGABYTE
    with closing(upload(server, size)) as client:
        answer = client.answer()
        assert answer.startswith(b"HTTP/1.1 204 ")
        assert f"Upload-Offset: {7 + size}\r\n".encode() in answer + b"\r\n"
    assert [(int(length), int(offset)) for length, offset, _body in seen.requests] == [
        (incoming.SLICE, 7),
        (incoming.SLICE, 7 + incoming.SLICE),
        (MEGABYTE, 7 + 2 * incoming.SLICE),
    ]
    assert b"".join(body for _length, _offset, body in seen.requests) == bytes(range(256)) * (size // 256)


def test_of_an_upload_whose_line_was_cut_all_but_the_last_slice_came(server: Server, seen: Seen) -> None:
    client = upload(server, 4 * incoming.SLICE, sent=3 * incoming.SLICE + MEGABYTE)
    ends = time.monotonic() + PATIENCE
    while len(seen.requests) < 3 and time.monotonic() < ends:
        time.sleep(0.01)
    client.close()
    assert [len(body) for _length, _offset, body in seen.requests] == 3 * [incoming.SLICE]


def test_a_slice_that_is_refused_ends_the_upload(server: Server, seen: Seen) -> None:
    seen.status = lambda offset: "409 Conflict" if offset != "7" else "204 No Content"
    with closing(upload(server, 5 * incoming.SLICE)) as client:
        assert client.answer().startswith(b"HTTP/1.1 409 ")
        assert client.ended()
    assert len(seen.requests) == 2


def test_a_server_that_is_stopped_finishes_what_runs_and_begins_nothing(seen: Seen) -> None:
    with running(seen) as server:
        slow = Client(server, GET.replace(b"GET / ", b"GET /slow "))
        assert seen.began.wait(PATIENCE)
        idle = Client(server)
        server.stop()
        idle.send(GET)
        threading.Timer(0.2, seen.may_end.set).start()
        assert slow.answer().endswith(b"well")
        assert idle.ended()
        with pytest.raises(ConnectionError):
            Client(server)
        slow.close()
        idle.close()
    assert len(seen.requests) == 1


def test_a_range_of_a_film_is_sent_without_a_thread(seen: Seen, tmp_path: Path) -> None:
    """However slowly it is taken: more viewers than threads, none of whom reads."""
    film = tmp_path / "film.mp4"
    film.write_bytes(bytes(range(256)) * (20 * MEGABYTE // 256))

    def with_film(environ: dict[str, Any], start_response: Any) -> Any:
        if environ["PATH_INFO"] != "/film":
            return seen(environ, start_response)
        file = film.open("rb")
        file.seek(100)
        start_response("206 Partial Content", [("Content-Length", str(19 * MEGABYTE))])
        return environ["wsgi.file_wrapper"](file)

    with running(with_film) as server, ExitStack() as lines:
        watching = GET.replace(b"GET / ", b"GET /film ")
        viewers = [lines.enter_context(closing(Client(server, watching))) for _ in range(2 * serving.THREADS)]
        assert lines.enter_context(closing(Client(server, GET))).answer().endswith(b"well")
        _head, _, body = viewers[0].answer().partition(b"\r\n\r\n")
        assert body == film.read_bytes()[100 : 100 + 19 * MEGABYTE]
