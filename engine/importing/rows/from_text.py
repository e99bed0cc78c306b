"""Pasted text: tabs, pipes, columns of spaces, or HTML."""

from __future__ import annotations

import bisect
import csv
import io
import re
from collections.abc import Sequence

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
from engine.importing.cells.html_tables import read_html
from engine.importing.rows.headers import find_header, kind_of
from engine.importing.rows.pasted import whole_rows
from engine.importing.rows.run_together import read_run_together

MAX_TEXT = 500_000
_RULER = re.compile(r"[\s|+:=_\-─━═┼│]*")
_GAP = re.compile(r"\S+(?: \S+)*")
_ORDERED = re.compile(r"^\s*\d{1,3}[a-z]?[.)]?\s")


def read_text(text: str) -> Source:
    """Raises InvalidTable for a text that is too long. Lines in no column are loose."""
    if len(text) > MAX_TEXT:
        raise refused("too_large", limit=f"{MAX_TEXT // 1000} KB")
    if re.search(r"<\s*tr\b", text, re.IGNORECASE):
        return read_html(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    lines = [line for line in text.split("\n") if not (line.strip() and _RULER.fullmatch(line))]
    lines = _joined_quotes(lines)
    tabs, pipes = (sum(mark in line for line in lines) for mark in "\t|")
    split = _by_tabs if tabs >= 2 and tabs >= pipes else _by_pipes if pipes >= 2 else None
    if split is None:
        spaced = _by_spaces(lines)
        return spaced if _has_table(spaced) else read_run_together(lines) or spaced
    grid: list[str] = []
    loose: list[str] = []
    below = 0
    for line in whole_rows(lines) if split is _by_tabs else lines:
        if (split is _by_tabs and "\t" in line) or (split is _by_pipes and "|" in line):
            grid.append(line)
            below = 0
        elif line.strip():
            loose.append(line.strip())
            below += 1
    table = Grid(_limited([split(line) for line in grid if line.strip()]))
    return Source(grids=(table,), loose=tuple(loose), below=below)


def _has_table(source: Source) -> bool:
    return any(find_header(grid) for grid in source.grids)


def _by_tabs(line: str) -> Line:
    return _cells(line.split("\t"))


def _by_pipes(line: str) -> Line:
    return _cells(line.strip().removeprefix("|").removesuffix("|").split("|"))


def _cells(texts: Sequence[str]) -> Line:
    return within_limits(Cell(text.strip()) for text in texts)


def _limited(lines: Sequence[Line]) -> tuple[Line, ...]:
    if len(lines) > MAX_GRID_ROWS:
        raise refused("too_many_rows", limit=MAX_GRID_ROWS)
    return tuple(lines)


def _joined_quotes(lines: list[str]) -> list[str]:
    """A spreadsheet's clipboard puts a cell of several lines between quotes."""
    text = "\n".join(lines)
    if '\t"' not in text and not text.startswith('"'):
        return lines
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True))
    except csv.Error:
        return lines
    return ["\t".join(cell.replace("\t", " ") for cell in row) for row in rows]


def _by_spaces(lines: Sequence[str]) -> Source:
    """Columns stand where the header's words begin; without a header, gaps separate."""
    lines = [line.expandtabs(8) for line in lines]
    wide = [[(found.start(), found[0]) for found in _GAP.finditer(line)] for line in lines]
    starts = _starts(wide)
    grid: list[Line] = []
    loose: list[str] = []
    below = 0
    for line, chunks in zip(lines, wide, strict=True):
        if len(chunks) < 2 and not (starts and grid and _fits(chunks, starts)):
            if line.strip():
                loose.append(line.strip())
                below += 1
            continue
        below = 0
        if starts and _one_each(chunks, starts):
            grid.append(_on_starts(chunks, starts))
        else:
            grid.append(_cells([words for _start, words in chunks]))
    return Source(grids=(Grid(_limited(grid)),), loose=tuple(loose), below=below)


Chunks = list[tuple[int, str]]


def _starts(wide: Sequence[Chunks]) -> list[int]:
    """Where the columns begin, by the words of the header and of the line of names below it."""
    for place, chunks in enumerate(wide):
        kinds = {kind_of(words) for _start, words in chunks}
        if "description" in kinds and len(kinds - {""}) >= 3:
            starts = {start for start, _words in chunks}
            below = wide[place + 1] if place + 1 < len(wide) else []
            if below and not _ORDERED.match(below[0][1]):
                starts |= {start for start, _words in below}
            return _apart(sorted(starts))
    return []


def _apart(starts: list[int]) -> list[int]:
    """Two words of one column never begin exactly below one another."""
    columns: list[int] = []
    for start in starts:
        if not columns or start - columns[-1] > 2:
            columns.append(start)
    return columns[:MAX_COLUMNS]


def _column(start: int, starts: Sequence[int]) -> int:
    return max(0, bisect.bisect_right(starts, start + 2) - 1)


def _one_each(chunks: Chunks, starts: Sequence[int]) -> bool:
    columns = [_column(start, starts) for start, _words in chunks]
    return len(set(columns)) == len(columns)


def _fits(chunks: Chunks, starts: Sequence[int]) -> bool:
    """A cell's text that continues on the next line begins where its column does."""
    return bool(chunks) and chunks[0][0] > 0 and any(abs(chunks[0][0] - start) <= 1 for start in starts)


def _on_starts(chunks: Chunks, starts: Sequence[int]) -> Line:
    texts = [""] * len(starts)
    for start, words in chunks:
        texts[_column(start, starts)] = words
    return _cells(texts)
