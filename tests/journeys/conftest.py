"""Journeys: people working in a real browser, with a real server.

alur        a running Alur with the demo's people and cases, shared by the journeys of a worker
own_alur    the same for one journey alone, which may stop it, change its procedures or damage it
empty_alur  one without anybody
alur_on_each   as own_alur, once on SQLite and once on PostgreSQL
desk, phone   open a window: `desk("ketua.tim")` logs in; `desk()` doesn't
photos, film   real ones of the folder of media, else drawn ones
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys import serving
from tests.journeys.browsing import DESKTOP, PHONE, Window, launch, window
from tests.journeys.serving import Alur

Open = Callable[..., Window]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = launch(playwright)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return serving.seed(tmp_path_factory.mktemp("seeded") / "data")


@pytest.fixture(scope="session")
def shared_alur(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alur]:
    with serving.serving(serving.copy(seeded, tmp_path_factory.mktemp("shared") / "data")) as running:
        yield running


@pytest.fixture
def alur(shared_alur: Alur) -> Iterator[Alur]:
    yield shared_alur
    _no_page_was_refused_anything(shared_alur)


@pytest.fixture
def own_alur(seeded: Path, tmp_path: Path) -> Iterator[Alur]:
    with serving.serving(serving.copy(seeded, tmp_path / "data")) as running:
        yield running
        _no_page_was_refused_anything(running)


@pytest.fixture
def empty_alur(tmp_path: Path) -> Iterator[Alur]:
    with serving.serving(tmp_path / "data", demo=False) as running:
        yield running
        _no_page_was_refused_anything(running)


@pytest.fixture
def alur_on_each(database_url: str, tmp_path: Path) -> Iterator[Alur]:
    with serving.serving(tmp_path / "data", ALUR_DATABASE_URL=database_url) as running:
        yield running
        _no_page_was_refused_anything(running)


def _no_page_was_refused_anything(running: Alur) -> None:
    with urlopen(f"{running.url}/csp-report", timeout=10) as answer:
        assert json.load(answer) == {"reports": []}


@pytest.fixture
def windows(browser: Browser) -> Iterator[Open]:
    with ExitStack() as stack:

        def open_window(running: Alur, username: str | None = None, **device: object) -> Window:
            opened = stack.enter_context(window(browser, running, **device))
            return opened.log_in(username) if username else opened

        yield open_window


@pytest.fixture
def desk(windows: Open) -> Open:
    return lambda running, username=None, **more: windows(running, username, **{**DESKTOP, **more})


@pytest.fixture
def phone(windows: Open) -> Open:
    return lambda running, username=None, **more: windows(running, username, **{**PHONE, **more})
