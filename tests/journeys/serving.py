"""A real Alur for the journeys: `alur serve` in a process of its own, with a data folder of its own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.patience import PATIENCE


@dataclass
class Alur:
    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    demo: bool = True
    port: int = 0
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def password(self) -> str:
        """Of all demo accounts."""
        return (self.folder / "demo_password").read_text().strip()

    @property
    def said(self) -> str:
        """What it has printed so far."""
        return self.log.read_text(errors="replace")

    @property
    def log(self) -> Path:
        return self.folder.with_suffix(".log")

    def start(self) -> None:
        # The port stays the same over a restart: pages that are open must find their server again.
        self.port = self.port or _free_port()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [self.program, "serve", *(["--demo"] if self.demo else [])],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait_until_ready()

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
        self._process = None

    def kill(self) -> None:
        """As a power failure would; all its processes."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(PATIENCE)
            self._process = None

    @property
    def memory(self) -> int:
        """Bytes that all its processes hold in memory."""
        total, server = 0, self._process
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if server is None or os.getpgid(int(folder.name)) != server.pid:
                    continue
                words, command = (folder / "status").read_text(), (folder / "cmdline").read_text()
                # One that was just forked is called as the server, and seems to hold all that it holds.
                forked = folder.name != str(server.pid) and command.split("\0")[1:-1] == server.args
                if "VmRSS:" in words and not forked:
                    total += int(words.partition("VmRSS:")[2].split()[0]) * 1024
        return total

    def restart(self) -> None:
        self.stop()
        self.start()

    def forget_all_but(self, seeded: Path) -> None:
        """Everything as in that data folder, without the second that a new server takes to start."""
        before, now = (
            sqlite3.connect(folder / "alur.sqlite3", timeout=PATIENCE) for folder in (seeded, self.folder)
        )
        with closing(before), closing(now):
            before.backup(now)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """`alur …` beside the server, as whoever runs the machine would."""
        return subprocess.run(
            [self.program, *command], env=self.environment, capture_output=True, text=True, timeout=PATIENCE
        )

    @property
    def program(self) -> str:
        return str(Path(sys.executable).with_name("alur"))

    @property
    def environment(self) -> dict[str, str]:
        others = {name: value for name, value in os.environ.items() if not name.startswith("ALUR_")}
        own = {"ALUR_DATA_DIR": str(self.folder), "ALUR_PORT": str(self.port)}
        # What it says must be there to be read as soon as it is said.
        return {**others, "PYTHONUNBUFFERED": "1", **own, **self.settings}

    def _wait_until_ready(self) -> None:
        # Its libraries are read anew, which a busy machine does slowly.
        deadline = time.monotonic() + 2 * PATIENCE
        while time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                break
            try:
                with urlopen(f"{self.url}/healthz", timeout=PATIENCE):
                    return
            except (URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)
        said = self.said
        self.stop()
        raise RuntimeError(f"alur serve did not get ready:\n{said[-4000:]}")


@contextmanager
def serving(folder: Path, *, demo: bool = True, **settings: str) -> Iterator[Alur]:
    alur = Alur(folder, settings, demo=demo)
    alur.start()
    try:
        yield alur
    finally:
        alur.stop()


def seed(folder: Path) -> Path:
    """A data folder with the demo's people and instances, to be copied: seeding takes longer than copying."""
    with serving(folder):
        pass
    return folder


def copy(seeded: Path, folder: Path) -> Path:
    shutil.copytree(seeded, folder, copy_function=shutil.copy)
    return folder


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
