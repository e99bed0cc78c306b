"""What tasks, timers and instances carry only for lists stays right, whatever happens to them."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, select, text, update
from sqlalchemy.exc import IntegrityError

from engine.database import reading, transaction
from engine.definitions.releases import deploy
from engine.inbox.claims import claim, release
from engine.inbox.deviations import return_to_submitter
from engine.instances import lifecycle
from engine.instances.timers import fire_due
from engine.tables.instances import OPEN_STATES, Instance, InstanceState, Task, TaskState
from engine.tables.timers import Timer
from tests.conftest import At
from tests.engine.instances.test_reminders_and_deadlines import DEADLINE, at_choosing, deployed
from tests.office import FAILS_AT_NASKAH, Office, small_sop


def check() -> None:
    """What is carried is what it is a copy of."""
    with reading() as session:
        for instance in session.scalars(select(Instance)):
            tasks = session.scalars(select(Task).where(Task.instance_id == instance.id)).all()
            due = [task.due_at for task in tasks if task.state in OPEN_STATES and task.due_at]
            assert instance.due_at == min(due, default=None)
            for task in tasks:
                named = {TaskState.CLAIMED: task.claimed_by, TaskState.OPEN: task.offered_to}
                assert task.waits_for == named.get(task.state)
                assert task.definition_id == instance.definition_id
                assert task.instance_state == instance.state
        for timer in session.scalars(select(Timer)):
            assert timer.instance_state == session.get_one(Instance, timer.instance_id).state
            assert timer.next_at == timer.due_at


def test_from_its_start_to_its_end_and_back(office: Office, clock_at: At) -> None:
    clock_at("2026-11-23 08:00")
    instance = office.to_approval()
    check()
    with transaction() as session:
        claim(session, office.task(instance).id, by=office.ani)
    check()
    with transaction() as session:
        release(session, office.task(instance).id, by=office.ani)
    check()
    office.do(instance, "Periksa", by=office.ani, keputusan="tidak", alasan="Perbaiki ejaan")
    assert office.task(instance).waits_for == office.budi.id
    check()
    with transaction() as session:
        return_to_submitter(session, office.task(instance).id, "Fotonya kurang jelas", by=office.budi)
    check()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial")
    office.do(instance, "Pilih", by=office.budi, isi="Naskah")
    office.do(instance, "Periksa", by=office.ani, keputusan="ya")
    office.do(instance, "Tayang", by=office.budi, url="https://dinsos.example.go.id/1")
    check()
    other = office.start()
    with transaction() as session:
        lifecycle.withdraw(session, other, "Salah memilih SOP", by=office.siti)
    check()


def test_of_an_incident_nothing_waits_until_it_is_retried(office: Office, clock_at: At) -> None:
    clock_at("2026-11-23 08:00")
    with transaction() as session:
        deploy(session, small_sop(yes=FAILS_AT_NASKAH).encode(), "kecil.bpmn")
    instance = office.to_approval()
    office.do(instance, "Periksa", by=office.ani, keputusan="ya")
    with reading() as session:
        assert session.get_one(Instance, instance).state is InstanceState.INCIDENT
    check()
    with transaction() as session:
        lifecycle.retry(session, instance, by=office.wati)
    check()


def test_timers_of_an_incident_wait_with_it(office: Office, clock_at: At) -> None:
    clock_at("2026-11-23 08:00")
    deployed(DEADLINE)
    instance = at_choosing(office)
    incident = {"element": "Pilih", "reason": "?", "token": office.task(instance).token}
    with transaction() as session:
        wanted = update(Instance).where(Instance.id == instance)
        session.execute(wanted.values(state=InstanceState.INCIDENT, incident=incident))
    check()
    clock_at("2026-11-24 08:00")
    assert fire_due() == 0
    with transaction() as session:
        session.execute(wanted.values(state=InstanceState.RUNNING, incident=None))
    assert fire_due() == 1
    check()


@pytest.mark.parametrize("wrong", ["waits_for = 1", "instance_state = 'ended'"])
def test_the_database_refuses_a_wrong_copy(database: Engine, wrong: str) -> None:
    office = Office()
    office.do(office.start(), "Serah", by=office.siti, judul="Bakti sosial")
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(text(f"UPDATE tasks SET {wrong} WHERE state = 'open'"))
