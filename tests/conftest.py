"""What every test may ask for.

database          an empty, migrated database, once on SQLite and once on PostgreSQL (an SQLAlchemy Engine)
sqlite_database, postgres_database   the same on one of them only, where one is enough or the other can't
database_url      its address, for what connects by itself
statements        `with statements() as seen:` counts SQL: seen.count, seen.commits, seen.texts
clock_at          `clock_at("2024-11-11 11:45")`: from now on it is that time in Jakarta
browser           one Chromium for all tests of this worker: Playwright can't be started twice

ALUR_TEST_DATABASES=sqlite leaves out PostgreSQL. What is skipped is listed at the end, with the reason.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import URL, Connection, Engine, create_engine, event

import engine.database
from engine import clock, migrations
from engine.database_url import of_file
from engine.forms import conditions
from engine.tables import Table
from tests import one_dialect, postgres
from tests.sharing import first_makes
from tests.tries import tries

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.journeys.browsing import Browsers

ROOT = Path(__file__).resolve().parent.parent
DATABASES = os.environ.get("ALUR_TEST_DATABASES", "sqlite,postgresql").split(",")
JAKARTA = ZoneInfo("Asia/Jakarta")
T = TypeVar("T")

# Two shared cores: a slow example says nothing about the code.
settings.register_profile(
    "alur", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=tries()
)
settings.load_profile("alur")

_numbers = count(1)
one_dialect.set_up()


def pytest_configure(config: pytest.Config) -> None:
    shared = getattr(config, "workerinput", {}).get("postgres")
    folder = config.stash[_FOLDER] = Path(shared) if shared else postgres.new_folder()
    # Databases of tests write through to their disk at every commit, as the real ones do: 9 ms where it is
    # busy, nothing in memory. What a test leaves behind goes with the run; --basetemp keeps it.
    if postgres.in_memory(folder):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(folder))
    # Compiled templates are the same for all workers.
    (folder / "templates").mkdir(exist_ok=True)
    Flask.jinja_options["bytecode_cache"] = FileSystemBytecodeCache(str(folder / "templates"))
    if unknown := set(DATABASES) - {"sqlite", "postgresql"}:
        raise pytest.UsageError(f"ALUR_TEST_DATABASES: {', '.join(map(repr, sorted(unknown)))}?")


_FOLDER = pytest.StashKey[Path]()


def shared_folder(config: pytest.Config) -> Path:
    """Of all workers of this run, gone with it."""
    return config.stash[_FOLDER]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    node.workerinput["postgres"] = str(node.config.stash[_FOLDER])  # type: ignore[attr-defined]


def pytest_sessionstart() -> None:
    # A mutant of mutmut runs in a fork of a process that has read conditions already.
    conditions.parse.cache_clear()


def pytest_unconfigure(config: pytest.Config) -> None:
    # mutmut runs pytest more than once in one process, each time with a folder of its own.
    if os.environ.get("PYTEST_DEBUG_TEMPROOT") == str(config.stash[_FOLDER]) and not hasattr(
        config, "workerinput"
    ):
        del os.environ["PYTEST_DEBUG_TEMPROOT"]
    if not hasattr(config, "workerinput"):
        postgres.stop(config.stash[_FOLDER])


def _create_tables(url: str | URL) -> None:
    if migrations.latest():
        migrations.upgrade(url)
        return
    fresh = create_engine(url)
    Table.metadata.create_all(fresh)
    fresh.dispose()


@pytest.fixture(scope="session")
def sqlite_template(pytestconfig: pytest.Config) -> Path:
    folder = shared_folder(pytestconfig) / "migrated"
    return first_makes(folder, lambda: _create_tables(of_file(folder / "sqlite3"))) / "sqlite3"


@pytest.fixture(scope="session")
def postgres_server(pytestconfig: pytest.Config) -> Iterator[tuple[Path, str, Connection]]:
    """Folder of the server, name of the migrated template, a connection to make databases by."""
    if "postgresql" not in DATABASES:
        pytest.skip("ALUR_TEST_DATABASES leaves out PostgreSQL")
    folder = pytestconfig.stash[_FOLDER]
    postgres.ensure_running(folder)
    boss = create_engine(postgres.address(folder, "postgres"), isolation_level="AUTOCOMMIT")
    template = "template"
    with boss.connect() as connection:

        def make() -> None:
            connection.exec_driver_sql(f"CREATE DATABASE {template}")
            _create_tables(postgres.address(folder, template))

        first_makes(folder / f"postgres-{template}", make)
        yield folder, template, connection
    boss.dispose()


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture
def postgres_url(postgres_server: tuple[Path, str, Connection]) -> Iterator[str]:
    folder, template, connection = postgres_server
    name = f"alur_{postgres.worker()}_{next(_numbers)}"
    connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    yield postgres.address(folder, name)
    connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "alur.sqlite3"
    shutil.copyfile(sqlite_template, path)
    return of_file(path).render_as_string()


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    with _connected(database_url) as connected:
        yield connected


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Engine]:
    with _connected(sqlite_url) as connected:
        yield connected


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[Engine]:
    with _connected(postgres_url) as connected:
        yield connected


@contextmanager
def _connected(url: str) -> Iterator[Engine]:
    ours = engine.database.connect(url)
    yield ours
    # An app that the test made may have connected anew.
    latest = engine.database._sessions.kw["bind"]
    for used in {ours, latest}:
        used.dispose()


@dataclass
class Statements:
    texts: list[str] = field(default_factory=list)
    commits: int = 0

    @property
    def count(self) -> int:
        return len(self.texts)

    def saw(self, _connection: object, _cursor: object, text: str, *_others: object) -> None:
        # SQLite is told BEGIN in SQL, PostgreSQL by its driver: counted on neither.
        if not text.startswith("BEGIN"):
            self.texts.append(text)

    def committed(self, _connection: object) -> None:
        self.commits += 1


Counting = Callable[[], AbstractContextManager[Statements]]
At = Callable[[datetime | str], datetime]


@pytest.fixture
def statements() -> Counting:
    @contextmanager
    def counting() -> Iterator[Statements]:
        seen = Statements()
        listeners = (("before_cursor_execute", seen.saw), ("commit", seen.committed))
        for name, listener in listeners:
            event.listen(Engine, name, listener)
        try:
            yield seen
        finally:
            for name, listener in listeners:
                event.remove(Engine, name, listener)

    return counting


@pytest.fixture
def clock_at(monkeypatch: pytest.MonkeyPatch) -> At:
    def set_to(moment: datetime | str) -> datetime:
        told = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        aware = told if told.tzinfo else told.replace(tzinfo=JAKARTA)
        utc = aware.astimezone(ZoneInfo("UTC"))
        monkeypatch.setattr(clock, "now", lambda: utc)
        return utc

    return set_to


@pytest.fixture(scope="session")
def browsers() -> Iterator[Browsers]:
    from playwright.sync_api import Error, sync_playwright

    from tests.journeys.browsing import Browsers, launch

    with sync_playwright() as playwright:
        try:
            launched = Browsers(playwright, launch(playwright))
        except Error as error:
            if "Executable doesn't exist" not in error.message:
                raise
            pytest.skip("no Chromium here: make browser")
        yield launched
        launched.now.close()


@pytest.fixture
def browser(browsers: Browsers) -> Browser:
    return browsers.now


def not_none(value: T | None) -> T:
    """It is there: for what the product may give or not, in a test that knows it does."""
    assert value is not None
    return value
