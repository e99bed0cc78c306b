"""Tables in pasted HTML."""

from __future__ import annotations

from html.parser import HTMLParser

from engine.bpmn.sop_table.model import MAX_COLUMNS, MAX_GRID_ROWS, Cell, Grid, Source

_SKIPPED = {"script", "style", "head", "title"}
_BREAKS = {"br", "p", "li", "div", "ol", "ul", "h1", "h2", "h3", "h4", "h5", "h6", "caption"}


def read_html(text: str) -> Source:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.end_table()
    return Source(grids=tuple(reader.grids), loose=tuple(filter(None, (one.strip() for one in reader.loose))))


class _Reader(HTMLParser):
    """Nested tables end the one around them: what they hold stays in reading order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.grids: list[Grid] = []
        self.loose: list[str] = [""]
        self._rows: list[list[Cell]] = []
        self._below: dict[int, tuple[int, Cell]] = {}
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._skip = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            self._skip += 1
        elif tag == "table":
            self.end_table()
        elif tag == "tr":
            self._end_cell()
            self._rows.append([])
            self._continue_above()
        elif tag in {"td", "th"}:
            self._end_cell()
            words = dict(attrs)
            self._span = (_count(words.get("colspan"), MAX_COLUMNS), _count(words.get("rowspan"), 200))
            self._cell = []
        elif tag in _BREAKS:
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skip = max(0, self._skip - 1)
        elif tag in {"td", "th", "tr"}:
            self._end_cell()
        elif tag == "table":
            self.end_table()
        elif tag in _BREAKS:
            self.handle_data("\n")

    def handle_data(self, data: str) -> None:
        if self._skip:
            return
        if self._cell is not None:
            self._cell.append(data)
        elif "\n" in data:
            first, *others = data.split("\n")
            self.loose[-1] += first
            self.loose.extend(others)
        else:
            self.loose[-1] += data

    def end_table(self) -> None:
        self._end_cell()
        lines = tuple(tuple(row) for row in self._rows[:MAX_GRID_ROWS] if row)
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
                break
            cell = Cell(words if n == 0 else "", left=n > 0)
            if down > 1:
                self._below[len(row)] = (down - 1, cell)
            row.append(cell)
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
