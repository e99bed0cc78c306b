"""A browser by a driver that speaks W3C WebDriver over HTTP."""

from __future__ import annotations

import json
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from tests.patience import PATIENCE
from tests.probe.driving.driven import Driven, DrivingError

#: Command → the end of its address (W3C WebDriver, 8).
_ENDS = {
    "Navigate": "url",
    "Back": "back",
    "SetWindowRect": "window/rect",
    "ExecuteScript": "execute/sync",
    "ElementSendKeys": "element/{id}/value",
}


class ByHttp(Driven):
    """`wanted`: the capabilities of its session."""

    def __init__(self, address: str, wanted: Mapping[str, Any]) -> None:
        self._address = address
        session = self._ask("session", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]
        self._address = f"{address}/session/{session}"

    def say(self, command: str, **params: Any) -> Any:
        element = params.pop("id", "")
        return self._ask(_ENDS[command].format(id=element), params)

    def end(self) -> None:
        self._ask("", None)

    def _ask(self, end: str, body: dict[str, Any] | None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        address = f"{self._address}/{end}".rstrip("/")
        request = Request(address, data, method="DELETE" if body is None else "POST")
        try:
            with urlopen(request, timeout=PATIENCE) as answer:
                return json.load(answer)["value"]
        except HTTPError as error:
            raise DrivingError(json.load(error)) from None


@contextmanager
def driven(driver: str, wanted: Mapping[str, Any], surroundings: Mapping[str, str]) -> Iterator[ByHttp]:
    """A new browser by this driver, as long as it is needed."""
    port = _free_port()
    command: Sequence[str] = [driver, f"--port={port}"]
    null = subprocess.DEVNULL
    with subprocess.Popen(command, env=dict(surroundings), stdout=null, stderr=null) as running:
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/status")
            opened = ByHttp(address, wanted)
            yield opened
            opened.end()
        finally:
            running.terminate()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with urlopen(address, timeout=PATIENCE):
                return
        except URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
