"""No list looks at what it does not show: the database's own plan of each of them says so, with each filter
that it has and with each two. What can be filtered by is read from the code: a new filter is tried by itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from functools import partial
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, Engine, event, text
from sqlalchemy.orm import Session

from engine import clock, lists, migrations
from engine.database import connect, disconnect, reading, transaction
from engine.database_url import of_file
from engine.definitions.queries import definitions, versions
from engine.inbox.claims import claim
from engine.inbox.queries import counts, my_tasks
from engine.inbox.stranded import _stranded, lanes_of_nobody, tasks_for
from engine.inbox.task import view_task
from engine.inbox.waiting import TaskFilter
from engine.instances import lifecycle, timers
from engine.instances.listing import InstanceFilter
from engine.instances.queries import list_instances
from engine.instances.recounting import _LOOK
from engine.instances.view import view_instance
from engine.lists import write_place
from engine.reports.audit_trail import search
from engine.reports.trail import TrailFilter
from tests.conftest import not_none
from tests.crowded import grow
from tests.office import LEAD, Office, person, timed_sop, timer

#: Rows of PostgreSQL, and what it may touch of them at most for one list: a page of each of some groups.
ROWS, TOUCHED = 100_000, 10_000
#: Of the instances that are copied.
TASKS = 14
BIG = {"instances", "tasks", "events", "timers"}
#: What each filter can be, by its name or its type.
SAMPLES: Mapping[str, tuple[object, ...]] = {
    "bool": (True,),
    "lane": (LEAD, "Pengelola Website"),
    "definition": ("kecil",),
    "states": (("running", "incident"), ("ended",), ("withdrawn",)),
    "instance": ("-0001",),
    "person": ("Siti",),
    "event": ("task.", "deed.denied", "incident."),
    "kind": ("instances", "logins", "all"),
    "since": (clock.now() - timedelta(days=1),),
    "until": (clock.now() - timedelta(days=1),),
}
#: Found by what somebody types: another matter than how a list is read.
TYPED = {"search"}
#: Which lists sort more than they show, and why that is little.
SORTED = {
    ("instances", frozenset({"late", "mine"})): "what somebody works on of all that runs",
    ("tasks of somebody", frozenset()): "what one person was given by name",
    ("trail", frozenset({"instance"})): "one instance's story",
}

#: Of one row, or of one instance: as many as there are, not as many as the office has.
FEW = ("PRIMARY KEY", "(instance_id=?)", "(task_id=?)")
#: The whole trail is read from its newest event.
IN_ORDER = "SCAN events USING COVERING INDEX ix_events_at_id"

#: Numbers up to a thousand, which is more than there are in this test.
COUNTING = {"definitions", "versions"}

Ask = Callable[[Session], object]


@dataclass(frozen=True)
class Question:
    """A list as somebody asks for it."""

    name: str
    filters: frozenset[str]
    ask: Ask

    @property
    def may_sort(self) -> bool:
        return any(self.name == name and needed <= self.filters for name, needed in SORTED)


def wanted(kind: type[Any]) -> Iterator[tuple[frozenset[str], Any]]:
    """Filters of a list: none, each, each two."""
    declared = {each.name: SAMPLES[each.name] if each.name in SAMPLES else SAMPLES[str(each.type)]
                for each in fields(kind) if each.name not in TYPED}  # fmt: skip
    yield frozenset(), kind()
    for n in (1, 2):
        for names in combinations(declared, n):
            for turn in range(max(len(declared[name]) for name in names)):
                values = {name: declared[name][turn % len(declared[name])] for name in names}
                yield frozenset(names), kind(**values)


def questions(office: Office, instance: int) -> Iterator[Question]:
    place, undated = write_place(clock.now(), 5000), write_place(None, 5000)
    for names, tasks in wanted(TaskFilter):
        for after in (None, place, undated):
            yield Question("inbox", names, partial(my_tasks, wanted=tasks, by=office.ani, after=after))
    for names, instances in wanted(InstanceFilter):
        for by, before in product((office.wati, office.ani), (None, place)):
            ask = partial(list_instances, wanted=instances, by=by, before=before)
            yield Question("instances", names, ask)
    for names, events in wanted(TrailFilter):
        for before in (None, place):
            yield Question("trail", names, partial(search, wanted=events, by=office.eko, before=before))
    yield from others(office, instance)


def others(office: Office, instance: int) -> Iterator[Question]:
    by, task = office.ani, office.task(instance).id
    asked: dict[str, Ask] = {
        "badge": lambda s: counts(s, by=by),
        "instance": lambda s: view_instance(s, instance, by=by),
        "task": lambda s: view_task(s, task, by=by),
        "definitions": lambda s: definitions(s, by=by),
        "versions": lambda s: versions(s, "kecil", by=by),
        "lanes of nobody": lanes_of_nobody,
        "tasks of somebody": lambda s: tasks_for(s, by.id),
        "starts": lambda s: lifecycle._require_pause(s, by),
    }
    for name, ask in asked.items():
        yield Question(name, frozenset(), ask)


def grown(copies: int) -> tuple[Office, int]:
    """Instances at each step, ended, withdrawn, claimed, with timers; the last one is whole."""
    office = Office(timed_sop(timer("Ingat", "Periksa", "P1D")))
    with transaction() as session:
        colleagues = {who.id: range(100, 200) for who in (office.siti, office.budi, office.ani)}
        for number in colleagues[office.siti.id]:
            person(session, f"pegawai{number}")
        ids = session.execute(
            text("SELECT min(id), max(id) FROM people WHERE username LIKE 'pegawai%'")
        ).one()
        colleagues = dict.fromkeys(colleagues, range(ids[0], ids[1] + 1))
    first, instance = office.start(), office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bantuan kursi roda")
    office.to_approval(title="Bakti sosial")
    claimed = office.to_approval(title="Pasar murah")
    with transaction() as session:
        claim(session, office.task(claimed).id, by=office.ani)
        lifecycle.withdraw(session, first, "Salah memilih SOP", by=office.siti)
    instance = office.to_approval(title="Tamat")
    office.do(instance, "Periksa", by=office.ani, keputusan="ya")
    office.do(instance, "Tayang", by=office.budi, url="https://dinsos.example.go.id/1")
    if copies:
        with transaction() as session:
            grow(session, copies, colleagues=colleagues)
    return office, office.to_approval(title="Yang terakhir")


def plans(session: Session, question: Question, explain: str) -> Iterator[list[Any]]:
    """Of each statement that a question makes."""
    seen: list[tuple[str, Any]] = []

    def see(_connection: object, _cursor: object, statement: str, parameters: Any, *_others: object) -> None:
        seen.append((statement, parameters))

    bind = session.get_bind()
    event.listen(bind, "before_cursor_execute", see)
    question.ask(session)
    event.remove(bind, "before_cursor_execute", see)
    # What somebody types is found by the search, which is tested with it.
    for statement, parameters in (each for each in seen if "LIKE" not in each[0]):
        yield list(session.connection().exec_driver_sql(f"{explain} {statement}", parameters))


def test_sqlite_reads_each_list_by_an_index_in_its_order(sqlite_database: Engine) -> None:
    """It plans without looking at how much there is, so that nothing has to be there."""
    office, instance = grown(0)
    faults = []
    with reading() as session:
        for question in questions(office, instance):
            for plan in plans(session, question, "EXPLAIN QUERY PLAN"):
                fault = scanned(plan) or ("" if question.may_sort else sorted_all(plan))
                if fault:
                    faults.append((question.name, sorted(question.filters), fault))
    assert not faults, "\n".join(map(str, faults))


def test_the_worker_goes_through_nothing_that_is_done(sqlite_database: Engine) -> None:
    grown(0)
    asked: dict[str, Ask] = {
        "stranded": lambda s: s.execute(_stranded(None)).all(),
        "recount": lambda s: s.execute(_LOOK).all(),
        "timers": lambda s: s.execute(timers._DUE, {"now": clock.now()}),
    }
    faults = []
    with reading() as session:
        for name, ask in asked.items():
            for plan in plans(session, Question(name, frozenset(), ask), "EXPLAIN QUERY PLAN"):
                faults += [(name, fault) for fault in [scanned(plan)] if fault]
    assert not faults, "\n".join(map(str, faults))


def test_sqlite_takes_as_many_steps_beside_ten_times_as_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "COUNTED", 20)
    few, many = (steps(of_file(tmp_path / f"{n}.sqlite3"), n) for n in (30, 300))
    more = [
        (question.name, sorted(question.filters), before, after)
        for (question, before), (_question, after) in zip(few, many, strict=True)
        if after > 1.2 * before + 5 and question.name not in COUNTING and not question.may_sort
    ]
    assert not more, "\n".join(map(str, more))


def steps(url: URL, copies: int) -> list[tuple[Question, int]]:
    """Of SQLite's virtual machine, in hundreds, for each question."""
    migrations.upgrade(url)
    connect(url)
    office, instance = grown(copies)
    counted = 0

    def count() -> int:
        nonlocal counted
        counted += 1
        return 0

    found = []
    with reading() as session:
        driver = not_none(session.connection().connection.driver_connection)
        for question in questions(office, instance):
            counted = 0
            driver.set_progress_handler(count, 100)
            question.ask(session)
            driver.set_progress_handler(None, 0)
            found.append((question, counted))
    disconnect()
    return found


