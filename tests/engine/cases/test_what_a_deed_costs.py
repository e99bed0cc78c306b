"""Statements of the hot paths: they grow neither with rounds nor with rows."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from engine.database import reading, transaction
from engine.inbox.complete import complete
from engine.inbox.queries import TaskFilter, counts, my_tasks
from engine.inbox.task import view_task
from engine.instances.cases import start
from engine.instances.queries import CaseFilter, list_cases
from tests.conftest import Statements
from tests.office import Office

Counting = Callable[[], AbstractContextManager[Statements]]


def rounds(office: Office, case: int, n: int) -> None:
    for _ in range(n):
        office.do(case, "Periksa", by=office.ani, keputusan="tidak", alasan="Perbaiki ejaan")
        office.do(case, "Pilih", by=office.budi, isi="Naskah")


def completing(office: Office, case: int, statements: Counting) -> Statements:
    task = office.task(case).id
    with statements() as seen, transaction() as session:
        complete(session, task, {"keputusan": ["ya"]}, by=office.ani)
    return seen


def test_completing_a_task_is_seven_statements_and_one_commit(office: Office, statements: Counting) -> None:
    seen = completing(office, office.to_approval(), statements)
    assert (seen.count, seen.commits) == (7, 1), "\n".join(seen.texts)


def test_the_fifteenth_round_costs_what_the_first_cost(office: Office, statements: Counting) -> None:
    case = office.to_approval()
    rounds(office, case, 15)
    assert completing(office, case, statements).count == 7


def test_starting_a_case_is_at_most_ten_statements(office: Office, statements: Counting) -> None:
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


def test_the_list_of_cases_is_two_statements(office: Office, statements: Counting) -> None:
    for n in range(5):
        office.to_approval(title=f"Kegiatan {n}")
    with reading() as session, statements() as seen:
        page = list_cases(session, CaseFilter(search="kegiatan 3"), by=office.wati)
    assert [row.title for row in page.rows] == ["Kegiatan 3"]
    assert [task.name for task in page.rows[0].current] == ["Memeriksa materi"]
    assert seen.count == 2


def test_opening_a_task_costs_the_same_in_every_round(office: Office, statements: Counting) -> None:
    case = office.to_approval()
    rounds(office, case, 2)
    with reading() as session, statements() as early:
        view_task(session, office.task(case).id, by=office.ani)
    rounds(office, case, 6)
    with reading() as session, statements() as late:
        view = view_task(session, office.task(case).id, by=office.ani)
    assert late.count == early.count
    assert view.sent_back is not None
    assert view.sent_back.who == "Budi"
