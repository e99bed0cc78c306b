"""Where a sheet's arrows run, once it is known where its symbols stand. Pure; lengths in points.

Each arrow has a few candidates, made of level and upright lines; the one that runs over the fewest symbols
and other arrows is taken. An arrow to another page ends in a pentagon with a letter and goes on from another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from engine.documents.sheet import Arrow

Point = tuple[float, float]

#: Between two arrows in one gap between columns.
_LANE = 5.0
#: Beside the border between two columns: on it, a line would look like the border; narrow columns leave
#: little.
_LANES = (-2 * _LANE, -_LANE, -_LANE / 2, _LANE / 2, _LANE, 2 * _LANE)
#: How far a level line goes out before it may turn.
_STUB = 4.0
#: How wide a letter of an answer is, about.
_LETTER = 4.2
#: Size of an off-page pentagon.
PENTAGON = 11.0


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A symbol on paper."""

    row: int
    page: int
    left: float
    top: float
    width: float
    height: float

    @property
    def centre(self) -> Point:
        """Where lines to and from the symbol's middle meet."""
        return self.left + self.width / 2, self.top + self.height / 2

    @property
    def right(self) -> float:
        """x of the right border, in points."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """y of the lower border, in points; y grows downwards."""
        return self.top + self.height


@dataclass(frozen=True, kw_only=True)
class Line:
    """A drawn arrow: its corners on one page, the label and where it stands."""

    page: int
    points: tuple[Point, ...]
    label: str = ""
    label_at: Point = (0.0, 0.0)


@dataclass(frozen=True, kw_only=True)
class Pentagon:
    page: int
    #: Upper left corner.
    at: Point
    letter: str


@dataclass(frozen=True, kw_only=True)
class Drawing:
    lines: list[Line]
    pentagons: list[Pentagon]


def draw(arrows: Sequence[Arrow], spots: Sequence[Spot], gaps: Sequence[float]) -> Drawing:
    """`gaps`: the borders between the actors' columns, left to right, outer ones included."""
    by_row = {spot.row: spot for spot in spots}
    leaving = Counter(arrow.source for arrow in arrows)
    drawing = Drawing(lines=[], pentagons=[])
    # Short arrows first: the long ones are led around them.
    for arrow in sorted(arrows, key=lambda item: (abs(item.target - item.source), item.target < item.source)):
        source, target = by_row[arrow.source], by_row[arrow.target]
        if source.page == target.page:
            below = arrow.target == arrow.source + 1
            alone = leaving[arrow.source] == 1
            candidates = list(
                _to_next(source, target, alone=alone) if below else _around(source, target, gaps)
            )
            points = _best(candidates or [_straight(source, target)], source.page, spots, drawing)
            drawing.lines.append(_labelled(arrow, source.page, points, gaps))
        else:
            _leave_page(arrow, (source, target), spots, gaps, drawing)
    return drawing


def _to_next(source: Spot, target: Spot, *, alone: bool) -> Iterator[tuple[Point, ...]]:
    """To the row below. A decision's sides are left to its other answers."""
    (sx, sy), (tx, _ty) = source.centre, target.centre
    if abs(sx - tx) < 1:
        yield (sx, source.bottom), (tx, target.top)
        return
    if alone:
        yield (source.right if tx > sx else source.left, sy), (tx, sy), (tx, target.top)
    # Not halfway: there runs the line between the rows.
    turn = source.bottom + (target.top - source.bottom) / 4
    yield (sx, source.bottom), (sx, turn), (tx, turn), (tx, target.top)


def _around(source: Spot, target: Spot, gaps: Sequence[float]) -> Iterator[tuple[Point, ...]]:
    """Out at a side, along a gap between columns, in at a side."""
    (sx, sy), (tx, ty) = source.centre, target.centre
    for gap in gaps:
        for lane in _LANES:
            x = gap + lane
            out, into = (source.right if x > sx else source.left), (target.right if x > tx else target.left)
            if abs(x - out) >= _STUB and abs(x - into) >= _STUB:
                yield (out, sy), (x, sy), (x, ty), (into, ty)


def _straight(source: Spot, target: Spot) -> tuple[Point, ...]:
    """Where symbols leave no room for a line between them."""
    (sx, sy), (tx, ty) = source.centre, target.centre
    out, into = (source.right, target.left) if tx > sx else (source.left, target.right)
    return (out, sy), (into, ty)


def _best(
    candidates: list[tuple[Point, ...]], page: int, spots: Sequence[Spot], drawing: Drawing
) -> tuple[Point, ...]:
    def cost(points: tuple[Point, ...]) -> float:
        length = sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(points))
        bends = 12.0 * (len(points) - 2)
        over = sum(1000.0 for spot in spots if spot.page == page and _runs_over(points, spot))
        others = [line.points for line in drawing.lines if line.page == page]
        return length + bends + over + sum(_disturbs(points, other) for other in others)

    return min(candidates, key=cost)


