"""What is drawn over the cells of a sheet: symbols, words beside arrows, and where the arrows lead.

Excel draws over the cells, not in them: a symbol belongs to the cell in which its middle lies, so widths and
heights count. An arrow that is glued to two symbols names them; one that is not leads from the symbol
nearest to its beginning to the one nearest to its point.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from engine.bpmn.sop_table.cells import PIXEL, Box, Cells, Place, Point, number
from engine.bpmn.sop_table.shapes import symbol_of
from engine.bpmn.sop_table.words import plain

#: A word further than this from an arrow's beginning is not the arrow's.
_NEAR = 140 * PIXEL
MAX_SHAPES = 2000


@dataclass
class Drawn:
    """By (row, column), counted from 1."""

    symbols: dict[Place, tuple[str, ...]] = field(default_factory=dict)
    words: dict[Place, str] = field(default_factory=dict)
    #: Word and row to which an arrow with that word leads.
    leads: dict[Place, tuple[tuple[str, int], ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class _Shape:
    id: str
    symbol: str
    words: str
    box: Box


@dataclass(frozen=True, kw_only=True)
class _Arrow:
    source: _Shape
    target: _Shape
    begins: Point


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
    labels = [shape for shape in shapes if _is_label(shape.words)]
    # Straight arrows may be ordinary shapes as well; what ends nowhere leads nowhere.
    arrows = [arrow for line, where in lines if (arrow := _arrow(line, where, symbols)) is not None]
    return _placed(grid, symbols, labels, arrows)


def _placed(grid: Cells, symbols: list[_Shape], labels: list[_Shape], arrows: list[_Arrow]) -> Drawn:
    drawn = Drawn()
    for shape in symbols:
        place = grid.place_of(shape.box.middle)
        drawn.symbols[place] = (*drawn.symbols.get(place, ()), shape.symbol)
    taken = dict(_labelled(labels, [arrow for arrow in arrows if arrow.source.symbol == "decision"]))
    for label in labels:
        arrow = taken.get(label)
        if arrow is None:
            place = grid.place_of(label.box.middle)
            drawn.words[place] = f"{drawn.words.get(place, '')} {label.words}".strip()
        else:
            place = grid.place_of(arrow.source.box.middle)
            lead = (label.words, grid.place_of(arrow.target.box.middle)[0])
            drawn.leads[place] = (*drawn.leads.get(place, ()), lead)
    return drawn


def _labelled(labels: list[_Shape], arrows: list[_Arrow]) -> Iterator[tuple[_Shape, _Arrow]]:
    """Each word and the arrow beside whose beginning it stands, nearest pairs first."""
    pairs = sorted(
        (
            (_distance(label.box.middle, arrow.begins), n, m)
            for n, label in enumerate(labels)
            for m, arrow in enumerate(arrows)
        ),
    )
    used_labels: set[int] = set()
    used_arrows: set[int] = set()
    for distance, n, m in pairs:
        if distance <= _NEAR and n not in used_labels and m not in used_arrows:
            used_labels.add(n)
            used_arrows.add(m)
            yield labels[n], arrows[m]


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
    words = " ".join(one.text or "" for one in element.iter("{*}t")).strip()
    geometry = next((one.get("prst") or "" for one in element.iter("{*}prstGeom")), "")
    symbol = "" if _is_label(words) else symbol_of(geometry)
    return _Shape(id=_id(element), symbol=symbol, words=words, box=box)


def _is_label(words: str) -> bool:
    return plain(words) in {"ya", "tidak", "y", "t"}


def _id(element: Any) -> str:
    return next((one.get("id") or "" for one in element.iter("{*}cNvPr")), "")


def _arrow(line: Any, box: Box, symbols: list[_Shape]) -> _Arrow | None:
    ends = list(_ends(line, box))
    glued = [_glued(line, name, symbols) for name in ("stCxn", "endCxn")]
    found = [shape or _nearest(end, symbols) for shape, end in zip(glued, ends, strict=True)]
    points = [
        _site(line, name, shape) if shape else end
        for name, shape, end in zip(("stCxn", "endCxn"), glued, ends, strict=True)
    ]
    if _points_back(line):
        found, points = found[::-1], points[::-1]
    source, target = found
    if source is None or target is None or source is target:
        return None
    return _Arrow(source=source, target=target, begins=points[0])


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
    wanted = next((one.get("id") for one in line.iter(f"{{*}}{name}")), None)
    return next((shape for shape in symbols if wanted and shape.id == wanted), None)


def _site(line: Any, name: str, shape: _Shape) -> Point:
    """Where on a symbol an arrow is glued: top, left, bottom, right."""
    index = int(number(next((one.get("idx") for one in line.iter(f"{{*}}{name}")), "0")))
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


def _points_back(line: Any) -> bool:
    """Only its beginning bears an arrowhead."""
    heads = {
        name: any(one.get("type", "none") != "none" for one in line.iter(f"{{*}}{name}"))
        for name in ("headEnd", "tailEnd")
    }
    return heads["headEnd"] and not heads["tailEnd"]


def _distance(a: Point, b: Point) -> float:
    return float(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5)
