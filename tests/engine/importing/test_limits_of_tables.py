"""What is beyond a limit is refused in words, never cut off without one."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable, Sequence

import docx
import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from engine.importing.cells.grid import MAX_CELL, MAX_COLUMNS, InvalidTable
from engine.importing.rows.as_json import as_json, from_json
from engine.importing.rows.reading import read_table
from tests.engine.importing.drawn import planned

Lines = Sequence[Sequence[str]]
_HEAD = ["No", "Kegiatan", "Staf", "Kelengkapan", "Waktu", "Output", "Keterangan"]
_ROW = ["1", "Menyusun surat", "X", "Bahan", "1 jam", "Surat", ""]


def _as_csv(lines: Lines) -> tuple[bytes | str, str]:
    file = io.StringIO()
    csv.writer(file).writerows(lines)
    return file.getvalue().encode(), "a.csv"


def _as_excel(lines: Lines) -> tuple[bytes | str, str]:
    book = openpyxl.Workbook()
    for line in lines:
        book.worksheets[0].append([cell or None for cell in line])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue(), "a.xlsx"


def _as_word(lines: Lines) -> tuple[bytes | str, str]:
    document = docx.Document()
    table = document.add_table(len(lines), len(lines[0]))
    for row, line in zip(table.rows, lines, strict=True):
        for cell, words in zip(row.cells, line, strict=True):
            cell.text = words
    file = io.BytesIO()
    document.save(file)
    return file.getvalue(), "a.docx"


FORMS: dict[str, Callable[[Lines], tuple[bytes | str, str]]] = {
    "tabs": lambda lines: ("\n".join("\t".join(line) for line in lines), ""),
    "html": lambda lines: (
        "<table>" + "".join(f"<tr>{''.join(f'<td>{cell}' for cell in line)}" for line in lines),
        "",
    ),
    "csv": _as_csv,
    "excel": _as_excel,
    "word": _as_word,
}


@pytest.mark.parametrize("written", FORMS.values(), ids=FORMS)
def test_a_column_too_many_is_refused_and_empty_ones_are_not(
    written: Callable[..., tuple[bytes, str]],
) -> None:
    spare = [""] * (MAX_COLUMNS - len(_HEAD))
    last = [*spare[1:], "Sangat penting"]
    plan = planned(*written([[*_HEAD, *spare[1:], "Lain"], [*_ROW, *last]]))
    assert "Sangat penting" in " ".join(assumption.what("id") for assumption in plan.assumptions)
    assert (
        _reason(*written([[*_HEAD, *spare, "Lain"], [*_ROW, *spare, "Sangat penting"]])) == "too_many_columns"
    )
    assert len(planned(*written([[*_HEAD, *spare, ""], [*_ROW, *spare, ""]])).steps) == 1


@pytest.mark.parametrize("written", FORMS.values(), ids=FORMS)
def test_a_cell_too_long_is_refused(written: Callable[..., tuple[bytes, str]]) -> None:
    remarks = "kata " * (MAX_CELL // 5)
    plan = planned(*written([_HEAD, [*_ROW[:6], f"{remarks[:-9]} akhir"]]))
    assert plan.steps[0].row.remarks.endswith("akhir")
    assert _reason(*written([_HEAD, [*_ROW[:6], f"{remarks} akhir"]])) == "cell_too_long"


def test_hidden_columns_beyond_the_limit_are_told() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in (_HEAD, _ROW):
        sheet.append(line)
    sheet.cell(2, MAX_COLUMNS + 5, "Rumus bantu")
    file = io.BytesIO()
    book.save(file)
    assert _reason(file.getvalue(), "a.xlsx") == "too_many_columns"
    sheet.column_dimensions[get_column_letter(MAX_COLUMNS + 5)].hidden = True
    file = io.BytesIO()
    book.save(file)
    plan = planned(file.getvalue(), "a.xlsx")
    assert "Rumus bantu" in " ".join(assumption.what("id") for assumption in plan.assumptions)


def test_a_cell_that_is_only_formatted_far_out_costs_nothing() -> None:
    book = openpyxl.Workbook()
    for line in (_HEAD, *[_ROW] * 100):
        book.worksheets[0].append(line)
    book.worksheets[0].cell(50, 16_384).font = Font(bold=True)
    file = io.BytesIO()
    book.save(file)
    before = time.process_time()
    assert len(planned(file.getvalue(), "a.xlsx").steps) == 100
    assert time.process_time() - before < 3


def test_more_sheets_than_are_read_are_refused() -> None:
    book = openpyxl.Workbook()
    for line in (_HEAD, _ROW):
        book.worksheets[0].append(line)
    for n in range(30):
        book.create_sheet(f"Lembar {n}")
    file = io.BytesIO()
    book.save(file)
    assert _reason(file.getvalue(), "a.xlsx") == "too_many_sheets"


def test_what_is_told_is_told_to_its_last_word() -> None:
    words = [f"kata{n}" for n in range(400)]
    lines = [["Kepala", f"Penting: {' '.join(words)}"], [f"NAMA SOP: {' '.join(words)}"], _HEAD, [*_ROW]]
    plan = planned(*FORMS["csv"]([*lines, ["", "Catatan: " + " ".join(words[:300])]]))
    told = " ".join(assumption.what("id") for assumption in plan.assumptions)
    assert all(told.count(word) >= 1 for word in words)


def test_what_was_joined_of_several_cells_comes_back_whole_from_a_preview() -> None:
    long = "kata " * (MAX_CELL // 6)
    table = read_table(
        *FORMS["csv"]([_HEAD, _ROW, ["", "", "", "", "", "", long], [*[""] * 6, f"lagi {long}"]])
    )
    assert len(table.rows[0].remarks) > MAX_CELL
    assert from_json(as_json(table)) == table


def _reason(content: bytes | str, name: str) -> str:
    with pytest.raises(InvalidTable) as refused:
        planned(content, name)
    (problem,) = refused.value.problems.values()
    return problem.code.rpartition(".")[2]
