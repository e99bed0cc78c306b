"""Writers of one process take turns in the order in which they came."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine

from engine import database
from engine.database import transaction
from engine.errors import Unavailable
from engine.fair_lock import FairLock
from engine.tables.events import Chain
from tests.patience import PATIENCE


def waiting(lock: FairLock) -> int:
    return len(lock._queue)


def wait_for(lock: FairLock, queue: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while waiting(lock) != queue and time.monotonic() < deadline:
        time.sleep(0.001)
    assert waiting(lock) == queue


def test_who_came_first_is_first() -> None:
    lock, order = FairLock(), list[int]()

    def come(number: int) -> None:
        assert lock.acquire(60)
        order.append(number)
        lock.release()

    assert lock.acquire(0)
    with ThreadPoolExecutor(8) as pool:
        for number in range(8):
            pool.submit(come, number)
            wait_for(lock, number + 1)
        lock.release()
    assert order == list(range(8))
    assert lock.acquire(0)


def test_who_has_waited_long_enough_leaves_the_queue() -> None:
    lock = FairLock()
    assert lock.acquire(0)
    assert not lock.acquire(0.001)
    assert waiting(lock) == 0
    lock.release()
    assert lock.acquire(0)


def test_a_turn_that_comes_at_the_last_moment_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    lock = FairLock()
    assert lock.acquire(0)
    leave = lock._leave

    def given_meanwhile(turn: object) -> bool:
        lock.release()
        return leave(turn)  # type: ignore[arg-type]

    monkeypatch.setattr(lock, "_leave", given_meanwhile)
    assert lock.acquire(0.001)
    assert lock._taken


@contextmanager
def somebody_writing() -> Iterator[None]:
    with transaction() as session:
        session.add(Chain(name="first", seq=0, head=""))
        yield


def test_writers_of_sqlite_come_in_their_order(sqlite_database: Engine) -> None:
    """SQLite itself lets in whoever looks at the right moment."""

    def write(name: str) -> None:
        with transaction() as session:
            session.add(Chain(name=name, seq=session.query(Chain).count(), head=""))

    names = [f"{n}" for n in range(12)]
    lock = database._writers
    assert lock is not None
    with ThreadPoolExecutor(12) as pool, somebody_writing():
        written = []
        for number, name in enumerate(names):
            written.append(pool.submit(write, name))
            wait_for(lock, number + 1)
    for each in written:
        each.result()
    with database.reading() as session:
        rows = {row.name: row.seq for row in session.query(Chain)}
    assert [rows[name] for name in names] == list(range(1, 13))


def test_a_writer_that_fails_lets_the_next_one_in(
    sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        raise ZeroDivisionError
    monkeypatch.setattr(database, "PATIENCE", 1)
    with transaction(), pytest.raises(Unavailable, match="locked"), transaction():
        pass
    with transaction() as session:
        session.add(Chain(name="after", seq=0, head=""))


def test_postgresql_needs_no_queue_of_ours(postgres_database: Engine) -> None:
    assert database._writers is None
