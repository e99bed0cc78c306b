from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from engine.database_url import of_file
from tests import postgres
from tests.conftest import DATABASES
from tests.releases.restore import restore

_numbers = count(1)
#: Gives the address of a database as a release left it.
Restored = Callable[[str], str]


@pytest.fixture(params=DATABASES)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of a database without any table."""
    if request.param == "sqlite":
        yield of_file(tmp_path / "empty.sqlite3").render_as_string()
        return
    folder, _, boss = request.getfixturevalue("postgres_server")
    name = f"empty_{postgres.worker()}_{next(_numbers)}"
    boss.exec_driver_sql(f"CREATE DATABASE {name}")
    yield postgres.address(folder, name)
    boss.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def restored(empty: str) -> Restored:
    def bring_back(version: str) -> str:
        restore(version, empty)
        return empty

    return bring_back
