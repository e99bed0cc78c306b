"""What each page costs where there is much: the same pages at ten open tasks and at N, in one run.

The office is grown by SQL (tests.crowded), so a million takes minutes. At ten, too, each list fills its page:
what is compared is the looking, not the showing. What is opened is whole; around it are copies.
"""

from __future__ import annotations

import gzip
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from sqlalchemy import create_engine, text, update

from engine import clock
from engine.database import reading, transaction
from engine.inbox.claims import claim
from engine.inbox.queries import PAGE
from engine.instances import lifecycle
from engine.people.accounts import create_person, set_password
from engine.people.grants import set_grants
from engine.people.passwords import hash_password
from engine.tables.instances import Instance, Task
from tests.benchmarks.browser import Answer, Browser
from tests.benchmarks.databases import place
from tests.benchmarks.office import DOER, KEY, PASSWORD, Office, open_task
from tests.benchmarks.processes import BENCH, serving
from tests.crowded import grow

#: Times that each page is asked for, after WARM_UP.
ASKED, WARM_UP = 9, 2
#: Of N compared with ten: no page may cost more. Kilobytes of a page, compressed.
RATIO, MAX_KB = 1.5, 40
#: Who holds and does what is copied.
COLLEAGUES = 200
INBOX = ("", "late=1", "mine=1", "team=1", "lane=Pengelola+Website", "q=bantuan", f"definition={KEY}",
         f"late=1&definition={KEY}", "team=1&late=1")  # fmt: skip
INSTANCES = ("", "state=ended", "state=withdrawn", "state=all", "late=1", "mine=1", f"definition={KEY}",
             "late=1&mine=1", f"state=ended&definition={KEY}")  # fmt: skip
TRAIL = ("", "kind=instances", "kind=denials", "kind=all", "event=task.", "event=incident.",
         "person=lapangan", "instance={number}", "since=1/1/2020&until=2/1/2020",
         "person=lapangan&event=task.")  # fmt: skip


@dataclass(frozen=True)
class Row:
    """Milliseconds at ten and at N, kilobytes at N."""

    page: str
    small: float
    large: float
    kilobytes: float

    @property
    def ratio(self) -> float:
        return self.large / self.small

    @property
    def over(self) -> bool:
        return self.ratio > RATIO or self.kilobytes > MAX_KB


def measure(name: str, size: int) -> list[Row]:
    """Both offices are open at the same time and asked in turn: what slows the machine slows both alike."""
    with ExitStack() as stack:
        offices = [_opened(stack, name, grown) for grown in (0, size)]
        pairs = zip(*(office.requests for office in offices), strict=True)
        return [_row(page, [ask, ask_there]) for (page, ask), (_page, ask_there) in pairs]


def _row(page: str, asks: list[Callable[[], Answer]]) -> Row:
    answers = [[ask() for ask in asks] for _ in range(WARM_UP + ASKED)][WARM_UP:]
    small, large = (statistics.median(turn[n].ms for turn in answers) for n in range(2))
    return Row(page, small, large, len(gzip.compress(answers[-1][1].body.encode())) / 1000)


