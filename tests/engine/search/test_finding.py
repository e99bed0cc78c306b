"""What is found is what a plain search over all that the reader may see finds, on both databases."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.database import reading, transaction
from engine.definitions.releases import deploy
from engine.inbox.claims import claim
from engine.inbox.queries import my_tasks
from engine.inbox.waiting import TaskFilter
from engine.instances import lifecycle
from engine.instances.listing import InstanceFilter
from engine.instances.queries import list_instances
from engine.search import question
from engine.tables.instances import InstanceState
from tests.engine.search.searching import index_all, pages_of, plainly_found
from tests.office import FIELD, Office, person, small_sop
from tests.tries import tries

WORDS = ("Bantuan", "membantu", "kursi", "Kurs", "roda", "Évian", "0148", "148", "disabilitas", "a", "di",
         "pelayanan", "layanan", "İzmir", "Rudi")  # fmt: skip
ALPHABET = st.sampled_from(sorted({*"".join(WORDS).casefold(), *"%_\\'\"*:=()|&!<>-^ \0\t/"}))


@st.composite
def mistyped(draw: st.DrawFn) -> str:
    word = draw(st.sampled_from(WORDS))
    at = draw(st.integers(0, len(word)))
    return word[:at] + draw(st.sampled_from(["", "x", "-"])) + word[at + draw(st.integers(0, 1)) :]


QUESTIONS = st.one_of(
    st.lists(st.one_of(st.sampled_from(WORDS), mistyped()), max_size=3).map(" ".join),
    st.text(ALPHABET, max_size=200),
    st.text(max_size=200),
    st.sampled_from(['"', "AND", "kursi OR roda", "NOT kursi", "terms:kursi", "kursi*", "^kursi", "NEAR(a b)",
                     "kursi' | 'roda", ":*", ":d1", "=bantu", "'", "\\", "a " * 100, "(" * 200]),
)  # fmt: skip


def busy_office() -> tuple[Office, list[Actor]]:
    """Instances at all places, with chance words in titles and answers; readers of all kinds."""
    office, chance = Office(), random.Random(7)

    def some() -> str:
        return " ".join(chance.choices(WORDS, k=2))

    with transaction() as session:
        stranger = person(session, "asing")
        field = person(session, "lapangan2", FIELD)
    instance = office.start()
    for n in range(12):
        instance = office.start(by=field if n % 3 == 0 else office.siti)
        office.do(instance, "Serah", by=field if n % 3 == 0 else office.siti, judul=some(), catatan=some())
        if n % 4:
            office.do(instance, "Pilih", by=office.rudi if n % 2 else office.budi, isi=some())
        if n % 4 > 1:
            office.do(instance, "Periksa", by=office.ani, keputusan="ya")
        if n % 4 > 2:
            office.do(instance, "Tayang", by=office.budi, url="https://dinsos.example.go.id/roda")
    with transaction() as session:
        lifecycle.withdraw(session, instance - 3, "Salah memilih SOP", by=office.wati)
        claim(session, office_task(office, instance - 1), by=office.rudi)
    index_all()
    return office, [office.wati, office.eko, office.ani, office.siti, field, stranger]


def office_task(office: Office, instance: int) -> int:
    return office.task(instance).id


def listed(session: Session, typed: str, *, by: Actor) -> set[int]:
    page = list_instances(session, InstanceFilter(search=typed), by=by, limit=100)
    return {row.id for row in page.rows}


def test_a_search_finds_what_stands_in_the_pages_that_one_may_see(database: Engine) -> None:
    _office, readers = busy_office()
    with reading() as session:
        pages = {by.id: pages_of(session, by=by) for by in readers}

        @settings(max_examples=tries(60), phases=[Phase.explicit, Phase.generate])
        # The last word, which may be a beginning, is the last also where it was typed before.
        @example("kursi Kurs kursi", readers[0])
        @given(QUESTIONS, st.sampled_from(readers))
        def asks(typed: str, by: Actor) -> None:
            if typed.strip():
                assert listed(session, typed, by=by) == plainly_found(pages[by.id], typed)

        asks()


def test_a_search_in_the_inbox_finds_of_ones_tasks_those_of_such_instances(database: Engine) -> None:
    office, readers = busy_office()
    with reading() as session:
        for by in readers:
            mine = my_tasks(session, TaskFilter(), by=by, limit=100).rows
            pages = pages_of(session, by=by)
            for typed in (*WORDS, "kursi roda", "Memilih", "pilih bantuan", "kursu", "zzzz"):
                found = plainly_found(pages, typed)
                rows = my_tasks(session, TaskFilter(search=typed), by=by, limit=100).rows
                assert [row.id for row in rows] == [row.id for row in mine if row.instance_id in found], typed
        assert my_tasks(session, TaskFilter(search="kursi", lane="Tak ada"), by=office.ani).rows == []


def test_other_filters_narrow_what_is_found(database: Engine) -> None:
    _office, readers = busy_office()
    filters: list[dict[str, Any]] = [
        {"states": (InstanceState.ENDED,)}, {"states": ("running", "incident")}, {"states": ("withdrawn",)},
        {"definition": "kecil"}, {"definition": "lain"}, {"mine": True}, {"late": True},
        {"mine": True, "states": ("running",)},
    ]  # fmt: skip
    with reading() as session:
        for by in readers[::2]:
            pages = pages_of(session, by=by)
            for narrowed in filters:
                all_of_it = list_instances(session, InstanceFilter(**narrowed), by=by, limit=100).rows
                for typed in WORDS[1::3]:
                    found = plainly_found(pages, typed)
                    wanted = InstanceFilter(search=typed, **narrowed)
                    rows = list_instances(session, wanted, by=by, limit=100).rows
                    assert [row.id for row in rows] == [row.id for row in all_of_it if row.id in found]


def test_what_is_found_goes_on_page_by_page(database: Engine) -> None:
    office, _readers = busy_office()
    with reading() as session:
        wanted, before, seen = InstanceFilter(search="siti"), None, []
        while True:
            page = list_instances(session, wanted, by=office.wati, before=before, limit=3)
            seen += [row.id for row in page.rows]
            before = page.next_before
            if before is None:
                break
        assert seen == sorted(plainly_found(pages_of(session, by=office.wati), "siti"), reverse=True)


def test_no_answer_of_another_procedure_is_found_by_a_word_or_one_like_it(database: Engine) -> None:
    """Who holds roles of one SOP only: neither what stands in another, nor that anything stands there."""
    office = Office()
    other = small_sop(key="rahasia").replace("Ketua Tim Kerja", "Orang Lain")
    with transaction() as session:
        deploy(session, other.encode(), "rahasia.bpmn")
        only_other = person(session, "lain", "Orang Lain")
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Terbuka", catatan="halimunan")
    index_all()
    with reading() as session:
        for typed in ("halimunan", "halimunam", "halim", "Terbuka", "siti"):
            page = list_instances(session, InstanceFilter(search=typed), by=only_other)
            assert (page.rows, page.found and page.found.alike) == ([], False)
            assert len(list_instances(session, InstanceFilter(search=typed), by=office.wati).rows) == 1


def test_a_typing_mistake_finds_and_says_so(database: Engine) -> None:
    office = Office()
    instance = office.to_approval(title="Bantuan kursi roda")
    index_all()
    with reading() as session:
        for typed, alike in (("kursi", False), ("kurai", True), ("banyuan kursi", True), ("membantu", False)):
            page = list_instances(session, InstanceFilter(search=typed), by=office.ani)
            assert [row.id for row in page.rows] == [instance], typed
            assert page.found is not None
            assert page.found.alike is alike, typed
        [row] = list_instances(session, InstanceFilter(search="naskah kursi"), by=office.ani).rows
        assert row.inside == ["naskah"], "an answer, not the title"


def test_sqlite_reads_the_index_of_words_in_its_own_order(sqlite_database: Engine) -> None:
    """The newest of a million are the first that it gives: nothing is sorted, no table is gone through."""
    with reading() as session:
        for statement in question._SQLITE[0].values():
            explained = text(f"EXPLAIN QUERY PLAN {statement.text}")
            plan = session.execute(explained, {"question": '"=bantu" AND "kursi" *', "limit": 1}).all()
            assert [row[3].split(" VIRTUAL")[0] for row in plan] == ["SCAN search_documents"], plan


def test_the_limit_is_of_what_the_filters_of_the_inbox_leave(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The oldest that have the word are of another SOP, and colleagues'."""
    office = Office()
    with transaction() as session:
        deploy(session, small_sop(key="lain").encode(), "lain.bpmn")
    for _ in range(3):
        office.to_approval(title="Kursi roda")
    with transaction() as session:
        last, _tasks = lifecycle.start(session, "lain", by=office.siti)
        last_id = last.id
    office.do(last_id, "Serah", by=office.siti, judul="Kursi roda")
    office.do(last_id, "Pilih", by=office.budi, isi="Naskah")
    with transaction() as session:
        claim(session, office_task(office, last_id), by=office.ani)
    index_all()
    monkeypatch.setattr(question, "CANDIDATES", 2)
    with reading() as session:
        for narrowed in ({"definition": "lain"}, {"mine": True}):
            page = my_tasks(session, TaskFilter(search="kursi", **narrowed), by=office.ani)
            assert [row.instance_id for row in page.rows] == [last_id], narrowed
