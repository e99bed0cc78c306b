"""`-n 4`: tests in so many processes, forked from the one that has read them all. A plugin of pytest.

Reading the tests, and all that they import, takes five seconds of processor: once here, not once for each
process. Who is free takes the next few tests of a file; what comes first in the order begins first.
"""

from __future__ import annotations

import atexit
import os
from collections.abc import Iterator, Sequence
from itertools import chain, groupby, pairwise
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import active_count
from typing import Any

import pytest

#: Tells a process of tests that it is a worker, and which: part of the names of its databases. It does not
#: begin with ALUR_, as Alur refuses settings that it doesn't know.
NAME = "TESTS_WORKER"
#: Of one file, as neighbours share what their file makes; few, so that all workers end at the same time.
_AT_ONCE = 12
#: Bytes of the number of what is to be done next. All numbers lie in a pipe at once, which holds 64 KiB.
_NUMBER = 4

Report = pytest.TestReport


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("workers")
    group._addoption("-n", type=int, default=0, dest="workers", help="so many processes, each with its share")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    option = session.config.option
    if option.workers < 2 or not hasattr(os, "fork") or option.collectonly or session.testsfailed:
        return None
    if _threads() > 1:
        raise pytest.UsageError("-n: reading the tests has begun threads, which a fork leaves behind")
    Run(session).all_of_it()
    return True


def _threads() -> int:
    """Of this process, those of libraries that are not Python too where the system tells."""
    tasks = Path("/proc/self/task")
    return len(list(tasks.iterdir())) if tasks.is_dir() else active_count()


def parts(items: Sequence[pytest.Item]) -> list[list[pytest.Item]]:
    """What a worker takes at once: a few neighbours of one file, of long tests each by itself."""
    found = []
    for (_file, is_long), those in groupby(items, lambda item: (item.path, _is_long(item))):
        neighbours, size = list(those), 1 if is_long else _AT_ONCE
        found += [neighbours[at : at + size] for at in range(0, len(neighbours), size)]
    return found


def _is_long(item: pytest.Item) -> bool:
    return item.get_closest_marker("long") is not None


class Run:
    """All tests of a session, in its workers. Tells pytest of each as if it had been run here."""

    def __init__(self, session: pytest.Session) -> None:
        self.session, self.hook = session, session.config.hook
        self.place = {item: number for number, item in enumerate(session.items)}
        self.left = dict(enumerate(session.items))

    def all_of_it(self) -> None:
        """Again for what a worker that died had taken. Raises what ends a session early (`-x`)."""
        while self.left:
            Round(self, parts(list(self.left.values()))).all_of_it()

    def tell(self, place: int, told: list[dict[str, Any]]) -> None:
        """These are the reports of a test."""
        config = self.session.config
        self._say(place, [self.hook.pytest_report_from_serializable(config=config, data=one) for one in told])

    def died(self, place: int, code: int) -> None:
        """A worker ended in the middle: the test it was at has failed."""
        if place < 0:
            raise RuntimeError(f"a worker could not begin: exit code {code}")
        item = self.session.items[place]
        words = f"{item.nodeid}: its worker died of it, exit code {code}"
        self._say(place, [Report(item.nodeid, item.location, {}, "failed", words, "call")])

    def _say(self, place: int, reports: list[Report]) -> None:
        item = self.left.pop(place, self.session.items[place])
        item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        for report in reports:
            item.ihook.pytest_runtest_logreport(report=report)
        item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
        if self.session.shouldfail:
            raise self.session.Failed(self.session.shouldfail)


class Round:
    """Workers that share parts among them."""

    def __init__(self, run: Run, parts: list[list[pytest.Item]]) -> None:
        self.run, self.parts = run, parts
        self.numbers, write = os.pipe()
        os.write(write, b"".join(number.to_bytes(_NUMBER, "big") for number in range(len(parts))))
        os.close(write)
        self.context = get_context("fork")
        #: By what a worker tells on: which test it is at, and its process.
        self.running: dict[Any, tuple[Any, BaseProcess]] = {}

    def all_of_it(self) -> None:
        """Until each worker has ended."""
        try:
            for number in range(self.run.session.config.option.workers):
                self._begin(f"w{number}")
            while self.running:
                for ours in wait(list(self.running)):
                    self._hear(ours)
        finally:
            for _at, worker in self.running.values():
                worker.terminate()
                worker.join()
            os.close(self.numbers)

    def _begin(self, name: str) -> None:
        ours, theirs = self.context.Pipe(duplex=False)
        at = self.context.RawValue("i", -1)
        worker = self.context.Process(target=_work, args=(self, name, at, theirs), daemon=True)
        worker.start()
        theirs.close()
        self.running[ours] = at, worker

    def _hear(self, ours: Any) -> None:
        try:
            self.run.tell(*ours.recv())
        except EOFError:
            at, worker = self.running.pop(ours)
            worker.join()
            if worker.exitcode:
                self.run.died(at.value, worker.exitcode)

    def taken(self) -> Iterator[pytest.Item]:
        """In a worker: its tests, one part after another, as long as there are any."""
        while number := os.read(self.numbers, _NUMBER):
            yield from self.parts[int.from_bytes(number, "big")]


class _Telling:
    """In a worker: sends what is reported of a test, when it is over."""

    def __init__(self, config: pytest.Config, to: Connection) -> None:
        self.config, self.to = config, to
        self.told: list[dict[str, Any]] = []

    def pytest_runtest_logreport(self, report: Report) -> None:
        hook = self.config.hook
        self.told.append(hook.pytest_report_to_serializable(config=self.config, report=report))

    def over(self, place: int) -> None:
        self.to.send((place, self.told))
        self.told = []


def _work(shared: Round, name: str, at: Any, to: Connection) -> None:
    """A worker, from its fork to its end."""
    os.environ[NAME] = name
    run = shared.run
    config = run.session.config
    _stand_alone(config)
    telling = _Telling(config, to)
    config.pluginmanager.register(telling)
    for item, following in pairwise(chain(shared.taken(), (None,))):
        assert item is not None
        at.value = run.place[item]
        config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        telling.over(at.value)
    to.close()
    # What was begun in a fork is ended by nobody else: processes that were kept for further work.
    atexit._run_exitfuncs()


def _stand_alone(config: pytest.Config) -> None:
    """Nothing is written to the screen, nor where others write."""
    config.pluginmanager.unregister(name="terminalreporter")
    capture = config.pluginmanager.getplugin("capturemanager")
    if capture is not None:
        capture.stop_global_capturing()
        capture.start_global_capturing()
    folders: Any = config._tmp_path_factory  # type: ignore[attr-defined]
    folders._basetemp = folders.mktemp(os.environ[NAME])
