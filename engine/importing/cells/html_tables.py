"""Tables in pasted HTML, as Word, spreadsheets and browsers leave it, and as it arrives broken."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from engine.importing.cells.grid import MAX_COLUMNS, MAX_GRID_ROWS, Cell, Grid, Source, refused, within_limits

_SKIPPED = {"script", "style", "title"}
_BREAKS = {"br", "p", "li", "div", "ol", "ul", "h1", "h2", "h3", "h4", "h5", "h6", "caption"}


def read_html(text: str) -> Source:
    """A grid for each table; HTML that is broken is read as browsers read it."""
    reader = _Reader()
    # lxml's stubs ask for Python 2's byte strings, too.
    parser = etree.HTMLParser(target=reader)  # type: ignore[arg-type]
    # Half a letter can't be written as bytes, which is what the parser reads.
    parser.feed(text.encode("utf-8", "replace").decode())
    parser.close()
    loose = (line.strip() for line in "".join(reader.loose).split("\n"))
    return Source(grids=tuple(reader.grids), loose=tuple(filter(None, loose)))


class _Reader:
    """Called for each tag: start, end, data and close are lxml's names for it.

    Nested tables end the one around them: what they hold stays in reading order.
    """

    def __init__(self) -> None:
        self.grids: list[Grid] = []
        self.loose: list[str] = []
        self._rows: list[list[Cell]] = []
        self._below: dict[int, tuple[int, Cell]] = {}
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._skip = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _SKIPPED:
            self._skip += 1
        elif tag == "table":
            self._end_table()
        elif tag == "tr":
            self._end_cell()
            if len(self._rows) >= MAX_GRID_ROWS:
                raise refused("too_many_rows", limit=MAX_GRID_ROWS)
            self._rows.append([])
            self._continue_above()
        elif tag in {"td", "th"}:
            self._end_cell()
            self._span = (
                _count(attributes.get("colspan"), MAX_COLUMNS),
                _count(attributes.get("rowspan"), 200),
            )
            self._cell = []
        elif tag in _BREAKS:
            self.data("\n")

    def end(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skip -= 1
        elif tag in {"td", "th", "tr"}:
            self._end_cell()
        elif tag == "table":
            self._end_table()
        elif tag in _BREAKS:
            self.data("\n")

    def data(self, text: str) -> None:
        if not self._skip:
            (self.loose if self._cell is None else self._cell).append(text)

    def close(self) -> None:
        self._end_table()

    def _end_table(self) -> None:
        self._end_cell()
        lines = tuple(tuple(row) for row in self._rows if row)
        if lines:
            self.grids.append(Grid(lines))
        self._rows, self._below = [], {}

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        if not self._rows:
            self._rows.append([])
        row, words = self._rows[-1], "".join(self._cell)
        across, down = self._span
        for n in range(across):
            if len(row) >= MAX_COLUMNS:
                within_limits([*row, Cell("" if n else words)])
                break
            cell = Cell(words if n == 0 else "", left=n > 0)
            if down > 1:
                self._below[len(row)] = (down - 1, cell)
            row += within_limits([cell])
            self._continue_above()
        self._cell = None

    def _continue_above(self) -> None:
        """Cells that a rowspan of an earlier row occupies."""
        row = self._rows[-1]
        while len(row) in self._below and len(row) < MAX_COLUMNS:
            left, cell = self._below.pop(len(row))
            if left > 1:
                self._below[len(row)] = (left - 1, cell)
            row.append(Cell(cell.text, left=cell.left, above=True))


def _count(value: str | None, most: int) -> int:
    digits = (value or "").strip()
    return max(1, min(int(digits), most)) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 1
