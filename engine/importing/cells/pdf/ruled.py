"""The ruled tables of a page: which lines are borders of cells, which belong to the flowchart.

An arrow ends at a symbol or nowhere; a border ends at another border. Where cells lie is pdfplumber's answer
to the borders alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from engine.importing.cells.anchors import Point
from engine.importing.cells.pdf.ink import Ink, Outline, Stroke

#: How far a line's end may be from where it is meant to be.
SLACK = 2.5
#: Two borders as close as this are drawn as one.
_SNAP = 1.3
#: A symbol of a flowchart is neither smaller nor larger.
_MIN_SYMBOL, _MAX_SYMBOL = 6.0, (170.0, 90.0)
#: Of the page's width: a level line as long as this is a border, though nothing stands at its ends.
_LONG = 0.5


@dataclass(frozen=True)
class Rule:
    """A level or upright line: where it lies across its direction, and from where to where it runs."""

    level: bool
    at: float
    begin: float
    end: float

    def meets(self, at: float, along: float) -> bool:
        """Whether it passes a point: `at` in its own position's direction, `along` in its own."""
        return abs(self.at - at) <= SLACK and self.begin - SLACK <= along <= self.end + SLACK


@dataclass
class Table:
    """Cells by the columns and rows between borders: (row, column), counted from 0, of their first corner."""

    xs: list[float]
    ys: list[float]
    #: Each place → the first place of the cell that covers it.
    anchor: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def place_of(self, point: Point) -> tuple[int, int] | None:
        """The cell under a point; None outside all cells."""
        place = bisect_right(self.ys, point[1]) - 1, bisect_right(self.xs, point[0]) - 1
        return self.anchor.get(place)

    def box_of(self, place: tuple[int, int]) -> tuple[float, float, float, float]:
        """left, top, right, bottom of the cell that begins at a place."""
        covered = [each for each, anchor in self.anchor.items() if anchor == place]
        (top, left), (bottom, right) = min(covered), max(covered)
        return self.xs[left], self.ys[top], self.xs[right + 1], self.ys[bottom + 1]


@dataclass
class Ruled:
    tables: list[Table]
    symbols: list[Outline]
    #: Areas of colour without a border.
    shades: list[Outline]
    #: Lines that are no borders, in the order in which they were drawn.
    lines: list[Stroke]


def ruled(ink: Ink) -> Ruled:
    """What of the page's lines are tables, symbols and arrows."""
    symbols, boxes, shades = _sorted_out(ink)
    sides = [side for box in boxes for side in _sides(box)]
    straight = [(stroke, rule) for stroke in ink.strokes if (rule := _rule(stroke))]
    remaining = [rule for stroke, rule in straight if not _at_symbol(stroke, symbols)]
    borders = _without_loose(_joined([*remaining, *sides]), ink.width)
    on_borders = {id(stroke) for stroke, rule in straight if _lies_on(rule, borders)}
    touching = {id(stroke) for stroke in ink.strokes if _at_symbol(stroke, symbols)}
    lines = [stroke for stroke in ink.strokes if id(stroke) not in on_borders or id(stroke) in touching]
    return Ruled(_tables(borders), symbols, shades, lines)


def _sorted_out(ink: Ink) -> tuple[list[Outline], list[Outline], list[Outline]]:
    """(symbols, boxes of cells, areas of colour)"""
    symbols: list[Outline] = []
    boxes: list[Outline] = []
    shades: list[Outline] = []
    rules = [rule for stroke in ink.strokes if (rule := _rule(stroke))]
    drawn = [item for item in ink.outlines if item.kind == "box" and item.stroked]
    corners = _Corners(rules, drawn)
    for item in ink.outlines:
        small = item.wide <= _MAX_SYMBOL[0] and item.high <= _MAX_SYMBOL[1]
        large_enough = min(item.wide, item.high) >= _MIN_SYMBOL
        if item.kind == "head":
            continue
        if item.kind != "box":
            symbols += [item] if small and large_enough else []
        elif not item.stroked:
            shades.append(item)
        elif small and large_enough and not corners.shared(item):
            symbols.append(item)
        else:
            boxes.append(item)
    return symbols, boxes, shades


class _Corners:
    """Which corners of boxes other lines have, too: then the boxes are cells."""

    def __init__(self, rules: Sequence[Rule], boxes: Sequence[Outline]) -> None:
        self.rules = rules
        self.count: dict[tuple[int, int], int] = {}
        for box in boxes:
            for x, y in _corners(box):
                key = round(x / SLACK), round(y / SLACK)
                self.count[key] = self.count.get(key, 0) + 1

    def shared(self, box: Outline) -> bool:
        """Whether two corners lie on other lines."""
        return sum(self._meets(x, y) for x, y in _corners(box)) >= 2

    def _meets(self, x: float, y: float) -> bool:
        column, row = round(x / SLACK), round(y / SLACK)
        others = sum(self.count.get((column + a, row + b), 0) for a in (-1, 0, 1) for b in (-1, 0, 1))
        on = any(rule.meets(y, x) if rule.level else rule.meets(x, y) for rule in self.rules)
        return others > 1 or on


