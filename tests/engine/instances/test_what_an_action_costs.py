"""Statements of the hot paths: they grow neither with rounds nor with rows."""

from __future__ import annotations

from engine.database import reading, transaction
from engine.inbox.complete import complete
from engine.inbox.queries import counts, my_tasks
from engine.inbox.task import view_task
from engine.inbox.waiting import TaskFilter
from engine.instances.lifecycle import start
from engine.instances.listing import InstanceFilter
from engine.instances.queries import list_instances
from tests.conftest import Counting, Statements
from tests.engine.search.searching import index_all
from tests.office import Office


def rounds(office: Office, instance: int, n: int) -> None:
    for _ in range(n):
        office.do(instance, "Periksa", by=office.ani, keputusan="tidak", alasan="Perbaiki ejaan")
        office.do(instance, "Pilih", by=office.budi, isi="Naskah")


def completing(office: Office, instance: int, statements: Counting) -> Statements:
    task = office.task(instance).id
    with statements() as seen, transaction() as session:
        complete(session, task, {"keputusan": ["ya"]}, by=office.ani)
    return seen


def test_completing_a_task_is_seven_statements_and_one_commit(office: Office, statements: Counting) -> None:
    seen = completing(office, office.to_approval(), statements)
    assert (seen.count, seen.commits) == (7, 1), "\n".join(seen.texts)


def test_the_fifteenth_round_costs_what_the_first_cost(office: Office, statements: Counting) -> None:
    instance = office.to_approval()
    rounds(office, instance, 15)
    assert completing(office, instance, statements).count == 7


def test_starting_an_instance_is_at_most_ten_statements(office: Office, statements: Counting) -> None:
    office.start()
    with statements() as seen, transaction() as session:
        start(session, "kecil", by=office.siti)
    assert seen.count <= 10, "\n".join(seen.texts)


def test_the_inbox_is_one_statement_however_long(office: Office, statements: Counting) -> None:
    for n in range(12):
        office.to_approval(title=f"Kegiatan {n}")
    with reading() as session, statements() as seen:
        page = my_tasks(session, TaskFilter(), by=office.ani, limit=10)
        counts(session, by=office.ani)
    assert len(page.rows) == 10
    assert page.next_after
    assert seen.count == 2
    with reading() as session:
        rest = my_tasks(session, TaskFilter(), by=office.ani, after=page.next_after)
    assert len(rest.rows) == 2
    assert {row.id for row in rest.rows}.isdisjoint(row.id for row in page.rows)


def test_a_searched_list_of_instances_is_four_statements(office: Office, statements: Counting) -> None:
    for n in range(5):
        office.to_approval(title=f"Kegiatan {n}0")
    index_all()
    with reading() as session, statements() as seen:
        page = list_instances(session, InstanceFilter(search="kegiatan 30"), by=office.wati)
    assert [row.title for row in page.rows] == ["Kegiatan 30"]
    assert [task.name for task in page.rows[0].current] == ["Memeriksa materi"]
    assert seen.count == 4


def test_opening_a_task_costs_the_same_in_every_round(office: Office, statements: Counting) -> None:
    instance = office.to_approval()
    rounds(office, instance, 2)
    with reading() as session, statements() as early:
        view_task(session, office.task(instance).id, by=office.ani)
    rounds(office, instance, 6)
    with reading() as session, statements() as late:
        view = view_task(session, office.task(instance).id, by=office.ani)
    assert late.count == early.count
    assert view.sent_back is not None
    assert view.sent_back.who == "Budi"
