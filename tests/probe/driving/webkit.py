"""WebKit, the engine of every browser on an iPhone, as Debian has it. Its small browser needs a screen."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.probe.driving.webdriver import ByHttp, driven

NAME = "WebKit"
PACKAGES = ("webkit2gtk-driver", "xvfb")
_DRIVER = "WebKitWebDriver"
_SCREEN = "1366x768x24"


def missing() -> bool:
    return not (shutil.which(_DRIVER) and shutil.which("Xvfb") and _program())


@contextmanager
def browser() -> Iterator[ByHttp]:
    """A new one, on a screen of its own, that knows nothing."""
    options = {"binary": str(_program()), "args": ["--automation"]}
    with (
        _screen() as display,
        driven(_DRIVER, {"webkitgtk:browserOptions": options}, {**os.environ, "DISPLAY": display}) as opened,
    ):
        yield opened


def _program() -> Path | None:
    return next(iter(sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))), None)


@contextmanager
def _screen() -> Iterator[str]:
    """The name of a screen that nobody sees; Xvfb chooses which is free."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", _SCREEN]
    null = subprocess.DEVNULL
    with subprocess.Popen(command, pass_fds=[write], stdout=null, stderr=null) as running:
        os.close(write)
        try:
            with os.fdopen(read) as said:
                yield f":{said.readline().strip()}"
        finally:
            running.terminate()
