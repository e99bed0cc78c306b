"""Folders: under which heading the list shows a definition."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engine.database import reading, transaction
from engine.definitions import folders, queries
from engine.definitions.releases import deploy
from engine.errors import Invalid, NotAllowed, NotFound
from engine.tables.events import Event
from tests.office import Office, small_sop


def filed(office: Office, folder: str) -> str:
    with transaction() as session:
        return folders.file_under(session, "kecil", folder, by=office.tono)


def names_of_events() -> list[str]:
    with reading() as session:
        found = session.scalars(select(Event.name).where(Event.chain == "definitions").order_by(Event.seq))
        return [name for name in found if name.startswith("definition.")]


def test_a_folder_is_there_as_long_as_something_lies_in_it(office: Office) -> None:
    assert filed(office, "  Layanan   Publik ") == "Layanan Publik"
    # Other capitals make no second one, and the same again is no event.
    assert filed(office, "layanan publik") == "Layanan Publik"
    with reading() as session:
        assert folders.folders(session, by=office.siti) == ["Layanan Publik"]
        [row] = queries.definitions(session, by=office.siti)
        assert row.folder == "Layanan Publik"
    filed(office, "")
    with reading() as session:
        assert folders.folders(session, by=office.siti) == []
    assert names_of_events() == ["definition.filed", "definition.unfiled"]


def test_only_who_edits_definitions_files_them_and_names_have_an_end(office: Office) -> None:
    with pytest.raises(Invalid):
        filed(office, "x" * (folders.MAX_NAME + 1))
    assert len(filed(office, "x" * folders.MAX_NAME)) == folders.MAX_NAME
    with pytest.raises(NotAllowed), transaction() as session:
        folders.file_under(session, "kecil", "Lain", by=office.ani)
    with pytest.raises(NotFound), transaction() as session:
        folders.file_under(session, "tiada", "Lain", by=office.tono)


def another(office: Office, key: str, name: str, folder: str) -> None:
    xml = small_sop(key=key).replace('name="SOP Kecil"', f'name="{name}"')
    with transaction() as session:
        deploy(session, xml.encode(), f"{key}.bpmn")
        folders.file_under(session, key, folder, by=office.tono)


def listed(office: Office, **wanted: str) -> list[str]:
    with reading() as session:
        return [row.name for row in queries.definitions(session, by=office.siti, **wanted)]


def test_the_list_is_narrowed_by_words_and_folder_together(office: Office) -> None:
    another(office, "cuti", "Pelayanan Cuti 100%", "Kepegawaian")
    another(office, "mutasi", "Pelayanan Mutasi", "Kepegawaian")
    another(office, "surat", "Pelayanan Surat", "Umum")
    assert listed(office, folder="Kepegawaian") == ["Pelayanan Cuti 100%", "Pelayanan Mutasi"]
    assert listed(office, folder="kepeg") == listed(office, search="pelayanan", folder="Tiada") == []
    assert listed(office, search="mutasi PELAYANAN", folder="Kepegawaian") == ["Pelayanan Mutasi"]
    # Signs that mean something in SQL mean themselves.
    assert listed(office, search="100%") == ["Pelayanan Cuti 100%"]
    assert listed(office, search="_") == listed(office, search="a%n") == []
    assert listed(office, search="\0") == listed(office)


@pytest.mark.parametrize("search", ["", "pelayanan cuti"])
def test_a_folder_is_found_by_its_index(office: Office, search: str) -> None:
    with reading() as session:
        connection = session.connection()
        asked = queries._listed(office.siti, search, "Kepegawaian")
        words = str(asked.compile(connection, compile_kwargs={"literal_binds": True})).replace("%%", "%")
        if connection.dialect.name == "postgresql":
            # Of so few rows it would read all.
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            plan = connection.exec_driver_sql(f"EXPLAIN {words.replace('%', '%%')}").all()
            assert any("ix_definitions_folder_name" in row[0] for row in plan)
            return
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}").all()
        steps = [row[3] for row in plan if "definitions" in row[3].split()]
        assert steps == ["SEARCH definitions USING INDEX ix_definitions_folder_name (folder=?)"]
