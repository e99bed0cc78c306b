"""The lines of a flowchart: which symbols they connect, in which direction.

Lines that begin where the one before ended are one arrow with corners; an arrow's head says which of its ends
is its point.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from engine.importing.cells.anchors import POINT, Box, Point
from engine.importing.cells.arrows import Arrow, Shape, distance
from engine.importing.cells.pdf.ink import Letter, Outline, Stroke
from engine.importing.cells.pdf.ruled import touches

#: How far from a symbol's border an arrow may end, since its head is drawn by itself.
_REACH = 10.0
_JOINT = 0.8
#: A flowchart has a few arrows a row; of more lines than these nobody knows which belong together.
_MAX_PATHS = 500


@dataclass(frozen=True)
class Symbol:
    """A symbol, and the same as the drawing over a table knows it."""

    outline: Outline
    shape: Shape


def shape_of(outline: Outline, number: str, words: str, symbol: str, down: float) -> Shape:
    """`down`: how far below the first page's top this page begins, in points."""
    return Shape(id=number, symbol=symbol, words=words, box=box_of([outline], down), label=False)


def box_of(items: Sequence[Outline | Letter], down: float) -> Box:
    """What they cover together, as a drawing over all pages measures it."""
    return Box(
        min(item.left for item in items) * POINT,
        (min(item.top for item in items) + down) * POINT,
        max(item.right for item in items) * POINT,
        (max(item.bottom for item in items) + down) * POINT,
    )


def arrows_between(
    lines: Sequence[Stroke], symbols: Sequence[Symbol], heads: Sequence[Outline], down: float
) -> tuple[list[Arrow], int]:
    """(arrows, how many lines lead from a symbol and nobody knows where to)"""
    found: list[Arrow] = []
    loose = 0
    drawn = [_corners(path) for path in _paths(lines, symbols)]
    if len(drawn) > _MAX_PATHS:
        return [], len(drawn)
    paths = _joined(drawn, symbols)
    for n, corners in enumerate(paths):
        ends = corners[0], corners[-1]
        at = [_closest(end, symbols) for end in ends]
        source, target = at
        if source is None or target is None or source is target:
            loose += any(at) and source is not target
            continue
        pointed = [any(touches(end, head, slack=3.0) for head in heads) for end in ends]
        if all(pointed) and any(
            distance(ends[0], other[-1]) <= _JOINT for m, other in enumerate(paths) if m != n
        ):
            pointed[0] = False  # the head there is that of another arrow
        directed = pointed[0] != pointed[1]
        if pointed == [True, False]:
            source, target, ends = target, source, ends[::-1]
        begins, points = ((x * POINT, (y + down) * POINT) for x, y in ends)
        found.append(
            Arrow(source=source.shape, target=target.shape, begins=begins, points=points, directed=directed)
        )
    return found, loose


def _paths(lines: Sequence[Stroke], symbols: Sequence[Symbol]) -> Iterator[list[Stroke]]:
    """In the order in which they were drawn; at a symbol an arrow ends."""
    path: list[Stroke] = []
    for line in lines:
        goes_on = path and distance(path[-1].end, line.begin) <= _JOINT
        if path and not (goes_on and not _at_symbol(line.begin, symbols)):
            yield path
            path = []
        path.append(line)
    if path:
        yield path


def _corners(path: Sequence[Stroke]) -> list[Point]:
    return [path[0].begin, *(line.end for line in path)]


def _joined(paths: Sequence[list[Point]], symbols: Sequence[Symbol]) -> list[list[Point]]:
    """Paths drawn one by one that meet in the open, two and no more at one place, are one."""
    joined = list(paths)
    n = 0
    while n < len(joined):
        fitting = [
            (m, both) for m in range(len(joined)) if m != n and (both := _both(joined[n], joined[m], symbols))
        ]
        if len(fitting) == 1:
            m, joined[n] = fitting[0]
            del joined[m]
            n = 0
        else:
            n += 1
    return joined


def _both(path: list[Point], other: list[Point], symbols: Sequence[Symbol]) -> list[Point]:
    """Two paths in one, from the first's beginning; empty where they don't meet, or meet at a symbol."""
    for first in (path, path[::-1]):
        for second in (other, other[::-1]):
            if distance(first[-1], second[0]) <= _JOINT and not _at_symbol(second[0], symbols):
                return [*first, *second[1:]]
    return []


def _at_symbol(point: Point, symbols: Sequence[Symbol]) -> bool:
    return any(touches(point, item.outline, slack=1.0) for item in symbols)


def _closest(point: Point, symbols: Sequence[Symbol]) -> Symbol | None:
    def away(item: Symbol) -> float:
        box = item.outline
        nearest = min(max(point[0], box.left), box.right), min(max(point[1], box.top), box.bottom)
        return distance(point, nearest)

    best = min(symbols, key=away, default=None)
    return best if best is not None and away(best) <= _REACH else None


def over_pages(arrows: Sequence[Arrow]) -> list[Arrow]:
    """An arrow into a pentagon goes on from the other one with the same letter."""
    found: list[Arrow] = []
    for arrow in arrows:
        letter = arrow.target.words
        onward = [
            other
            for other in arrows
            if arrow.target.symbol == other.source.symbol == "connector"
            and letter
            and other.source.words == letter
            and other.source is not arrow.target
        ]
        if len(onward) == 1 and arrow.source.symbol != "connector":
            found.append(replace(arrow, target=onward[0].target, points=onward[0].points))
        elif "connector" not in {arrow.source.symbol, arrow.target.symbol}:
            found.append(arrow)
    return found
