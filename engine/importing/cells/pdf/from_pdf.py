"""A PDF with text → its tables, page by page, and what stands outside them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.errors import Invalid
from engine.importing.cells.anchors import POINT, Point
from engine.importing.cells.arrows import Drawn, Shape, placed, with_targets
from engine.importing.cells.grid import MAX_GRID_ROWS, Cell, Grid, Line, Source, refused, within_limits
from engine.importing.cells.pdf.answers import answers, belongs, flowchart_letters, spelled_out, words_of_all
from engine.importing.cells.pdf.arrows import Symbol, arrows_between, box_of, over_pages, shape_of
from engine.importing.cells.pdf.ink import UNKNOWN, Ink, Letter, Outline, ink_of
from engine.importing.cells.pdf.letters import flowing, lines_of, text_of, words_of
from engine.importing.cells.pdf.rows import part_rows
from engine.importing.cells.pdf.ruled import Ruled, Table, ruled, touches
from engine.importing.cells.shapes import begins_or_ends

MAX_PAGES = 40
#: All pages together; a page of an SOP has some 3,000.
MAX_LETTERS = 60_000
#: A page with fewer is a picture.
_MIN_LETTERS = 15
#: Of all that stands on a page, only this says nothing about the SOP.
_PAGE_NUMBER = re.compile(
    r"(?:hal(?:aman)?|page)?\W*\d{1,3}(?:\s*(?:dari|of|/)\s*\d{1,3})?\W*", re.IGNORECASE
)
_SYMBOL_OF = {"box": "task"}


@dataclass
class _Page:
    ink: Ink
    ruled: Ruled
    #: How far below the first page's top it begins, in points; the number of its first row.
    down: float
    row: int
    #: How many rows had no line between them.
    rows_parted: int = 0
    symbols: list[Symbol] = field(default_factory=list)
    #: Letters by table and cell, and those in none.
    cells: list[dict[tuple[int, int], list[Letter]]] = field(default_factory=list)
    outside: list[Letter] = field(default_factory=list)


@dataclass(frozen=True)
class Pdf:
    #: Its ruled tables.
    source: Source
    #: Its text line by line, for tables without borders.
    text: str


def read_pdf(content: bytes) -> Pdf:
    """Raises InvalidTable: for what is damaged or locked, and for pictures of pages."""
    from pdfplumber import open as open_pdf

    try:
        with open_pdf(io.BytesIO(content)) as document:
            inks = list(_inks(document.pages))
    except (Invalid, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - a damaged PDF makes pdfminer fail in any way there is
        locked = "PasswordIncorrect" in repr(error)
        raise refused("locked" if locked else "unreadable", "file") from None
    return _read(list(_pages(inks)))


def _inks(pages: Sequence[Any]) -> Iterator[Ink]:
    if len(pages) > MAX_PAGES:
        raise refused("too_many_pages", "file", limit=MAX_PAGES)
    letters = 0
    for page in pages:
        ink = ink_of(page)
        page.close()
        letters += len(ink.letters)
        if letters > MAX_LETTERS:
            raise refused("too_many_letters", "file", limit=MAX_LETTERS)
        yield ink


def _pages(inks: Sequence[Ink]) -> Iterator[_Page]:
    down, row = 0.0, 0
    for ink in inks:
        lines = ruled(ink)
        parted = sum(part_rows(table, ink.letters) for table in lines.tables)
        found = _Page(ink, lines, down, row, rows_parted=parted)
        yield found
        down += ink.height
        row += sum(len(table.ys) - 1 for table in found.ruled.tables)
        if row > MAX_GRID_ROWS:
            raise refused("too_many_rows", limit=MAX_GRID_ROWS)


def _read(pages: Sequence[_Page]) -> Pdf:
    letters = [letter for page in pages for letter in page.ink.letters if letter.text.strip()]
    known = sum(letter.text != UNKNOWN for letter in letters)
    if known < _MIN_LETTERS * max(1, len(pages)) // 2 or 2 * known < len(letters):
        raise refused("scanned", "file")
    for page in pages:
        _share_out(page)
    drawn, loose = _drawn(pages)
    lines = [line for page in pages for line in _lines(page, drawn)]
    led = [spelled_out(line) for line in with_targets(lines, drawn)]
    return Pdf(_source(pages, led, loose), "\n".join(flowing(page.ink.letters) for page in pages))


def _share_out(page: _Page) -> None:
    """Each letter to the cell over which its middle lies."""
    tables = page.ruled.tables
    page.cells = [{} for _table in tables]
    for letter in page.ink.letters:
        places = ((n, place) for n, table in enumerate(tables) if (place := table.place_of(letter.middle)))
        found = next(places, None)
        if found is None:
            page.outside.append(letter)
        else:
            page.cells[found[0]].setdefault(found[1], []).append(letter)
    for n, outline in enumerate(page.ruled.symbols):
        # A pentagon may stand below the table, where the page ends.
        if outline.kind == "connector" or _cell_under(tables, outline) is not None:
            page.symbols.append(_symbol(page, outline, f"{page.row}.{n}"))


def _cell_under(tables: Sequence[Table], outline: Outline) -> tuple[int, tuple[int, int]] | None:
    middle = (outline.left + outline.right) / 2, (outline.top + outline.bottom) / 2
    found = ((n, place) for n, table in enumerate(tables) if (place := table.place_of(middle)) is not None)
    return next(found, None)


def _symbol(page: _Page, outline: Outline, number: str) -> Symbol:
    """With what stands in it: a question, "Mulai", a pentagon's letter; other words stay the cell's."""
    kind = _SYMBOL_OF.get(outline.kind, outline.kind)
    under = _cell_under(page.ruled.tables, outline)
    letters = page.cells[under[0]].get(under[1], []) if under else page.outside
    inside = [item for item in letters if touches(item.middle, outline, slack=0.0)]
    words = " ".join(text_of(inside).split())
    symbol = begins_or_ends(kind, words)
    if symbol != kind or kind == "connector" or (kind == "decision" and words.endswith("?")):
        _take(page, inside)
    return Symbol(outline, shape_of(outline, number, words, symbol, page.down))


def _take(page: _Page, letters: Sequence[Letter]) -> None:
    taken = {id(letter) for letter in letters}
    page.outside = [letter for letter in page.outside if id(letter) not in taken]
    for cells in page.cells:
        for place, each in cells.items():
            cells[place] = [letter for letter in each if id(letter) not in taken]


def _drawn(pages: Sequence[_Page]) -> tuple[Drawn, int]:
    """What is drawn over all tables together, whose rows are counted through; and how many arrows nobody
    knows."""
    arrows, labels, loose = [], [], 0
    for page in pages:
        heads = [item for item in page.ink.outlines if item.kind == "head"]
        found, more = arrows_between(page.ruled.lines, page.symbols, heads, page.down)
        arrows += found
        loose += more
        deciding = [arrow for arrow in found if arrow.source.symbol == "decision"]
        for run in answers(flowchart_letters(page.ruled, page.cells), page.ruled) if deciding else ():
            label = Shape(id="", symbol="", words=words_of_all(run), box=box_of(run, page.down), label=True)
            if belongs(label, deciding):
                _take(page, run)
                labels.append(label)
    arrows = over_pages(arrows)
    symbols = [item.shape for page in pages for item in page.symbols]
    return placed(_Rows(pages), symbols, labels, arrows), loose


class _Rows:
    """All tables' rows, counted through from 1."""

    def __init__(self, pages: Sequence[_Page]) -> None:
        self.pages = pages

    def place_of(self, point: Point) -> tuple[int, int]:
        """(0, 0) outside all tables."""
        x, y = point[0] / POINT, point[1] / POINT
        page = next((page for page in reversed(self.pages) if page.down <= y), self.pages[0])
        row = page.row
        for table in page.ruled.tables:
            if (place := table.place_of((x, y - page.down))) is not None:
                return row + place[0] + 1, place[1] + 1
            row += len(table.ys) - 1
        return 0, 0


