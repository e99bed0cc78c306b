"""Symbols, words and arrows drawn over a table: which cell a symbol belongs to, and where its arrows lead.

A word belongs to the arrow at whose beginning it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import permutations
from typing import Any, Protocol

from engine.importing.cells.anchors import PIXEL, Box, Place, Point
from engine.importing.cells.grid import Line

#: A word further than this from an arrow's beginning is not the arrow's.
_MAX_DISTANCE = 140 * PIXEL
#: A diamond has four corners; more arrows than these from one are taken in the order of their nearness.
_MAX_ARROWS = 5
#: No drawing of an SOP has more; with more, finding the arrows' ends takes for ever.
MAX_SHAPES = 2000
#: How a row begins that an arrow can lead to: "3", "3.", "3 Memeriksa".
_NUMBERED = re.compile(r"(\d{1,3}[a-z]?)(?:\.0)?\b(?![.,]\d)", re.IGNORECASE)
#: Or by a letter or small Roman number: which row is meant, its series says (engine.importing.rows.series).
_LETTERED = re.compile(r"([A-Za-z]|[ivxl]{1,6})\s*[.)]?")


@dataclass
class Drawn:
    """By (row, column), counted from 1."""

    symbols: dict[Place, tuple[str, ...]] = field(default_factory=dict)
    words: dict[Place, str] = field(default_factory=dict)
    #: Word and row to which an arrow with that word leads; the word is empty where it has none.
    leads: dict[Place, tuple[tuple[str, int], ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Shape:
    id: str
    symbol: str
    words: str
    box: Box
    #: A word at an arrow.
    label: bool


@dataclass(frozen=True, kw_only=True)
class Arrow:
    source: Shape
    target: Shape
    begins: Point
    points: Point
    #: Its head, or what it is glued to, says which of its ends is its point.
    directed: bool


class Table(Protocol):
    """Where the cells lie."""

    def place_of(self, point: Point) -> Place:
        """(row, column) of the cell under a point, counted from 1."""
        ...


def placed(grid: Table, symbols: list[Shape], labels: list[Shape], arrows: list[Arrow]) -> Drawn:
    """What is drawn, by the cells in which it lies. `labels`: words that may stand at an arrow."""
    drawn = Drawn()
    for shape in symbols:
        place = grid.place_of(shape.box.middle)
        drawn.symbols[place] = (*drawn.symbols.get(place, ()), shape.symbol)
        if shape.symbol == "decision" and shape.words.endswith("?"):
            drawn.words[place] = f"{drawn.words.get(place, '')} {shape.words}".strip()
    taken = dict(_labelled(labels, [arrow for arrow in arrows if arrow.source.symbol == "decision"]))
    for label in labels:
        arrow = taken.get(label)
        if arrow is None:
            place = grid.place_of(label.box.middle)
            drawn.words[place] = f"{drawn.words.get(place, '')} {label.words}".strip()
        else:
            _lead(grid, drawn, arrow, label.words)
    for arrow in arrows:
        if arrow.directed and arrow not in taken.values() and "connector" not in _symbols_of(arrow):
            _lead(grid, drawn, arrow, "")
    return drawn


def _symbols_of(arrow: Arrow) -> set[str]:
    return {arrow.source.symbol, arrow.target.symbol}


def _lead(grid: Table, drawn: Drawn, arrow: Arrow, words: str) -> None:
    place, row = grid.place_of(arrow.source.box.middle), grid.place_of(arrow.target.box.middle)[0]
    lead = (words, row)
    if place[0] != row and lead not in drawn.leads.get(place, ()):
        drawn.leads[place] = (*drawn.leads.get(place, ()), lead)


def _labelled(labels: list[Shape], arrows: list[Arrow]) -> Iterator[tuple[Shape, Arrow]]:
    """Words and the arrows at whose beginnings they stand: each word belongs to the symbol with the
    nearest beginning, and the words of one symbol are shared out among its arrows as they fit best."""
    by_source: dict[str, list[Shape]] = {}
    of = {arrow.source.id: [item for item in arrows if item.source is arrow.source] for arrow in arrows}
    for label in labels:
        best = min(arrows, key=lambda arrow, box=label.box: away(arrow.begins, box), default=None)  # type: ignore[misc]
        if best is not None and away(best.begins, label.box) <= _MAX_DISTANCE:
            by_source.setdefault(best.source.id, []).append(label)
    for source, words in by_source.items():
        yield from _shared_out(words, of[source])


def _shared_out(labels: Sequence[Shape], arrows: Sequence[Arrow]) -> Iterator[tuple[Shape, Arrow]]:
    pairs = sorted(
        ((_distance_to_arrow(label, arrow), n) for label in labels for n, arrow in enumerate(arrows))
    )
    if max(len(labels), len(arrows)) > _MAX_ARROWS:
        arrows = [arrows[n] for n in list(dict.fromkeys(n for _far, n in pairs))[:_MAX_ARROWS]]
        labels = labels[:_MAX_ARROWS]
    few, many, turned = (labels, arrows, False) if len(labels) <= len(arrows) else (arrows, labels, True)

    def pair(first: Any, second: Any) -> tuple[Shape, Arrow]:
        return (second, first) if turned else (first, second)

    best = min(
        permutations(many, len(few)),
        key=lambda order: sum(_distance_to_arrow(*pair(*both)) for both in zip(few, order, strict=True)),
    )
    for both in zip(few, best, strict=True):
        yield pair(*both)


def _distance_to_arrow(label: Shape, arrow: Arrow) -> float:
    """How far a word stands from an arrow's beginning, and from the arrow: several may begin in one point."""
    (x, y), (ax, ay), (bx, by) = label.box.middle, arrow.begins, arrow.points
    length = (bx - ax) ** 2 + (by - ay) ** 2
    along = min(1.0, max(0.0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length)) if length else 0.0
    return away((ax, ay), label.box) + distance((x, y), (ax + along * (bx - ax), ay + along * (by - ay)))


def away(point: Point, box: Box) -> float:
    """From a point to the closest one of a box."""
    x, y = min(max(point[0], box.left), box.right), min(max(point[1], box.top), box.bottom)
    return distance(point, (x, y))


def distance(a: Point, b: Point) -> float:
    """In the unit of the points."""
    return float(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5)


def with_targets(lines: Sequence[Line], drawn: Drawn) -> Iterator[Line]:
    """With where drawn arrows lead, as the table itself would say it: by the number of the row."""
    for r, line in enumerate(lines, 1):
        yield tuple(
            replace(cell, targets=tuple(_led(lines, drawn, (r, c)))) if (r, c) in drawn.leads else cell
            for c, cell in enumerate(line, 1)
        )


def _led(lines: Sequence[Line], drawn: Drawn, place: tuple[int, int]) -> Iterator[str]:
    for label, target in drawn.leads[place]:
        number = _number_of(lines[target - 1]) if target <= len(lines) else ""
        if words := f"{label} ke {number}".strip() if number else label:
            yield words


def _number_of(line: Line) -> str:
    first = next((cell.text.strip() for cell in line if cell.text.strip()), "")
    found = _NUMBERED.match(first) or _LETTERED.fullmatch(first)
    return found[1] if found else ""
