"""The inbox: whose work it shows, how it is narrowed, what a row says, how pages follow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from engine.actor import Actor
from engine.database import reading, transaction
from engine.definitions.releases import deploy
from engine.inbox.claims import claim
from engine.inbox.queries import Counts, TaskPage, TaskRow, counts, my_lanes, my_tasks
from engine.inbox.waiting import TaskFilter
from engine.instances.lifecycle import start, withdraw
from engine.search.keeping import bring_up_to_date
from engine.tables.instances import Task
from tests.office import Office, person, small_sop

At = Callable[[datetime | str], datetime]


@pytest.fixture
def office(sqlite_database: Engine) -> Office:
    return Office()


def page(
    by: Actor, wanted: TaskFilter | None = None, *, after: str | None = None, limit: int = 25
) -> TaskPage:
    with reading() as session:
        return my_tasks(session, wanted or TaskFilter(), by=by, after=after, limit=limit)


def titles(by: Actor, wanted: TaskFilter | None = None) -> list[str]:
    return [row.title for row in page(by, wanted).rows]


def only(by: Actor, wanted: TaskFilter | None = None) -> TaskRow:
    [row] = page(by, wanted).rows
    return row


def waiting(by: Actor) -> Counts:
    with reading() as session:
        return counts(session, by=by)


def handed_in(office: Office, title: str) -> int:
    """An instance that waits for an editor."""
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul=title)
    return instance


def take(office: Office, instance: int, *, by: Actor) -> None:
    with transaction() as session:
        claim(session, office.task(instance).id, by=by)


def test_late_means_past_the_minute_and_nothing_else(office: Office, clock_at: At) -> None:
    clock_at("2026-11-23 08:00")
    office.to_approval(title="Lewat waktu")
    clock_at("2026-11-23 08:10")
    office.to_approval(title="Masih ada waktu")
    clock_at("2026-11-23 08:15")
    assert titles(office.ani, TaskFilter(late=True)) == []
    assert waiting(office.ani) == Counts(waiting=2, late=0)
    clock_at("2026-11-23 08:16")
    assert titles(office.ani, TaskFilter(late=True)) == ["Lewat waktu"]
    assert waiting(office.ani) == Counts(waiting=2, late=1)
    assert titles(office.ani) == ["Lewat waktu", "Masih ada waktu"]


def test_only_open_work_of_my_lanes_waits_for_me(office: Office) -> None:
    office.to_approval(title="Untuk Ani")
    assert titles(office.ani) == ["Untuk Ani"]
    for other in (office.siti, office.budi, office.wati, office.eko):
        assert titles(other) == []
        assert waiting(other) == Counts(waiting=0, late=0)


def test_what_a_colleague_holds_is_the_teams_and_not_mine(office: Office) -> None:
    held = handed_in(office, "Dipegang Rudi")
    handed_in(office, "Bebas")
    take(office, held, by=office.rudi)
    assert titles(office.budi) == ["Bebas"]
    assert titles(office.budi, TaskFilter(team=True)) == ["Dipegang Rudi", "Bebas"]
    assert titles(office.budi, TaskFilter(mine=True)) == []
    assert titles(office.rudi) == ["Dipegang Rudi", "Bebas"]
    assert titles(office.rudi, TaskFilter(mine=True)) == ["Dipegang Rudi"]
    assert waiting(office.budi).waiting == 1
    assert waiting(office.rudi).waiting == 2
    row = page(office.budi, TaskFilter(team=True)).rows[0]
    assert (row.holder, row.mine) == ("Rudi", False)
    row = only(office.rudi, TaskFilter(mine=True))
    assert (row.holder, row.mine) == ("Rudi", True)


def test_what_comes_back_is_offered_first_to_who_did_it(office: Office) -> None:
    instance = office.to_approval()
    office.do(instance, "Periksa", by=office.ani, keputusan="tidak", alasan="Foto kedua mohon diganti.")
    row = only(office.budi)
    assert (row.offered_to, row.offered_to_me, row.round, row.holder, row.mine) == (
        "Budi",
        True,
        2,
        None,
        False,
    )
    assert titles(office.rudi) == []
    assert waiting(office.rudi).waiting == 0
    row = only(office.rudi, TaskFilter(team=True))
    assert (row.offered_to, row.offered_to_me) == ("Budi", False)


def test_an_instance_that_ended_leaves_the_inbox(office: Office) -> None:
    instance = office.to_approval()
    with transaction() as session:
        withdraw(session, instance, "Kegiatan ditunda ke tahun depan", by=office.wati)
    assert titles(office.ani) == []
    assert waiting(office.ani) == Counts(waiting=0, late=0)


def test_lane_definition_and_search_narrow_the_list(office: Office) -> None:
    with transaction() as session:
        both = person(session, "both", "Pengelola Website", "Ketua Tim Kerja")
        deploy(session, small_sop(key="lain").encode(), "lain.bpmn")
    with transaction() as session:
        other, _tasks = start(session, "lain", by=office.siti)
        other_id = other.id
    office.do(other_id, "Serah", by=office.siti, judul="Lain sekali")
    handed_in(office, "Diskon 100%")
    office.to_approval(title="Bakti sosial")
    assert set(titles(both)) == {"Lain sekali", "Diskon 100%", "Bakti sosial"}
    assert titles(both, TaskFilter(lane="Ketua Tim Kerja")) == ["Bakti sosial"]
    assert titles(both, TaskFilter(definition="lain")) == ["Lain sekali"]
    bring_up_to_date()
    assert titles(both, TaskFilter(search=" SOSIAL ")) == ["Bakti sosial"]
    assert titles(both, TaskFilter(search="diskon 100%")) == ["Diskon 100%"]
    assert titles(both, TaskFilter(search="%")) == []
    assert titles(both, TaskFilter(search="_")) == []
    assert titles(both, TaskFilter(search="memeriksa")) == ["Bakti sosial"]
    assert set(titles(both, TaskFilter(search="2026-0001"))) == {"Lain sekali", "Diskon 100%"}
    with reading() as session:
        assert my_lanes(session, by=both) == ["Ketua Tim Kerja", "Pengelola Website"]
        assert my_lanes(session, by=office.wati) == []


def test_a_row_says_what_waits_and_how_long_it_may(office: Office, clock_at: At) -> None:
    at = clock_at("2026-11-23 08:00")
    instance = office.to_approval()
    clock_at("2026-11-23 08:05")
    row = only(office.ani)
    task = office.task(instance)
    assert (row.id, row.name, row.lane) == (task.id, "Memeriksa materi", "Ketua Tim Kerja")
    assert (row.instance_id, row.number, row.title) == (instance, "099/2026-0001", "Bakti sosial")
    assert (row.definition, row.created_at, row.hue) == ("SOP Kecil", at, 3)
    assert (row.step, row.steps, row.round) == (3, 4, 1)
    assert (row.reminded_at, row.deadline_left, row.deadline_at) == (None, None, None)
    assert (row.holder, row.mine, row.offered_to, row.offered_to_me) == (None, False, None, False)
    assert row.timing.due_at == datetime(2026, 11, 23, 1, 15, tzinfo=UTC)


def _pages(by: Actor, limit: int) -> list[list[str]]:
    shown = page(by, limit=limit)
    found = [[row.title for row in shown.rows]]
    while shown.next_after is not None and len(found) < 10:
        shown = page(by, after=shown.next_after, limit=limit)
        found.append([row.title for row in shown.rows])
    return found


def test_pages_go_from_the_most_overdue_to_what_has_no_norm(office: Office, clock_at: At) -> None:
    for minute, title in ((3, "D"), (1, "B"), (2, "C"), (0, "A"), (0, "A2")):
        clock_at(f"2026-11-23 08:0{minute}")
        handed_in(office, title)
    timeless = [handed_in(office, title) for title in ("Tanpa norma", "Tanpa norma juga")]
    with transaction() as session:
        for instance in timeless:
            session.get_one(Task, office.task(instance).id).due_at = None
    expected = ["A", "A2", "B", "C", "D", "Tanpa norma", "Tanpa norma juga"]
    for limit in (1, 2, 3):
        pages = _pages(office.budi, limit)
        assert [title for titles in pages for title in titles] == expected
        assert all(len(titles) == limit for titles in pages[:-1])
    assert page(office.budi, limit=7).next_after is None


@pytest.mark.parametrize(
    "spoilt",
    ["~", "x~1", "2026-11-23T08:00:00+07:00~x", "2026-11-23T08:00:00+07:00~-1", "0001-01-01T00:00:00+07:00~1",
     f"2026-11-23T08:00:00+07:00~{2**31}"],
)  # fmt: skip
def test_a_place_that_somebody_edited_is_the_beginning(office: Office, spoilt: str, clock_at: At) -> None:
    clock_at("2026-11-20 08:00")
    handed_in(office, "Bakti sosial")
    assert [row.title for row in page(office.budi, after=spoilt).rows] == ["Bakti sosial"]


def test_a_place_may_have_the_first_and_the_last_number_there_is(office: Office, clock_at: At) -> None:
    clock_at("2026-11-20 08:00")
    handed_in(office, "Bakti sosial")
    for number in (0, 2**31 - 1):
        assert page(office.budi, after=f"2026-11-23T08:00:00+07:00~{number}").rows == []
        assert len(page(office.budi, after=f"2026-11-19T08:00:00+07:00~{number}").rows) == 1
