"""An SOP as a test writes it down, and the tables and files that people would have of it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field

import docx
import openpyxl
from openpyxl.styles import PatternFill

Lines = list[list[str]]
CAPSULE, BOX, DIAMOND, PENTAGON = "⬭", "▭", "◇", "⬠"


@dataclass(frozen=True, kw_only=True)
class Row:
    number: str
    text: str
    actors: tuple[int, ...]
    symbol: str = BOX
    inputs: str = ""
    time: str = ""
    output: str = ""
    remarks: str = ""


@dataclass(frozen=True, kw_only=True)
class Sop:
    name: str
    actors: tuple[str, ...]
    rows: tuple[Row, ...]
    #: (from, to, label); what leads to the end is left out.
    edges: frozenset[tuple[str, str, str]]
    #: Kinds of assumptions and their rows that must be among those found.
    assumed: frozenset[tuple[str, str]] = frozenset()
    norms: dict[str, str] = field(default_factory=dict)


def official(sop: Sop, *, mark: str = "") -> Lines:
    """The official format: an actor a column, symbols in them. `mark`: one sign in place of all symbols."""
    count = len(sop.actors)
    lines = [
        ["No", "Uraian Prosedur", "Pelaksana", *[""] * (count - 1), "Mutu Baku", "", "", "Keterangan"],
        ["", "", *sop.actors, "Kelengkapan", "Waktu", "Output", ""],
    ]
    lines += [
        [row.number, row.text, *_marks(row, count, mark), row.inputs, row.time, row.output, row.remarks]
        for row in sop.rows
    ]
    return lines


def named(sop: Sop) -> Lines:
    """Symbols lost, the actor named in one column."""
    lines = [["No", "Kegiatan", "Pelaksana", "Persyaratan", "Waktu", "Output", "Ket."]]
    lines += [
        [row.number, row.text, sop.actors[row.actors[0]], row.inputs, row.time, row.output, row.remarks]
        for row in sop.rows
    ]
    return lines


def shifted(sop: Sop) -> Lines:
    """As scanning leaves it: the number merged into the text, headers one cell beside their columns."""
    count = len(sop.actors)
    lines = [
        ["Uraian Prosedur", "Pelaksana", *[""] * (count - 1), "Mutu Baku", "Output", "Keterangan"],
        ["", *sop.actors, "", "", ""],
    ]
    lines += [
        [
            f"{row.number} {row.text}.",
            *_marks(row, count, ""),
            row.inputs,
            row.time,
            row.output,
            row.remarks,
        ]
        for row in sop.rows
    ]
    return lines


def torn(sop: Sop) -> Lines:
    """Headers in their places, but in each row the number is merged into the text: one cell less."""
    lines = official(sop)
    return [*lines[:2], *([f"{number} {text}", *rest] for number, text, *rest in lines[2:])]


def _marks(row: Row, count: int, mark: str) -> list[str]:
    return [(mark or row.symbol) if actor in row.actors else "" for actor in range(count)]


def as_tabs(sop: Sop, lines: Lines) -> str:
    return "\n".join("\t".join(line) for line in [["Nama SOP", sop.name], [""], *lines])


def as_pipes(sop: Sop, lines: Lines) -> str:
    ruler = "|" + "---|" * len(lines[0])
    rows = [f"| {' | '.join(line)} |" for line in [["Nama SOP", sop.name], *lines]]
    return "\n".join([rows[0], rows[1], ruler, *rows[2:]])


def as_spaces(sop: Sop, lines: Lines) -> str:
    widths = [max(len(line[c]) for line in lines if c < len(line)) + 3 for c in range(max(map(len, lines)))]
    rows = ("".join(cell.ljust(width) for cell, width in zip(line, widths, strict=False)) for line in lines)
    return "\n".join([f"Nama SOP  {sop.name}", "", *rows])


def as_html(sop: Sop, lines: Lines) -> str:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines)
    return f"<table><tr><td>Nama SOP</td><td><b>{sop.name}</b></td></tr></table><p>x</p><table>{rows}</table>"


def as_csv(sop: Sop, lines: Lines, *, delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows([["Nama SOP", sop.name], *lines])
    return file.getvalue().encode(encoding, "replace")


def as_word(sop: Sop, lines: Lines, *, merged: bool = True) -> bytes:
    document = docx.Document()
    identity = document.add_table(0, 2)
    for label, value in (
        ("Nomor SOP", "065/12/2026"),
        ("Nama SOP", sop.name),
        ("Tgl. Pembuatan", "3 Maret 2026"),
    ):
        cells = identity.add_row().cells
        cells[0].text, cells[1].text = label, value
    document.add_paragraph("Bagan alir")
    width = max(map(len, lines))
    table = document.add_table(len(lines), width)
    for r, line in enumerate(lines):
        for c, text in enumerate(line):
            if text:
                table.cell(r, c).text = text
    if merged:
        count = len(sop.actors)
        table.cell(0, 2).merge(table.cell(0, 1 + count))
        table.cell(0, 2 + count).merge(table.cell(0, 4 + count))
        for c in (0, 1, width - 1):
            table.cell(0, c).merge(table.cell(1, c))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def as_excel(sop: Sop, lines: Lines, *, coloured: bool = False) -> bytes:
    """Two sheets; merged headers; `coloured`: cells filled with colour in place of symbols."""
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "Identitas"
    first.append(["Nama SOP", sop.name])
    sheet, count = book.create_sheet("Alur"), len(sop.actors)
    for r, line in enumerate(lines, 1):
        for c, text in enumerate(line, 1):
            if coloured and r > 2 and text in {CAPSULE, BOX, DIAMOND}:
                sheet.cell(r, c).fill = PatternFill("solid", fgColor="FF1B7F5C")
            elif text:
                sheet.cell(r, c, int(text) if text.isdigit() else text)
    sheet.merge_cells(start_row=1, end_row=1, start_column=3, end_column=2 + count)
    sheet.merge_cells(start_row=1, end_row=1, start_column=3 + count, end_column=5 + count)
    for c in (1, 2, len(lines[0])):
        sheet.merge_cells(start_row=1, end_row=2, start_column=c, end_column=c)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
