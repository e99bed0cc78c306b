"""Firefox by Marionette, which it speaks itself: `length:[0, id, command, params]`, answered by
`length:[1, id, error, result]`."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from tests.patience import PATIENCE
from tests.probe.driving.driven import Driven, DrivingError

NAME = "Firefox"
PROGRAMS = ("firefox-esr", "firefox")
PACKAGES = ("firefox-esr",)
#: It asks its maker for nothing, and speaks the office's language.
_SETTINGS = {
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "intl.accept_languages": "id-ID,id",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.telemetry.enabled": False,
}


class Firefox(Driven):
    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._ids = count(1)
        self._read()  # it says which version of the protocol it speaks

    def say(self, command: str, **params: Any) -> Any:
        words = json.dumps([0, next(self._ids), f"WebDriver:{command}", params]).encode()
        self._line.sendall(b"%d:%s" % (len(words), words))
        _kind, _id, error, result = self._read()
        if error:
            raise DrivingError(error)
        return result["value"] if isinstance(result, dict) and set(result) == {"value"} else result

    def _read(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            length += self._take(1)
        return json.loads(self._take(int(length[:-1])))

    def _take(self, size: int) -> bytes:
        taken = b""
        while len(taken) < size:
            piece = self._line.recv(size - len(taken))
            if not piece:
                raise DrivingError("Firefox hung up")
            taken += piece
        return taken


def missing() -> bool:
    return _program() is None


@contextmanager
def browser() -> Iterator[Firefox]:
    """A new one, without a window, that knows nothing."""
    program = _program()
    assert program is not None
    with tempfile.TemporaryDirectory(prefix="alur-firefox-") as folder:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        settings = {**_SETTINGS, "marionette.port": port}
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in settings.items()]
        (Path(folder) / "user.js").write_text("\n".join(lines))
        command = [program, "--headless", "--marionette", "--no-remote", "--profile", folder, "about:blank"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
            try:
                with closing(_connect(port)) as line:
                    driven = Firefox(line)
                    driven.say("NewSession", capabilities={})
                    yield driven
            finally:
                running.terminate()


def _program() -> str | None:
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def _connect(port: int) -> socket.socket:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
