"""A cell is more than its value: hidden, struck out, a formula, a date that was a range, an unfilled box."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, time, timedelta

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from engine.importing.cells.grid import InvalidTable
from engine.importing.plan.steps import Plan
from engine.importing.rows.reading import read_table
from tests.engine.importing.drawn import planned

_HEAD = ["No", "Kegiatan", "Staf", "Kepala", "Kelengkapan", "Waktu", "Output", "Keterangan"]
_STEPS = ("Menyusun surat", "Memaraf surat", "Mengirim surat")
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _book(change: Callable[[object], None]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(_HEAD)
    for n, text in enumerate(_STEPS, 1):
        sheet.append([n, text, "X", "", "Bahan", "10 menit", "Surat", ""])
    change(sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _of(change: Callable[[object], None]) -> Plan:
    return planned(_book(change), "sop.xlsx")


def _told(plan: Plan, kind: str) -> str:
    return " ".join(str(item.params["text"]) for item in plan.assumptions if item.kind == kind)


def _hide_row(sheet) -> None:  # type: ignore[no-untyped-def]
    sheet.row_dimensions[3].hidden = True


def _hide_column(sheet) -> None:  # type: ignore[no-untyped-def]
    sheet["H3"] = "Rahasia"
    sheet.column_dimensions["H"].hidden = True


def test_hidden_rows_and_columns_are_left_out_and_told() -> None:
    plan = _of(_hide_row)
    assert [step.name for step in plan.steps] == ["Menyusun surat", "Mengirim surat"]
    assert "Memaraf surat" in _told(plan, "hidden_left_out")
    plan = _of(_hide_column)
    assert plan.steps[1].row.remarks == ""
    assert "Rahasia" in _told(plan, "hidden_left_out")


def test_struck_words_are_left_out_and_told() -> None:
    def strike(sheet) -> None:  # type: ignore[no-untyped-def]
        sheet["G2"].font = Font(strike=True)
        sheet["G3"] = CellRichText(TextBlock(InlineFont(strike=True), "Nota "), "Konsep")

    plan = _of(strike)
    assert [step.row.output for step in plan.steps] == ["", "Konsep", "Surat"]
    assert _told(plan, "struck_left_out") == "Surat; Nota"


def test_a_formula_without_a_value_loses_no_step() -> None:
    def formula(sheet) -> None:  # type: ignore[no-untyped-def]
        sheet["B3"] = '=CONCATENATE("Memaraf ", "surat")'

    plan = _of(formula)
    assert len(plan.steps) == 3
    assert plan.steps[0].row.time == "10 menit"
    assert "B3" in _told(plan, "formula_without_value")


@pytest.mark.parametrize(
    ("value", "form", "norm"),
    [(time(0, 30), "h:mm", "PT30M"), (time(2, 15), "h:mm", "PT2H15M"),
     (timedelta(hours=26), "[h]:mm", "PT26H"),
     (date(2026, 5, 3), "d-mmm", "PT3M/PT5M")],
)  # fmt: skip
def test_times_and_dates_of_excel_are_durations(value: object, form: str, norm: str) -> None:
    def put(sheet) -> None:  # type: ignore[no-untyped-def]
        sheet["F1"] = "Waktu (menit)"
        sheet["F3"] = value
        sheet["F3"].number_format = form

    plan = _of(put)
    assert plan.steps[1].norm == norm
    assert bool(_told(plan, "date_as_range")) is isinstance(value, date)


def test_a_ticked_box_is_a_mark() -> None:
    def tick(sheet) -> None:  # type: ignore[no-untyped-def]
        sheet["C3"], sheet["D3"] = False, True

    plan = _of(tick)
    assert [plan.lanes[step.lane] for step in plan.steps] == ["Staf", "Kepala", "Staf"]


def _document(inside: str) -> bytes:
    document = docx.Document()
    table = document.add_table(3, 8)
    rows = [[str(n), _STEPS[n], "X", "", "A", "5 menit", "B", ""] for n in (1, 2)]
    for r, line in enumerate([_HEAD, *rows]):
        for c, words in enumerate(line):
            table.cell(r, c).text = words
    table.cell(2, 7).paragraphs[0]._p.append(parse_xml(inside))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("inside", "kind", "words"),
    [
        (f"<w:r {_W}><w:rPr><w:strike/></w:rPr><w:t>Dibatalkan</w:t></w:r>", "struck_left_out", "Dibatalkan"),
        (f"<w:r {_W}><w:rPr><w:vanish/></w:rPr><w:t>Rahasia</w:t></w:r>", "struck_left_out", "Rahasia"),
        (
            f"<w:sdt {_W}><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Choose an item.</w:t>"
            "</w:r></w:sdtContent></w:sdt>",
            "placeholder_left_out",
            "Choose an item.",
        ),
    ],
)
def test_what_word_does_not_show_is_left_out_and_told(inside: str, kind: str, words: str) -> None:
    plan = planned(_document(inside), "sop.docx")
    assert plan.steps[-1].row.remarks == ""
    assert _told(plan, kind) == words


def test_strict_files_are_read() -> None:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_book(lambda _sheet: None))) as book,
        zipfile.ZipFile(packed, "w") as strict,
    ):
        for name in book.namelist():
            data = book.read(name)
            for part in (b"spreadsheetml", b"officeDocument", b"drawingml"):
                data = data.replace(
                    b"http://schemas.openxmlformats.org/" + part + b"/2006/",
                    b"http://purl.oclc.org/ooxml/" + part + b"/",
                )
            strict.writestr(name, data)
    assert len(planned(packed.getvalue(), "sop.xlsx").steps) == 3


def test_a_locked_file_is_called_locked_whatever_its_ending() -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(InvalidTable) as refusal:
        read_table(content, "sop.xls")
    assert [problem.code for problem in refusal.value.problems.values()] == ["importing.problem.locked"]
