"""Letters at their places → lines of text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from engine.importing.cells.pdf.broken import whole_words
from engine.importing.cells.pdf.ink import ASLANT, DOWN, LEVEL, OVER, UP, Letter

#: Of a letter's size: how far apart two words stand, and two texts of one line.
_SPACE, _APART = 0.17, 1.6
_NUMBER = re.compile(r"\d{1,3}[a-z]?[.)]?")
Run = list[Letter]


def text_of(letters: Sequence[Letter]) -> str:
    """What stands in one cell, line by line; a word that is parted at a line's end keeps its hyphen, one that
    is parted without is whole again."""
    lines = whole_words([words for run in lines_of(letters) if (words := words_of(run).strip())])
    text = "\n".join(lines)
    return text.replace("-\n", "-") if any(line[-2:-1].isalpha() for line in lines) else text


def lines_of(letters: Sequence[Letter]) -> list[Run]:
    """Lines from above, those that run upwards or downwards after the level ones."""
    found: list[Run] = []
    for runs in (LEVEL, UP, DOWN, OVER, ASLANT):
        lines: list[Run] = []
        for letter in sorted(
            (letter for letter in letters if letter.runs == runs),
            key=lambda item: (_down(item), _along(item)[0]),
        ):
            line = lines[-1] if lines else []
            if line and abs(_down(letter) - _down(line[0])) <= 0.45 * max(letter.size, line[0].size):
                line.append(letter)
            else:
                lines.append([letter])
        found += [sorted(line, key=_along) for line in lines]
    return found


def _down(letter: Letter) -> float:
    """Where its line stands among the lines of its direction."""
    x, y = letter.middle
    return {UP: x, DOWN: -x, OVER: -y}.get(letter.runs, y)


def _along(letter: Letter) -> tuple[float, float]:
    """From where to where it stands in its line."""
    if letter.runs == UP:
        return -letter.bottom, -letter.top
    if letter.runs == DOWN:
        return letter.top, letter.bottom
    return (-letter.right, -letter.left) if letter.runs == OVER else (letter.left, letter.right)


def words_of(line: Sequence[Letter]) -> str:
    """A line's letters with spaces where they stand apart."""
    text = ""
    before: Letter | None = None
    for letter in line:
        gap = _along(letter)[0] - _along(before)[1] if before else 0.0
        text += " " if before and gap > _SPACE * letter.size and not text.endswith(" ") else ""
        text += letter.text
        before = letter
    return " ".join(text.split())


def parted(line: Sequence[Letter], *, apart: float = _APART) -> Iterator[Run]:
    """Texts of one line that stand well apart. `apart`: of a letter's size."""
    run: Run = []
    for letter in line:
        if run and _along(letter)[0] - _along(run[-1])[1] > apart * letter.size:
            yield run
            run = []
        if letter.text.strip():
            run.append(letter)
    if run:
        yield run


def flowing(letters: Sequence[Letter]) -> str:
    """A page's lines from above, as a viewer would copy them; where rows have numbers, cell by cell."""
    lines = [list(parted(line)) for line in lines_of(letters)]
    numbered = [n for n, runs in enumerate(lines) if runs and _NUMBER.fullmatch(words_of(runs[0]))]
    left = min((lines[n][0][0].left for n in numbered), default=0.0)
    begins = [n for n in numbered if abs(lines[n][0][0].left - left) < 2 * lines[n][0][0].size]
    if len(begins) < 2:
        return "\n".join(" ".join(map(words_of, runs)) for runs in lines)
    found = [" ".join(map(words_of, runs)) for runs in lines[: begins[0]]]
    for n, end in pairwise([*begins, len(lines)]):
        found += _cell_by_cell([run for runs in lines[n:end] for run in runs])
    return "\n".join(found)


def _cell_by_cell(runs: Sequence[Run]) -> Iterator[str]:
    """Texts below one another are one cell; cells from the left."""
    cells: list[tuple[float, float, list[Run]]] = []
    for run in runs:
        left, right, within = run[0].left, run[-1].right, [run]
        for cell in [cell for cell in cells if cell[0] < right and left < cell[1]]:
            cells.remove(cell)
            left, right, within = min(left, cell[0]), max(right, cell[1]), [*cell[2], *within]
        cells.append((left, right, within))
    for _left, _right, within in sorted(cells, key=lambda cell: cell[0]):
        yield from map(words_of, sorted(within, key=lambda run: run[0].top))
