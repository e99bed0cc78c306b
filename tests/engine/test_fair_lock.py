"""Writers of one process: none of them waits for long while others come twice."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine

from engine import database, fair_lock
from engine.database import reading, transaction
from engine.errors import Unavailable
from engine.fair_lock import FairLock
from engine.tables.events import Chain
from tests.patience import PATIENCE


def wait_for(lock: FairLock, queue: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while len(lock._queue) != queue and time.monotonic() < deadline:
        time.sleep(0.001)
    assert len(lock._queue) == queue


def taken(lock: FairLock) -> bool:
    return lock.acquire(0)


def test_those_who_waited_for_long_come_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fair_lock, "PATIENT", 0)
    lock, order = FairLock(), list[int]()

    def come(number: int) -> None:
        assert lock.acquire(PATIENCE)
        order.append(number)
        assert not taken(lock)
        lock.release()

    assert taken(lock)
    with ThreadPoolExecutor(8) as pool:
        for number in range(8):
            pool.submit(come, number)
            wait_for(lock, number + 1)
        lock.release()
    assert order == list(range(8))
    assert taken(lock)


def test_who_comes_while_it_is_free_need_not_wait_for_somebody_to_wake_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fair_lock, "PATIENT", PATIENCE)
    lock = FairLock()
    assert taken(lock)
    with ThreadPoolExecutor(1) as pool:
        second = pool.submit(lock.acquire, PATIENCE)
        wait_for(lock, 1)
        sleeper = lock._queue[0]
        with pytest.MonkeyPatch.context() as asleep:
            asleep.setattr(sleeper.called, "release", lambda: None)
            lock.release()
        assert taken(lock)
        lock.release()
        assert second.result()
    assert not taken(lock)


def test_who_has_waited_long_enough_leaves_the_queue() -> None:
    lock = FairLock()
    assert taken(lock)
    assert not lock.acquire(0.001)
    assert not lock._queue
    lock.release()
    assert taken(lock)


@contextmanager
def somebody_writing() -> Iterator[None]:
    with transaction() as session:
        session.add(Chain(name="first", seq=0, head=""))
        yield


def test_writers_of_sqlite_come_in_their_order(
    sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite itself lets in whoever looks at the right moment."""
    monkeypatch.setattr(fair_lock, "PATIENT", 0)

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
    with reading() as session:
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
