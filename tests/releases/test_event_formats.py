"""Bodies of events that a release wrote are read and told; what is written now is as its golden file says."""

from __future__ import annotations

import json
from pathlib import Path
from string import Formatter

import pytest
from sqlalchemy import select

from engine import clock
from engine.audit import bodies
from engine.audit.chain import seal
from engine.audit.names import EventName
from engine.database import reading
from engine.database_url import of_file
from engine.instances.timeline import entry_of, sentence
from engine.storage import folders
from engine.tables.events import Event
from engine.texts import LANGUAGES, catalogue
from tests.releases import golden
from tests.releases.story import play

GOLDEN = golden.read(golden.EVENTS)
EXAMPLES = [(item["event"], example) for item in GOLDEN for example in item["examples"]]


def event_of(example: dict[str, object], **other: object) -> Event:
    body = json.loads(str(example["body"]))
    columns = {"id": 1, "name": body["name"], "at": clock.now(), "person_id": None, **example, **other}
    return Event(**columns)


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_a_golden_body_is_told_in_both_languages(name: str, example: dict[str, object]) -> None:
    entry = entry_of(event_of(example))
    assert entry.known
    for language in LANGUAGES:
        words = entry.words(language)
        told = sentence(entry, language)
        wanted = {field for _, field, _, _ in Formatter().parse(str(catalogue(language)[entry.key])) if field}
        assert wanted <= words.keys(), f"{name}: {told}"
        assert "…" not in told


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_a_golden_body_is_still_what_was_sealed(name: str, example: dict[str, object]) -> None:
    place = (str(example["chain"]), int(str(example["seq"])), str(example["previous_hash"]))
    assert seal(*place, str(example["body"])) == example["hash"]


def test_every_event_has_a_golden_file_for_each_version_up_to_the_last_released() -> None:
    released: dict[str, list[int]] = {}
    for item in GOLDEN:
        released.setdefault(item["event"], []).append(item["version"])
    assert {
        name: versions for name, versions in released.items() if versions != [*range(1, len(versions) + 1)]
    } == {}
    ahead = {name: bodies.WRITTEN.get(name, 1) - len(released.get(name, ())) for name in EventName}
    # At most one version is on its way to the next release.
    assert {name: number for name, number in ahead.items() if number not in {0, 1}} == {}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> list[Event]:
    """What the story writes now."""
    import shutil

    from engine.database import connect, disconnect

    folder = tmp_path_factory.mktemp("story")
    shutil.copyfile(sqlite_template, folder / "alur.sqlite3")
    folders.use(folder)
    connect(of_file(folder / "alur.sqlite3"))
    play()
    with reading() as session:
        events = list(session.scalars(select(Event).order_by(Event.id)))
    disconnect()
    return events


def test_the_story_writes_every_event(written: list[Event]) -> None:
    assert {event.name for event in written} == set(EventName)


def test_what_is_written_now_is_as_the_golden_file_of_its_version_says(written: list[Event]) -> None:
    """Something else is said of an event in a new version: engine/audit/bodies.py."""
    known = {(item["event"], item["version"]): item for item in GOLDEN}
    departures = [
        f"{event.name} {version}: {key} is {kind}"
        for event in written
        for body in [json.loads(event.body)]
        for version in [bodies.version_of(body)]
        if (event.name, version) in known
        for key, kind in departing(body, known[event.name, version])
    ]
    assert departures == []
    doers = [json.loads(event.body)["by"] for event in written]
    assert {tuple(sorted(by)) for by in doers if by} == {("id", "name", "username")}


def departing(body: dict[str, object], told: golden.Golden) -> list[tuple[str, str]]:
    """Keys that are missing, new, or of another kind than the golden file says."""
    kinds = {**told["always"], **told["sometimes"]}
    missing = [(key, "missing") for key in told["always"] if key not in body]
    other = [
        (key, golden.kind_of(value))
        for key, value in body.items()
        if golden.kind_of(value) not in kinds.get(key, ())
    ]
    return missing + other


def test_departures_are_found() -> None:
    told = {"always": {"at": ["string"]}, "sometimes": {"norm": ["integer"]}}
    assert departing({"at": "now", "norm": 3}, told) == []
    assert departing({"norm": 3}, told) == [("at", "missing")]
    assert departing({"at": 3, "more": None}, told) == [("at", "integer"), ("more", "null")]


def test_what_the_first_version_called_otherwise_is_read_in_the_words_of_today() -> None:
    first = {"at": "2026-11-16T01:00:00+00:00", "by": None, "name": "instance.started"}
    read = bodies.read(json.dumps({**first, "procedure": "kecil", "version": 7}))
    assert read == {**first, "definition": "kecil", "version_id": 7, "v": 2}


@pytest.mark.parametrize(
    "newer",
    [{"name": "instance.started", "v": 99, "answers": "?"}, {"name": "instance.teleported", "lane": 3}],
)
def test_what_only_a_newer_alur_writes_is_said_to_be_unknown(newer: dict[str, object]) -> None:
    body = json.dumps({"at": "2026-11-16T01:00:00+00:00", "by": {"name": "Siti"}, **newer})
    example = {"chain": "instance:1", "seq": 1, "body": body, "previous_hash": "", "hash": ""}
    entry = entry_of(event_of(example))
    assert sentence(entry, "en") == f"Something that a newer Alur recorded ({newer['name']})"
    assert (entry.who, entry.answers, entry.lane) == ("Siti", None, None)
