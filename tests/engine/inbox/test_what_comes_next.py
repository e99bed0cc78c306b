"""A task knows to whom the instance may go next, and why it came back."""

from __future__ import annotations

from sqlalchemy import Engine

from engine.actor import Actor
from engine.database import reading
from engine.inbox.arrival import Arrival, arrival
from engine.inbox.task import TaskView, view_task
from engine.instances import timers
from tests.conftest import At
from tests.office import Office, small_sop, timed_sop, timer


def view(office: Office, instance: int, element: str | None = None, *, by: Actor) -> TaskView:
    with reading() as session:
        return view_task(session, office.task(instance, element).id, by=by)


def why(office: Office, instance: int, *, by: Actor) -> tuple[bool, dict[str, object]]:
    """Whether it was sent back, and the decision that is told."""
    came = arrival(view(office, instance, by=by))
    assert isinstance(came, Arrival)
    return came.back, {field.name: came.answers.get(field.name) for field in came.fields}


def test_after_a_decision_come_the_roles_of_both_answers(sqlite_database: Engine) -> None:
    office = Office()
    instance = office.start()
    assert view(office, instance, by=office.siti).next_roles == ["Pengelola Website"]
    instance = office.to_approval()
    deciding = view(office, instance, by=office.ani)
    assert deciding.decides
    assert deciding.next_roles == ["Pengelola Website"]
    office.do(instance, "Periksa", by=office.ani, keputusan="ya")
    last = view(office, instance, by=office.budi)
    assert not last.decides
    assert last.next_roles == []


def test_roles_of_one_lane_are_said_together(sqlite_database: Engine) -> None:
    office = Office(
        small_sop().replace("Pengelola Website (Tim Kerja)", "Humas/Pengelola Website (Tim Kerja)")
    )
    assert view(office, office.start(), by=office.siti).next_roles == ["Humas / Pengelola Website"]


def test_an_instance_that_was_sent_back_tells_the_decision_that_did_it(sqlite_database: Engine) -> None:
    office = Office()
    instance = office.to_approval()
    assert arrival(view(office, instance, by=office.ani)) is None
    office.do(instance, "Periksa", by=office.ani, keputusan="tidak", alasan="Foto kedua mohon diganti.")
    told = {"keputusan": "tidak", "alasan": "Foto kedua mohon diganti."}
    assert why(office, instance, by=office.budi) == (True, told)
    office.do(instance, "Pilih", by=office.budi, isi="Naskah kedua")
    assert why(office, instance, by=office.ani) == (False, told)


def test_when_a_deadline_brought_it_back_nobody_decided(sqlite_database: Engine, clock_at: At) -> None:
    clock_at("2026-11-23 08:00")
    office = Office(timed_sop(timer("Batas", "Periksa", "PT1H", to="Pilih")))
    instance = office.to_approval()
    clock_at("2026-11-23 10:00")
    assert timers.fire_due() == 1
    assert why(office, instance, by=office.budi) == (False, {})