def _lines(page: _Page, drawn: Drawn) -> Iterator[Line]:
    row = page.row
    for table, letters in zip(page.ruled.tables, page.cells, strict=True):
        texts = {place: text_of(each) for place, each in letters.items()}
        shaded = {place for shade in page.ruled.shades if (place := _covered(table, shade)) is not None}
        for r in range(len(table.ys) - 1):
            row += 1
            yield within_limits(
                _cell(table, (r, c), texts, shaded, (drawn, row)) for c in range(len(table.xs) - 1)
            )


def _covered(table: Table, shade: Outline) -> tuple[int, int] | None:
    """The one cell that an area of colour fills."""
    middle = (shade.left + shade.right) / 2, (shade.top + shade.bottom) / 2
    place = table.place_of(middle)
    if place is None or not shade.filled:
        return None
    left, top, right, bottom = table.box_of(place)
    fills = shade.wide >= 0.7 * (right - left) and shade.high >= 0.7 * (bottom - top)
    return place if fills and shade.wide <= 1.3 * (right - left) else None


def _cell(
    table: Table,
    place: tuple[int, int],
    texts: dict[tuple[int, int], str],
    shaded: set[tuple[int, int]],
    at: tuple[Drawn, int],
) -> Cell:
    anchor = table.anchor.get(place)
    if anchor is None:
        return Cell()
    (drawn, row), (r, c) = at, place
    left, above = c > anchor[1], r > anchor[0]
    if left or above:
        return Cell("" if left else texts.get(anchor, ""), left=left, above=above)
    here = (row, c + 1)
    words = "\n".join(filter(None, (texts.get(place, ""), drawn.words.get(here, ""))))
    return Cell(words, filled=place in shaded, shapes=drawn.symbols.get(here, ()))


def _source(pages: Sequence[_Page], lines: Sequence[Line], loose: int) -> Source:
    """Texts outside tables from above; what every page repeats, once; page numbers never."""
    grids: list[Grid] = []
    texts: list[str] = []
    below, seen = 0, set()
    for page in pages:
        row = page.row
        outside = [(line[0].top, words_of(line)) for line in lines_of(page.outside)]
        for table in page.ruled.tables:
            height = len(table.ys) - 1
            grids.append(Grid(tuple(lines[row : row + height])))
            row += height
        last = max((table.ys[-1] for table in page.ruled.tables), default=0.0)
        below = 0 if page.ruled.tables else below
        for top, words in outside:
            repeated = "".join(char for char in words if not char.isdigit())
            if words and repeated not in seen and not _PAGE_NUMBER.fullmatch(words):
                texts.append(words)
                below += top > last
            if len(pages) > 1:
                seen.add(repeated)
    parted = any(page.rows_parted for page in pages)
    notes = [*(["arrows_unclear"] if loose else []), *(["rows_parted"] if parted else [])]
    return Source(grids=tuple(grids), loose=tuple(texts), below=below, notes=tuple(notes))
