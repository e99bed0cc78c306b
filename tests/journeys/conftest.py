"""Journeys: people working in a real browser, with a real server.

alur        a running Alur with the demo's people and instances, as if nobody had been there before
empty_alur  one without anybody
alur_on_postgresql   one with the demo, on the other database
desk, phone   open a window: `desk("ketua.tim")` is logged in, `desk()` isn't
photos, film   real ones of the folder of media, else drawn ones
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from _pytest.runner import runtestprotocol

import webforms.cli.demo
from tests.conftest import shared_folder
from tests.engine.storage import making
from tests.journeys import judging, serving
from tests.journeys.browsing import DESKTOP, PHONE, Browsers, Window, window
from tests.journeys.serving import Alur
from tests.patience import PATIENCE
from tests.sharing import first_makes

Open = Callable[..., Window]


@pytest.fixture(scope="session", autouse=True)
def _judged_once(pytestconfig: pytest.Config) -> None:
    judging.JUDGED.file = shared_folder(pytestconfig) / "judged"


@pytest.fixture(scope="session")
def seeded(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo's people and instances: made once for all workers, as seeding
    takes long."""
    folder = shared_folder(pytestconfig) / "demo"
    return first_makes(folder, lambda: serving.seed(folder / "data")) / "data"


@pytest.fixture(scope="session")
def shared_alur(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alur]:
    with serving.serving(serving.copy(seeded, tmp_path_factory.mktemp("shared") / "data")) as running:
        yield running


@pytest.fixture
def alur(shared_alur: Alur, seeded: Path) -> Iterator[Alur]:
    shared_alur.forget_all_but(seeded)
    yield shared_alur
    _no_page_was_refused_anything(shared_alur)


@pytest.fixture
def empty_alur(tmp_path: Path) -> Iterator[Alur]:
    with serving.serving(tmp_path / "data", demo=False) as running:
        yield running
        _no_page_was_refused_anything(running)


@pytest.fixture
def alur_on_postgresql(postgres_url: str, tmp_path: Path) -> Iterator[Alur]:
    with serving.serving(tmp_path / "data", ALUR_DATABASE_URL=postgres_url) as running:
        yield running
        _no_page_was_refused_anything(running)


def _no_page_was_refused_anything(running: Alur) -> None:
    with urlopen(f"{running.url}/csp-report", timeout=PATIENCE) as answer:
        assert json.load(answer) == {"reports": []}


@pytest.fixture
def windows(browsers: Browsers, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    opened: list[Window] = []
    with ExitStack() as stack:

        def open_window(running: Alur, username: str | None = None, **device: Any) -> Window:
            one = stack.enter_context(window(browsers.now, running, **device))
            opened.append(one)
            return one.already_in(username) if username else one

        yield open_window
        if request.node.stash.get(_FAILED, False):
            request.node.stash[_DREW] = all(each.draws for each in opened)
            if request.node.stash[_DREW]:
                for number, item in enumerate(opened, 1):
                    _show(item, tmp_path / f"window-{number}.png")
    if not request.node.stash.get(_DREW, True):
        browsers.renew()


_FAILED = pytest.StashKey[bool]()
_DREW = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[_FAILED] = item.stash.get(_FAILED, False) or report.failed
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """A journey goes again, once, where the browser drew no more frames: that says nothing about Alur."""
    place = {"nodeid": item.nodeid, "location": item.location}
    item.ihook.pytest_runtest_logstart(**place)
    reports = runtestprotocol(item, log=False, nextitem=nextitem)
    if not item.stash.get(_DREW, True):
        item.stash[_FAILED], item.stash[_DREW] = False, True
        reports = runtestprotocol(item, log=False, nextitem=nextitem)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(**place)
    return True


def _show(one: Window, picture: Path) -> None:
    """What stood in the windows of a journey that failed."""
    one.page.screenshot(path=picture, full_page=True)
    print(f"\n== {one.page.url} {picture}\n{one.page.locator('body').aria_snapshot()[:8000]}")


@pytest.fixture
def desk(windows: Open) -> Open:
    return lambda running, username=None, **more: windows(running, username, **{**DESKTOP, **more})


@pytest.fixture
def phone(windows: Open) -> Open:
    return lambda running, username=None, **more: windows(running, username, **{**PHONE, **more})


@pytest.fixture(scope="session")
def drawn() -> Path:
    """Folder of the demo's drawn pictures."""
    return Path(webforms.cli.demo.__file__).parent


@pytest.fixture(scope="session")
def photos(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A phone's JPEG and a phone's HEIC."""
    folder = tmp_path_factory.mktemp("phone")
    kinds = {"IMG_0001.jpg": "JPEG", "IMG_0002.HEIC": "HEIF"}
    for name, kind in kinds.items():
        (folder / name).write_bytes(making.from_a_phone(kind))
    return [folder / name for name in kinds]


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A phone's film of twenty megabytes."""
    path = tmp_path_factory.mktemp("film") / "VID_0003.mp4"
    making.write_long_film(path, 20_000_000)
    return path
