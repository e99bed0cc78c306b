"""A long film over a bad line, with the real client (tus-js-client) and the real server process.

The line is cut in the middle, the server killed and started again; the client goes on by itself.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from engine import database
from engine.config import Config
from engine.database import reading
from engine.database_url import of_file
from engine.storage import uploads
from engine.storage.blobs import path_of
from tests.conftest import ROOT
from tests.engine.storage import making
from tests.journeys.serving import Alur, serving
from tests.patience import PATIENCE
from tests.webforms.uploads.counter import Counter
from webforms.app import create_app

LONG = 200 * 1024 * 1024
CUT_AT = 80 * 1024 * 1024
MEGABYTE = 1024 * 1024
HERE = Path(__file__).parent / "tus"
CLIENT = ROOT / "webforms" / "frontend" / "node_modules" / "tus-js-client"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills a process group")


class Line:
    """A way to the server: a proxy that passes bytes on, stands still where it is told to, and can be cut."""

    def __init__(self, to: int) -> None:
        self._to = to
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._open: list[socket.socket] = []
        self.passed = 0
        self._stop_at: int | None = None
        self._stopped, self._goes_on = threading.Event(), threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def stop_after(self, count: int) -> None:
        """Pass so many bytes more towards the server and then, until it is cut, none."""
        self._stopped.clear()
        self._goes_on.clear()
        self._stop_at = self.passed + count

    def wait_for_stop(self) -> None:
        assert self._stopped.wait(PATIENCE)

    def cut(self) -> None:
        self._goes_on.set()
        for end in self._open:
            with suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._open.clear()

    def close(self) -> None:
        self._listening.close()
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self._to))
            except OSError:
                near.close()
                continue
            self._open += [near, far]
            threading.Thread(target=self._pass, args=(near, far, True), daemon=True).start()
            threading.Thread(target=self._pass, args=(far, near, False), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, counted: bool) -> None:
        try:
            while content := source.recv(256 * 1024):
                target.sendall(content)
                if counted:
                    self._count(len(content))
            target.shutdown(socket.SHUT_WR)
        except OSError:  # one end is gone; the other would wait for ever
            for end in (source, target):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def _count(self, more: int) -> None:
        self.passed += more
        if self._stop_at is not None and self.passed >= self._stop_at:
            self._stop_at = None
            self._stopped.set()
            self._goes_on.wait(PATIENCE)


@contextmanager
def most_memory(server: Alur) -> Iterator[list[int]]:
    """Its memory, looked at many times while something happens."""
    seen = [server.memory]
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.05):
            seen.append(server.memory)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


@pytest.fixture(scope="module")
def client() -> tuple[str, str]:
    """Node and the client's folder."""
    node = shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))
    if node is None or not CLIENT.is_dir():
        pytest.skip("needs node and the front end's packages: `make bundle` brings both")
    return node, str(CLIENT)


@pytest.fixture(scope="module")
def office(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Counter, Config]]:
    folder = tmp_path_factory.mktemp("office")
    shutil.copyfile(sqlite_template, folder / "alur.sqlite3")
    url = of_file(folder / "alur.sqlite3").render_as_string()
    config = Config(data_dir=folder / "data", database_url=url, secret_key="s" * 40)
    yield Counter(create_app(config)), config
    database._sessions.kw["bind"].dispose()


@pytest.fixture(scope="module")
def server(office: tuple[Counter, Config]) -> Iterator[Alur]:
    config = office[1]
    settings = {"ALUR_DATABASE_URL": str(config.database_url), "ALUR_SECRET_KEY": config.secret_key}
    with serving(config.data_dir, demo=False, **settings) as running:
        yield running


@pytest.fixture
def line(server: Alur) -> Iterator[Line]:
    line = Line(server.port)
    yield line
    line.close()


Send = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def send(office: tuple[Counter, Config], client: tuple[str, str], line: Line) -> Send:
    counter = office[0]
    browser = counter.browser(counter.office.siti)
    cookie = browser.client.get_cookie("alur")
    assert cookie is not None

    headers = {"Cookie": f"alur={cookie.value}", "X-CSRFToken": browser.token, "Accept": "application/json"}

    def begin(file: Path, **more: Any) -> subprocess.Popen[str]:
        job = {
            "endpoint": f"http://127.0.0.1:{line.port}/uploads",
            "file": str(file),
            "metadata": {"filename": file.name, "task": str(counter.task), "field": "video"},
            "headers": headers,
            **more,
        }
        command = [client[0], str(HERE / "send.cjs"), client[1], json.dumps(job)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    return begin


def events(process: subprocess.Popen[str]) -> list[dict[str, Any]]:
    said, _ = process.communicate(timeout=2 * PATIENCE)
    return [json.loads(line) for line in said.splitlines()]


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def test_a_long_film_survives_a_cut_line_and_a_killed_server(
    office: tuple[Counter, Config], server: Alur, line: Line, send: Send, tmp_path: Path
) -> None:
    film = tmp_path / "film.mp4"
    making.write_long_film(film, LONG)
    line.stop_after(CUT_AT)
    with most_memory(server) as before:
        sending = send(film)
        line.wait_for_stop()
    line.cut()
    line.stop_after(CUT_AT)
    line.wait_for_stop()
    server.kill()
    line.cut()
    server.start()
    with most_memory(server) as after:
        said = events(sending)
    assert said[-1]["event"] == "success", said
    upload_id = said[-1]["url"].rpartition("/")[2]
    with reading() as session:
        stored = uploads.stored(uploads.own(session, upload_id, by=office[0].office.siti))
    assert (stored.state, stored.size, stored.media_type) == ("ready", LONG, "video/mp4")
    assert stored.sha256 == sha256_of(path_of(stored.sha256)) == sha256_of(film)
    assert [item["event"] for item in said].count("retry") >= 2
    # It resumed: what went over the line is little more than the film.
    assert line.passed < LONG + 60 * MEGABYTE
    for seen in (before, after):
        assert max(seen) - seen[0] < 60 * MEGABYTE, [round(item / MEGABYTE) for item in seen]


def test_the_client_sends_in_chunks_and_ends_what_it_began(
    office: tuple[Counter, Config], send: Send, tmp_path: Path
) -> None:
    film = tmp_path / "film.mp4"
    making.write_long_film(film, 3 * MEGABYTE)
    whole = events(send(film, chunkSize=MEGABYTE))
    assert [item["accepted"] for item in whole if item["event"] == "chunk"] == [
        MEGABYTE * n for n in (1, 2, 3)
    ]
    assert whole[-1]["event"] == "success"
    ended = events(send(film, chunkSize=MEGABYTE, end=2 * MEGABYTE))
    assert ended[-1]["event"] == "ended"
    sent = [item["url"].rpartition("/")[2] for item in (*whole, *ended) if item["event"] == "address"]
    assert len(sent) == 2
    parts = office[1].data_dir / "uploads"
    assert [path.name for path in parts.iterdir() if path.stem in sent] == []


def test_the_client_is_told_what_is_too_large(send: Send, tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    making.write_long_film(film, 501 * MEGABYTE)
    [*_, last] = events(send(film))
    assert (last["event"], last["status"]) == ("error", 413)
    assert "paling besar 500 MB" in json.loads(last["body"])["message"]
