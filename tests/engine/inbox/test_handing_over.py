"""Who leaves hands over by name: to colleagues who may, each of whom is told."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, select

from engine.database import reading, transaction
from engine.errors import Invalid, NotAllowed
from engine.inbox.claims import claim
from engine.inbox.handing_over import hand_over, tasks_of_person
from engine.inbox.queries import my_tasks
from engine.inbox.waiting import TaskFilter
from engine.people.notices import Topic, notices
from engine.tables.events import Event
from engine.tables.instances import TaskState
from tests.office import EDITOR, LEAD, Office, person


@pytest.fixture
def office(database: Engine) -> Office:
    return Office()


def held(office: Office) -> tuple[int, int]:
    """An instance and the task of choosing, which Budi holds."""
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial")
    task = office.task(instance).id
    with transaction() as session:
        claim(session, task, by=office.budi)
    return instance, task


def names_of(instance: int) -> list[str]:
    with reading() as session:
        rows = select(Event.name).where(Event.chain == f"instance:{instance}").order_by(Event.seq)
        return list(session.scalars(rows))


def test_a_task_goes_to_a_colleague_who_is_told(office: Office) -> None:
    instance, task = held(office)
    with reading() as session:
        [waiting] = tasks_of_person(session, office.budi.id)
    assert (waiting.id, waiting.colleagues) == (task, {office.rudi.id: office.rudi.name})
    with transaction() as session:
        assert hand_over(session, task, holder=office.budi.id, to=office.rudi.id, by=office.dewi)
    assert names_of(instance)[-1] == "task.handed_over"
    after = office.task(instance)
    assert (after.state, after.offered_to, after.claimed_by) == (TaskState.OPEN, office.rudi.id, None)
    with reading() as session:
        [told] = notices(session, by=office.rudi)
        assert notices(session, by=office.budi) == []
        [row] = my_tasks(session, TaskFilter(), by=office.rudi).rows
    assert told.topic is Topic.WORK
    assert told.sentence("id") == (
        f"{office.dewi.name} menyerahkan tugas “Memilih bahan (099/2026-0001)” dari {office.budi.name} "
        f"kepada {office.rudi.name}"
    )
    assert row.offered_to_me
    office.do(instance, "Pilih", by=office.rudi, isi="Naskah")


def test_a_task_can_go_to_all_colleagues(office: Office) -> None:
    instance, task = held(office)
    with transaction() as session:
        assert hand_over(session, task, holder=office.budi.id, to=None, by=office.dewi)
        # It waits for Budi no longer.
        assert not hand_over(session, task, holder=office.budi.id, to=office.rudi.id, by=office.dewi)
    assert names_of(instance)[-1] == "task.released"
    assert office.task(instance).offered_to is None


def test_it_goes_to_nobody_who_could_not_do_it(office: Office) -> None:
    instance, _task = held(office)
    office.do(instance, "Pilih", by=office.budi, isi="Naskah")
    with transaction() as session:
        both = person(session, "ratna", EDITOR, LEAD)
        lead = person(session, "lisa", LEAD)
    check = office.task(instance).id
    with transaction() as session:
        claim(session, check, by=office.ani)
    with reading() as session:
        [waiting] = tasks_of_person(session, office.ani.id)
    # Who chose may not check (pemisahan_tugas), and Budi is no lead.
    assert {both.id, lead.id} <= waiting.colleagues.keys()
    assert office.budi.id not in waiting.colleagues
    for stranger in (office.budi.id, office.ani.id, 10**6):
        with pytest.raises(Invalid), transaction() as session:
            hand_over(session, check, holder=office.ani.id, to=stranger, by=office.dewi)
    assert office.task(instance).claimed_by == office.ani.id


def test_only_who_administers_accounts_gives_others_work_away(office: Office) -> None:
    _instance, task = held(office)
    for someone in (office.budi, office.rudi, office.siti):
        with pytest.raises(NotAllowed), transaction() as session:
            hand_over(session, task, holder=office.budi.id, to=office.rudi.id, by=someone)
