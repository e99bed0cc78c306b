"""SOP 032 looks right in any BPMN viewer: nothing overlaps, every line is square and ends at a border."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from lxml import etree

from engine.bpmn.diagram import read_diagram
from tests.conftest import not_none

FILE = Path(__file__).parents[2] / "processes" / "pengelolaan-website-dan-media-sosial.bpmn"
DIAGRAM = read_diagram(FILE.read_bytes())
NS = {
    "di": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "wp": "http://www.omg.org/spec/DD/20100524/DI",
}
Box = tuple[Decimal, Decimal, Decimal, Decimal]


def decimal(element: etree._Element, key: str) -> Decimal:
    return Decimal(element.get(key, ""))


def boxes(path: str) -> dict[str, Box]:
    """Left, top, right, bottom by element."""
    root = etree.fromstring(FILE.read_bytes())
    found = {}
    for element in root.iterfind(f".//{path}", NS):
        owner = not_none(element.getparent()) if element.tag.endswith("BPMNLabel") else element
        bounds = not_none(element.find("dc:Bounds", NS))
        x, y, w, h = (decimal(bounds, key) for key in ("x", "y", "width", "height"))
        found[owner.get("bpmnElement", "")] = (x, y, x + w, y + h)
    return found


def inside(inner: Box, outer: Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def apart(one: Box, other: Box) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_everything_is_drawn_inside_its_lane_and_nothing_overlaps() -> None:
    shapes = boxes("di:BPMNShape")
    labels = boxes("di:BPMNShape/di:BPMNLabel") | boxes("di:BPMNEdge/di:BPMNLabel")
    lane_of = {lane.name: lane.id for lane in DIAGRAM.lanes}
    drawn = {name: shapes[name] for name in DIAGRAM.nodes}
    for node in DIAGRAM.nodes.values():
        assert inside(drawn[node.id], shapes[lane_of[node.lane]]), node.id
    things = [*drawn.values(), *labels.values(), *(shapes[note.id] for note in DIAGRAM.annotations)]
    for n, item in enumerate(things):
        assert inside(item, shapes["Dinas_Sosial"])
        assert all(apart(item, other) for other in things[n + 1 :])


def test_each_flow_is_drawn_square_from_border_to_border() -> None:
    root = etree.fromstring(FILE.read_bytes())
    shapes = boxes("di:BPMNShape")
    edges = {element.get("bpmnElement"): element for element in root.iterfind(".//di:BPMNEdge", NS)}
    for flow in DIAGRAM.flows:
        points = [(decimal(p, "x"), decimal(p, "y")) for p in edges[flow.id].iterfind("wp:waypoint", NS)]
        for end, name in ((points[0], flow.source), (points[-1], flow.target)):
            left, top, right, bottom = shapes[name]
            assert (end[0] in (left, right) and top <= end[1] <= bottom) or (
                end[1] in (top, bottom) and left <= end[0] <= right
            ), flow.id
        for item, other in pairwise(points):
            assert item[0] == other[0] or item[1] == other[1], flow.id
            line = (
                min(item[0], other[0]),
                min(item[1], other[1]),
                max(item[0], other[0]),
                max(item[1], other[1]),
            )
            for name, box in shapes.items():
                if name in DIAGRAM.nodes and name not in (flow.source, flow.target):
                    assert apart(line, box), (flow.id, name)
