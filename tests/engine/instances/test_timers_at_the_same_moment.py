"""Timers beside forms and other workers: each fires once, and costs nothing where there is nothing to do."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event

import pytest
from sqlalchemy import func, select

from engine import clock, worker
from engine.audit.verify import verify_all
from engine.database import reading, transaction
from engine.errors import DeadlinePassed, EngineError
from engine.inbox.complete import complete
from engine.instances import timers
from engine.tables.instances import Task, TaskState
from tests.conftest import At, Counting
from tests.engine.instances.test_reminders_and_deadlines import (
    DEADLINE,
    REMINDER,
    at_choosing,
    deployed,
    pending,
    story,
)
from tests.office import Office


@pytest.fixture(autouse=True)
def morning(clock_at: At) -> None:
    clock_at("2026-11-23 09:00")


def test_twenty_workers_fire_a_timer_once(office: Office, clock_at: At) -> None:
    deployed(REMINDER, DEADLINE)
    instance = at_choosing(office)
    clock_at("2026-11-23 11:00")

    with ThreadPoolExecutor(20) as pool:
        fired = list(pool.map(lambda _: timers.fire_due(), range(20)))
    assert sum(fired) == 2
    assert [line.split(" ")[0] for line in story(instance)[:3]] == ["Batas", "Pengingat", "Siti"]
    with reading() as session:
        assert session.scalar(select(func.count()).where(Task.instance_id == instance)) == 3
        assert all(verdict.broken is None for verdict in verify_all(session))


@pytest.mark.parametrize("_turn", range(4))
def test_of_a_form_and_a_deadline_at_the_same_moment_exactly_one_wins(
    office: Office, clock_at: At, _turn: int
) -> None:
    deployed(DEADLINE)
    instance = at_choosing(office)
    late = office.task(instance).id
    clock_at("2026-11-23 11:00")

    gate = Barrier(3)

    def hand_in() -> EngineError | None:
        gate.wait()
        try:
            with transaction() as session:
                complete(session, late, {"isi": ["Naskah"]}, by=office.budi)
        except EngineError as error:
            return error
        return None

    def fire() -> int:
        gate.wait()
        return timers.fire_due()

    with ThreadPoolExecutor(3) as pool:
        handed_in, *fired = pool.submit(hand_in), pool.submit(fire), pool.submit(fire)
    refused = handed_in.result()
    with reading() as session:
        state = session.get_one(Task, late).state
        assert all(verdict.broken is None for verdict in verify_all(session))
    assert sum(item.result() for item in fired) == (refused is not None)
    assert (state is TaskState.DONE) == (refused is None)
    assert refused is None or isinstance(refused, DeadlinePassed)
    assert office.task(instance).element == "Periksa"
    assert pending() == []


def test_an_idle_round_of_the_worker_asks_one_statement(office: Office, statements: Counting) -> None:
    deployed(REMINDER, DEADLINE)
    at_choosing(office)
    with statements() as seen:
        assert timers.fire_due() == 0
    assert seen.count == 1, "\n".join(seen.texts)


def test_a_step_with_timers_costs_one_statement_more_when_it_opens_and_when_it_closes(
    office: Office, statements: Counting
) -> None:
    deployed(REMINDER, DEADLINE)
    instance = office.start()
    for element, who, typed, count in (
        ("Serah", office.siti, {"judul": ["Bakti sosial"]}, 8),
        ("Pilih", office.budi, {"isi": ["Naskah"]}, 8),
        ("Periksa", office.ani, {"keputusan": ["ya"]}, 7),
    ):
        task = office.task(instance, element).id
        with statements() as seen, transaction() as session:
            complete(session, task, typed, by=who)
        assert seen.count == count, "\n".join(seen.texts)


def test_many_overdue_timers_fire_in_one_round(office: Office, clock_at: At) -> None:
    deployed(REMINDER)
    instances = [at_choosing(office) for _ in range(10)]
    clock_at(clock.now() + timedelta(days=1))
    assert timers.fire_due() == 10
    assert all(office.task(instance).reminded_at for instance in instances)


class OneRound(Event):
    def wait(self, timeout: float | None = None) -> bool:
        return True


def test_the_worker_looks_for_them_in_every_round(office: Office, clock_at: At) -> None:
    deployed(REMINDER, DEADLINE)
    instance = at_choosing(office)
    assert "fire_timers" in worker._soon()
    clock_at("2026-11-23 09:30")
    worker.run(OneRound())
    assert office.task(instance).reminded_at is not None
    assert office.task(instance).element == "Pilih"