def scanned(plan: list[Any]) -> str:
    """A table that is gone through from its beginning."""
    lines = [(str(row[3]).split(), row[3]) for row in plan]
    return next(
        (line for words, line in lines if words[0] == "SCAN" and table_of(words) in BIG and line != IN_ORDER),
        "",
    )


def table_of(words: list[str]) -> str:
    return words[1].rpartition("_")[0] if words[1].rpartition("_")[2].isdigit() else words[1]


def sorted_all(plan: list[Any]) -> str:
    """A sort beside a search that may find any number of rows: not one of a primary key."""
    for row in plan:
        if row[3].startswith("USE TEMP B-TREE FOR ORDER BY"):
            beside = [str(each[3]) for each in plan if each[1] == row[1]]
            for line in beside:
                words = line.split()
                if words[0] == "SEARCH" and table_of(words) in BIG and not any(each in line for each in FEW):
                    return f"{line}; {row[3]}"
    return ""


def test_postgresql_touches_no_more_rows_than_a_few_pages(postgres_database: Engine) -> None:
    office, instance = grown(ROWS // TASKS)
    faults = []
    with postgres_database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
    with reading() as session:
        for question in questions(office, instance):
            for plan in plans(session, question, "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON)"):
                found = touched(plan[0][0][0]["Plan"])
                faults += [(question.name, sorted(question.filters), fault) for fault in found]
    assert not faults, "\n".join(map(str, faults))


def touched(node: Any) -> Iterator[str]:
    rows = (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
    if rows > TOUCHED:
        yield f"{node['Node Type']} {node.get('Relation Name', '')} {node.get('Index Name', '')}: {rows}"
    for each in node.get("Plans", ()):
        yield from touched(each)


def test_a_look_for_due_timers_is_one_indexed_look(database: Engine) -> None:
    grown(50)
    question = Question("timers", frozenset(), lambda s: s.execute(timers._DUE, {"now": clock.now()}))
    explain = "EXPLAIN QUERY PLAN" if database.dialect.name == "sqlite" else "EXPLAIN (FORMAT JSON)"
    with reading() as session:
        if database.dialect.name == "postgresql":
            session.execute(text("SET LOCAL enable_seqscan = off"))  # there are only a few
        [plan] = plans(session, question, explain)
    assert "ix_timers_next_at" in json.dumps([list(map(str, row)) for row in plan])
