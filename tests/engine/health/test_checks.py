"""What is wrong is said, with a remedy; what is well is said to be so."""

from __future__ import annotations

import os
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from engine import clock, texts
from engine.backup.place import Place
from engine.backup.taking import take
from engine.config import Config
from engine.database import transaction
from engine.health import checks
from engine.health.checks import examine, unready
from engine.health.findings import Finding, State
from engine.reports.load import Load
from engine.storage import blobs, folders, receive
from engine.tables.people import Person
from engine.texts import LANGUAGES, text
from tests.engine.storage import making
from tests.engine.storage.conftest import *  # noqa: F403  fixtures
from tests.engine.storage.conftest import Desk
from tests.patience import PATIENCE


@pytest.fixture
def config(desk: Desk, store: Path) -> Config:
    return Config(data_dir=store)


def found(config: Config) -> dict[str, Finding]:
    return {finding.check: finding for finding in examine(config)}


def wrong(config: Config) -> dict[str, State]:
    return {name: finding.state for name, finding in found(config).items() if finding.state is not State.OK}


def test_of_a_new_office_only_the_backup_is_missing(config: Config) -> None:
    assert wrong(config) == {"no_backup": State.WARNING}
    assert {"database", "disk", "private", "worker", "clock", "files", "lanes", "versions"} <= found(
        config
    ).keys()
    assert unready() == []


def test_files_that_are_gone(config: Config, desk: Desk) -> None:
    receive.receive([making.jpeg()], desk.incoming(), by=desk.by)
    for sha256 in blobs.all_hashes():
        blobs.path_of(sha256).unlink()
    finding = found(config)["files"]
    assert (finding.state, finding.params) == (State.FAULT, {"n": 1, "of": 1})


def test_a_disk_that_fills(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    for free, state in ((1024**4, State.OK), (1024**3, State.WARNING), (1024**2, State.FAULT)):
        monkeypatch.setattr(folders, "free_bytes", lambda free=free: free)
        assert found(config)["disk"].state is state
    assert [finding.check for finding in unready()] == ["disk"]


@pytest.mark.skipif(os.name != "posix", reason="Windows has other rights")
def test_a_folder_that_others_read(config: Config) -> None:
    config.data_dir.chmod(0o755)
    assert found(config)["private"].state is State.FAULT


def test_a_backup_that_is_missing_or_old(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Place(tmp_path / "backups")
    nightly = Config(data_dir=config.data_dir, backup_dir=place.folder)
    assert found(nightly)["backup_missing"].state is State.FAULT
    take(place)
    assert found(nightly)["backup"].state is State.OK
    later = clock.now() + timedelta(hours=40)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert (found(nightly)["backup"].state, found(nightly)["backup"].params) == (State.FAULT, {"hours": 40})


def test_a_worker_that_stands_still(config: Config) -> None:
    waiting = Load(0, 0, 0, 0, 0, timers_late=0)
    for seconds, state in ((0, State.OK), (299, State.OK), (600, State.WARNING), (7200, State.FAULT)):
        finding = checks.worker(Load(**{**vars(waiting), "timers_late": seconds}))
        assert (finding.state, finding.params["minutes"]) == (state, seconds // 60)


def test_a_clock_that_was_set_back(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    earlier = clock.now() - timedelta(hours=3)
    monkeypatch.setattr(clock, "now", lambda: earlier)
    assert found(config)["clock"].state is State.FAULT


def test_a_role_that_nobody_holds(config: Config, desk: Desk) -> None:
    with transaction() as session:
        session.get_one(Person, desk.office.ani.id).active = False
    assert found(config)["lanes"].state is State.WARNING


def test_a_check_that_fails_is_a_finding_and_hides_no_other(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down() -> Finding:
        raise PermissionError("no")

    monkeypatch.setattr(checks, "disk", break_down)
    assert found(config)["failed"].params == {"check": "disk", "reason": "PermissionError"}
    assert "clock" in found(config)


def test_so_it_is_where_files_can_t_be_looked_at(
    config: Config, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(_sha256: str) -> Path:
        raise OSError(116, "Stale file handle")

    receive.receive([making.jpeg()], desk.incoming(), by=desk.by)
    monkeypatch.setattr(folders, "blob", break_down)
    assert found(config)["failed"].params == {"check": "files", "reason": "OSError"}
    assert "lanes" in found(config)


def test_a_disk_of_backups_that_does_not_answer(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = threading.Event()
    monkeypatch.setattr(checks, "PATIENCE", 0.01)
    monkeypatch.setattr(checks, "backup", lambda _folder: Finding(check=str(answers.wait(PATIENCE))))
    finding = found(Config(data_dir=config.data_dir, backup_dir=tmp_path))["failed"]
    answers.set()
    assert finding.params == {"check": "backup", "reason": "TimeoutError"}


@pytest.mark.parametrize("reached_at", ["http://alur.example.go.id", "https://alur.example.go.id"])
def test_production_needs_https(reached_at: str) -> None:
    secure = reached_at.startswith("https")
    state = checks.address(reached_at, production=True).state
    assert state is (State.OK if secure else State.FAULT)
    assert checks.address(reached_at, production=False).state is State.WARNING


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_found_has_words_and_a_remedy(config: Config, language: str) -> None:
    names = [name for name in texts.catalogue(language) if name.startswith("health.")]
    told = {name.split(".")[1] for name in names if name.endswith(".title") and name.count(".") == 2}
    assert set(found(config)) | {"backup", "backup_missing", "failed", "address"} == told
    for name in told:
        troubles = [s for s in (State.WARNING, State.FAULT) if f"health.{name}.{s}" in names]
        assert bool(troubles) == (f"health.{name}.remedy" in names), name
    for finding in found(config).values():
        assert text(f"health.{finding.check}.{finding.state}", language, **finding.params)
