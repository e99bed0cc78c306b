"""What is drawn over the cells of a sheet: symbols, words at arrows, and where the arrows lead.

Excel draws over the cells, not in them: a symbol belongs to the cell in which its middle lies, so widths and
heights count. An arrow that is glued to two symbols names them; one that is not leads from the symbol
nearest to its beginning to the one nearest to its point.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from typing import Any

from engine.importing.cells.anchors import PIXEL, Box, Cells, Place, Point, number
from engine.importing.cells.marks import is_answer
from engine.importing.cells.shapes import begins_or_ends, symbol_of

#: A word further than this from an arrow's beginning is not the arrow's.
_MAX_DISTANCE = 140 * PIXEL
MAX_SHAPES = 2000
#: A diamond has four corners; more arrows than these from one are taken in the order of their nearness.
_MAX_ARROWS = 5


@dataclass
class Drawn:
    """By (row, column), counted from 1."""

    symbols: dict[Place, tuple[str, ...]] = field(default_factory=dict)
    words: dict[Place, str] = field(default_factory=dict)
    #: Word and row to which an arrow with that word leads; the word is empty where it has none.
    leads: dict[Place, tuple[tuple[str, int], ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class _Shape:
    id: str
    symbol: str
    words: str
    box: Box
    #: A word at an arrow.
    label: bool


@dataclass(frozen=True, kw_only=True)
class _Arrow:
    source: _Shape
    target: _Shape
    begins: Point
    points: Point
    #: Its head, or what it is glued to, says which of its ends is its point.
    directed: bool


def read_drawing(root: Any, sheet: Any) -> Drawn:
    """`root`: the part xl/drawings/drawingN.xml; `sheet`: the sheet's own part."""
    grid = Cells(sheet)
    shapes: list[_Shape] = []
    lines: list[tuple[Any, Box]] = []
    for anchor in root:
        box = grid.box_of(anchor)
        if box is not None:
            for element, where in _inside(anchor, box):
                if element.tag.endswith("}cxnSp"):
                    lines.append((element, where))
                else:
                    shapes.append(_shape(element, where))
        if len(shapes) + len(lines) > MAX_SHAPES:
            break
    symbols = [shape for shape in shapes if shape.symbol]
    labels = [shape for shape in shapes if shape.label]
    # Straight arrows may be ordinary shapes as well; what ends nowhere leads nowhere.
    arrows = [arrow for line, where in lines if (arrow := _arrow(line, where, symbols)) is not None]
    return _placed(grid, symbols, labels, arrows)


def _placed(grid: Cells, symbols: list[_Shape], labels: list[_Shape], arrows: list[_Arrow]) -> Drawn:
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


def _symbols_of(arrow: _Arrow) -> set[str]:
    return {arrow.source.symbol, arrow.target.symbol}


def _lead(grid: Cells, drawn: Drawn, arrow: _Arrow, words: str) -> None:
    place, row = grid.place_of(arrow.source.box.middle), grid.place_of(arrow.target.box.middle)[0]
    lead = (words, row)
    if place[0] != row and lead not in drawn.leads.get(place, ()):
        drawn.leads[place] = (*drawn.leads.get(place, ()), lead)


def _labelled(labels: list[_Shape], arrows: list[_Arrow]) -> Iterator[tuple[_Shape, _Arrow]]:
    """Words and the arrows at whose beginnings they stand: each word belongs to the symbol with the
    nearest beginning, and the words of one symbol are shared out among its arrows as they fit best."""
    by_source: dict[str, list[_Shape]] = {}
    of = {arrow.source.id: [item for item in arrows if item.source is arrow.source] for arrow in arrows}
    for label in labels:
        middle = label.box.middle
        best = min(arrows, key=lambda arrow, at=middle: _distance(at, arrow.begins), default=None)  # type: ignore[misc]
        if best is not None and _distance(middle, best.begins) <= _MAX_DISTANCE:
            by_source.setdefault(best.source.id, []).append(label)
    for source, words in by_source.items():
        yield from _shared_out(words, of[source])


def _shared_out(labels: Sequence[_Shape], arrows: Sequence[_Arrow]) -> Iterator[tuple[_Shape, _Arrow]]:
    pairs = sorted(
        ((_distance_to_arrow(label, arrow), n) for label in labels for n, arrow in enumerate(arrows))
    )
    if max(len(labels), len(arrows)) > _MAX_ARROWS:
        arrows = [arrows[n] for n in list(dict.fromkeys(n for _far, n in pairs))[:_MAX_ARROWS]]
        labels = labels[:_MAX_ARROWS]
    few, many, turned = (labels, arrows, False) if len(labels) <= len(arrows) else (arrows, labels, True)

    def pair(first: Any, second: Any) -> tuple[_Shape, _Arrow]:
        return (second, first) if turned else (first, second)

    best = min(
        permutations(many, len(few)),
        key=lambda order: sum(_distance_to_arrow(*pair(*both)) for both in zip(few, order, strict=True)),
    )
    for both in zip(few, best, strict=True):
        yield pair(*both)


def _distance_to_arrow(label: _Shape, arrow: _Arrow) -> float:
    """How far a word stands from an arrow's beginning, and from the arrow: several may begin in one point."""
    (x, y), (ax, ay), (bx, by) = label.box.middle, arrow.begins, arrow.points
    length = (bx - ax) ** 2 + (by - ay) ** 2
    along = min(1.0, max(0.0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length)) if length else 0.0
    return _distance((x, y), (ax, ay)) + _distance((x, y), (ax + along * (bx - ax), ay + along * (by - ay)))


