"""Tokens that any release stored are read, mean the same, and the instance goes on to its end."""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any

import pytest
from sqlalchemy import update

from engine.database import reading, transaction
from engine.definitions.releases import deploy
from engine.errors import ProcessFailed
from engine.inbox.deviations import return_to_submitter
from engine.instances import lifecycle, outlook
from engine.instances.incident import explain
from engine.instances.timeline import sentence
from engine.instances.view import view_instance
from engine.runtime import state
from engine.runtime.program import compile_program
from engine.runtime.runner import Runner
from engine.storage import folders
from engine.tables.instances import Instance, InstanceState
from tests.office import Office, small_sop
from tests.releases import golden

GOLDEN = golden.read(golden.TOKENS)
NAMES = [f"{item['format']}-{item['name']}" for item in GOLDEN]
NEWER = b"\x63[2,[],[]]"


@pytest.fixture
def office(database: Any, tmp_path: Any) -> Office:
    folders.use(tmp_path / "data")
    return Office()


@pytest.mark.parametrize("told", GOLDEN, ids=NAMES)
def test_golden_tokens_are_read_as_what_they_meant(told: golden.Golden) -> None:
    stored = bytes.fromhex(told["stored"])
    assert stored[0] == told["format"]
    meaning = {key: told[key] for key in ("stored", "tokens", "inside", "last_id")}
    assert json.loads(json.dumps(golden.standing(stored))) == meaning


@pytest.mark.parametrize("told", GOLDEN, ids=NAMES)
def test_an_instance_with_golden_tokens_goes_on_to_its_end(told: golden.Golden) -> None:
    program = compile_program(told["diagram"])
    runner = Runner.load(program, bytes.fromhex(told["stored"]), told["data"])
    assert golden.waiting(runner) == told["waiting"]
    for step in told["goes_on"]:
        work = next(item for item in runner.waiting() if item.element == step["completes"])
        runner.complete(work.token, step["answers"])
        assert golden.waiting(runner) == step["waiting"]
        runner = Runner.load(program, runner.save(), runner.data)
    assert runner.ended


@pytest.mark.parametrize("told", GOLDEN, ids=NAMES)
def test_what_is_stored_today_is_of_a_released_format_and_says_the_same(told: golden.Golden) -> None:
    """Another content is a new format: engine/runtime/state.py."""
    stored = bytes.fromhex(told["stored"])
    again = state.pack(state.unpack(stored))
    released = {item["format"] for item in GOLDEN}
    # One format may be on its way to the next release.
    assert again[0] in released | {max(released) + 1}
    if again[0] == stored[0]:
        assert golden.content(again) == golden.content(stored)


def test_every_released_format_has_golden_files() -> None:
    assert {item["format"] for item in GOLDEN} >= {1, 2}
    assert {item["format"] for item in GOLDEN} == {*range(1, max(item["format"] for item in GOLDEN) + 1)}


def stored_by_a_newer_alur(instance: int) -> None:
    with transaction() as session:
        session.execute(update(Instance).where(Instance.id == instance).values(tokens=NEWER))


@pytest.mark.parametrize(
    ("stored", "reason"),
    [
        (NEWER, "unknown format of stored tokens (99): a newer Alur wrote them"),
        (b"\x02nonsense", "the stored tokens are damaged"),
        (b"\x01[2]", "the stored tokens are damaged"),
        (b"\x01[2,[[1]],[]]", "the stored tokens are damaged"),
    ],
)
def test_tokens_that_can_not_be_read_are_a_fault_with_its_reason(stored: bytes, reason: str) -> None:
    program = compile_program(GOLDEN[0]["diagram"])
    with pytest.raises(ProcessFailed) as failure:
        Runner.load(program, stored, {})
    assert str(failure.value.params["reason"]).startswith(reason)
    assert failure.value.params["element"] == "proses"


def test_handing_in_is_an_incident_then_and_goes_on_once_the_newer_alur_is_back(office: Office) -> None:
    instance = office.to_approval()
    with reading() as session:
        tokens = session.get_one(Instance, instance).tokens
    stored_by_a_newer_alur(instance)
    office.do(instance, "Periksa", by=office.ani, keputusan="ya")
    with reading() as session:
        assert session.get_one(Instance, instance).state is InstanceState.INCIDENT
        view = view_instance(session, instance, by=office.wati)
        assert sentence(view.timeline[0], "en") == "The instance got stuck"
        assert view.instance.incident is not None
        told = explain(view.diagram, "kecil", view.instance.incident["reason"], {}, language="en", zone=UTC)
    assert told.cause == "A newer Alur wrote where this instance stands."
    with transaction() as session:
        assert lifecycle.retry(session, instance, by=office.wati).state is InstanceState.INCIDENT
    with transaction() as session:
        session.get_one(Instance, instance).tokens = tokens
    with transaction() as session:
        lifecycle.retry(session, instance, by=office.wati)
    office.do(instance, "Tayang", by=office.budi, url="https://dinsos.example/a")
    with reading() as session:
        assert session.get_one(Instance, instance).state is InstanceState.ENDED


def test_returning_it_is_refused_in_words_and_changes_nothing(office: Office) -> None:
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial")
    stored_by_a_newer_alur(instance)
    task = office.task(instance).id
    with pytest.raises(ProcessFailed, match="newer Alur"), transaction() as session:
        return_to_submitter(session, task, "Mohon dilengkapi.", by=office.budi)
    assert office.task(instance).element == "Pilih"


def test_it_can_not_be_moved_to_another_version_and_that_is_said(office: Office) -> None:
    instance = office.to_approval()
    stored_by_a_newer_alur(instance)
    with transaction() as session:
        target = deploy(session, small_sop().replace("PT15M", "PT20M").encode(), "kecil.bpmn").version_id
    with reading() as session:
        [one] = outlook.dry_run(session, target, by=office.tono).instances
    assert (one.why, one.waits_at) == ("unreadable", ())
