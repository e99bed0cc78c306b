"""Many people at once: exactly one wins, nobody loses what they typed."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from engine.actor import Actor
from engine.audit import log
from engine.audit.names import EventName
from engine.audit.verify import verify_all
from engine.database import reading, transaction
from engine.definitions import drafts as drafts_of_versions
from engine.definitions import releases, reviews
from engine.errors import Conflict, EngineError, TaskAlreadyDone
from engine.inbox import claims, deviations, drafts
from engine.inbox.complete import complete
from engine.instances.lifecycle import start, withdraw
from engine.people.accounts import add_person, rename
from engine.people.grants import set_grants
from engine.people.person import lock_person
from engine.tables.definitions import Definition, Version
from engine.tables.events import Event
from engine.tables.instances import Instance, InstanceState, Task
from tests.conftest import At
from tests.office import EDITOR, FIELD, Office, person, small_sop
from tests.patience import PATIENCE

PEOPLE = 20


def test_twenty_people_submit_one_task_and_one_is_accepted(office: Office) -> None:
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial")
    task = office.task(instance).id
    with transaction() as session:
        editors = [person(session, f"editor{n}", EDITOR) for n in range(PEOPLE)]
    gate = threading.Barrier(PEOPLE)

    def submit(editor: Actor) -> Conflict | None:
        gate.wait()
        try:
            with transaction() as session:
                complete(session, task, {"isi": [f"Naskah {editor.name}"]}, by=editor)
        except Conflict as error:
            return error
        return None

    with ThreadPoolExecutor(PEOPLE) as pool:
        outcomes = list(pool.map(submit, editors))

    [winner] = [editor for editor, error in zip(editors, outcomes, strict=True) if error is None]
    losers = [editor for editor in editors if editor is not winner]
    assert all(
        isinstance(error, TaskAlreadyDone) and error.params["who"] == winner.name
        for error in outcomes
        if error is not None
    )
    with reading() as session:
        row = session.get_one(Instance, instance)
        assert row.data["isi"] == f"Naskah {winner.name}"
        assert session.scalar(select(func.count()).where(Task.instance_id == instance)) == 3
        for loser in losers:
            draft = drafts.load(session, task, by=loser)
            assert draft is not None
            assert draft.typed == {"isi": [f"Naskah {loser.name}"]}
        assert all(verdict.broken is None for verdict in verify_all(session))


def test_the_first_instances_of_a_year_started_at_once_have_numbers_of_their_own(
    office: Office, clock_at: At
) -> None:
    with transaction() as session:
        officers = [person(session, f"petugas{n}", FIELD) for n in range(8)]
    for year in range(2026, 2030):
        clock_at(f"{year}-01-01 00:00")
        assert at_once(*((start, "kecil", officer) for officer in officers)) == [None] * 8
    with reading() as session:
        numbers = sorted(session.scalars(select(Instance.number)))
    assert numbers == [f"099/{year}-{n:04d}" for year in range(2026, 2030) for n in range(1, 9)]


def at_once(*actions: tuple[Any, ...]) -> list[EngineError | None]:
    """Each (use case, its arguments, by) in a thread and a transaction of its own; what it raised."""
    gate = threading.Barrier(len(actions))

    def do(action: tuple[Any, ...]) -> EngineError | None:
        use_instance, *arguments, by = action
        gate.wait()
        try:
            with transaction() as session:
                use_instance(session, *arguments, by=by)
        except EngineError as error:
            return error
        return None

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(do, actions))


@pytest.mark.parametrize("_turn", range(4))
def test_windows_of_one_person_save_their_first_draft_at_once(office: Office, _turn: int) -> None:
    task = office.task(office.start()).id
    typed = [{"judul": [f"Naskah {n}"]} for n in range(6)]
    assert at_once(*((drafts.save, task, item, office.siti) for item in typed)) == [None] * 6
    with reading() as session:
        kept = drafts.load(session, task, by=office.siti)
        assert kept is not None
        assert kept.typed in typed


@pytest.mark.parametrize("_turn", range(4))
def test_whatever_is_done_to_an_instance_at_once_it_stays_whole(office: Office, _turn: int) -> None:
    """Each action is done or refused with a reason; none waits for another that waits for it."""
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial")
    task, reason = office.task(instance).id, "Alasan yang cukup panjang"
    with transaction() as session:
        drafts.save(session, task, {"isi": ["Awal"]}, by=office.budi)
    outcomes = at_once(
        (withdraw, instance, reason, office.siti),
        (withdraw, instance, reason, office.wati),
        (drafts.save, task, {"isi": ["Naskah lain"]}, office.budi),
        (complete, task, {"isi": ["Naskah pertama"]}, office.budi),
        (claims.claim, task, office.rudi),
        (claims.claim, task, office.budi),
        (claims.release, task, office.wati),
        (deviations.return_to_submitter, task, reason, office.budi),
    )
    assert [error for error in outcomes if error and not isinstance(error, Conflict)] == []
    assert outcomes[:2].count(None) == 1
    with reading() as session:
        assert session.get_one(Instance, instance).state is InstanceState.WITHDRAWN
        assert all(verdict.broken is None for verdict in verify_all(session))


def test_a_file_that_goes_while_it_is_handed_in_takes_no_words_along(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_told: object, **_more: object) -> None:
        raise Conflict

    monkeypatch.setattr("engine.inbox.complete.attach", gone)
    task = office.task(office.start()).id
    with pytest.raises(Conflict), transaction() as session:
        complete(session, task, {"judul": ["Bakti sosial"]}, by=office.siti)
    with reading() as session:
        kept = drafts.load(session, task, by=office.siti)
        assert kept is not None
        assert kept.typed == {"judul": ["Bakti sosial"]}


def test_the_first_events_of_a_chain_come_at_once(database: Engine) -> None:
    with transaction() as session:
        somebody = [person(session, f"orang{n}") for n in range(6)]
    for turn in range(4):
        chain, event = f"chain {turn}", EventName.PERSON_LOGGED_IN
        assert at_once(*((log.record_on, chain, event, actor) for actor in somebody)) == [None] * 6
    with reading() as session:
        assert [verdict.events for verdict in verify_all(session) if verdict.broken is None] == [6] * 4


def test_a_definition_that_several_bring_at_once_is_one(office: Office) -> None:
    """Each brought another file of it."""
    for turn in range(3):
        files = [small_sop(key=f"baru_{turn}", yes=f'keputusan == "ya" or {n} == 9') for n in range(4)]
        actions = [(releases.upload, file.encode(), "baru.bpmn", office.tono) for file in files]
        assert at_once(*actions) == [None] * 4
        with reading() as session:
            numbers = select(Version.number).join(Definition).where(Definition.key == f"baru_{turn}")
            assert sorted(session.scalars(numbers)) == [1, 2, 3, 4]


def test_two_versions_put_in_force_at_once_follow_each_other(office: Office) -> None:
    for turn in range(3):
        with transaction() as session:
            versions = [
                drafts_of_versions.new_draft(session, "kecil", source=1, by=office.tono).id for _n in range(2)
            ]
        with transaction() as session:
            for number, version in enumerate(versions):
                xml = small_sop().replace("Memeriksa materi", f"Memeriksa materi {turn} {number}")
                drafts_of_versions.save(session, version, xml, seen=1, by=office.tono)
                reviews.submit(session, version, "Nama langkah diperjelas", by=office.tono)
                reviews.approve(session, version, by=office.wati)
        assert at_once(*((releases.activate, version, office.tono) for version in versions)) == [None, None]
    with reading() as session:
        told = session.scalars(select(Event.body).where(Event.name == "version.retired")).all()
        assert len(told) == len(set(told)) == 6
        assert all(verdict.broken is None for verdict in verify_all(session))


def test_somebody_is_added_while_an_administrator_changes_and_neither_waits_for_the_other(
    postgres_database: Engine,
) -> None:
    """Both write to the chain of people, and one of them has something to do afterwards."""
    with transaction() as session:
        admin = person(session, "dewi", offices=("admin",))
        other = person(session, "rini", offices=("admin",))
    chain_held, admin_held = threading.Event(), threading.Event()

    def hire() -> None:
        with transaction() as session:
            new = add_person(session, username="baru", name="Baru", by=other)
            chain_held.set()
            assert admin_held.wait(PATIENCE)
            set_grants(session, new.id, roles=(FIELD,), offices=(), by=other)

    def change() -> None:
        assert chain_held.wait(PATIENCE)
        with transaction() as session:
            lock_person(session, admin.id)
            admin_held.set()
            rename(session, admin.id, name="Dewi Lestari", unit="", by=admin)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(hire), pool.submit(change)]:
            done.result(timeout=PATIENCE)
    with reading() as session:
        [verdict] = verify_all(session)
        assert (verdict.events, verdict.broken) == (3, None)


def test_an_admin_who_logs_in_elsewhere_may_change_somebody_at_the_same_moment(
    postgres_database: Engine,
) -> None:
    """The event of the change refers to who made it."""
    with transaction() as session:
        admin = person(session, "dewi", offices=("admin",))
        siti = person(session, "siti")
    locked = threading.Event()

    def change() -> None:
        with transaction() as session:
            log.lock_chain(session, log.PEOPLE)
            assert locked.wait(PATIENCE)
            rename(session, siti.id, name="Siti Aminah", unit="", by=admin)

    def enter() -> None:
        with transaction() as session:
            lock_person(session, admin.id)
            locked.set()
            log.record_on(session, log.PEOPLE, EventName.PERSON_LOGGED_IN, by=admin)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(change), pool.submit(enter)]:
            done.result(timeout=PATIENCE)
    with reading() as session:
        assert all(verdict.broken is None for verdict in verify_all(session))
