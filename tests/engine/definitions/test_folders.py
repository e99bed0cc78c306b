"""Folders: under which heading the list shows a definition."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engine.database import reading, transaction
from engine.definitions import folders, queries
from engine.errors import Invalid, NotAllowed, NotFound
from engine.tables.events import Event
from tests.office import Office


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
