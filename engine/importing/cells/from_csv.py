"""Comma-separated values, whatever separates them and however they are encoded."""

from __future__ import annotations

import csv
import io

from engine.importing.cells.grid import MAX_GRID_ROWS, Cell, Grid, Source, refused, within_limits

_DELIMITERS = ",;\t|"


def read_csv(data: bytes) -> Source:
    """Raises InvalidTable. The delimiter that gives the widest rows is taken."""
    text = decode(data)
    if "\x00" in text:
        raise refused("unreadable", "file")
    best = max((_rows(text, delimiter) for delimiter in _DELIMITERS), key=_width)
    lines = tuple(
        within_limits(Cell(value.strip()) for value in row)
        for row in best
        if any(value.strip() for value in row)
    )
    return Source(grids=(Grid(lines),))


def decode(data: bytes) -> str:
    """By its byte order mark, else UTF-8, else as Windows writes it."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _rows(text: str, delimiter: str) -> list[list[str]]:
    found: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            found.append(row)
            if len(found) > MAX_GRID_ROWS:
                raise refused("too_many_rows", limit=MAX_GRID_ROWS)
    except csv.Error:
        return []
    return found


def _width(rows: list[list[str]]) -> float:
    """How many cells the rows have; a comma inside a sentence makes a few rows wide, not all."""
    widths = sorted(len(row) for row in rows if any(row))
    return widths[len(widths) // 2] + min(len(widths), 100) / 1000 if widths else 0
