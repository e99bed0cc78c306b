"""What is typed and not yet handed in: each person's own, for each task its own."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from engine.actor import Actor
from engine.database import reading, transaction
from engine.errors import Invalid, NotAllowed
from engine.inbox import drafts
from engine.inbox.claims import claim
from tests.conftest import At
from tests.office import Office, last_denied

Typed = dict[str, list[str]]


@pytest.fixture
def office(sqlite_database: Engine) -> Office:
    return Office()


def editing(office: Office) -> tuple[int, int]:
    """An instance that waits for an editor, and its task."""
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Bakti sosial")
    return instance, office.task(instance).id


def save(task: int, words: str, *, by: Actor) -> None:
    with transaction() as session:
        drafts.save(session, task, {"isi": [words]}, by=by)


def typed(task: int, *, by: Actor) -> Typed | None:
    with reading() as session:
        draft = drafts.load(session, task, by=by)
        return draft.typed if draft else None


def test_nobody_writes_over_what_a_colleague_typed_or_what_one_typed_elsewhere(office: Office) -> None:
    _instance, first = editing(office)
    _instance, second = editing(office)
    save(first, "Budi, pertama", by=office.budi)
    save(second, "Budi, kedua", by=office.budi)
    save(first, "Rudi, pertama", by=office.rudi)
    save(first, "Budi, diperbaiki", by=office.budi)
    assert typed(first, by=office.budi) == {"isi": ["Budi, diperbaiki"]}
    assert typed(second, by=office.budi) == {"isi": ["Budi, kedua"]}
    assert typed(first, by=office.rudi) == {"isi": ["Rudi, pertama"]}
    with transaction() as session:
        drafts.discard(session, first, by=office.budi)
    assert typed(first, by=office.budi) is None
    assert typed(second, by=office.budi) is not None
    assert typed(first, by=office.rudi) is not None


def test_only_who_may_do_the_task_types_for_it_and_the_attempt_is_recorded(office: Office) -> None:
    instance, task = editing(office)
    with pytest.raises(NotAllowed):
        save(task, "Bukan tugas saya", by=office.ani)
    refused = last_denied(instance)
    assert (refused.name, refused.who, refused.params["deed"]) == ("deed.denied", "Ani", "fill_task")
    assert typed(task, by=office.ani) is None


def test_a_draft_has_a_million_characters_at_most(office: Office) -> None:
    _instance, task = editing(office)
    save(task, "x" * (drafts.MAX_DRAFT - len("isi")), by=office.budi)
    with pytest.raises(Invalid) as refused:
        save(task, "y" * (drafts.MAX_DRAFT - len("isi") + 1), by=office.budi)
    assert refused.value.problems[""].params == {"max": drafts.MAX_DRAFT}
    assert typed(task, by=office.budi) == {"isi": ["x" * (drafts.MAX_DRAFT - len("isi"))]}


def typing(task: int, *, by: Actor) -> list[str]:
    with reading() as session:
        return drafts.others_typing(session, task, by=by)


def test_two_who_type_into_one_unclaimed_task_know_of_each_other(office: Office, clock_at: At) -> None:
    now = clock_at("2026-11-23 10:00")
    _instance, task = editing(office)
    save(task, "Naskah Budi", by=office.budi)
    assert typing(task, by=office.budi) == []
    assert typing(task, by=office.rudi) == ["Budi"]
    save(task, "Naskah Rudi", by=office.rudi)
    assert typing(task, by=office.budi) == ["Rudi"]
    # Not for who could not do it, nor long after the last letter, nor once its holder is known.
    assert typing(task, by=office.siti) == []
    clock_at(now + drafts.TYPING)
    assert typing(task, by=office.rudi) == []
    save(task, "Naskah Budi", by=office.budi)
    with transaction() as session:
        claim(session, task, by=office.budi)
    assert typing(task, by=office.budi) == []
