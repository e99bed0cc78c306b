"""The reference of the diagram in the manual: each property has a row, in both languages."""

from __future__ import annotations

import pytest

from engine.bpmn.reference import reference
from engine.bpmn.vocabulary import ELEMENTS, PLACES, everything
from engine.texts import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_property_has_a_row(language: str) -> None:
    sections = reference(language)
    assert [section.place for section in sections] == list(ELEMENTS)
    rows = {(section.place, row.name) for section in sections for row in section.rows}
    assert rows == {(told.place, told.name) for told in everything()}


def test_a_limit_names_the_types_that_know_it() -> None:
    rows = {row.name: row for section in reference("id") if section.place == "field" for row in section.rows}
    assert rows["min"].types == ("number",)
    assert set(rows["maks_mb"].types) == {"file", "files", "file_or_text"}
    assert rows["bantuan"].types == rows["wajib_jika"].types == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_row_is_told_in_full(language: str) -> None:
    for section in reference(language):
        assert section.elements
        for row in section.rows:
            told = next(each for each in PLACES[section.place].values() if each.name == row.name)
            words = [
                section.title,
                section.meaning,
                row.written,
                row.label,
                row.meaning,
                row.value,
                row.example,
            ]
            assert all(words)
            assert len(row.checks) == len(told.rules)
            for said in (*words, *row.checks):
                assert not said.startswith(("vocabulary.", "lint."))
            for said in row.checks:
                assert "{" not in said
