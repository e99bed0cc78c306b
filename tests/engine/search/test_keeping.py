"""The index follows what happens, by whatever action, and can be built anew."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from engine.database import reading, transaction
from engine.inbox.claims import claim
from engine.instances import lifecycle
from engine.instances.listing import InstanceFilter
from engine.instances.queries import list_instances
from engine.people.accounts import rename
from engine.search import index, keeping
from engine.search.documents import Document, documents_of
from tests.engine.search.searching import index_all
from tests.office import FIELD, Office, person


def found(typed: str, office: Office, **narrowed: object) -> list[int]:
    with reading() as session:
        wanted = InstanceFilter(search=typed, **narrowed)  # type: ignore[arg-type]
        return [row.id for row in list_instances(session, wanted, by=office.wati).rows]


def test_an_instance_is_found_by_what_it_says_now(office: Office) -> None:
    instance = office.to_approval(title="Pasar murah")
    assert found("pasar", office) == [], "nobody has read it yet"
    index_all()
    assert found("pasar", office) == found("naskah", office) == [instance]
    office.do(instance, "Periksa", by=office.ani, keputusan="tidak", alasan="Kurang jelas")
    office.do(instance, "Pilih", by=office.budi, isi="Berita kedua")
    index_all()
    assert found("naskah", office) == [], "an answer that was corrected"
    assert found("berita kurang", office) == [instance]
    office.do(instance, "Periksa", by=office.ani, keputusan="ya")
    office.do(instance, "Tayang", by=office.budi, url="https://dinsos.example.go.id/1")
    index_all()
    assert found("dinsos", office, states=("ended",)) == [instance]
    assert found("dinsos", office, states=("running",)) == []


def test_a_withdrawn_instance_is_found_as_that(office: Office) -> None:
    instance = office.to_approval(title="Pasar murah")
    index_all()
    with transaction() as session:
        lifecycle.withdraw(session, instance, "Salah memilih SOP", by=office.wati)
    index_all()
    assert found("pasar", office, states=("withdrawn",)) == [instance]


def test_who_is_renamed_is_found_by_the_new_name_where_it_is_shown(office: Office) -> None:
    with transaction() as session:
        joko = person(session, "joko", FIELD)
    started, other = office.start(), office.start(by=joko)
    office.do(other, "Serah", by=joko, judul="Pasar murah")
    office.do(other, "Pilih", by=office.budi, isi="Naskah pertama")
    with transaction() as session:
        claim(session, office.task(other).id, by=office.ani)
    index_all()
    for who, name in ((office.siti, "Rahma"), (joko, "Wulan"), (office.ani, "Citra")):
        with transaction() as session:
            rename(session, who.id, name=name, unit="", by=None)
    index_all()
    assert found("rahma", office) == [started]
    assert found("wulan", office) == found("citra", office) == [other]
    assert found("siti", office) == found("ani", office) == []
    assert found("joko", office) == [other], "what he did then stands under the name of then"


def test_an_index_that_was_lost_is_built_anew(office: Office) -> None:
    instances = [office.to_approval(title=f"Pasar {n}") for n in range(3)]
    index_all()
    with transaction() as session:
        session.execute(text("DELETE FROM search_documents"))
        session.execute(text("DELETE FROM search_spellings"))
    assert found("pasar", office) == []
    keeping.start_anew()
    while keeping.bring_up_to_date(at_most=2):
        pass
    assert found("pasar", office) == found("pasan", office) == instances[::-1]


def test_what_changes_while_it_is_read_is_left_for_the_next_look(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance = office.to_approval(title="Pasar murah")
    take_turn = index.take_turn

    def late(session: Session) -> None:
        monkeypatch.setattr(index, "take_turn", take_turn)
        session.execute(text("UPDATE instances SET chain_seq = chain_seq + 1"))
        take_turn(session)

    monkeypatch.setattr(index, "take_turn", late)
    assert keeping.bring_up_to_date() == 0
    assert found("pasar", office) == []
    index_all()
    assert found("pasar", office) == [instance]


def test_what_another_process_has_read_meanwhile_is_not_written_twice(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance = office.to_approval(title="Pasar murah")
    write = index.write
    written: list[int] = []

    def another_comes(session: Session, ids: Collection[int]) -> list[Document]:
        monkeypatch.setattr(keeping, "documents_of", documents_of)
        documents = list(documents_of(session, ids))
        assert keeping.bring_up_to_date() > 0
        return documents

    def seen(session: Session, documents: list[tuple[int, Collection[str]]]) -> None:
        some = list(documents)
        written.extend(number for number, _ in some)
        write(session, some)

    monkeypatch.setattr(keeping, "documents_of", another_comes)
    monkeypatch.setattr(index, "write", seen)
    assert keeping.bring_up_to_date() > 0, "so that who builds the index goes on"
    assert written == found("pasar", office) == [instance]


def test_a_book_of_strange_words_is_found_by_its_beginning(office: Office) -> None:
    """PostgreSQL spoils terms beyond a megabyte without a word; four bytes a letter is the most there is."""
    book = " ".join(chr(0x20000 + n) + chr(0x20000) * 60 for n in range(10_000))
    instance = office.start()
    office.do(instance, "Serah", by=office.siti, judul="Kitab", catatan=book)
    other = office.to_approval(title="Pasar murah")
    index_all()
    assert (found("kita", office), found("pasa", office)) == ([instance], [other])
