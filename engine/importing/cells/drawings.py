"""What is drawn over the cells of a sheet: symbols, words at arrows, and where the arrows lead.

Excel draws over the cells, not in them: a symbol belongs to the cell in which its middle lies, so widths and
heights count. An arrow that is glued to two symbols names them; one that is not leads from the symbol
nearest to its beginning to the one nearest to its point.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.importing.cells.anchors import PIXEL, Box, Cells, Point, number
from engine.importing.cells.arrows import MAX_SHAPES, Arrow, Drawn, Shape, away, placed
from engine.importing.cells.grid import refused
from engine.importing.cells.marks import is_answer
from engine.importing.cells.shapes import begins_or_ends, symbol_of


def read_drawing(root: Any, sheet: Any) -> Drawn:
    """`root`: the part xl/drawings/drawingN.xml; `sheet`: the sheet's own part."""
    grid = Cells(sheet)
    shapes: list[Shape] = []
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
            raise refused("too_many_shapes", "file", limit=MAX_SHAPES)
    symbols = [shape for shape in shapes if shape.symbol]
    labels = [shape for shape in shapes if shape.label]
    # Straight arrows may be ordinary shapes as well; what ends nowhere leads nowhere.
    arrows = [arrow for line, where in lines if (arrow := _arrow(line, where, symbols)) is not None]
    return placed(grid, symbols, labels, arrows)


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


def _shape(element: Any, box: Box) -> Shape:
    words = " ".join(item.text or "" for item in element.iter("{*}t")).strip()
    geometry = next((item.get("prst") or "" for item in element.iter("{*}prstGeom")), "")
    boxed = any(item.get("txBox") in {"1", "true"} for item in element.iter("{*}cNvSpPr"))
    label = is_answer(words) or (boxed and bool(words))
    symbol = "" if label else begins_or_ends(symbol_of(geometry), words)
    return Shape(id=_id(element), symbol=symbol, words=words, box=box, label=label)


def _id(element: Any) -> str:
    return next((item.get("id") or "" for item in element.iter("{*}cNvPr")), "")


def _arrow(line: Any, box: Box, symbols: list[Shape]) -> Arrow | None:
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
    return Arrow(source=source, target=target, begins=points[0], points=points[1], directed=directed)


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


def _glued(line: Any, name: str, symbols: list[Shape]) -> Shape | None:
    wanted = next((element.get("id") for element in line.iter(f"{{*}}{name}")), None)
    return next((shape for shape in symbols if wanted and shape.id == wanted), None)


def _site(line: Any, name: str, shape: Shape) -> Point:
    """Where on a symbol an arrow is glued: top, left, bottom, right."""
    index = int(number(next((element.get("idx") for element in line.iter(f"{{*}}{name}")), "0")))
    (x, y), box = shape.box.middle, shape.box
    return ((x, box.top), (box.left, y), (x, box.bottom), (box.right, y))[index % 4]


def _nearest(point: Point, symbols: list[Shape]) -> Shape | None:
    """The symbol at whose border an end lies, or nearly."""

    best = min(symbols, key=lambda shape: away(point, shape.box), default=None)
    return best if best is not None and away(point, best.box) <= 12 * PIXEL else None


def _heads(line: Any) -> set[str]:
    """At which of its ends an arrowhead stands."""
    ends = ("headEnd", "tailEnd")
    return {
        name
        for name in ends
        if any(element.get("type", "none") != "none" for element in line.iter(f"{{*}}{name}"))
    }
