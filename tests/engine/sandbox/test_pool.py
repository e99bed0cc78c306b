"""Work in a limited process may die, hang, starve, flood or lie: the server goes on, and says what it was."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from engine.errors import TooCostly, Unavailable
from engine.sandbox import pool as pools
from engine.sandbox.pool import Limits, Pool
from engine.sandbox.transport import HEAD, NotPlain, pack, unpack
from tests.engine.sandbox import room
from tests.engine.sandbox.room import Listed, Unlisted

MEGABYTE = 1024 * 1024
LIMITS = Limits(memory=300 * MEGABYTE, file_size=MEGABYTE, processor_seconds=1, seconds=5.0, answer=MEGABYTE)


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    made = Pool(room.__name__, LIMITS, at_once=2, waiting=1)
    yield made
    made.stop_all()


@pytest.fixture
def impatient(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> Pool:
    monkeypatch.setattr(pool, "limits", replace(LIMITS, seconds=0.3))
    return pool


PLAIN = some.recursive(
    some.none()
    | some.booleans()
    | some.integers(min_value=-(2**60), max_value=2**60)
    | some.text(some.characters(exclude_categories=["Cs"]))
    | some.binary(),
    lambda inner: (
        some.lists(inner)
        | some.lists(inner).map(tuple)
        | some.dictionaries(some.sampled_from(["a", "!", "content", "b"]), inner)
        | inner.map(lambda value: Listed("x", value))
    ),
    max_leaves=20,
)


@given(PLAIN)
def test_what_travels_arrives_as_it_was(value: object) -> None:
    assert unpack(pack(value)[HEAD:], room.TYPES) == value


def test_it_travels_through_a_child_too(pool: Pool) -> None:
    value = {"tuple": (1, "ö", b"\0\xff"), "!": [Listed("x", Listed("y"))], "none": None}
    assert pool.run("same", value) == value


@pytest.mark.parametrize("value", [Unlisted("x"), "\ud800", 2**70, object(), {1, 2}])
def test_what_can_not_travel_is_refused(value: object) -> None:
    with pytest.raises(NotPlain):
        unpack(pack(value)[HEAD:], room.TYPES)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[",
        b'{"!": "tuple"}',
        b'{"!": "Popen", "content": {"args": "ls"}}',
        b'{"!": "bytes", "content": 1}',
    ],
)
def test_an_answer_builds_nothing_that_is_not_listed(content: bytes) -> None:
    with pytest.raises(NotPlain):
        unpack(content, room.TYPES)


@pytest.mark.parametrize("how", room.SIGNALS)
def test_a_child_that_dies_takes_only_its_work_along(pool: Pool, how: signal.Signals) -> None:
    with pytest.raises(TooCostly):
        pool.run("die", int(how))
    assert pool.run("same", 1) == 1


@pytest.mark.parametrize("task", ["eat", "compute", "babble", "lie", "unlisted_answer", "flood"])
def test_every_kind_of_excess_is_told_and_costs_nobody_else(pool: Pool, task: str) -> None:
    arguments = (2 * MEGABYTE,) if task == "flood" else ()
    if task == "unlisted_answer":
        with pytest.raises(TooCostly):
            pool.run("unlisted")
        return
    with pytest.raises(TooCostly):
        pool.run(task, *arguments)
    assert pool.run("same", 1) == 1


def test_a_child_that_hangs_is_ended(impatient: Pool) -> None:
    impatient.stop_all()
    impatient.run("same", 1)
    [child] = impatient.idle.queue
    os.kill(child.process.pid, signal.SIGSTOP)
    with pytest.raises(TooCostly):
        impatient.run("same", 1)
    assert not child.running
    assert impatient.run("same", 2) == 2


def test_a_mistake_of_ours_is_an_error_with_what_python_said(pool: Pool) -> None:
    with pytest.raises(RuntimeError, match="as Python says it"):
        pool.run("fail")
    with pytest.raises(RuntimeError, match="KeyError"):
        pool.run("os.system", "ls")


def test_what_prints_disturbs_no_answer(pool: Pool) -> None:
    assert pool.run("print_loudly") == "heard"


@pytest.mark.parametrize("seen_alive", [False, True])
def test_a_child_that_went_to_rest_is_replaced_unseen(
    pool: Pool, monkeypatch: pytest.MonkeyPatch, seen_alive: bool
) -> None:
    pool.run("same", 1)
    child = pool.idle.queue[-1]
    if seen_alive:  # it goes in the moment between the look and the question
        monkeypatch.setattr(pools.Child, "running", True)
    assert child.process.stdin is not None
    child.process.stdin.close()  # it ends by itself, as after idling
    child.process.wait()
    monkeypatch.setattr(child.process, "stdin", _Gone())
    assert pool.run("same", 2) == 2


class _Gone:
    """The input of a process that has ended."""

    def write(self, _message: bytes) -> None:
        raise BrokenPipeError

    def close(self) -> None: ...


def test_a_child_killed_while_idle_costs_no_work(pool: Pool) -> None:
    pool.run("same", 1)
    child = pool.idle.queue[-1]
    child.process.kill()
    os.waitid(os.P_PID, child.process.pid, os.WEXITED | os.WNOWAIT)
    assert pool.run("same", 2) == 2


def test_no_child_at_all_is_no_fault_of_the_work(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    pool.stop_all()
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(Unavailable):
        pool.run("same", 1)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="reads /proc")
def test_a_child_has_limits_and_no_secrets(
    pool: Pool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ALUR_SECRET_KEY", "nobody may know")
    pool.stop_all()
    assert "nobody may know" not in pool.run("environment").values()
    limits = pool.run("limits")
    for name in ("Max address space", "Max cpu time", "Max file size", "Max open files"):
        soft = next(line for line in limits.splitlines() if line.startswith(name)).split()[3]
        assert soft.isdigit(), name
    with pytest.raises(RuntimeError, match="File too large"):
        pool.run("write", str(tmp_path / "large"))


def test_however_often_it_is_warmed_there_are_no_more_children_than_turns(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool.stop_all()
    begun: list[str] = []

    def begin(*arguments: str) -> pools.Child:
        begun.append("child")
        return real(*arguments)

    real: Callable[..., pools.Child] = pools.Child
    monkeypatch.setattr(pools, "Child", begin)
    threads = [threading.Thread(target=pool._start_idle) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 1 <= len(begun) <= pool.at_once
    assert pool.idle.qsize() == len(begun)


def test_who_finds_too_many_waiting_is_told_at_once(impatient: Pool) -> None:
    """Two are at work, one waits: the fourth must not take a thread of the server, too."""
    told, done = [], []

    def work() -> None:
        try:
            impatient.run("compute")
        except Unavailable:
            told.append(time.monotonic())
        except TooCostly:
            done.append(time.monotonic())

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(told), len(done)) == (1, 3)
    assert told[0] < min(done)
