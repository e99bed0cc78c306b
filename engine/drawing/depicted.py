"""What a file shows: every shape and line of its first picture, where it stands and what it says. Pure.

As bpmn-js shows it: what has no place of its own in the file (a label without bounds) stands where bpmn-js
would put it. Lengths in pixels, y grows downwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.bpmn.xml import BPMN, name_of, parse_xml
from engine.drawing.interchange import BPMNDI, DC, around, box_of, points_of
from engine.drawing.measures import Box, Point

#: Names stand beside these, not in them.
_OUTSIDE = ("Event", "Gateway", "dataObjectReference", "dataStoreReference")
#: bpmn-js gives a label so much room where the file says nothing.
_LABEL_WIDTH, _LABEL_HEIGHT, _LABEL_GAP = 90, 20, 5
_SAYS_NO = {"false", "0"}


@dataclass(frozen=True, kw_only=True)
class Shape:
    #: The element's name in BPMN: userTask, lane, exclusiveGateway.
    kind: str
    box: Box
    words: str = ""
    #: Where the words stand, if beside the shape; else in it.
    label: Box | None = None
    #: Of an event, what it waits for or does: timer, message.
    marks: tuple[str, ...] = ()
    #: Of a pool or lane: its name stands upright on the left. Of a subprocess: what is in it is seen.
    is_open: bool = True
    #: Of an event on a border: the step ends by it.
    interrupting: bool = True


@dataclass(frozen=True, kw_only=True)
class Line:
    #: The element's name in BPMN: sequenceFlow, association.
    kind: str
    points: tuple[Point, ...]
    words: str = ""
    label: Box | None = None
    #: "default" or "conditional", drawn at its beginning; else empty.
    mark: str = ""


@dataclass(frozen=True, kw_only=True)
class Depicted:
    shapes: tuple[Shape, ...]
    lines: tuple[Line, ...]

    @property
    def extent(self) -> Box:
        """The smallest box with all of it in it. ValueError: there is nothing."""
        items: list[Shape | Line] = [*self.shapes, *self.lines]
        labels = [each.label for each in items if each.label]
        corners = [Box(x, y, 0, 0) for line in self.lines for x, y in line.points]
        return around([*(shape.box for shape in self.shapes), *labels, *corners])


def depicted(xml: str | bytes) -> Depicted:
    """Empty for a file without a picture. Raises InvalidDiagram."""
    root = parse_xml(xml)
    elements = {element.get("id"): element for element in root.iter(f"{{{BPMN}}}*") if element.get("id")}
    drawn = [
        (part, elements[part.get("bpmnElement")])
        for part in root.iterfind(f"{{{BPMNDI}}}BPMNDiagram[1]/{{{BPMNDI}}}BPMNPlane/*")
        if part.get("bpmnElement") in elements
    ]
    shapes = (_shape(part, element) for part, element in drawn if name_of(part) == "BPMNShape")
    lines = (_line(part, element, elements) for part, element in drawn if name_of(part) == "BPMNEdge")
    return Depicted(
        shapes=tuple(shape for shape in shapes if shape), lines=tuple(line for line in lines if line)
    )


def _shape(part: Any, element: Any) -> Shape | None:
    box, kind = box_of(part), name_of(element)
    if box is None:
        return None
    words = _words(element)
    return Shape(
        kind=kind,
        box=box,
        words=words,
        label=(_label_of(part) or _below(box)) if words and kind.endswith(_OUTSIDE) else None,
        marks=tuple(_marks(element)),
        is_open=(part.get("isExpanded") or part.get("isHorizontal") or "true") not in _SAYS_NO,
        interrupting=element.get("cancelActivity") not in _SAYS_NO,
    )


def _line(part: Any, element: Any, elements: Mapping[str, Any]) -> Line | None:
    points, words = points_of(part), _words(element)
    if len(points) < 2:
        return None
    return Line(
        kind=name_of(element),
        points=tuple(points),
        words=words,
        label=(_label_of(part) or _at(points)) if words else None,
        mark=_mark(element, elements.get(element.get("sourceRef") or "")),
    )


def _words(element: Any) -> str:
    text = element.get("name") or element.findtext(f"{{{BPMN}}}text") or ""
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())


def _marks(element: Any) -> Iterator[str]:
    for child in element.iterchildren(f"{{{BPMN}}}*"):
        if name_of(child).endswith("EventDefinition"):
            yield name_of(child).removesuffix("EventDefinition")


def _mark(flow: Any, source: Any) -> str:
    """A gateway's own shape says already that its branches have conditions."""
    if source is None:
        return ""
    if source.get("default") == flow.get("id"):
        return "default"
    has_condition = flow.find(f"{{{BPMN}}}conditionExpression") is not None
    return "conditional" if has_condition and not name_of(source).endswith("Gateway") else ""


def _label_of(part: Any) -> Box | None:
    label = part.find(f"{{{BPMNDI}}}BPMNLabel")
    return box_of(label) if label is not None and label.find(f"{{{DC}}}Bounds") is not None else None


def _below(box: Box) -> Box:
    x, _y = box.middle
    return Box(x - _LABEL_WIDTH // 2, box.bottom + _LABEL_GAP, _LABEL_WIDTH, _LABEL_HEIGHT)


def _at(points: list[Point]) -> Box:
    """Beside the middle of a line."""
    (ax, ay), (bx, by) = points[(len(points) - 1) // 2], points[(len(points) - 1) // 2 + 1]
    x, y = (ax + bx) // 2, (ay + by) // 2
    return Box(x - _LABEL_WIDTH // 2, y - _LABEL_HEIGHT - 2, _LABEL_WIDTH, _LABEL_HEIGHT)
