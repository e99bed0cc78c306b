"""PostgreSQL is restarted, or ends a connection, in the middle of something: the next question works."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.orm import Session

from engine.database import reading, transaction
from engine.errors import Unavailable
from tests.office import Office
from tests.webforms.desk import whole_app
from tests.webforms.seen import desk, words


@pytest.fixture
def end(postgres_database: Engine) -> Iterator[Callable[[int], None]]:
    """Ends one connection of the server, by its number."""
    other = create_engine(postgres_database.url)

    def end(pid: int) -> None:
        with other.connect() as connection:
            connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})

    yield end
    other.dispose()


def number(session: Session) -> int:
    return int(session.scalar(text("SELECT pg_backend_pid()")) or 0)


@pytest.mark.parametrize("opened", [reading, transaction])
def test_in_the_middle_it_is_unavailable(end: Callable[[int], None], opened: Any) -> None:

    def ask() -> None:
        with opened() as session:
            end(number(session))
            session.execute(text("SELECT 1"))

    with pytest.raises(Unavailable):
        ask()
    with opened() as session:
        assert session.scalar(text("SELECT 1")) == 1


def test_after_the_last_question_nothing_is_lost(end: Callable[[int], None]) -> None:
    with reading() as session:
        end(number(session))
    with reading() as session:
        assert session.scalar(text("SELECT 1")) == 1


def test_a_fault_of_ours_is_told_as_it_is(end: Callable[[int], None]) -> None:
    def fail() -> None:
        with reading() as session:
            end(number(session))
            raise LookupError

    with pytest.raises(LookupError):
        fail()


@pytest.mark.parametrize("question", range(4))
def test_a_page_says_so_at_whatever_question(
    postgres_database: Engine,
    end: Callable[[int], None],
    tmp_path_factory: pytest.TempPathFactory,
    question: int,
) -> None:
    app: Flask = whole_app(postgres_database, tmp_path_factory.mktemp("data"))
    office = Office()
    browser = desk(app, office.siti)
    from engine import database

    bind = database._sessions.kw["bind"]
    seen = iter(range(1000))

    def break_line(connection: Any, _cursor: object, statement: str, *_rest: object) -> None:
        if "pg_backend_pid" not in statement and next(seen) == question:
            end(connection.connection.driver_connection.info.backend_pid)

    event.listen(bind, "before_cursor_execute", break_line)
    try:
        page = browser.get("/instances")
    finally:
        event.remove(bind, "before_cursor_execute", break_line)
    assert page.status_code in {200, 503}
    if page.status_code == 503:
        assert "Belum dapat dilayani" in words(page)
    assert browser.get("/instances").status_code == 200
