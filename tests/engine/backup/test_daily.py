"""A backup each night, by the worker."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from engine import clock
from engine.backup import daily
from engine.backup.place import Place
from tests.conftest import At
from tests.engine.storage.conftest import Desk
from tests.patience import PATIENCE


@pytest.fixture
def nightly(place: Place) -> Iterator[Place]:
    daily.use(place.folder)
    yield place
    daily.use(None)


@pytest.mark.parametrize(
    ("now", "names", "due"),
    [
        ("2026-11-30 01:59", [], True),
        ("2026-11-30 01:59", ["2026-11-28T190100Z"], False),  # 02.01 of the day before
        ("2026-11-30 02:00", ["2026-11-28T190100Z"], True),
        ("2026-11-30 02:01", ["2026-11-28T190100Z", "2026-11-29T190000Z"], False),
        ("2026-11-30 17:00", ["2026-11-29T185959Z"], True),
    ],
)
def test_it_is_due_at_two_by_the_offices_clock(clock_at: At, now: str, names: list[str], due: bool) -> None:
    assert daily.is_due(names, clock_at(now)) is due


def test_it_is_taken_once_a_night_and_old_ones_go(
    desk: Desk, nightly: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = clock.now()
    for night in range(9):
        monkeypatch.setattr(clock, "now", lambda night=night: first + timedelta(days=night))
        for _look in range(2):
            if thread := daily.start():
                thread.join()
        assert len(nightly.backups()) <= 9
    assert 7 <= len(nightly.backups()) < 9


def test_a_folder_that_cannot_be_used_is_told_in_the_log(desk: Desk, nightly: Place) -> None:
    nightly.folder.mkdir()
    (nightly.folder / "thesis.odt").touch()
    with capture_logs() as lines:
        thread = daily.start()
        assert thread is not None
        thread.join()
    assert [line["event"] for line in lines] == ["backup_failed"]
    assert lines[0]["exc_info"]


def test_nobody_waits_for_a_disk_in_the_network_that_does_not_answer(
    desk: Desk, nightly: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = threading.Event()
    monkeypatch.setattr(Place, "backups", lambda _place: answers.wait(PATIENCE) and [])
    looking = daily.start()
    assert not answers.is_set()
    assert looking is not None
    assert looking.is_alive()
    assert daily.start() is None  # one that waits there is enough
    answers.set()
    looking.join()


def test_of_several_servers_one_takes_it(desk: Desk, nightly: Place) -> None:
    nightly.prepare()
    with nightly.alone(), capture_logs() as lines:
        thread = daily.start()
        assert thread is not None
        thread.join()
    assert [line["event"] for line in lines] == ["backup_being_taken"]


def test_without_a_folder_there_is_none(desk: Desk) -> None:
    assert daily.start() is None
