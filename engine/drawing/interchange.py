"""BPMN DI, the part of a file that says where elements are drawn: planes, shapes and edges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from lxml import etree

from engine.drawing.measures import Box, Point

BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
NAMESPACES = {"bpmndi": BPMNDI, "dc": DC, "di": DI}
#: Nothing that people draw stands farther out.
_MAX_COORDINATE = 1_000_000


class Pen:
    """Draws into a file; gives what it draws ids that nothing else has."""

    def __init__(self, root: Any) -> None:
        self._root = root
        self._taken = {element.get("id") for element in root.iter() if isinstance(element.tag, str)}

    def free_id(self, wanted: str) -> str:
        """`wanted`, or with _2, _3 … behind it where the file or an earlier call has taken that."""
        name, n = wanted, 2
        while name in self._taken:
            name, n = f"{wanted}_{n}", n + 1
        self._taken.add(name)
        return name

    def plane(self, element: str, *, before: Any = None) -> Any:
        """A picture of its own, after all else or before another picture."""
        diagram = etree.Element(f"{{{BPMNDI}}}BPMNDiagram", {"id": self.free_id("Gambar")}, nsmap=NAMESPACES)
        if before is None:
            self._root.append(diagram)
        else:
            before.addprevious(diagram)
        attributes = {"id": self.free_id("Bidang"), "bpmnElement": element}
        return etree.SubElement(diagram, f"{{{BPMNDI}}}BPMNPlane", attributes)

    def shape(self, plane: Any, element: str, box: Box, label: Box | None = None, **more: str) -> None:
        """A `BPMNShape`; `more`: its attributes beyond id and bpmnElement, such as isHorizontal. Pixels."""
        attributes = {"id": self.free_id(f"{element}_di"), "bpmnElement": element, **more}
        drawn = etree.SubElement(plane, f"{{{BPMNDI}}}BPMNShape", attributes)
        _bounds(drawn, box)
        _label(drawn, label)

    def edge(self, plane: Any, element: str, points: Iterable[Point], label: Box | None = None) -> None:
        """A `BPMNEdge` through the points, from the source's border to the target's. Pixels."""
        attributes = {"id": self.free_id(f"{element}_di"), "bpmnElement": element}
        drawn = etree.SubElement(plane, f"{{{BPMNDI}}}BPMNEdge", attributes)
        for x, y in points:
            etree.SubElement(drawn, f"{{{DI}}}waypoint", {"x": str(x), "y": str(y)})
        _label(drawn, label)


def box_of(shape: Any) -> Box | None:
    """The shape's bounds; None when it has none, or none that can be read."""
    bounds = shape.find(f"{{{DC}}}Bounds") if shape is not None else None
    if bounds is None:
        return None
    try:
        x, y, width, height = (float(bounds.get(key, "")) for key in ("x", "y", "width", "height"))
    except ValueError:
        return None
    if not all(abs(number) < _MAX_COORDINATE for number in (x, y, width, height)):
        return None
    return Box(round(x), round(y), round(width), round(height))


def points_of(edge: Any) -> list[Point]:
    """The edge's corners; empty when one can't be read."""
    try:
        points = [
            (float(point.get("x", "")), float(point.get("y", "")))
            for point in edge.findall(f"{{{DI}}}waypoint")
        ]
    except ValueError:
        return []
    if not all(abs(number) < _MAX_COORDINATE for point in points for number in point):
        return []
    return [(round(x), round(y)) for x, y in points]


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box with all of them in it. ValueError: there are none."""
    x, y = min(box.x for box in boxes), min(box.y for box in boxes)
    return Box(x, y, max(box.right for box in boxes) - x, max(box.bottom for box in boxes) - y)


def straight(source: Box, target: Box) -> list[Point]:
    """From border to border, on the line between the two middles."""
    return [_border(source, target.middle), _border(target, source.middle)]


def _border(box: Box, toward: Point) -> Point:
    x, y = box.middle
    dx, dy = toward[0] - x, toward[1] - y
    reach = max(abs(dx) / max(box.width / 2, 1), abs(dy) / max(box.height / 2, 1), 1)
    return round(x + dx / reach), round(y + dy / reach)


def _label(parent: Any, box: Box | None) -> None:
    if box is not None:
        _bounds(etree.SubElement(parent, f"{{{BPMNDI}}}BPMNLabel"), box)


def _bounds(parent: Any, box: Box) -> None:
    sides = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    etree.SubElement(parent, f"{{{DC}}}Bounds", {name: str(number) for name, number in sides.items()})
