"""Pages full of cells: what reading costs grows with them and not with their square; too many are refused."""

from __future__ import annotations

from collections import Counter

import pytest

from engine.importing.cells.grid import InvalidTable
from engine.importing.cells.pdf import from_pdf
from engine.importing.cells.pdf.from_pdf import read_pdf
from engine.importing.cells.pdf.ruled import Table
from tests.engine.importing.examples import CUTI
from tests.engine.importing.pdf.printed import as_pdf
from tests.engine.importing.tables import official


def dense(rows: int) -> bytes:
    """One page; a hundred rows of it are 1,000 cells."""
    lines = official(CUTI)
    body = [[str(n), *lines[2][1:]] for n in range(1, rows + 1)]
    return as_pdf(CUTI, [*lines[:2], *body])


def test_twice_the_rows_ask_twice_as_often_which_cell_a_letter_is_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of 3,000 cells took 6 s of the 10 that an import has; now 1."""
    asked: Counter[int] = Counter()
    place_of = Table.place_of
    rows = 0

    def counted(table: Table, point: tuple[float, float]) -> tuple[int, int] | None:
        asked[rows] += 1
        return place_of(table, point)

    monkeypatch.setattr(Table, "place_of", counted)
    for rows in (10, 20):
        read_pdf(dense(rows))
    assert asked[20] < 2.5 * asked[10]


def test_more_letters_than_an_import_has_time_for_are_refused_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(from_pdf, "MAX_LETTERS", 500)
    with pytest.raises(InvalidTable) as refused:
        read_pdf(dense(20))
    [problem] = refused.value.problems.values()
    assert problem.code.endswith("too_many_letters")
    assert problem.params == {"limit": 500}
