"""The fixtures that every other test stands on."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, Executable, delete, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from engine import clock
from engine.database import reading, transaction
from engine.errors import Unavailable
from engine.tables.events import Chain, Event
from tests.conftest import At, Counting

EVENT = {"chain": "people", "seq": 1, "name": "x", "body": "{}", "previous_hash": "", "hash": "a"}


@pytest.mark.parametrize("turn", [1, 2])
def test_every_test_gets_an_empty_database(database: Engine, turn: int) -> None:
    with transaction() as session:
        assert session.scalars(select(Chain)).all() == []
        session.add(Chain(name="people", seq=turn, head=""))


def test_statements_and_commits_are_counted(database: Engine, statements: Counting) -> None:
    with statements() as seen, transaction() as session:
        session.execute(text("SELECT 1"))
        session.execute(text("SELECT 2"))
    assert (seen.count, seen.commits) == (2, 1)
    with statements() as seen, reading() as session:
        session.execute(text("SELECT 1"))
    assert (seen.texts, seen.commits) == (["SELECT 1"], 0)


def test_a_reading_shows_one_moment(database: Engine) -> None:
    """Else a record that grows while it is verified would look broken."""
    with reading() as session:
        assert session.scalars(select(Chain.name)).all() == []
        with transaction() as other:
            other.add(Chain(name="people", seq=1, head=""))
        assert session.scalars(select(Chain.name)).all() == []
    with reading() as session:
        assert session.scalars(select(Chain.name)).all() == ["people"]


def test_a_failed_statement_tells_the_log_nothing_that_was_typed(database: Engine) -> None:
    typed = {**EVENT, "body": '{"reason": "Foto Siti Aminah"}', "at": clock.now()}
    with pytest.raises(IntegrityError) as failed, transaction() as session:
        session.execute(insert(Event).values([typed, typed]))
    assert "Siti Aminah" not in str(failed.value)


def test_who_reads_the_log_learns_why_the_database_failed(sqlite_database: Engine) -> None:
    with pytest.raises(Unavailable, match="no such table: absent"), reading() as session:
        session.execute(text("SELECT 'rahasia' FROM absent"))


@pytest.mark.parametrize("change", [delete(Event), text("UPDATE events SET body = 'forged'")])
def test_the_database_itself_refuses_to_change_an_event(database: Engine, change: Executable) -> None:
    with transaction() as session:
        session.execute(insert(Event).values(at=clock.now(), **EVENT))
    with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
        session.execute(change)


def test_postgresql_refuses_to_empty_the_events(postgres_database: Engine) -> None:
    """SQLite has no TRUNCATE."""
    with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
        session.execute(text("TRUNCATE events"))


def test_the_clock_can_be_set(clock_at: At) -> None:
    clock_at("2024-11-11 11:45")
    assert clock.now().isoformat() == "2024-11-11T04:45:00+00:00"
