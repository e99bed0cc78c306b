"""Who leaves takes no work along: it is their colleagues' again; a lane that nobody is left for is known."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, select

from engine.actor import Actor
from engine.database import reading, transaction
from engine.inbox.claims import claim
from engine.inbox.queries import my_tasks
from engine.inbox.stranded import EmptyLane, WaitingTask, free_stranded, lanes_of_nobody, tasks_for
from engine.inbox.waiting import TaskFilter
from engine.people.accounts import activate, deactivate
from engine.people.grants import set_grants
from engine.tables.events import Event
from engine.tables.instances import TaskState
from tests.office import EDITOR, LEAD, Office

EDITING = "Pengelola Website (Tim Kerja)"


@pytest.fixture
def office(database: Engine) -> Office:
    return Office()


def leaves(office: Office, person: Actor) -> None:
    with transaction() as session:
        deactivate(session, person.id, by=office.dewi)


def loses_the_role(office: Office, person: Actor) -> None:
    with transaction() as session:
        set_grants(session, person.id, roles=(LEAD,), offices=(), by=office.dewi)


def seen_by(person: Actor) -> list[str]:
    with reading() as session:
        return [row.name for row in my_tasks(session, TaskFilter(), by=person).rows]


def editing(office: Office, holder: Actor) -> int:
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial")
    with transaction() as session:
        claim(session, office.task(instance).id, by=holder)
    return instance


def returned(office: Office, first: Actor) -> int:
    """Sent back by who approves: it waits for who did it first."""
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial")
    office.do(instance, "Pilih", by=first, isi="Naskah")
    office.do(instance, "Periksa", by=office.ani, keputusan="tidak", alasan="Belum lengkap")
    return instance


@pytest.mark.parametrize("makes_wait", [editing, returned])
@pytest.mark.parametrize("goes", [leaves, loses_the_role])
def test_what_waited_for_who_leaves_waits_for_colleagues(
    office: Office, makes_wait: Callable[[Office, Actor], int], goes: Callable[[Office, Actor], None]
) -> None:
    instance = makes_wait(office, office.budi)
    assert seen_by(office.rudi) == []
    with reading() as session:
        assert [held.name for held in tasks_for(session, office.budi.id)] == ["Memilih bahan"]
        assert tasks_for(session, office.rudi.id) == []
    assert free_stranded() == 0
    goes(office, office.budi)
    assert free_stranded(office.rudi.id, by=office.dewi) == 0
    assert free_stranded(office.budi.id, by=office.dewi) == 1
    assert seen_by(office.rudi) == ["Memilih bahan"]
    with reading() as session:
        assert tasks_for(session, office.budi.id) == []
        last = session.scalars(
            select(Event.name).where(Event.chain == f"instance:{instance}").order_by(Event.seq.desc())
        ).first()
    assert last == "task.freed"
    office.do(instance, "Pilih", by=office.rudi, isi="Naskah")


def test_a_claim_on_its_way_is_found_by_the_worker(office: Office) -> None:
    """Whoever was deactivated between login and claim holds a task for a quarter of an hour at most."""
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial")
    task, gate = office.task(instance).id, threading.Barrier(2)

    def claims() -> None:
        gate.wait()
        with transaction() as session:
            claim(session, task, by=office.budi)

    def goes() -> None:
        gate.wait()
        leaves(office, office.budi)
        free_stranded(office.budi.id, by=office.dewi)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(claims), pool.submit(goes)]:
            done.result()
    free_stranded()
    assert office.task(instance).state is TaskState.OPEN
    assert seen_by(office.rudi) == ["Memilih bahan"]


def test_two_free_the_same_task_once(office: Office) -> None:
    instance = editing(office, office.budi)
    leaves(office, office.budi)
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(lambda _: free_stranded(), range(4))) == 1
    assert office.task(instance).state is TaskState.OPEN


def test_who_comes_back_in_time_keeps_the_work(office: Office) -> None:
    instance = editing(office, office.budi)
    leaves(office, office.budi)
    with transaction() as session:
        activate(session, office.budi.id, by=office.dewi)
    assert free_stranded() == 0
    assert office.task(instance).claimed_by == office.budi.id


def test_a_lane_without_people_is_known_with_what_waits_there(office: Office) -> None:
    with reading() as session:
        assert lanes_of_nobody(session) == []
    editing(office, office.budi)
    leaves(office, office.budi)
    loses_the_role(office, office.rudi)
    with reading() as session:
        assert lanes_of_nobody(session) == [EmptyLane("SOP Kecil", EDITING, 1)]
    with transaction() as session:
        set_grants(session, office.rudi.id, roles=(EDITOR,), offices=(), by=office.dewi)
    with reading() as session:
        assert lanes_of_nobody(session) == []


def test_a_held_task_is_named_with_its_instance(office: Office) -> None:
    editing(office, office.budi)
    with reading() as session:
        assert tasks_for(session, office.budi.id) == [WaitingTask("Memilih bahan", "099/2026-0001")]
