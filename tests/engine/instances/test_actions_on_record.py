"""What an action says of itself in the record, whole; and that it touches no other instance."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine, select

from engine.actor import Actor
from engine.audit.denials import DENIALS, denials_of
from engine.database import reading, transaction
from engine.errors import Invalid, NotAllowed
from engine.inbox.claims import claim, release
from engine.inbox.deviations import return_to_submitter, waive_separation
from engine.instances import timers
from engine.instances.lifecycle import require_reason, retry, start, withdraw
from engine.tables.events import Event
from engine.tables.instances import Instance, TaskState
from engine.tables.people import Grant, GrantKind
from tests.office import EDITOR, FAILS_AT_NASKAH, LEAD, Office, small_sop, timed_sop, timer

At = Callable[[datetime | str], datetime]

REASON = "Bahan tidak memuat foto kegiatan"


@pytest.fixture
def office(sqlite_database: Engine) -> Office:
    return Office()


def last(chain: int | str) -> dict[str, Any]:
    """The body of the newest event of an instance, or of another chain."""
    name = chain if isinstance(chain, str) else f"instance:{chain}"
    with reading() as session:
        newest = select(Event.body).where(Event.chain == name).order_by(Event.seq.desc()).limit(1)
        body: dict[str, Any] = json.loads(session.scalars(newest).one())
    assert datetime.fromisoformat(body.pop("at")).tzinfo is not None
    return body


def who(actor: Actor) -> dict[str, object]:
    return {"id": actor.id, "username": actor.username, "name": actor.name}


def editing(office: Office) -> tuple[int, int]:
    """An instance that waits for an editor, and its task."""
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial")
    return instance, office.task(instance).id


PICKING = {"element": "Pilih", "step": "Memilih bahan"}
CHECKING = {"element": "Periksa", "step": "Memeriksa materi"}


def test_taking_a_task_and_giving_it_back(office: Office) -> None:
    instance, task = editing(office)
    with transaction() as session:
        claim(session, task, by=office.rudi)
    claimed = {
        "name": "task.claimed",
        "by": who(office.rudi),
        "task": task,
        **PICKING,
        "taken_over_from": None,
    }
    assert last(instance) == claimed
    with transaction() as session:
        release(session, task, by=office.wati)
    assert last(instance) == {"name": "task.released", "by": who(office.wati), "task": task, **PICKING}
    with transaction() as session:
        claim(session, task, by=office.rudi)
    with pytest.raises(NotAllowed), transaction() as session:
        release(session, task, by=office.budi)
    lane = "Pengelola Website (Tim Kerja)"
    refused = {"name": "deed.denied", "by": who(office.budi), "deed": "release_task", "reason": "not_allowed"}
    assert last(denials_of(instance)) == {**refused, "lane": lane}


def test_taking_over_says_from_whom_it_was_taken(office: Office) -> None:
    instance = office.to_approval()
    office.do(instance, "Periksa", by=office.ani, keputusan="tidak", alasan="Foto kedua mohon diganti.")
    with transaction() as session:
        claim(session, office.task(instance).id, by=office.rudi)
    assert last(instance)["taken_over_from"] == office.budi.id


def test_starting_and_handing_in(office: Office, clock_at: At) -> None:
    clock_at("2026-11-23 08:00")
    instance = office.start()
    started = {
        "name": "instance.started",
        "v": 2,
        "by": who(office.siti),
        "definition": "kecil",
        "version": 1,
    }
    assert last(instance) == started
    task = office.task(instance).id
    clock_at("2026-11-23 08:20")
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial")
    lane = "Admin Bidang/Petugas Lapangan (Tim Kerja)"
    assert last(instance) == {
        "name": "task.completed", "by": who(office.siti), "task": task, "element": "Serah",
        "step": "Menyerahkan materi", "lane": lane, "round": 1, "waited": 0, "minutes": 20, "norm": 60,
            "by_clock": False, "v": 2,
        "answers": {"judul": "Bakti sosial", "catatan": None},
    }  # fmt: skip


def test_returning_and_withdrawing_are_deviations_that_add_up(office: Office) -> None:
    instance, task = editing(office)
    with transaction() as session:
        return_to_submitter(session, task, f"  {REASON} ", by=office.budi)
    assert last(instance) == {
        "name": "instance.returned", "by": who(office.budi), "task": task, **PICKING,
        "to": "Menyerahkan materi", "reason": REASON, "deviation": True,
    }  # fmt: skip
    with transaction() as session:
        withdraw(session, instance, REASON, by=office.siti)
    withdrawn = {"name": "instance.withdrawn", "by": who(office.siti), "reason": REASON, "deviation": True}
    assert last(instance) == withdrawn
    with reading() as session:
        assert session.get_one(Instance, instance).deviations == 2


def test_waiving_separation(office: Office) -> None:
    with transaction() as session:
        session.add(Grant(person_id=office.budi.id, kind=GrantKind.ROLE, name=LEAD))
    both = Actor(**{**vars(office.budi), "roles": frozenset({EDITOR, LEAD})})
    instance = office.to_approval()
    task = office.task(instance).id
    with transaction() as session:
        waive_separation(session, task, both.id, REASON, by=office.wati)
    assert last(instance) == {
        "name": "separation.waived", "by": who(office.wati), "task": task, **CHECKING,
        "person": "Budi", "person_id": both.id, "reason": REASON, "deviation": True,
    }  # fmt: skip
    office.do(instance, "Periksa", by=both, keputusan="ya")
    assert last(instance)["separation_waived"] is True


def test_a_refused_action_stands_beside_the_story_of_its_instance(office: Office) -> None:
    instance = office.to_approval()
    task = office.task(instance).id
    with pytest.raises(NotAllowed), transaction() as session:
        return_to_submitter(session, task, REASON, by=office.ani)
    refused = {"name": "deed.denied", "reason": "not_allowed"}
    mine = {**refused, "by": who(office.ani)}
    assert last(denials_of(instance)) == {**mine, "deed": "return_case", "step": "Memeriksa materi"}
    with pytest.raises(NotAllowed), transaction() as session:
        retry(session, instance, by=office.ani)
    assert last(denials_of(instance)) == {**mine, "deed": "retry_incident", "right": "retry_incident"}
    with pytest.raises(NotAllowed), transaction() as session:
        waive_separation(session, task, office.budi.id, REASON, by=office.ani)
    assert last(denials_of(instance)) == {**mine, "deed": "waive_separation", "right": "waive_separation"}
    with pytest.raises(NotAllowed), transaction() as session:
        withdraw(session, instance, REASON, by=office.budi)
    assert last(denials_of(instance)) == {
        **refused,
        "by": who(office.budi),
        "deed": "withdraw_case",
        "case": "099/2026-0001",
    }
    assert last(instance)["name"] == "task.completed"


def test_a_refused_start_belongs_to_no_instance(office: Office) -> None:
    with pytest.raises(NotAllowed), transaction() as session:
        start(session, "kecil", by=office.ani)
    assert last(DENIALS) == {
        "name": "deed.denied", "by": who(office.ani), "deed": "start_case", "reason": "not_allowed",
        "procedure": "SOP Kecil",
    }  # fmt: skip


def test_a_deadline_and_a_reminder(sqlite_database: Engine, clock_at: At) -> None:
    clock_at("2026-11-23 08:00")
    office = Office(
        timed_sop(timer("Ingat", "Periksa", "PT30M"), timer("Batas", "Periksa", "PT1H", to="Pilih"))
    )
    instance = office.to_approval()
    of_task = {
        "by": None,
        "task": office.task(instance).id,
        **CHECKING,
        "lane": "Ketua Tim Kerja",
        "round": 1,
    }
    clock_at("2026-11-23 08:30")
    assert timers.fire_due() == 1
    due = "2026-11-23T01:30:00+00:00"
    assert last(instance) == {
        "name": "task.reminded", **of_task, "timer": "Ingat", "due_at": due, "duration": "PT30M", "to": [],
    }  # fmt: skip
    clock_at("2026-11-23 09:00")
    assert timers.fire_due() == 1
    due = "2026-11-23T02:00:00+00:00"
    assert last(instance) == {
        "name": "task.deadline_passed", **of_task, "timer": "Batas", "due_at": due, "duration": "PT1H",
        "to": ["Memilih bahan"],
    }  # fmt: skip


def test_an_incident_says_where_and_why(sqlite_database: Engine) -> None:
    office = Office(small_sop(yes=FAILS_AT_NASKAH))
    instance = office.to_approval()
    office.do(instance, "Periksa", by=office.ani, keputusan="ya")
    raised = last(instance)
    assert (raised["name"], raised["by"], raised["element"]) == ("incident.raised", None, "Disetujui")
    with reading() as session:
        incident = session.get_one(Instance, instance).incident
    assert incident is not None
    assert (incident["element"], incident["reason"]) == ("Disetujui", raised["reason"])
    assert len(raised["reason"]) > 5


def test_whoever_withdraws_leaves_all_other_instances_as_they_are(office: Office) -> None:
    staying = office.to_approval(title="Tetap berjalan")
    leaving = office.to_approval(title="Ditarik")
    with transaction() as session:
        withdraw(session, leaving, REASON, by=office.siti)
    assert office.task(staying).state is TaskState.OPEN
    office.do(staying, "Periksa", by=office.ani, keputusan="ya")
    assert office.task(staying).element == "Tayang"


@pytest.mark.parametrize(
    ("reason", "enough"),
    [
        ("sembilan9", False),
        ("sepuluh 10", True),
        ("x" * 1000, True),
        ("x" * 1001, False),
        (" \n".join("satu"), False),
    ],
)
def test_a_reason_has_ten_to_a_thousand_characters(reason: str, *, enough: bool) -> None:
    if enough:
        assert require_reason(f"  {reason}\n") == reason
    else:
        with pytest.raises(Invalid) as refused:
            require_reason(reason)
        assert refused.value.problems["reason"].params == {"min": 10, "max": 1000}
