"""Servers as processes of their own: started, waited for, weighed, ended."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.databases import Place

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCT = [str(Path(sys.executable).with_name("alur")), "serve"]
BENCH = [sys.executable, "-m", "tests.benchmarks.server"]


@contextmanager
def serving(command: list[str], place: Place) -> Iterator[tuple[int, int, float]]:
    """Port, process id, and seconds from the start of the process to its first page."""
    port = _free_port()
    environ = {name: value for name, value in os.environ.items() if not name.startswith("ALUR_")}
    log = place.data_dir.parent / "server.log"
    with log.open("wb") as output:
        began = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**environ, **place.settings(port)},
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            _wait_for_page(process, port, log)
            yield port, process.pid, time.perf_counter() - began
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def megabytes(pid: int) -> float | None:
    """Resident memory of a process and all that it started; None where the system doesn't tell (/proc)."""
    if not Path("/proc/self/status").exists():
        return None
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    status = Path(f"/proc/{pid}/status").read_text()
    own = int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024
    return own + sum(megabytes(int(child)) or 0 for child in children)


def _wait_for_page(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", "/login")
            if connection.getresponse().status == 200:
                return
            break
        except OSError:
            time.sleep(0.005)
        finally:
            connection.close()
    raise RuntimeError(f"the server did not come up:\n{log.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
