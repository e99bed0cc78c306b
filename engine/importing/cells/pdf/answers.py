"""Words at the arrows of a flowchart: letters in cells over which lines run or symbols stand.

A word may stand across the border of two cells. A white area below it says how far it goes; else, how far its
letters stand apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from engine.importing.cells.anchors import POINT, Point
from engine.importing.cells.arrows import Arrow, Shape, away, distance
from engine.importing.cells.grid import Line
from engine.importing.cells.marks import is_answer
from engine.importing.cells.pdf.ink import Letter, Outline
from engine.importing.cells.pdf.letters import Run, lines_of, parted, words_of
from engine.importing.cells.pdf.ruled import Ruled, touches

#: How far from an arrow's beginning any words are its own; an answer may stand further away.
_CLOSE = 30 * POINT
#: Of a letter's size: how far apart two words at arrows stand.
_APART = 0.8
#: A letter's box is higher than its ink, for which the area was made.
_INK = 2.0
#: A word's white area is no larger than this.
_MAX_AREA = (150.0, 40.0)
#: Where a word is too long for its arrow, a letter stands there, and the word in the row's text.
_LETTER = re.compile(r"(\([a-z]\))(?= |$)")
Place = tuple[int, int]


def flowchart_letters(ruled: Ruled, cells: Sequence[Mapping[Place, Sequence[Letter]]]) -> list[Letter]:
    """What stands in cells with lines or symbols, outside the symbols."""
    found: list[Letter] = []
    for table, texts in zip(ruled.tables, cells, strict=True):
        crossed = {place for point in _points(ruled) if (place := table.place_of(point)) is not None}
        inside = [letter for place in crossed & texts.keys() for letter in texts[place]]
        # What begins here may go on in the next cell.
        areas = [
            area for area in _areas(ruled) if any(touches(item.middle, area, slack=0) for item in inside)
        ]
        others = [letter for place in texts.keys() - crossed for letter in texts[place]]
        inside += [item for item in others if any(touches(item.middle, area, slack=0) for area in areas)]
        found += [item for item in inside if not any(touches(item.middle, s, slack=0) for s in ruled.symbols)]
    return found


def _areas(ruled: Ruled) -> list[Outline]:
    """White areas as large as a word."""
    return [
        area
        for area in ruled.shades
        if not area.filled and area.wide <= _MAX_AREA[0] and area.high <= _MAX_AREA[1]
    ]


def _points(ruled: Ruled) -> Iterator[Point]:
    """Along the lines, a few points apart, and the symbols' middles."""
    for line in ruled.lines:
        (ax, ay), (bx, by) = line.begin, line.end
        steps = max(1, int(distance(line.begin, line.end) / 6))
        yield from ((ax + (bx - ax) * n / steps, ay + (by - ay) * n / steps) for n in range(steps + 1))
    yield from (((s.left + s.right) / 2, (s.top + s.bottom) / 2) for s in ruled.symbols)


def answers(letters: Sequence[Letter], ruled: Ruled) -> Iterator[Run]:
    """Words that may stand at an arrow, each with all its letters."""
    rest = [letter for letter in letters if letter.text.strip()]
    for area in _areas(ruled):
        inside = [letter for letter in rest if touches(letter.middle, area, slack=_INK)]
        if inside:
            rest = [letter for letter in rest if letter not in inside]
            yield inside
    for line in lines_of(rest):
        yield from parted(line, apart=_APART)


def words_of_all(run: Run) -> str:
    """The words of all lines, in one."""
    return " ".join(words_of(line) for line in lines_of(run))


def belongs(label: Shape, arrows: Sequence[Arrow]) -> bool:
    """Whether words are those of one of the arrows from a diamond."""
    if not any(char.isalpha() for char in label.words):
        return False
    return is_answer(label.words) or any(away(arrow.begins, label.box) <= _CLOSE for arrow in arrows)


def spelled_out(line: Line) -> Line:
    """With the words for which letters stand at arrows: "(a)" there, "(a) Perlu gambar" in a cell."""
    letters = {found[1] for cell in line for target in cell.targets if (found := _LETTER.match(target))}
    words: dict[str, str] = {}
    cells = list(line)
    for n, cell in enumerate(line):
        parts = re.split(r"\n(?=\([a-z]\) )", cell.text)
        named = {part[:3]: " ".join(part[3:].split()) for part in parts[1:]}
        if named and named.keys() <= letters:
            words |= named
            cells[n] = replace(cell, text=parts[0])
    return tuple(
        replace(
            cell,
            targets=tuple(
                _LETTER.sub(lambda found: words.get(found[1], found[1]), t, 1) for t in cell.targets
            ),
        )
        for cell in cells
    )
