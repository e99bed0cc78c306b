"""`alur serve` and `alur worker` as processes of their own, which are killed and started anew."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.patience import PATIENCE

ALUR = str(Path(sys.executable).with_name("alur"))


@dataclass
class Program:
    name: str
    arguments: tuple[str, ...]
    settings: dict[str, str]
    log: Path
    #: Of a server: where it listens itself.
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [ALUR, *self.arguments],
                env=environment(self.settings),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        """As a power failure would, with all its children."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.runs:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(PATIENCE)
            self.kill()

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def children(self) -> list[tuple[int, str]]:
        """Process and room of those that do untrusted work for it."""
        found = []
        pid = self.process.pid if self.process else 0
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError, IndexError, ValueError):
                command = (folder / "cmdline").read_bytes().decode().split("\0")
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                if parent == pid and "engine.sandbox.child" in command:
                    room = command[command.index("engine.sandbox.child") + 1]
                    found.append((int(folder.name), room))
        return found


def environment(settings: dict[str, str]) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ALUR_")}
    return {**inherited, "PYTHONUNBUFFERED": "1", **settings}


def run(settings: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    """`alur …`, as whoever runs the machine would."""
    return subprocess.run(
        [ALUR, *command], env=environment(settings), capture_output=True, text=True, timeout=4 * PATIENCE
    )
