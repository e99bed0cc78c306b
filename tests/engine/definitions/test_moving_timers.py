"""Running instances take their reminders and deadlines along to another version."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from engine.database import reading, transaction
from engine.definitions import releases
from engine.inbox.claims import claim
from engine.instances import moving, timers
from engine.tables.instances import TaskState
from engine.tables.timers import Timer
from tests.conftest import At
from tests.office import Office, timed_sop, timer

SOON, LATE = timer("Ingat", "Pilih", "PT30M"), timer("Batas", "Pilih", "PT2H", to="Periksa")


def deployed(*timed: str) -> int:
    with transaction() as session:
        return releases.deploy(session, timed_sop(*timed).encode(), "kecil.bpmn").version_id


def moved(office: Office, *timed: str, mapping: dict[str, dict[str, str]] | None = None) -> None:
    version = deployed(*timed)
    with transaction() as session:
        moving.begin(session, version, mapping=mapping, by=office.tono)
    moving.work_off()


def pending() -> dict[str, str]:
    """Timer → when it fires, on that Monday in Jakarta."""
    with reading() as session:
        found = session.scalars(select(Timer).order_by(Timer.element))
        return {item.element: f"{item.due_at.astimezone(ZoneInfo('Asia/Jakarta')):%H:%M}" for item in found}


@pytest.fixture
def instance(office: Office, clock_at: At) -> int:
    """Waits for Budi since nine, with a reminder and a deadline; it is a quarter past."""
    deployed(SOON, LATE)
    clock_at("2026-11-23 09:00")
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial")
    with transaction() as session:
        claim(session, office.task(instance).id, by=office.budi)
    clock_at("2026-11-23 09:15")
    assert pending() == {"Batas": "11:00", "Ingat": "09:30"}
    return instance


def test_what_is_the_same_keeps_its_moment(office: Office, instance: int) -> None:
    moved(office, LATE, SOON, timer("Lain", "Periksa", "PT5M"))
    assert pending() == {"Batas": "11:00", "Ingat": "09:30"}
    task = office.task(instance)
    assert (task.state, task.claimed_by) == (TaskState.CLAIMED, office.budi.id)


def test_the_same_time_written_otherwise_is_the_same(office: Office, instance: int) -> None:
    moved(office, SOON, timer("Batas", "Pilih", "PT120M", to="Periksa"))
    assert pending()["Batas"] == "11:00"


def test_what_was_added_or_changed_counts_from_the_move(office: Office, instance: int) -> None:
    moved(office, timer("Ingat", "Pilih", "PT45M"), LATE, timer("Ingat2", "Pilih", "PT1H"))
    assert pending() == {"Batas": "11:00", "Ingat": "10:00", "Ingat2": "10:15"}


def test_what_was_removed_does_not_come(office: Office, instance: int) -> None:
    moved(office)
    assert pending() == {}


def test_what_has_fired_does_not_fire_again(office: Office, instance: int, clock_at: At) -> None:
    clock_at("2026-11-23 09:31")
    timers.fire_due()
    moved(office, SOON, LATE, timer("Ingat2", "Pilih", "PT90M"))
    assert pending() == {"Batas": "11:00", "Ingat2": "11:01"}


def test_a_reminder_that_becomes_a_deadline_counts_from_the_move(office: Office, instance: int) -> None:
    moved(office, timer("Ingat", "Pilih", "PT30M", to="Periksa").replace('cancelActivity="false"', ""))
    assert pending() == {"Ingat": "09:45"}


def test_a_renamed_step_takes_its_timers_along(office: Office, instance: int) -> None:
    renamed = [item.replace('"Pilih"', '"Memilih"') for item in (SOON, LATE)]
    xml = (
        timed_sop(*renamed)
        .replace('"Pilih"', '"Memilih"')
        .replace(">Pilih<", ">Memilih<")
        .replace('value="Serah Pilih"', 'value="Serah Memilih"')
        .replace('"Ingat"', '"Pengingat_baru"')
    )
    with transaction() as session:
        version = releases.deploy(session, xml.encode(), "kecil.bpmn").version_id
    with transaction() as session:
        moving.begin(session, version, by=office.tono)
    moving.work_off()
    assert office.task(instance).element == "Memilih"
    assert pending() == {"Batas": "11:00", "Pengingat_baru": "09:30"}


def test_going_back_to_the_earlier_version_is_the_same(office: Office, instance: int, clock_at: At) -> None:
    moved(office, SOON)
    clock_at("2026-11-23 09:20")
    with transaction() as session:
        earlier = releases.deploy(session, timed_sop(SOON, LATE).encode(), "kecil.bpmn").version_id
    with transaction() as session:
        moving.begin(session, earlier, by=office.tono)
    moving.work_off()
    assert pending() == {"Batas": "11:20", "Ingat": "09:30"}
    clock_at("2026-11-23 11:20")
    assert timers.fire_due() == 2
    assert office.task(instance).element == "Periksa"
