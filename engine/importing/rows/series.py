"""Row numbers in letters or small Roman numerals: a, b, c; i, ii, iii; A, B, C.

Read only where the series can't be mistaken: it begins at its beginning, every row follows the one before,
and no other row has a number. Then they, and what leads to them ("ke b"), are written in figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.importing.cells.grid import Cell, Line
from engine.importing.cells.series import SERIES
from engine.importing.cells.targets import lettered_in_figures
from engine.importing.cells.words import STEP_NUMBER, one_line
from engine.importing.rows.columns import Columns
from engine.importing.rows.headers import is_header

_MARK = re.compile(r"([A-Za-z]|[ivxl]{1,6})(?:\s*[.)]?$|[.)]\s+(?=\w))")
#: In the description's own cell a mark stands before words.
_LEADING = re.compile(r"([A-Za-z]|[ivxl]{1,6})[.)]\s+(?=\w)")
#: The least that makes a series: one letter may be anything.
_MIN = 2


@dataclass(frozen=True, kw_only=True)
class Series:
    """A series, how many of its marks were met so far, and where."""

    marks: Sequence[str]
    met: int
    pattern: re.Pattern[str]

    def numbers(self) -> Mapping[str, str]:
        """Mark → figure, of those that were met."""
        return {mark: str(n) for n, mark in enumerate(self.marks[: self.met], 1)}

    def words(self) -> str:
        """ "a–f = 1–6"."""
        return f"{self.marks[0]}–{self.marks[self.met - 1]} = 1–{self.met}"


def series_of(lines: Sequence[Line], columns: Columns, before: Series | None) -> Series | None:
    """That of a table, or of its next page (`before`: as the pages until now have it)."""
    body = [line for line in lines if not is_header(line)]
    written = [words for line in body if (words := _text(line, columns.number))]
    pattern = _MARK
    if not written:
        written, pattern = [words for line in body if (words := _text(line, columns.description))], _LEADING
    found = [(mark[1] if (mark := pattern.match(words)) else words) for words in written]
    candidates = [Series(marks=marks, met=0, pattern=pattern) for marks in SERIES]
    for begun in [before] if before else candidates:
        met = begun.met + _following(found, begun.marks[begun.met :])
        rest = found[met - begun.met :]
        if met >= _MIN and not any(_is_mark(words) for words in rest):
            return replace(begun, met=met, pattern=pattern)
    return before


def _is_mark(words: str) -> bool:
    return bool(STEP_NUMBER.fullmatch(words) or _MARK.fullmatch(words))


def _following(found: Sequence[str], marks: Sequence[str]) -> int:
    """How many of those found are the series, from its beginning and without a gap."""
    same = [a == b for a, b in zip(found, marks, strict=False)]
    return same.index(False) if False in same else len(same)


def in_figures(lines: Sequence[Line], columns: Columns, series: Series) -> Iterator[Line]:
    """The lines with figures in place of the series' marks."""
    numbers = series.numbers()
    place = columns.number if series.pattern is _MARK else columns.description
    for line in lines:
        yield tuple(
            _numbered(cell, series.pattern, numbers) if c == place else _leading(cell, numbers)
            for c, cell in enumerate(line)
        )


def _numbered(cell: Cell, pattern: re.Pattern[str], numbers: Mapping[str, str]) -> Cell:
    found = pattern.match(one_line(cell.text))
    if found is None or found[1] not in numbers:
        return _leading(cell, numbers)
    return _leading(replace(cell, text=cell.text.replace(found[1], numbers[found[1]], 1)), numbers)


def _leading(cell: Cell, numbers: Mapping[str, str]) -> Cell:
    """What leads to a row of the series."""
    text = lettered_in_figures(cell.text, numbers)
    targets = tuple(lettered_in_figures(words, numbers) for words in cell.targets)
    return cell if (text, targets) == (cell.text, cell.targets) else replace(cell, text=text, targets=targets)


def _text(line: Line, column: int | None) -> str:
    cell = line[column] if column is not None and column < len(line) else Cell()
    return "" if cell.left else one_line(cell.text)
