"""*Waktu*: what an SOP's owner wants to happen when a step takes too long."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.audit.verify import verify_all
from engine.database import reading, transaction
from engine.definitions.releases import deploy
from engine.errors import DeadlinePassed, InstanceStuck
from engine.inbox import deviations, drafts
from engine.inbox.claims import claim
from engine.inbox.complete import complete
from engine.instances import timers
from engine.instances.lifecycle import retry, withdraw
from engine.instances.timeline import sentence, timeline
from engine.tables.instances import Instance, InstanceState, Task, TaskState
from engine.tables.timers import Timer
from tests.conftest import At
from tests.office import FAILS_AT_RUSAK, Office, small_sop, timed_sop, timer

#: A Monday.
MORNING = "2026-11-23 09:00"
REMINDER = timer("Ingat", "Pilih", "PT30M")
DEADLINE = timer("Batas", "Pilih", "PT2H", to="Periksa")


@pytest.fixture(autouse=True)
def morning(office: Office, clock_at: At) -> None:
    clock_at(MORNING)


def deployed(*timed: str, xml: str = "") -> None:
    with transaction() as session:
        deploy(session, timed_sop(*timed, xml=xml).encode(), "kecil.bpmn")


def at_choosing(office: Office, **typed: str) -> int:
    """An instance that waits for Budi."""
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial", **typed)
    return instance


def story(instance: int, language: str = "id") -> list[str]:
    with reading() as session:
        return [sentence(entry, language) for entry in timeline(session, instance)]


def pending() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(Timer.element).order_by(Timer.element)))


def row(instance: int) -> Instance:
    with reading() as session:
        return session.get_one(Instance, instance)


def test_a_reminder_leaves_the_step_to_whoever_has_it_and_comes_once(office: Office, clock_at: At) -> None:
    deployed(REMINDER)
    instance = at_choosing(office)
    with transaction() as session:
        claim(session, office.task(instance).id, by=office.budi)
    clock_at("2026-11-23 09:29")
    assert timers.fire_due() == 0
    now = clock_at("2026-11-23 09:31")
    assert [timers.fire_due(), timers.fire_due()] == [1, 0]
    task = office.task(instance)
    assert (task.element, task.state, task.claimed_by) == ("Pilih", TaskState.CLAIMED, office.budi.id)
    assert task.reminded_at == now
    assert story(instance)[0] == "Pengingat untuk “Memilih bahan” setelah 30 menit"
    assert story(instance, "en")[0] == "Reminder of “Memilih bahan” after 30 minutes"
    assert pending() == []


def test_only_working_time_counts(office: Office, clock_at: At) -> None:
    deployed(timer("Ingat", "Pilih", "PT1H"), timer("Batas", "Pilih", "P2D", to="Periksa"))
    clock_at("2026-11-20 16:00")
    instance = at_choosing(office)
    clock_at("2026-11-23 07:59")
    assert timers.fire_due() == 0
    clock_at("2026-11-23 08:00")
    assert timers.fire_due() == 1
    clock_at("2026-11-24 15:59")
    assert timers.fire_due() == 0
    clock_at("2026-11-24 16:00")
    assert timers.fire_due() == 1
    assert office.task(instance).element == "Periksa"


def test_a_deadline_takes_the_step_away_and_the_instance_goes_on(office: Office, clock_at: At) -> None:
    deployed(REMINDER, DEADLINE, timer("Ingat2", "Pilih", "PT90M"))
    instance = at_choosing(office)
    late = office.task(instance).id
    with transaction() as session:
        claim(session, late, by=office.budi)
    assert pending() == ["Batas", "Ingat", "Ingat2"]
    now = clock_at("2026-11-23 11:00")
    assert timers.fire_due() == 3
    assert office.task(instance).element == "Periksa"
    assert (
        story(instance)[0]
        == "Batas waktu 2 jam untuk “Memilih bahan” terlampaui; berkas diteruskan ke “Memeriksa materi”"
    )
    with reading() as session:
        gone = session.get_one(Task, late)
        assert (gone.state, gone.lapsed_at, gone.lapsed_by) == (TaskState.CANCELLED, now, "Batas")
        assert all(verdict.broken is None for verdict in verify_all(session))
    assert pending() == []


def test_who_comes_after_the_deadline_is_told_and_keeps_what_was_typed(office: Office, clock_at: At) -> None:
    deployed(DEADLINE)
    instance = at_choosing(office)
    late = office.task(instance).id
    now = clock_at("2026-11-23 11:00")
    timers.fire_due()
    with pytest.raises(DeadlinePassed) as refused, transaction() as session:
        complete(session, late, {"isi": ["Naskah"]}, by=office.budi)
    assert refused.value.params == {"when": now, "to": "“Memeriksa materi”"}
    with reading() as session:
        kept = drafts.load(session, late, by=office.budi)
        assert kept is not None
        assert kept.typed == {"isi": ["Naskah"]}


def test_a_reminder_may_open_a_step_beside(office: Office, clock_at: At) -> None:
    deployed(timer("Ingat", "Pilih", "PT30M", to="Tayang"))
    instance = at_choosing(office)
    clock_at("2026-11-23 09:30")
    timers.fire_due()
    assert office.task(instance, "Pilih").reminded_at is not None
    assert office.task(instance, "Tayang").reminded_at is None
    assert story(instance)[0] == "Pengingat untuk “Memilih bahan” setelah 30 menit; “Menayangkan” dibuka"


def test_a_deadline_may_end_the_instance(office: Office, clock_at: At) -> None:
    deployed(timer("Batas", "Pilih", "PT2H", to="Selesai"))
    instance = at_choosing(office)
    clock_at("2026-11-23 11:00")
    timers.fire_due()
    assert row(instance).state is InstanceState.ENDED
    assert story(instance)[1].endswith("berkas diteruskan ke akhir berkas")


def test_each_round_of_a_step_has_its_own_time(office: Office, clock_at: At) -> None:
    deployed(DEADLINE)
    instance = at_choosing(office)
    clock_at("2026-11-23 10:30")
    office.do(instance, "Pilih", by=office.budi, isi="Naskah")
    assert pending() == []
    office.do(instance, "Periksa", by=office.ani, keputusan="tidak", alasan="Perbaiki ejaan")
    clock_at("2026-11-23 11:30")
    assert (pending(), timers.fire_due()) == (["Batas"], 0)


def test_timers_go_with_their_task(office: Office) -> None:
    deployed(REMINDER, DEADLINE, timer("Ingat1", "Serah", "PT30M"))
    instance = at_choosing(office)
    with transaction() as session:
        deviations.return_to_submitter(
            session, office.task(instance).id, "Alasan yang cukup panjang", by=office.budi
        )
    assert pending() == ["Ingat1"]
    with transaction() as session:
        withdraw(session, instance, "Alasan yang cukup panjang", by=office.siti)
    assert pending() == []


FAILING = small_sop(yes=FAILS_AT_RUSAK)


def set_note(instance: int, text: str) -> None:
    with transaction() as session:
        found = session.get_one(Instance, instance)
        found.data = {**found.data, "catatan": text}


def test_a_diagram_that_fails_at_a_deadline_is_an_incident_that_can_be_retried(
    office: Office, clock_at: At
) -> None:
    deployed(timer("Batas", "Tayang", "PT2H", to="Disetujui"), xml=FAILING)
    instance = at_choosing(office, catatan="x")
    office.do(instance, "Pilih", by=office.budi, isi="Naskah")
    office.do(instance, "Periksa", by=office.ani, keputusan="ya")
    set_note(instance, "rusak")
    late = office.task(instance).id
    clock_at("2026-11-23 11:00")
    assert [timers.fire_due(), timers.fire_due()] == [1, 0]
    assert row(instance).state is InstanceState.INCIDENT
    assert [line.split(" ")[0] for line in story(instance)[:2]] == ["Berkas", "Batas"]
    with pytest.raises(InstanceStuck), transaction() as session:
        complete(session, late, {"url": ["https://dinsos.example/a"]}, by=office.budi)

    with transaction() as session:
        assert retry(session, instance, by=office.wati).state is InstanceState.INCIDENT
    set_note(instance, "x")
    with transaction() as session:
        assert retry(session, instance, by=office.wati).state is InstanceState.RUNNING
    assert office.task(instance).id != late
    assert len([line for line in story(instance) if line.startswith("Batas waktu")]) == 1
    with reading() as session:
        assert session.get_one(Task, late).lapsed_by == "Batas"


def test_what_was_handed_in_is_not_late_although_the_diagram_failed_then(
    office: Office, clock_at: At
) -> None:
    deployed(timer("Batas", "Periksa", "PT2H", to="Tayang"), xml=FAILING)
    instance = at_choosing(office, catatan="rusak")
    office.do(instance, "Pilih", by=office.budi, isi="Naskah")
    office.do(instance, "Periksa", by=office.ani, keputusan="ya")
    assert row(instance).state is InstanceState.INCIDENT
    assert pending() == []
    set_note(instance, "x")
    with transaction() as session:
        retry(session, instance, by=office.wati)
    clock_at("2026-11-23 14:00")
    assert timers.fire_due() == 0
    assert office.task(instance).element == "Tayang"


def test_an_incident_stops_the_clocks_of_its_instance(office: Office, clock_at: At) -> None:
    deployed(DEADLINE)
    instance = at_choosing(office)
    with transaction() as session:
        stuck = session.get_one(Instance, instance)
        stuck.state, stuck.incident = InstanceState.INCIDENT, {"token": "0", "element": "x", "reason": "x"}
    clock_at("2026-11-23 14:00")
    assert timers.fire_due() == 0
    assert pending() == ["Batas"]


def test_a_timer_that_fails_unforeseen_neither_stops_the_others_nor_comes_back_at_once(
    office: Office, clock_at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    deployed(REMINDER)
    broken, good = at_choosing(office), at_choosing(office)
    announce = timers._announce

    def fail_for_one(session: Session, instance: Instance, *others: Any) -> None:
        if instance.id == broken:
            raise RuntimeError("unforeseen")
        announce(session, instance, *others)

    monkeypatch.setattr(timers, "_announce", fail_for_one)
    now = clock_at("2026-11-23 10:00")
    assert timers.fire_due() == 1
    assert office.task(good).reminded_at == now
    assert office.task(broken).reminded_at is None
    monkeypatch.setattr(timers, "_announce", announce)
    assert timers.fire_due() == 0
    clock_at(now + timers.RETRY_AFTER)
    assert timers.fire_due() == 1
