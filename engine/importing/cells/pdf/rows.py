"""Rows without a line between them: the numbers below one another in one cell say where each begins."""

from __future__ import annotations

from collections.abc import Sequence

from engine.importing.cells.pdf.ink import LEVEL, Letter
from engine.importing.cells.pdf.letters import lines_of, words_of
from engine.importing.cells.pdf.ruled import Table
from engine.importing.cells.series import is_run
from engine.importing.cells.words import STEP_NUMBER

#: In points: a number's box begins a little above its ink.
_ABOVE = 1.0


def part_rows(table: Table, letters: Sequence[Letter]) -> int:
    """Parts each row of a table whose first cell holds several numbers. Returns how many are added."""
    first: dict[int, list[Letter]] = {}
    for letter in letters:
        place = table.place_of(letter.middle)
        if place and place[1] == 0:
            first.setdefault(place[0], []).append(letter)
    begins = [begin for row in sorted(first) for begin in _begins(first[row])]
    if begins:
        _part(table, begins)
    return len(begins)


def _begins(letters: Sequence[Letter]) -> list[float]:
    """Where the second number and those behind it begin; empty where anything but numbers stands there."""
    lines = [line for line in lines_of(letters) if line[0].runs == LEVEL and words_of(line)]
    marks = [words_of(line) for line in lines]
    numbers = [STEP_NUMBER.fullmatch(mark) for mark in marks]
    in_figures = all(number and number[1][:1].isdigit() for number in numbers)
    if len(lines) < 2 or not (in_figures or is_run([mark.rstrip(" .)") for mark in marks])):
        return []
    return [min(letter.top for letter in line) - _ABOVE for line in lines[1:]]


def _part(table: Table, begins: Sequence[float]) -> None:
    before, cells = list(table.ys), dict(table.anchor)
    table.ys = sorted([*before, *begins])
    row_of = {y: n for n, y in enumerate(table.ys)}
    table.anchor = {}
    for (row, column), (first, left) in cells.items():
        top, bottom = row_of[before[row]], row_of[before[row + 1]]
        parts = range(top, bottom)
        for part in parts:
            # A cell over several rows that had lines stays one; what is parted here is parted throughout.
            table.anchor[part, column] = (
                (row_of[before[first]], left) if row != first or part == top else (part, left)
            )
