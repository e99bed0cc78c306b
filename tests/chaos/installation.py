"""An Alur with all its processes, and the lines between them: what the faults are done to."""

from __future__ import annotations

import os
import random
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

from sqlalchemy import create_engine, text

from engine.database_url import of_file
from tests import postgres
from tests.chaos import office
from tests.chaos.lines import Line
from tests.chaos.programs import Program
from tests.patience import PATIENCE

#: Of Debian's package `faketime`.
_FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")
_DISK = "1500m"
#: Each acknowledged commit must be on the disk, as in an office.
_DURABLE = ("fsync = on", "synchronous_commit = on", "full_page_writes = on")
#: Seconds.
_START = 120


class Installation:
    def __init__(
        self, folder: Path, database: str, *, servers: int, workers: int, can_do_all: bool = True
    ) -> None:
        self.folder, self.database = folder, database
        self.data = folder / "data"
        self.data.mkdir()
        self.has_disk = can_do_all and os.geteuid() == 0 and _mounted(self.data)
        self.has_clock = can_do_all and _FAKETIME.exists()
        self.offset = timedelta()
        #: Counts how often the clock was set.
        self.clocks = 0
        #: While it is set, nobody who works sends anything new.
        self.over = threading.Event()
        self.postgres = _postgres() if database == "postgresql" else None
        self.url = self._address(self.postgres)
        self.database_line = self._database_line() if self.postgres else None
        office.prepare(self.url, self.data)
        self.settings = self._settings()
        self.servers = [self._server(number) for number in range(servers)]
        self.workers = [self._program(f"worker {number}", "worker") for number in range(workers)]
        self.lines = [_web_line(server) for server in self.servers]

    @property
    def programs(self) -> list[Program]:
        return [*self.servers, *self.workers]

    def start(self) -> None:
        for program in self.programs:
            program.start()
        for line in self.lines:
            line.up()
        self.wait_until_ready(_START)

    def ready(self) -> bool:
        """Each server says that it works."""
        return all(_answers(server.port) for server in self.servers)

    def wait_until_ready(self, seconds: float) -> float:
        """How long that took. Raises TimeoutError."""
        began = time.monotonic()
        while not self.ready():
            if time.monotonic() - began > seconds:
                raise TimeoutError
            time.sleep(0.05)
        return time.monotonic() - began

    def wait(self, seconds: float) -> None:
        """Who was not answered tries again after a while."""
        time.sleep(seconds)

    def set_clock(self, offset: timedelta) -> None:
        self.offset = offset
        self.clocks += 1
        (self.folder / "clock.new").write_text(f"{offset.total_seconds():+.0f}\n")
        (self.folder / "clock.new").replace(self.folder / "clock")

    def close(self) -> None:
        self.over.set()
        for program in self.programs:
            program.kill()
        for line in (*self.lines, *([self.database_line] if self.database_line else [])):
            line.close()
        if self.postgres:
            postgres.stop(self.postgres)
        if self.has_disk:
            subprocess.run(["umount", "--lazy", str(self.data)], check=False)

    def _address(self, server: Path | None) -> str:
        if server is None:
            return of_file(self.data / "alur.sqlite3").render_as_string()
        return postgres.address(server, "chaos")

    def _settings(self) -> dict[str, str]:
        settings = {"ALUR_DATA_DIR": str(self.data), "ALUR_SECRET_KEY": "chaos" * 10}
        if self.postgres:
            settings["ALUR_DATABASE_URL"] = postgres.address(self._calls, "chaos")
        if self.has_clock:
            self.set_clock(timedelta())
            settings |= {
                "LD_PRELOAD": str(_FAKETIME),
                "FAKETIME_TIMESTAMP_FILE": str(self.folder / "clock"),
                # Seconds. What measures how long something takes is no clock.
                "FAKETIME_CACHE_DURATION": "1",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1",
                "NO_FAKE_STAT": "1",
            }
        return settings

    def _database_line(self) -> Line:
        self._calls = Path(tempfile.mkdtemp(prefix="alur-", dir="/tmp"))
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(str(self._calls / ".s.PGSQL.5432"))
        listening.listen(100)

        def target() -> socket.socket:
            called = socket.socket(socket.AF_UNIX)
            called.connect(f"{self.postgres}/.s.PGSQL.5432")
            return called

        return Line(listening, target)

    def _server(self, number: int) -> Program:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = int(probe.getsockname()[1])
        program = self._program(f"server {number}", "serve")
        program.settings["ALUR_PORT"] = str(port)
        program.port = port
        return program

    def _program(self, name: str, command: str) -> Program:
        log = self.folder / f"{name.replace(' ', '-')}.log"
        return Program(name, (command,), dict(self.settings), log)


@contextmanager
def installed(database: str, *, servers: int, workers: int, can_do_all: bool) -> Iterator[Installation]:
    folder = Path(tempfile.mkdtemp(prefix="alur-chaos-", dir="/tmp"))
    installation = Installation(folder, database, servers=servers, workers=workers, can_do_all=can_do_all)
    try:
        installation.start()
        yield installation
    finally:
        installation.close()
        shutil.rmtree(folder, ignore_errors=True)


def pick_seed() -> int:
    return random.SystemRandom().randrange(1_000_000)


def _mounted(folder: Path) -> bool:
    """A disk of its own, in memory: it can be made full, and read-only."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_DISK}", "alur-chaos", str(folder)]
    return subprocess.run(mount, capture_output=True, check=False).returncode == 0


def _postgres() -> Path:
    # On the disk, not in memory: a server that is killed must find all that it has confirmed.
    folder = Path(tempfile.mkdtemp(prefix="alur-", dir="/tmp"))
    postgres.ensure_running(folder)
    boss = create_engine(postgres.address(folder, "postgres"), isolation_level="AUTOCOMMIT")
    with boss.connect() as connection:
        for setting in _DURABLE:
            connection.execute(text(f"ALTER SYSTEM SET {setting}"))
        connection.execute(text("SELECT pg_reload_conf()"))
        connection.execute(text("CREATE DATABASE chaos"))
    boss.dispose()
    return folder


def _web_line(server: Program) -> Line:
    return Line(
        socket.create_server(("127.0.0.1", 0), backlog=100),
        lambda: socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE),
    )


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=PATIENCE) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
