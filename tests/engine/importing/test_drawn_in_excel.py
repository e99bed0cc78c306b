"""Symbols and arrows that Excel draws over the cells, not in them."""

from __future__ import annotations

import io

import openpyxl
import pytest

from engine.importing.cells.archive import open_archive
from engine.importing.cells.from_excel import read_excel
from engine.importing.cells.grid import Cell
from tests.engine.importing.drawn import drawn, errors, planned
from tests.engine.importing.foreign.drawing import (
    BOTTOM,
    LEFT,
    RIGHT,
    TOP,
    Where,
    arrow,
    group,
    shape,
    with_drawing,
)
from tests.engine.importing.tables import BOX, CAPSULE, DIAMOND, Row, Sop, as_excel, official

PIXEL = 9525
#: The first actor's column, and the first row of the procedure, counted from 0.
FIRST_ACTOR, FIRST_ROW = 2, 2
GEOMETRY = {CAPSULE: "flowChartTerminator", BOX: "flowChartProcess", DIAMOND: "flowChartDecision"}
TEXTS = (
    ("Menerima permohonan", 0, CAPSULE),
    ("Mencatat permohonan", 1, BOX),
    ("Memeriksa kelengkapan", 1, DIAMOND),
    ("Menyusun surat", 2, BOX),
    ("Memeriksa surat", 3, DIAMOND),
    ("Menyerahkan surat", 0, CAPSULE),
)
SOP = Sop(
    name="Pelayanan Surat Keterangan",
    actors=("Pemohon", "Petugas Loket", "Kepala Seksi", "Kepala Dinas"),
    rows=tuple(
        Row(number=str(n), text=text, actors=(actor,), symbol=symbol, time="10 menit", output="Berkas")
        for n, (text, actor, symbol) in enumerate(TEXTS, 1)
    ),
    edges=frozenset(),
)


def bare() -> bytes:
    """The table without a sign in its actors' columns."""
    lines = official(SOP)
    for line in lines[FIRST_ROW:]:
        line[FIRST_ACTOR : FIRST_ACTOR + 4] = [""] * 4
    return as_excel(SOP, lines)


def over(row: int, column: int, *, left: int = 10, right: int = 50) -> Where:
    """Inside a cell, in pixels from its left border; a row is 20 pixels high."""
    return (column, left * PIXEL, row, 4 * PIXEL, column, right * PIXEL, row, 16 * PIXEL)


def symbols() -> list[str]:
    """Numbered 11, 12, … as their rows are 1, 2, …"""
    return [
        shape(10 + n, GEOMETRY[row.symbol], over(FIRST_ROW + n - 1, FIRST_ACTOR + row.actors[0]))
        for n, row in enumerate(SOP.rows, 1)
    ]


def cells(workbook: bytes) -> list[tuple[Cell, ...]]:
    with open_archive(workbook) as archive:
        source = read_excel(workbook, archive)
    return list(source.grids[-1].lines)


def test_symbols_drawn_over_cells_say_who_does_a_step() -> None:
    plan = planned(with_drawing(bare(), *symbols()), "sop.xlsx")
    assert [plan.lanes[step.lane] for step in plan.steps] == [SOP.actors[row.actors[0]] for row in SOP.rows]
    assert set(plan.decisions) == {"3", "5"}


def test_a_symbol_belongs_to_the_cell_in_which_its_middle_lies() -> None:
    across = (
        FIRST_ACTOR,
        60 * PIXEL,
        FIRST_ROW,
        18 * PIXEL,
        FIRST_ACTOR + 1,
        40 * PIXEL,
        FIRST_ROW + 1,
        19 * PIXEL,
    )
    lines = cells(with_drawing(bare(), shape(1, "flowChartProcess", across)))
    assert lines[FIRST_ROW + 1][FIRST_ACTOR + 1].shapes == ("task",)


def test_the_widths_of_columns_and_heights_of_rows_count() -> None:
    book = openpyxl.load_workbook(io.BytesIO(bare()))
    sheet = book["Alur"]
    sheet.column_dimensions["C"].width = 4
    sheet.column_dimensions["D"].width = 60
    sheet.row_dimensions[FIRST_ROW + 1].height = 6
    sheet.row_dimensions[FIRST_ROW + 2].height = 90
    file = io.BytesIO()
    book.save(file)
    across = (FIRST_ACTOR, 0, FIRST_ROW, 0, FIRST_ACTOR + 1, 100 * PIXEL, FIRST_ROW + 1, 60 * PIXEL)
    lines = cells(with_drawing(file.getvalue(), shape(1, "diamond", across)))
    assert lines[FIRST_ROW + 1][FIRST_ACTOR + 1].shapes == ("decision",)