def _inside(parent: Any, box: Box) -> Iterator[tuple[Any, Box]]:
    """Shapes and lines with their boxes; those in a group stand where the group's own measures say."""
    for element in parent:
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if name in {"sp", "cxnSp"}:
            yield element, box
        elif name == "grpSp":
            yield from _grouped(element, box)


def _grouped(group: Any, box: Box) -> Iterator[tuple[Any, Box]]:
    inner = _transform(group.find("{*}grpSpPr/{*}xfrm"), "chOff", "chExt")
    if inner is None or inner.right <= inner.left or inner.bottom <= inner.top:
        return
    across = (box.right - box.left) / (inner.right - inner.left)
    down = (box.bottom - box.top) / (inner.bottom - inner.top)
    for element in group:
        transform = element.find("{*}spPr/{*}xfrm")
        own = _transform(transform if transform is not None else element.find("{*}grpSpPr/{*}xfrm"))
        if own is not None:
            where = Box(
                box.left + (own.left - inner.left) * across,
                box.top + (own.top - inner.top) * down,
                box.left + (own.right - inner.left) * across,
                box.top + (own.bottom - inner.top) * down,
            )
            holder = [element]
            yield from _inside(holder, where)


def _transform(xfrm: Any, offset: str = "off", extent: str = "ext") -> Box | None:
    if xfrm is None:
        return None
    at, size = xfrm.find(f"{{*}}{offset}"), xfrm.find(f"{{*}}{extent}")
    if at is None or size is None:
        return None
    x, y = number(at.get("x")), number(at.get("y"))
    return Box(x, y, x + number(size.get("cx")), y + number(size.get("cy")))


def _shape(element: Any, box: Box) -> _Shape:
    words = " ".join(item.text or "" for item in element.iter("{*}t")).strip()
    geometry = next((item.get("prst") or "" for item in element.iter("{*}prstGeom")), "")
    boxed = any(item.get("txBox") in {"1", "true"} for item in element.iter("{*}cNvSpPr"))
    label = is_answer(words) or (boxed and bool(words))
    symbol = "" if label else begins_or_ends(symbol_of(geometry), words)
    return _Shape(id=_id(element), symbol=symbol, words=words, box=box, label=label)


def _id(element: Any) -> str:
    return next((item.get("id") or "" for item in element.iter("{*}cNvPr")), "")


def _arrow(line: Any, box: Box, symbols: list[_Shape]) -> _Arrow | None:
    ends = list(_ends(line, box))
    glued = [_glued(line, name, symbols) for name in ("stCxn", "endCxn")]
    found = [shape or _nearest(end, symbols) for shape, end in zip(glued, ends, strict=True)]
    points = [
        _site(line, name, shape) if shape else end
        for name, shape, end in zip(("stCxn", "endCxn"), glued, ends, strict=True)
    ]
    heads = _heads(line)
    if heads == {"headEnd"}:
        found, points = found[::-1], points[::-1]
    source, target = found
    if source is None or target is None or source is target:
        return None
    directed = len(heads) == 1 or (not heads and all(glued))
    return _Arrow(source=source, target=target, begins=points[0], points=points[1], directed=directed)


def _ends(line: Any, box: Box) -> Iterator[Point]:
    """Beginning and end: two corners of the box, as it is flipped and turned."""
    xfrm = line.find("{*}spPr/{*}xfrm")
    flipped = {name: xfrm is not None and xfrm.get(name) in {"1", "true"} for name in ("flipH", "flipV")}
    quarters = round(number(xfrm.get("rot") if xfrm is not None else "0") / 5_400_000) % 4
    (cx, cy), wide, high = box.middle, (box.right - box.left) / 2, (box.bottom - box.top) / 2
    if quarters % 2:
        # The anchor says where it stands, the rest how it was before it was turned about its middle.
        wide, high = high, wide
    for sign in (-1, 1):
        x = sign * wide * (-1 if flipped["flipH"] else 1)
        y = sign * high * (-1 if flipped["flipV"] else 1)
        for _quarter in range(quarters):
            x, y = -y, x
        yield cx + x, cy + y


def _glued(line: Any, name: str, symbols: list[_Shape]) -> _Shape | None:
    wanted = next((element.get("id") for element in line.iter(f"{{*}}{name}")), None)
    return next((shape for shape in symbols if wanted and shape.id == wanted), None)


def _site(line: Any, name: str, shape: _Shape) -> Point:
    """Where on a symbol an arrow is glued: top, left, bottom, right."""
    index = int(number(next((element.get("idx") for element in line.iter(f"{{*}}{name}")), "0")))
    (x, y), box = shape.box.middle, shape.box
    return ((x, box.top), (box.left, y), (x, box.bottom), (box.right, y))[index % 4]


def _nearest(point: Point, symbols: list[_Shape]) -> _Shape | None:
    """The symbol at whose border an end lies, or nearly."""

    def away(shape: _Shape) -> float:
        box = shape.box
        nearest = min(max(point[0], box.left), box.right), min(max(point[1], box.top), box.bottom)
        return _distance(point, nearest)

    best = min(symbols, key=away, default=None)
    return best if best is not None and away(best) <= 12 * PIXEL else None


def _heads(line: Any) -> set[str]:
    """At which of its ends an arrowhead stands."""
    ends = ("headEnd", "tailEnd")
    return {
        name
        for name in ends
        if any(element.get("type", "none") != "none" for element in line.iter(f"{{*}}{name}"))
    }


def _distance(a: Point, b: Point) -> float:
    return float(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5)
