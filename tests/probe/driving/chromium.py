"""Chromium with its back/forward cache, which Playwright switches off; pages that may not be stored are in
it, too."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from tests.probe.driving.webdriver import ByHttp, driven

NAME = "Chromium"
PACKAGES = ("chromium", "chromium-driver")
_DRIVER = "chromedriver"
_ARGUMENTS = [
    "--headless=new",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--lang=id-ID",
    "--window-size=1366,768",
    "--enable-features=BackForwardCache,CacheControlNoStoreEnterBackForwardCache",
]


def missing() -> bool:
    return not shutil.which(_DRIVER)


@contextmanager
def browser() -> Iterator[ByHttp]:
    """A new one, without a window, that knows nothing."""
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    options = {
        "args": [*_ARGUMENTS, *as_root],
        "excludeSwitches": ["disable-back-forward-cache"],
        "prefs": {"intl.accept_languages": "id-ID,id"},
    }
    with driven(_DRIVER, {"goog:chromeOptions": options}, os.environ) as it:
        yield it