def test_grouped_symbols_stand_where_the_group_puts_them() -> None:
    whole: Where = (FIRST_ACTOR, 0, FIRST_ROW, 0, FIRST_ACTOR + 2, 0, FIRST_ROW + 2, 0)
    lines = cells(
        with_drawing(
            bare(),
            group(
                whole,
                (1, "flowChartTerminator", (100, 100, 300, 300), ""),
                (2, "flowChartDecision", (600, 600, 300, 300), ""),
                (3, "rect", (600, 100, 300, 300), "Ya"),
            ),
        )
    )
    assert lines[FIRST_ROW][FIRST_ACTOR].shapes == ("capsule",)
    assert lines[FIRST_ROW + 1][FIRST_ACTOR + 1].shapes == ("decision",)
    # A box around a word is no activity.
    assert (lines[FIRST_ROW][FIRST_ACTOR + 1].shapes, lines[FIRST_ROW][FIRST_ACTOR + 1].text) == ((), "Ya")


def label(number: int, words: str, row: int, actor: int, *, left: int) -> str:
    return shape(
        number, "rect", over(FIRST_ROW + row - 1, FIRST_ACTOR + actor, left=left, right=left + 12), words
    )


def glued() -> list[str]:
    """Row 3 sends back to 1, row 5 to 2, where no guess would; both go on at Ya."""
    nowhere: Where = (0, 0, 0, 0, 0, 0, 0, 0)
    return [
        arrow(30, nowhere, source=(11, BOTTOM), target=(12, TOP)),
        arrow(31, nowhere, source=(13, LEFT), target=(11, LEFT)),
        arrow(32, nowhere, source=(13, BOTTOM), target=(14, TOP)),
        # Drawn from the target to the source, its head at its beginning.
        arrow(33, nowhere, source=(12, RIGHT), target=(15, LEFT), heads="head"),
        arrow(34, nowhere, source=(15, RIGHT), target=(16, RIGHT)),
        label(40, "Tidak", 3, 1, left=0),
        label(41, "Ya", 3, 1, left=52),
        label(42, "Tidak", 5, 3, left=0),
        label(43, "Ya", 5, 3, left=52),
    ]


def test_arrows_glued_to_symbols_say_where_a_decision_leads() -> None:
    plan = planned(with_drawing(bare(), *symbols(), *glued()), "sop.xlsx")
    assert set(plan.edges()) == {
        ("1", "2", ""),
        ("2", "3", ""),
        ("3", "1", "Tidak"),
        ("3", "4", "Ya"),
        ("4", "5", ""),
        ("5", "2", "Tidak"),
        ("5", "6", "Ya"),
    }
    assert not {assumption.kind for assumption in plan.assumptions} & {
        "return_target",
        "skip_target",
        "end_target",
    }
    assert errors(drawn(with_drawing(bare(), *symbols(), *glued()), "sop.xlsx")) == []


def test_without_arrows_the_same_is_guessed_and_said_to_be() -> None:
    plan = planned(with_drawing(bare(), *symbols()), "sop.xlsx")
    assert {("3", "1", "Tidak"), ("5", "4", "Tidak")} <= set(plan.edges())
    assert {"return_target"} <= {assumption.kind for assumption in plan.assumptions}


@pytest.mark.parametrize(
    ("transform", "heads"),
    [
        # From row 6's symbol up to row 5's: the line's box is flipped, or the arrow points at its beginning.
        ('flipV="1"', "tail"),
        ("", "head"),
        ('rot="16200000" flipH="1"', "head"),
    ],
)
def test_arrows_that_touch_symbols_lead_there(transform: str, heads: str) -> None:
    """Upright, from the diamond of row 5 to the box of row 2, both in the second actor's column."""
    rows = list(SOP.rows)
    where: Where = (
        FIRST_ACTOR + 1,
        30 * PIXEL,
        FIRST_ROW + 1,
        16 * PIXEL,
        FIRST_ACTOR + 1,
        30 * PIXEL,
        FIRST_ROW + 4,
        4 * PIXEL,
    )
    drawn_symbols = [
        shape(10 + n, GEOMETRY[row.symbol], over(FIRST_ROW + n - 1, FIRST_ACTOR + (1 if n in {2, 5} else 0)))
        for n, row in enumerate(rows, 1)
    ]
    word = shape(50, "rect", over(FIRST_ROW + 4, FIRST_ACTOR + 1, left=0, right=8), "Tidak")
    lines = cells(
        with_drawing(bare(), *drawn_symbols, arrow(30, where, heads=heads, transform=transform), word)
    )
    assert lines[FIRST_ROW + 4][FIRST_ACTOR + 1].targets == ("Tidak ke 2",)


def test_what_a_drawing_says_in_nonsense_is_left_aside() -> None:
    far = (10**9, 10**12, 10**9, 0, 10**9, 0, 10**9, 0)
    odd = shape(1, "flowChartProcess", far).replace("<xdr:col>1000000000</xdr:col>", "<xdr:col>x</xdr:col>")
    lines = cells(
        with_drawing(
            bare(),
            shape(2, "flowChartProcess", far),
            odd,
            arrow(3, far, source=(77, 9), target=(2, 9), transform='rot="banyak"'),
            "<xdr:absoluteAnchor/><xdr:oneCellAnchor><xdr:from/></xdr:oneCellAnchor>",
        )
    )
    assert all(not cell.shapes for line in lines for cell in line)