def _opened(stack: ExitStack, name: str, size: int) -> _Requests:
    """This process is connected to it until the next one is opened; afterwards it is only asked by HTTP."""
    where = stack.enter_context(place(name))
    office = Office()
    _hire()
    _templates(office)
    began = time.perf_counter()
    if size:
        _grow(office, size, where.url)
        print(f"{size} open tasks after {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    port, _pid, _seconds = stack.enter_context(serving(BENCH, where))
    return _Requests(office, port)


def table(rows: list[Row]) -> str:
    """A mark where a page is over RATIO or MAX_KB."""
    lines = [f"{'':44}{'10, ms':>9}{'N, ms':>9}{'ratio':>8}{'KB':>7}"]
    for row in rows:
        mark = " !" if row.over else ""
        figures = f"{row.small:9.1f}{row.large:9.1f}{row.ratio:8.2f}{row.kilobytes:7.1f}"
        lines.append(f"{row.page:44}{figures}{mark}")
    return "\n".join(lines)


class _Requests:
    """What people who are logged in ask for: names of pages, and how each is asked once."""

    def __init__(self, office: Office, port: int) -> None:
        self.office = office
        self.people = {name: Browser(port) for name in (*_DESKS, "penyelia", "auditor")}
        for name, browser in self.people.items():
            browser.log_in(name, PASSWORD)
        pages = [(page, partial(self._get, who, path)) for page, who, path in self._addresses()]
        work = [self._prepared() for _ in range(WARM_UP + ASKED)]
        actions = [("starting", self._start), ("completing", lambda: self._complete(*work.pop()))]
        self.requests: list[tuple[str, Callable[[], Answer]]] = [*pages, *actions]

    def _addresses(self) -> Iterator[tuple[str, str, str]]:
        instance = self.office.to_selection()
        with reading() as session:
            task, opened = open_task(session, instance)
        for query in INBOX:
            yield f"inbox {query}", "pengelola", f"/?{query}"
        yield "task", "pengelola", f"/tasks/{task.id}"
        for query in INSTANCES:
            yield f"instances {query}", "penyelia", f"/instances?{query}"
        yield "instances of a role", "pengelola", "/instances"
        yield "instances mine, of a role", "pengelola", "/instances?mine=1"
        yield "instance", "pengelola", f"/instances/{instance}"
        for query in TRAIL:
            yield f"trail {query}", "auditor", "/audit?" + query.format(number=opened.number)
        yield "story", "auditor", f"/audit/instances/{instance}"
        yield "definitions", "pengelola", "/definitions"
        yield "definition", "pengelola", f"/definitions/{KEY}"
        yield "to start", "lapangan", "/start"

    def _get(self, who: str, path: str) -> Answer:
        answer = self.people[who].get(path)
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {answer.body[:2000]}")
        return answer

    def _start(self) -> Answer:
        browser = self.people["lapangan"]
        token = browser.token(browser.get("/start"))
        return browser.post("/start", {"csrf_token": [token], "definition": [KEY]})

    def _prepared(self) -> tuple[str, str, dict[str, list[str]]]:
        with reading() as session:
            task, opened = open_task(session, self.office.to_selection())
        return DOER[task.element], f"/tasks/{task.id}", self.office.typed(task, opened.data)

    def _complete(self, who: str, path: str, typed: dict[str, list[str]]) -> Answer:
        browser = self.people[who]
        token = browser.token(browser.get(path))
        return browser.post(path, {**typed, "csrf_token": [token], "_confirm": ["1"]})


_DESKS = ("lapangan", "pengelola", "ketua")


def _hire() -> None:
    hashed = hash_password(PASSWORD, username="penyelia")
    with transaction() as session:
        for name, office in (("penyelia", "supervisor"), ("auditor", "auditor")):
            person = create_person(session, username=name, name=name.title(), unit="", by=None)
            set_password(session, person.id, hashed, by=None)
            set_grants(session, person.id, roles=[], offices=[office], by=None)
        for number in range(COLLEAGUES):
            create_person(session, username=f"pegawai.{number}", name=f"Pegawai {number}", unit="", by=None)


def _templates(office: Office) -> None:
    """A page full of open ones, at each step, claimed and returned; one withdrawn, some ended."""
    at_selection = [office.to_selection() for _ in range(3 * PAGE)]
    office.begin()
    office.rounds(at_selection[0], 1)
    for instance in at_selection[1:3]:
        office.do(instance)
    with transaction() as session:
        task, _opened = open_task(session, at_selection[3])
        claim(session, task.id, by=office.people["pengelola"])
        starter = office.people["lapangan"]
        lifecycle.withdraw(session, at_selection[5], "Salah memilih SOP", by=starter)
    for _ in range(5):
        office.run()
    with transaction() as session:
        for table, column in ((Task, Task.instance_id), (Instance, Instance.id)):
            some = column.between(at_selection[0], at_selection[2 * PAGE])
            yesterday = update(table).where(some, table.due_at.is_not(None))
            session.execute(yesterday.values(due_at=clock.now() - timedelta(days=1)))


def _grow(office: Office, size: int, url: str) -> None:
    with transaction() as session:
        ids = session.execute(
            text("SELECT min(id), max(id) FROM people WHERE username LIKE 'pegawai.%'")
        ).one()
        among = range(ids[0], ids[1] + 1)
        doers = [office.people[name].id for name in _DESKS]
        open_now = session.execute(text("SELECT count(*) FROM tasks WHERE state IN ('open', 'claimed')"))
        grow(session, size // open_now.scalar_one(), colleagues=dict.fromkeys(doers, among))
    # As it is after a day: what was just written stands in its place, and is known to the planner.
    bound = create_engine(url, isolation_level="AUTOCOMMIT")
    with bound.connect() as connection:
        on_sqlite = bound.dialect.name == "sqlite"
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)" if on_sqlite else "VACUUM ANALYZE")
    bound.dispose()
