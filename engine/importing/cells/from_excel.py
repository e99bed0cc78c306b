"""Sheets of a workbook, with merged cells, coloured cells, and the shapes drawn over them."""

from __future__ import annotations

import io
import posixpath
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from engine.importing.cells.archive import read_xml
from engine.importing.cells.arrows import Drawn, with_targets
from engine.importing.cells.drawings import read_drawing
from engine.importing.cells.excel_values import is_range_as_date, is_wholly_struck, shown, struck_in
from engine.importing.cells.grid import (
    MAX_COLUMNS,
    MAX_GRID_ROWS,
    Cell,
    Grid,
    Line,
    Source,
    refused,
    within_limits,
)

MAX_SHEETS = 30
#: openpyxl makes an object of every cell of a merged range.
MAX_MERGED = 200_000
_MERGED = re.compile(
    rb"""<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']"""
)
#: Objects that openpyxl may make of one workbook, twice what the largest table has.
MAX_CELLS = 2 * MAX_GRID_ROWS * MAX_COLUMNS
#: A row, a cell, and a cell's value, which stands in `v` or `is`.
_CONTENT = re.compile(rb"<(?:\w+:)?(row|c|v|is)\b([^>]*)>")
_ROW_NUMBER = re.compile(rb"""\br\s*=\s*["'](\d{1,9})["']""")
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WHITE = {"FFFFFFFF", "00FFFFFF", "00000000"}


def read_excel(content: bytes, archive: zipfile.ZipFile) -> Source:
    """A grid for each sheet that is not hidden. Raises InvalidTable. `archive`: the same content, opened."""
    _check_merged(archive)
    _check_size(archive)
    drawings = _drawings(archive)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of what it leaves out: colours, validations
        workbook = _opened(content)
        formulas = _opened(content, formulas=True)
    if len(workbook.worksheets) > MAX_SHEETS:
        raise refused("too_many_sheets", "file", limit=MAX_SHEETS)
    left: dict[str, list[str]] = {}
    grids = [
        _grid(_State(sheet, formulas[sheet.title], left), drawings.get(sheet.title, Drawn()))
        for sheet in workbook.worksheets
        if sheet.sheet_state == "visible"
    ]
    hidden = [sheet.title for sheet in workbook.worksheets if sheet.sheet_state != "visible"]
    if hidden:
        left.setdefault("hidden_left_out", []).extend(hidden)
    left_out = {kind: tuple(texts) for kind, texts in left.items()}
    return Source(grids=tuple(grid for grid in grids if grid.lines), left=left_out)


class _State:
    """What of a sheet is seen: hidden rows and columns and struck words aren't, a formula has no value."""

    def __init__(self, sheet: Any, formulas: Any, left: dict[str, list[str]]) -> None:
        self.sheet = sheet
        self.formulas = formulas
        self.left = left
        self.rows = {r for r, row in sheet.row_dimensions.items() if row.hidden}
        self.columns = {
            c
            for column in sheet.column_dimensions.values()
            if column.hidden and column.min
            for c in range(column.min, (column.max or column.min) + 1)
        }

    def text(self, cell: Any) -> str:
        """What a reader sees in a cell; what one doesn't is noted."""
        if cell.value is None:
            formula = getattr(self.formulas.cell(cell.row, cell.column), "value", None)
            if not isinstance(formula, str) or not formula.startswith("="):
                return ""
            self._leave("formula_without_value", f"{cell.coordinate}: {formula}")
            return "" if self._is_hidden(cell) else formula
        words = shown(cell)
        if self._is_hidden(cell):
            self._leave("hidden_left_out", words)
            return ""
        if struck := struck_in(cell):
            self._leave("struck_left_out", struck)
        if is_range_as_date(cell):
            self._leave("date_as_range", f"{cell.coordinate}: {words}")
        return "" if is_wholly_struck(cell) else words

    def _is_hidden(self, cell: Any) -> bool:
        return cell.row in self.rows or cell.column in self.columns

    def _leave(self, kind: str, words: str) -> None:
        found = self.left.setdefault(kind, [])
        if words and words not in found:
            found.append(words)


def _opened(content: bytes, *, formulas: bool = False) -> Any:
    from openpyxl import load_workbook

    try:
        return load_workbook(io.BytesIO(content), data_only=not formulas, rich_text=not formulas)
    except Exception:  # noqa: BLE001 - a damaged workbook makes openpyxl fail in any way there is
        raise refused("unreadable", "file") from None


def _check_merged(archive: zipfile.ZipFile) -> None:
    cells = 0
    for name in archive.namelist():
        if name.startswith("xl/worksheets/"):
            for left, top, right, bottom in _MERGED.findall(archive.read(name)):
                cells += (abs(_column(right) - _column(left)) + 1) * (abs(int(bottom) - int(top)) + 1)
    if cells > MAX_MERGED:
        raise refused("too_many_rows", limit=MAX_GRID_ROWS)


