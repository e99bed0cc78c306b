"""The list of instances: what each narrowing finds and leaves out, what a row says, how pages follow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from engine.actor import Actor
from engine.database import reading, transaction
from engine.definitions.releases import deploy
from engine.inbox.claims import claim
from engine.instances.lifecycle import start
from engine.instances.listing import InstanceFilter
from engine.instances.queries import InstancePage, InstanceRow, list_instances
from engine.tables.instances import InstanceState
from tests.engine.search.searching import index_all
from tests.office import Office, person, small_sop

At = Callable[[datetime | str], datetime]


@pytest.fixture
def office(sqlite_database: Engine) -> Office:
    return Office()


def listed(wanted: InstanceFilter | None = None, *, by: Actor) -> list[str]:
    with reading() as session:
        return [row.title for row in list_instances(session, wanted or InstanceFilter(), by=by).rows]


def page(by: Actor, *, before: str | None = None, limit: int = 25) -> InstancePage:
    with reading() as session:
        return list_instances(session, InstanceFilter(), by=by, before=before, limit=limit)


def row(instance: int, *, by: Actor) -> InstanceRow:
    [found] = [row for row in page(by).rows if row.id == instance]
    return found


def ended(office: Office, title: str) -> int:
    instance = office.to_approval(title=title)
    office.do(instance, "Periksa", by=office.ani, keputusan="ya")
    office.do(instance, "Tayang", by=office.budi, url="https://dinsos.example.go.id/1")
    return instance


def test_a_supervisor_who_asks_for_late_ones_sees_these_alone(office: Office, clock_at: At) -> None:
    clock_at("2026-11-23 08:00")
    office.to_approval(title="Lewat waktu")
    clock_at("2026-11-23 08:10")
    office.to_approval(title="Masih ada waktu")
    clock_at("2026-11-23 08:16")
    assert listed(InstanceFilter(late=True), by=office.wati) == ["Lewat waktu"]
    assert listed(by=office.wati) == ["Masih ada waktu", "Lewat waktu"]


def test_nobody_is_late_at_the_very_minute(office: Office, clock_at: At) -> None:
    clock_at("2026-11-23 08:00")
    instance = office.to_approval(title="Tepat waktu")
    clock_at("2026-11-23 08:15")
    assert listed(InstanceFilter(late=True), by=office.wati) == []
    assert not row(instance, by=office.wati).current[0].late
    clock_at("2026-11-23 08:15:01")
    assert listed(InstanceFilter(late=True), by=office.wati) == ["Tepat waktu"]
    assert row(instance, by=office.wati).current[0].late


def test_work_that_was_handed_in_late_is_late_no_more(office: Office, clock_at: At) -> None:
    clock_at("2026-11-23 08:00")
    instance = office.to_approval(title="Terlambat diperiksa")
    clock_at("2026-11-23 09:00")
    office.do(instance, "Periksa", by=office.ani, keputusan="ya")
    assert listed(InstanceFilter(late=True), by=office.wati) == []


def test_mine_are_those_i_started_did_a_step_of_or_hold(office: Office) -> None:
    office.to_approval(title="Siti memulai, Budi menyunting")
    office.do(office.start(), "Serah", by=office.siti, judul="Siti memulai")
    with transaction() as session:
        claim(session, office.task(2).id, by=office.rudi)
    mine = InstanceFilter(mine=True)
    assert listed(mine, by=office.siti) == ["Siti memulai", "Siti memulai, Budi menyunting"]
    assert listed(mine, by=office.budi) == ["Siti memulai, Budi menyunting"]
    assert listed(mine, by=office.rudi) == ["Siti memulai"]
    assert listed(mine, by=office.ani) == []


def test_states_narrow_to_what_was_chosen(office: Office) -> None:
    office.to_approval(title="Berjalan")
    ended(office, "Tamat")
    assert listed(InstanceFilter(states=[InstanceState.RUNNING]), by=office.eko) == ["Berjalan"]
    assert listed(InstanceFilter(states=[InstanceState.ENDED]), by=office.eko) == ["Tamat"]
    both = [InstanceState.ENDED, InstanceState.RUNNING]
    assert listed(InstanceFilter(states=both), by=office.eko) == ["Tamat", "Berjalan"]


def test_a_definition_narrows_to_its_own_instances(office: Office) -> None:
    office.to_approval(title="SOP kecil")
    with transaction() as session:
        deploy(session, small_sop(key="lain").encode(), "lain.bpmn")
    with transaction() as session:
        other, _tasks = start(session, "lain", by=office.siti)
    with reading() as session:
        found = list_instances(session, InstanceFilter(definition="lain"), by=office.wati).rows
        assert [row.id for row in found] == [other.id]
    assert listed(InstanceFilter(definition="kecil"), by=office.wati) == ["SOP kecil"]


def test_a_search_looks_at_words_of_titles_and_numbers(office: Office) -> None:
    office.to_approval(title="Diskon 100% di pasar")
    office.to_approval(title="Bakti sosial")
    index_all()
    assert listed(InstanceFilter(search="  PASAR "), by=office.wati) == ["Diskon 100% di pasar"]
    assert listed(InstanceFilter(search="-0002"), by=office.wati) == ["Bakti sosial"]
    assert listed(InstanceFilter(search="100%"), by=office.wati) == ["Diskon 100% di pasar"]
    assert listed(InstanceFilter(search="_"), by=office.wati) == []
    assert len(listed(InstanceFilter(search="   "), by=office.wati)) == 2


def test_pages_follow_each_other_without_gap_or_repetition(office: Office) -> None:
    for _ in range(5):
        office.start()
    first = page(office.wati, limit=2)
    second = page(office.wati, before=first.next_before, limit=2)
    last = page(office.wati, before=second.next_before, limit=2)
    assert [[row.id for row in found.rows] for found in (first, second, last)] == [[5, 4], [3, 2], [1]]
    assert last.next_before is None
    assert page(office.wati, limit=5).next_before is None


def test_a_page_holds_twenty_five(office: Office) -> None:
    for _ in range(26):
        office.start()
    with reading() as session:
        found = list_instances(session, InstanceFilter(), by=office.wati)
    assert [row.id for row in found.rows] == list(range(26, 1, -1))
    assert str(found.next_before).endswith("~2")


def test_a_row_says_where_its_instance_stands(office: Office, clock_at: At) -> None:
    began = clock_at("2026-11-23 08:00")
    instance = office.to_approval()
    with transaction() as session:
        claim(session, office.task(instance).id, by=office.ani)
    found = row(instance, by=office.wati)
    assert (found.number, found.title, found.definition) == ("099/2026-0001", "Bakti sosial", "SOP Kecil")
    assert (found.state, found.started_by, found.started_at) == (InstanceState.RUNNING, "Siti", began)
    assert (found.ended_at, found.round, found.deviations, found.seq) == (None, 1, 0, 4)
    [task] = found.current
    assert (task.task_id, task.name) == (office.task(instance).id, "Memeriksa materi")
    assert (task.lane, task.holder, task.hue) == ("Ketua Tim Kerja", "Ani", 3)
    assert task.due_at == datetime(2026, 11, 23, 1, 15, tzinfo=UTC)


def test_a_row_of_an_ended_instance_says_when_it_ended(office: Office, clock_at: At) -> None:
    clock_at("2026-11-23 08:00")
    office.start()
    instance = ended(office, "Tamat")
    at = clock_at("2026-11-23 08:00")
    found = row(instance, by=office.wati)
    assert (found.ended_at, found.current) == (at, [])
    assert row(1, by=office.wati).current[0].holder == "Siti"


def test_one_sees_what_one_started_and_what_ones_roles_have_a_part_in(office: Office) -> None:
    office.to_approval()
    with transaction() as session:
        stranger = person(session, "stranger", "Bendahara")
        passed_on = person(session, "passed_on", "Petugas Lapangan")
    with transaction() as session:
        start(session, "kecil", by=passed_on)
    assert listed(by=stranger) == []
    assert len(listed(by=office.rudi)) == 2
    assert len(listed(by=office.eko)) == 2
    moved_away = Actor(
        id=passed_on.id, username="passed_on", name="Passed_On", roles=frozenset(), offices=frozenset()
    )
    assert [found.id for found in page(moved_away).rows] == [2]
