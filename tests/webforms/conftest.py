from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, repeat
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError

from tests.office import Office
from tests.webforms.desk import whole_app

Break = Callable[[int], None]


@pytest.fixture
def whole(database: Engine, tmp_path: Path) -> Flask:
    """The whole application on a database of its own."""
    return whole_app(database, tmp_path / "data")


@pytest.fixture
def open_office(whole: Flask) -> Office:
    """The small office behind the whole application."""
    return Office()


@pytest.fixture
def gone_after() -> Iterator[Break]:
    """From now on, only so many questions to the database are answered."""
    answers: Iterator[bool] = repeat(True)

    def begin(_connection: Connection) -> None:
        if not next(answers):
            raise OperationalError("BEGIN", {}, ConnectionError("gone"))

    def break_after(questions: int) -> None:
        nonlocal answers
        answers = chain(repeat(True, questions), repeat(False))

    event.listen(Engine, "begin", begin)
    yield break_after
    event.remove(Engine, "begin", begin)