def _runs_over(points: tuple[Point, ...], spot: Spot) -> bool:
    """Through the inside of a symbol (its border is where arrows begin and end)."""
    for (ax, ay), (bx, by) in pairwise(points):
        wide = min(ax, bx) < spot.right - 1 and max(ax, bx) > spot.left + 1
        high = min(ay, by) < spot.bottom - 1 and max(ay, by) > spot.top + 1
        if wide and high:
            return True
    return False


def _disturbs(points: tuple[Point, ...], other: tuple[Point, ...]) -> float:
    """Running along another arrow can't be read; crossing one can."""
    cost = 0.0
    for first in pairwise(points):
        for second in pairwise(other):
            if _alongside(first, second):
                cost += 400.0
            elif _cross(first, second):
                cost += 25.0
    return cost


Segment = tuple[Point, Point]


def _alongside(first: Segment, second: Segment) -> bool:
    for axis in (0, 1):
        across = 1 - axis
        level = all(abs(segment[0][across] - segment[1][across]) < 0.1 for segment in (first, second))
        if level and abs(first[0][across] - second[0][across]) < _LANE - 1:
            (a, b), (c, d) = (sorted((segment[0][axis], segment[1][axis])) for segment in (first, second))
            return min(b, d) - max(a, c) > 1
    return False


def _cross(first: Segment, second: Segment) -> bool:
    (ax, bx), (cx, dx) = (sorted((segment[0][0], segment[1][0])) for segment in (first, second))
    (ay, by), (cy, dy) = (sorted((segment[0][1], segment[1][1])) for segment in (first, second))
    return ax < dx and cx < bx and ay < dy and cy < by


def _labelled(
    arrow: Arrow, page: int, points: tuple[Point, ...], gaps: Sequence[float], *, lift: float = 0.0
) -> Line:
    """An answer stands where its arrow leaves, and never outside the actors' columns."""
    (ax, ay), (bx, by) = points[0], points[1]
    width = _LETTER * len(arrow.label)
    level = abs(ay - by) < 0.1
    if level:
        x, y = (ax + 2 if bx > ax else ax - 3 - width, ay - 9 - lift)
    else:
        # Not where it turns to: there it would hide the line.
        x, y = (ax - 3 - width if points[-1][0] > ax else ax + 3, ay + 1 if by > ay else ay - 10)
    inside = max(min(x, gaps[-1] - 1 - width), gaps[0] + 1)
    if level:
        y -= min(abs(inside - x) / 2, 6.0)  # where a diamond is narrower
    return Line(page=page, points=points, label=arrow.label, label_at=(inside, y))


def _leave_page(
    arrow: Arrow, ends: tuple[Spot, Spot], spots: Sequence[Spot], gaps: Sequence[float], drawing: Drawing
) -> None:
    """Two pentagons with the same letter: one where the arrow leaves, one where it goes on."""
    letter = chr(ord("A") + len(drawing.pentagons) // 2 % 26)
    for spot, leaving in zip(ends, (True, False), strict=True):
        places = list(_off_page(spot, spots, gaps, drawing, leaving=leaving))
        best = _best([points for points, _corner in places], spot.page, spots, drawing)
        corner = next(corner for points, corner in places if points == best)
        drawing.pentagons.append(Pentagon(page=spot.page, at=corner, letter=letter))
        part = Arrow(source=arrow.source, target=arrow.target, label=arrow.label if leaving else "")
        drawing.lines.append(_labelled(part, spot.page, best, gaps, lift=PENTAGON / 2))


def _off_page(
    spot: Spot, spots: Sequence[Spot], gaps: Sequence[float], drawing: Drawing, *, leaving: bool
) -> Iterator[tuple[tuple[Point, ...], Point]]:
    """Short arrows and their pentagon's corner: beside the symbol among the actors, or below the last
    symbol of a page. At least one, if need be on top of another.
    """
    x, y = spot.centre
    free = [pentagon.at for pentagon in drawing.pentagons if pentagon.page == spot.page]
    places: list[tuple[tuple[Point, ...], Point]] = []
    if leaving and spot.row == max(item.row for item in spots if item.page == spot.page):
        places.append((((x, spot.bottom), (x, spot.bottom + 10)), (x - PENTAGON / 2, spot.bottom + 10)))
    for distance in (10.0, 26.0, 42.0):
        for out, edge in ((1, spot.right), (-1, spot.left)):
            far = edge + out * distance
            corner = (far if out > 0 else far - PENTAGON, y - PENTAGON / 2)
            if gaps[0] <= corner[0] <= gaps[-1] - PENTAGON:
                points = ((edge, y), (far, y))
                places.append((points if leaving else points[::-1], corner))
    open_places = [
        place
        for place in places
        if all(abs(place[1][0] - a) > PENTAGON or abs(place[1][1] - b) > PENTAGON for a, b in free)
    ]
    yield from open_places or places or [(((spot.left, y), (spot.left - 10, y)), (spot.left - 21, y))]
