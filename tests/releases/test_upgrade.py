"""What a release left, with instances in all states, is upgraded, read, and brought to its end."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select
from werkzeug import Response

import engine.database
from engine import migrations
from engine.audit.verify import verify_all
from engine.database import reading, transaction
from engine.definitions import releases, reviews
from engine.instances.view import open_tasks
from engine.storage import folders
from engine.tables.definitions import Version, VersionState
from engine.tables.events import Event
from engine.tables.instances import Instance, InstanceState
from engine.tables.moves import Move, MoveState
from tests.releases.conftest import Restored
from tests.releases.finishing import actor, finish_all, go_on_with_moves
from tests.releases.restore import RELEASES, restore_files, story
from tests.releases.story import Ticking, time_of
from tests.webforms.desk import Desk, whole_app
from tests.webforms.seen import desk

#: Two weeks after the story: a Monday, 8 o'clock in Jakarta.
LATER = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
#: Pages opened of one kind, by one person.
MAX_ALIKE = 2


@pytest.fixture(params=RELEASES)
def release(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def time() -> Iterator[Ticking]:
    ticking = Ticking(LATER)
    with time_of(ticking):
        yield ticking


@pytest.fixture
def upgraded(release: str, restored: Restored, time: Ticking, tmp_path: Path) -> Iterator[Engine]:
    """The release's database, upgraded and connected, with its files."""
    url = restored(release)
    migrations.upgrade(url)
    assert migrations.is_current(url)
    restore_files(release, tmp_path / "data")
    folders.use(tmp_path / "data")
    yield engine.database.connect(url)
    engine.database.disconnect()


@pytest.fixture
def app(upgraded: Engine, tmp_path: Path) -> Flask:
    return whole_app(upgraded, tmp_path / "data")


def require_whole_record() -> None:
    with reading() as session:
        verdicts = list(verify_all(session))
        assert [verdict for verdict in verdicts if verdict.broken] == []
        assert sum(verdict.events for verdict in verdicts) == session.scalar(select(func.count(Event.id)))


def standing() -> dict[str, tuple[str, list[str]]]:
    """{number of an instance: its state, where it waits}"""
    with reading() as session:
        return {
            instance.number: (
                instance.state.value,
                [task.element for task, _, _ in open_tasks(session, instance.id)],
            )
            for instance in session.scalars(select(Instance))
        }


def test_an_upgrade_leaves_every_instance_where_it_was_and_the_record_whole(
    release: str, upgraded: Engine
) -> None:
    told = {
        number: (instance["state"], instance["waits_at"])
        for number, instance in story(release)["cases"].items()
    }
    assert standing() == told
    require_whole_record()
    with reading() as session:
        for version in session.scalars(select(Version)):
            assert hashlib.sha256(version.xml.encode()).hexdigest() == version.content_hash


def test_every_instance_of_a_release_goes_on_to_its_end(
    release: str, upgraded: Engine, time: Ticking
) -> None:
    go_on_with_moves()
    assert finish_all(story(release)["answers"]) > 10
    with reading() as session:
        states = Counter(session.scalars(select(Instance.state)))
        assert set(states) == {InstanceState.ENDED, InstanceState.WITHDRAWN}
        assert states[InstanceState.WITHDRAWN] == 1
        assert {*session.scalars(select(Move.state))} == {MoveState.DONE}
    require_whole_record()


def test_versions_at_every_stage_go_on(release: str, upgraded: Engine, time: Ticking) -> None:
    """One in review is approved; the one whose day comes is put in force by itself."""
    with reading() as session:
        in_review = session.scalars(select(Version.id).where(Version.state == VersionState.IN_REVIEW)).one()
        awaited = session.scalars(select(Version.id).where(Version.state == VersionState.APPROVED)).one()
    by = actor("tono")
    with transaction() as session:
        reviews.approve(session, in_review, by=by)
        releases.activate(session, in_review, by=by)
    time.moment += timedelta(days=60)
    releases.activate_due()
    with reading() as session:
        assert session.get_one(Version, awaited).state is VersionState.ACTIVE
        assert session.get_one(Version, in_review).state is VersionState.RETIRED
    require_whole_record()


def test_every_kind_of_page_opens(release: str, app: Flask) -> None:
    """From the first page on, wherever links lead."""
    for username in ("budi", "wati", "tono", "eko", "dewi"):
        assert len(kinds_opened(desk(app, actor(username)))) > 3, username


def kinds_opened(browser: Desk) -> Counter[str]:
    waiting, opened = ["/"], Counter[str]()
    while waiting:
        address = waiting.pop(0)
        opened[kind_of(address)] += 1
        # The way back in is for who has been logged out meanwhile.
        elsewhere = address.endswith((".pdf", ".svg")) or address.startswith("/login?")
        if opened[kind_of(address)] > MAX_ALIKE or elsewhere:
            continue
        with browser.get(address) as page:
            assert page.status_code == 200, address
            if page.mimetype == "text/html":
                waiting += links(page)
    return opened


def kind_of(address: str) -> str:
    """/instances/17?tab=files → /instances/…"""
    return re.sub(r"[0-9a-f-]{36}|\d+|(?<=/definitions/)[^/]+", "…", address.partition("?")[0])


def links(page: Response) -> list[str]:
    found = re.findall(r'(?:href|src)="(/[^"#]*)', page.get_data(as_text=True))
    return [unescape(address) for address in found if not address.startswith("/static/")]