def _check_size(archive: zipfile.ZipFile) -> None:
    """By its text, before openpyxl takes its time over it: what stands in too low a row, or is too much."""
    shown, cells = set(_shown(archive)), 0
    for name in archive.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            more, last = _extent(archive.read(name))
            cells += more
            if cells > MAX_CELLS or (last > MAX_GRID_ROWS and name in shown):
                raise refused("too_many_rows", limit=MAX_GRID_ROWS)


def _extent(sheet: bytes) -> tuple[int, int]:
    """How many cells there are, as far as that matters; the number of the last row with a value."""
    cells = number = last = 0
    for found in _CONTENT.finditer(sheet):
        kind, attributes = found.groups()
        if kind == b"row":
            dimension = _ROW_NUMBER.search(attributes)
            number = int(dimension[1]) if dimension else number + 1
        elif kind == b"c":
            cells += 1
        else:
            last = max(last, number)
        if cells > MAX_CELLS:
            break
    return cells, last


def _shown(archive: zipfile.ZipFile) -> Iterator[str]:
    """The parts of the sheets that are not hidden."""
    parts = dict(_relations(archive, "xl/workbook.xml", set(archive.namelist())))
    for sheet in read_xml(archive, "xl/workbook.xml").iterfind(".//{*}sheets/{*}sheet"):
        if sheet.get("state") in {None, "visible"}:
            yield parts.get(sheet.get(f"{_R}id") or "", "")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _grid(state: _State, drawn: Drawn) -> Grid:
    sheet = state.sheet
    left, above = _merged(sheet)
    lines: list[Line] = []
    beyond = _beyond(sheet)
    rows = sheet.iter_rows(
        max_row=min(sheet.max_row, MAX_GRID_ROWS), max_col=min(sheet.max_column, MAX_COLUMNS)
    )
    for r, row in enumerate(rows, 1):
        cells = [_cell(cell, (state, r, c), left, above, drawn) for c, cell in enumerate(row, 1)]
        cells += [Cell(state.text(cell)) for cell in beyond.get(r, ())]
        lines.append(within_limits(cells))
    return Grid(tuple(with_targets(lines, drawn)), name=sheet.title)


def _beyond(sheet: Any) -> dict[int, list[Any]]:
    """Row → its cells right of what is read, of those that are in the file: openpyxl would make up thousands
    more before one that is only formatted, far out."""
    found: dict[int, list[Any]] = {}
    for (row, column), cell in sheet._cells.items():  # noqa: SLF001
        if column > MAX_COLUMNS:
            found.setdefault(row, []).append(cell)
    return found


def _merged(sheet: Any) -> tuple[set[tuple[int, int]], dict[tuple[int, int], Any]]:
    """(cells merged with their left one, cells merged with one above → the value of the range)"""
    left: set[tuple[int, int]] = set()
    above: dict[tuple[int, int], Any] = {}
    for area in sheet.merged_cells.ranges:
        value = sheet.cell(area.min_row, area.min_col)
        for r in range(area.min_row, min(area.max_row, MAX_GRID_ROWS) + 1):
            for c in range(area.min_col, min(area.max_col, MAX_COLUMNS) + 1):
                if c > area.min_col:
                    left.add((r, c))
                if r > area.min_row:
                    above[r, c] = value
    return left, above


def _cell(
    cell: Any,
    where: tuple[_State, int, int],
    left: set[tuple[int, int]],
    above: Mapping[tuple[int, int], Any],
    drawn: Drawn,
) -> Cell:
    state, *at = where
    place = (at[0], at[1])
    symbols, words = drawn.symbols.get(place, ()), drawn.words.get(place, "")
    merged_left = place in left
    value = "" if merged_left else state.text(above.get(place, cell))
    return Cell(
        f"{value} {words}".strip(),
        filled=_filled(cell) and not merged_left,
        left=merged_left,
        above=place in above,
        shapes=symbols,
    )


def _filled(cell: Any) -> bool:
    fill = getattr(cell, "fill", None)
    if fill is None or fill.fill_type != "solid":
        return False
    colour = fill.fgColor
    if colour.type == "rgb":
        return str(colour.rgb) not in _WHITE
    return not (colour.type == "theme" and colour.theme == 0)


def _drawings(archive: zipfile.ZipFile) -> dict[str, Drawn]:
    """Sheet name → what is drawn over its cells."""
    names = set(archive.namelist())
    found: dict[str, Drawn] = {}
    workbook = read_xml(archive, "xl/workbook.xml")
    targets = dict(_relations(archive, "xl/workbook.xml", names))
    for sheet in workbook.iterfind(".//{*}sheets/{*}sheet"):
        part = targets.get(sheet.get(f"{_R}id") or "", "")
        drawing = next(
            (to for _id, to in _relations(archive, part, names) if "/drawings/drawing" in f"/{to}"), ""
        )
        if drawing:
            found[sheet.get("name") or ""] = read_drawing(read_xml(archive, drawing), read_xml(archive, part))
    return found


def _relations(archive: zipfile.ZipFile, part: str, names: set[str]) -> Iterator[tuple[str, str]]:
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels"
    if part and relations in names:
        for item in read_xml(archive, relations):
            target = str(item.get("Target") or "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            if path in names:
                yield str(item.get("Id") or ""), path