def _corners(box: Outline) -> Iterator[Point]:
    yield from ((x, y) for x in (box.left, box.right) for y in (box.top, box.bottom))


def _sides(box: Outline) -> Iterator[Rule]:
    yield from (Rule(True, y, box.left, box.right) for y in (box.top, box.bottom))  # noqa: FBT003
    yield from (Rule(False, x, box.top, box.bottom) for x in (box.left, box.right))  # noqa: FBT003


def _rule(stroke: Stroke) -> Rule | None:
    (ax, ay), (bx, by) = stroke.begin, stroke.end
    if abs(ay - by) <= 0.6:
        return Rule(True, (ay + by) / 2, min(ax, bx), max(ax, bx))  # noqa: FBT003
    if abs(ax - bx) <= 0.6:
        return Rule(False, (ax + bx) / 2, min(ay, by), max(ay, by))  # noqa: FBT003
    return None


def touches(point: Point, symbol: Outline, *, slack: float = SLACK) -> bool:
    """Whether a point lies on a symbol or at its border."""
    x, y = point
    return (
        symbol.left - slack <= x <= symbol.right + slack and symbol.top - slack <= y <= symbol.bottom + slack
    )


def _at_symbol(stroke: Stroke, symbols: Sequence[Outline]) -> bool:
    return any(touches(point, symbol) for point in (stroke.begin, stroke.end) for symbol in symbols)


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """Lines that go on in one another are one, those side by side, too."""
    found: list[Rule] = []
    for level, each in groupby(
        sorted(rules, key=lambda rule: (rule.level, rule.at)), lambda rule: rule.level
    ):
        for group in _clustered(list(each)):
            at = sum(rule.at for rule in group) / len(group)
            found += [Rule(level, at, begin, end) for begin, end in _spans(group)]
    return found


def _clustered(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    group: list[Rule] = []
    for rule in rules:
        if group and rule.at - group[-1].at > _SNAP:
            yield group
            group = []
        group.append(rule)
    yield group


def _spans(rules: Sequence[Rule]) -> list[tuple[float, float]]:
    spans: list[tuple[float, float]] = []
    for rule in sorted(rules, key=lambda rule: rule.begin):
        if spans and rule.begin <= spans[-1][1] + SLACK:
            spans[-1] = spans[-1][0], max(spans[-1][1], rule.end)
        else:
            spans.append((rule.begin, rule.end))
    return spans


def _without_loose(rules: Sequence[Rule], width: float) -> list[Rule]:
    """Without lines that end in the open, and without those that ended there."""
    remaining = list(rules)
    while True:
        across = [[rule for rule in remaining if rule.level is level] for level in (False, True)]
        fixed = [
            rule
            for rule in remaining
            if (rule.level and rule.end - rule.begin >= _LONG * width)
            or all(
                any(other.meets(end, rule.at) for other in across[not rule.level])
                for end in (rule.begin, rule.end)
            )
        ]
        if len(fixed) == len(remaining):
            return fixed
        remaining = fixed


def _lies_on(rule: Rule, borders: Sequence[Rule]) -> bool:
    return any(
        border.level == rule.level
        and abs(border.at - rule.at) <= _SNAP
        and border.begin - SLACK <= rule.begin
        and rule.end <= border.end + SLACK
        for border in borders
    )


def _tables(borders: Sequence[Rule]) -> list[Table]:
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells

    edges = [_edge(rule) for rule in borders]
    cells = intersections_to_cells(edges_to_intersections(edges, SLACK, SLACK))
    return [_table(each) for each in cells_to_tables(cells)]


def _edge(rule: Rule) -> dict[str, object]:
    """As pdfplumber calls its sides."""
    if rule.level:
        sides = {"x0": rule.begin, "x1": rule.end, "top": rule.at, "bottom": rule.at, "orientation": "h"}
    else:
        sides = {"x0": rule.at, "x1": rule.at, "top": rule.begin, "bottom": rule.end, "orientation": "v"}
    return dict(sides)


def _table(cells: Sequence[tuple[float, float, float, float]]) -> Table:
    xs = sorted({x for left, _top, right, _bottom in cells for x in (left, right)})
    ys = sorted({y for _left, top, _right, bottom in cells for y in (top, bottom)})
    table = Table([float(x) for x in xs], [float(y) for y in ys])
    column, row = {x: n for n, x in enumerate(xs)}, {y: n for n, y in enumerate(ys)}
    for left, top, right, bottom in cells:
        first = row[top], column[left]
        for r in range(row[top], row[bottom]):
            for c in range(column[left], column[right]):
                table.anchor[r, c] = first
    return table
