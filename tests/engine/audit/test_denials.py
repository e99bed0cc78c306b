"""However often somebody tries what they may not: two events an hour, and nothing in the instance."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial

import pytest
from sqlalchemy import Engine, func, select

from engine.actor import Actor
from engine.audit import denials
from engine.audit.verify import verify_all
from engine.database import reading, transaction
from engine.errors import NotAllowed, NotFound
from engine.inbox.claims import claim, release
from engine.inbox.deviations import return_to_submitter, waive_separation
from engine.inbox.drafts import save
from engine.inbox.uploading import may_send
from engine.instances.lifecycle import retry, start, withdraw
from engine.instances.timeline import sentence
from engine.people.rights import Right, require_right
from engine.reports.audit_trail import search
from engine.reports.trail import TrailFilter
from engine.tables.events import Denial, Event
from engine.tables.instances import Instance
from tests.office import Office, last_denied, person

At = Callable[[datetime | str], datetime]
REASON = "Bahan tidak memuat foto kegiatan"


@pytest.fixture
def office(database: Engine) -> Office:
    return Office()


def events(*names: str) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).where(Event.name.in_(names))) or 0


def refuse(task: int, by: Actor) -> None:
    with pytest.raises(NotAllowed), transaction() as session:
        claim(session, task, by=by)


def head(instance: int) -> tuple[int, str]:
    with reading() as session:
        row = session.get_one(Instance, instance)
        return row.chain_seq, row.chain_hash


def test_many_tries_are_two_events_and_leave_the_instance_alone(office: Office, clock_at: At) -> None:
    instance = office.to_approval()
    task, before = office.task(instance).id, head(instance)
    clock_at("2026-11-23 10:05")
    for _ in range(30):
        refuse(task, office.siti)
    assert head(instance) == before
    assert events("deed.denied", "deed.denied_repeatedly") == 1
    with reading() as session:
        row = search(session, TrailFilter(event="deed."), by=office.eko).rows[0]
    assert (row.times, row.instance_id, row.entry.who) == (30, instance, "Siti")

    clock_at("2026-11-23 10:59")
    assert denials.sum_up() == 0
    clock_at("2026-11-23 11:00")
    assert denials.sum_up() == 1
    summed = last_denied(instance)
    assert (summed.name, summed.params["count"], summed.params["deed"]) == (
        "deed.denied_repeatedly", 30, "claim_task",
    )  # fmt: skip
    assert sentence(summed, "id") == (
        "Ditolak: Siti 30 kali mencoba mengambil tugas dalam satu jam sejak "
        "Senin, 23 November 2026, 10.00 WIB"
    )
    assert denials.sum_up() == 0
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Denial)) == 0
        assert all(verdict.broken is None for verdict in verify_all(session))
        rows = search(session, TrailFilter(instance=str(summed.params["lane"])), by=office.eko).rows
    refuse(task, office.siti)
    assert events("deed.denied") == 2
    assert rows == []


def test_once_is_one_event(office: Office, clock_at: At) -> None:
    clock_at("2026-11-23 10:05")
    task = office.task(office.to_approval()).id
    refuse(task, office.siti)
    clock_at("2026-11-23 12:00")
    assert denials.sum_up() == 1
    assert events("deed.denied", "deed.denied_repeatedly") == 1


def test_another_person_action_or_place_is_another_event(office: Office) -> None:
    first, second = office.to_approval(), office.to_approval()
    for instance in (first, second, first):
        task = office.task(instance).id
        for by in (office.siti, office.budi):
            refuse(task, by)
            with pytest.raises(NotAllowed), transaction() as session:
                save(session, task, {"keputusan": ["ya"]}, by=by)
    assert events("deed.denied") == 2 * 2 * 2


def test_an_hour_tells_only_so_many_refusals_apart(office: Office, clock_at: At) -> None:
    clock_at("2026-11-23 10:05")
    for number in range(denials.MAX_DENIALS + 20):
        with pytest.raises(NotAllowed), transaction() as session:
            require_right(session, Right.DEPLOY, office.siti, action=f"number {number}")
    assert events("deed.denied") == denials.MAX_DENIALS + 1
    assert last_denied().params["deed"] == "others"
    clock_at("2026-11-23 11:05")
    assert denials.sum_up() == denials.MAX_DENIALS + 1
    assert last_denied().params["count"] == 20


def test_two_at_the_same_moment_are_counted_both(office: Office) -> None:
    task = office.task(office.to_approval()).id
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(partial(refuse, task), [office.siti] * 8))
    assert events("deed.denied") == 1
    with reading() as session:
        assert session.scalars(select(Denial.times)).all() == [8]
        assert all(verdict.broken is None for verdict in verify_all(session))


def test_of_what_one_may_not_see_nothing_is_said_and_nothing_written(office: Office) -> None:
    """Whatever its state is: running, withdrawn or not there at all."""
    with transaction() as session:
        stranger = person(session, "asing")
    running, ended = office.to_approval(), office.to_approval()
    tasks = {running: office.task(running).id, ended: office.task(ended).id, 10**6: 10**6}
    with transaction() as session:
        withdraw(session, ended, REASON, by=office.wati)
    before = {instance: head(instance) for instance in (running, ended)}
    for instance, task in tasks.items():
        for attempt in (
            lambda s, task=task: claim(s, task, by=stranger),
            lambda s, task=task: release(s, task, by=stranger),
            lambda s, task=task: save(s, task, {"judul": ["x"]}, by=stranger),
            lambda s, task=task: may_send(s, task, "foto", file_name="a.jpg", by=stranger),
            lambda s, task=task: return_to_submitter(s, task, REASON, by=stranger),
            lambda s, task=task: waive_separation(s, task, 1, REASON, by=stranger),
            lambda s, instance=instance: withdraw(s, instance, REASON, by=stranger),
            lambda s, instance=instance: retry(s, instance, by=stranger),
        ):
            with pytest.raises(NotFound), transaction() as session:
                attempt(session)
    assert {instance: head(instance) for instance in (running, ended)} == before
    assert events("deed.denied") == 0


def test_who_may_see_it_is_told_that_they_may_not(office: Office) -> None:
    instance = office.to_approval()
    for attempt in (withdraw, retry):
        with pytest.raises(NotAllowed), transaction() as session:
            attempt(session, instance, *([REASON] if attempt is withdraw else []), by=office.budi)
    with pytest.raises(NotAllowed), transaction() as session:
        start(session, "kecil", by=office.budi)
    assert events("deed.denied") == 3
