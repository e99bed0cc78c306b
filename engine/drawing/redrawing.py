"""A process that can't be seen whole is laid out anew: lanes, steps, flows and notes, subprocesses open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.bpmn.diagram import Diagram
from engine.bpmn.elements import CONTAINERS, Node
from engine.bpmn.xml import BPMN, name_of
from engine.drawing.canvas import Sheet
from engine.drawing.interchange import around, box_of, straight
from engine.drawing.layout import place, tie_of
from engine.drawing.measures import STRIP, TOP, Box, Picture, Point
from engine.drawing.sketch import Sketch, SketchAttached, SketchFlow, SketchLane, SketchNode, SketchNote

#: Between what was drawn of other pools and what is drawn anew.
_APART = 60
#: In a subprocess, around what is in it; above it stands its name.
_AIR, _NAME = 30, 44
#: Longer names are cut: no shape grows for what is too long to read.
_MAX_NAME = 120
_DATA_SIZES = {"dataObjectReference": (36, 50), "dataStoreReference": (50, 50)}
_TIES = ("association", "dataInputAssociation", "dataOutputAssociation", "messageFlow")


@dataclass
class _Laid:
    """Where everything stands in the end."""

    shapes: dict[str, Box] = field(default_factory=dict)
    labels: dict[str, Box] = field(default_factory=dict)
    edges: dict[str, list[Point]] = field(default_factory=dict)

    def take(self, picture: Picture | _Laid, right: int, down: int) -> None:
        self.shapes |= {name: _moved(box, right, down) for name, box in picture.shapes.items()}
        self.labels |= {name: _moved(box, right, down) for name, box in picture.labels.items()}
        self.edges |= {
            name: [(x + right, y + down) for x, y in points] for name, points in picture.edges.items()
        }

    def extent(self) -> Box:
        points = (Box(x, y, 0, 0) for line in self.edges.values() for x, y in line)
        return around([*self.shapes.values(), *self.labels.values(), *points])


def redraw(sheet: Sheet, diagram: Diagram) -> None:
    """Erases what the file drew of the process, and draws below what it drew of other pools."""
    content = _Content(sheet, diagram)
    pool = sheet.with_pool() if content.lanes or sheet.collaboration is not None else None
    sheet.erase({*content.outside, *([pool.get("id")] if pool is not None else [])})
    plane, other_pools = sheet.blank(), sheet.extent(of_members=False)
    down = other_pools.bottom + _APART - TOP if other_pools else 0
    picture, laid = content.lay_out("")
    whole = _Laid()
    whole.take(laid, 0, down)
    if pool is not None:
        sheet.pen.shape(plane, pool.get("id"), _moved(picture.pool, 0, down), isHorizontal="true")
    for lane, box in content.lane_boxes(picture):
        sheet.pen.shape(plane, lane, _moved(box, 0, down), isHorizontal="true")
    for name, box in whole.shapes.items():
        sheet.pen.shape(plane, name, box, whole.labels.get(name), **_look_of(diagram.nodes.get(name)))
    if pool is not None:  # only now: messages to other pools may end at it
        whole.shapes[pool.get("id")] = _moved(picture.pool, 0, down)
    for name, line in (whole.edges | dict(content.ties_between(whole, plane))).items():
        sheet.pen.edge(plane, name, line, whole.labels.get(name))


def _look_of(node: Node | None) -> dict[str, str]:
    if node is not None and node.type in CONTAINERS:
        return {"isExpanded": "true"}
    return {"isMarkerVisible": "true"} if node is not None and node.type == "exclusiveGateway" else {}


class _Content:
    """What there is to draw, by the subprocess that it stands in."""

    def __init__(self, sheet: Sheet, diagram: Diagram) -> None:
        self.sheet, self.diagram = sheet, diagram
        lanes = sheet.lanes()
        self.lanes = [lane for lane in lanes if lane.find(f".//{{{BPMN}}}lane") is None]
        self.nodes: dict[str, list[Node]] = defaultdict(list)
        for name in diagram.reading_order():
            if name:
                self.nodes[diagram.nodes[name].parent].append(diagram.nodes[name])
        self.flows = {flow.id: flow for flow in diagram.flows if flow.id}
        self._ties = list(_ties(sheet.root))
        self._tied: dict[str, list[str]] = defaultdict(list)
        for _tie, a, b in self._ties:
            self._tied[a].append(b)
            self._tied[b].append(a)
        self._outer_notes = {
            name: item
            for name, item in _artifacts_in(sheet.collaboration)
            if self._about(name, sheet.members)
        }

    @property
    def outside(self) -> set[str]:
        """What is drawn anew though it is not in the process: notes about it, lines to it."""
        own = self.sheet.members
        return {*self._outer_notes, *(tie for tie, a, b in self._ties if a in own or b in own)}

    def lay_out(self, part: str) -> tuple[Picture, _Laid]:
        """A subprocess is as large as what is in it."""
        inside = {node.id: self._fitted(node.id) for node in self.nodes[part] if self.nodes.get(node.id)}
        sketch = self._sketch(part, {name: size for name, (size, _laid) in inside.items()})
        picture, laid = place(sketch), _Laid()
        laid.take(picture, 0, 0)
        for note in sketch.notes:
            laid.edges.pop(tie_of(note.id))
            if note.size is not None:
                box, data = laid.shapes[note.id], _DATA_SIZES[name_of(self._artifact(note.id))]
                laid.shapes[note.id] = Box(box.x, box.y, *data)
        for name, (_size, within) in inside.items():
            extent, box = within.extent(), laid.shapes[name]
            laid.take(within, box.x + _AIR - extent.x, box.y + _NAME - extent.y)
        return picture, laid

    def lane_boxes(self, picture: Picture) -> Iterator[tuple[str, Box]]:
        """Outer lanes hold their inner ones; all end where the pool ends."""
        boxes = {lane.get("id"): box for lane, box in zip(self.lanes, picture.lanes, strict=False)}
        for lane in self.sheet.lanes():
            leaves = [
                boxes[element.get("id")] for element in lane.iter(lane.tag) if element.get("id") in boxes
            ]
            if leaves:
                box, left = around(leaves), picture.pool.x + STRIP * _depth(lane)
                yield lane.get("id"), Box(left, box.y, picture.pool.right - left, box.height)

    def ties_between(self, laid: _Laid, plane: Any) -> Iterator[tuple[str, list[Point]]]:
        """All other lines: notes' and data's, messages to other pools, flows that go astray."""
        others = {item.get("bpmnElement"): box_of(item) for item in plane}
        astray = [(flow.id, flow.source, flow.target) for flow in self.flows.values()]
        for name, a, b in [*self._ties, *astray]:
            source, target = (self._box(end, laid) or others.get(end) for end in (a, b))
            if (
                name
                and source
                and target
                and name not in laid.edges
                and (a in laid.shapes or b in laid.shapes)
            ):
                yield name, straight(source, target)

    def _box(self, name: str, laid: _Laid) -> Box | None:
        if name in laid.edges:
            (ax, ay), (bx, by) = laid.edges[name][:2]
            return Box((ax + bx) // 2, (ay + by) // 2, 0, 0)
        return laid.shapes.get(name)

    def _fitted(self, part: str) -> tuple[tuple[int, int], _Laid]:
        _picture, laid = self.lay_out(part)
        extent = laid.extent()
        return (max(extent.width + 2 * _AIR, 190), extent.height + _AIR + _NAME), laid

    def _sketch(self, part: str, sizes: Mapping[str, tuple[int, int]]) -> Sketch:
        lanes = [] if part else self.lanes
        named = tuple(SketchLane(id=lane.get("id"), name=_short(lane.get("name"))) for lane in lanes)
        here = self.nodes[part]
        hosts = {node.id for node in here if node.type != "boundaryEvent"}
        attached = [item for item in here if item.type == "boundaryEvent" and item.attached_to in hosts]
        ends = hosts | {item.id for item in attached}
        flows = [flow for flow in self.flows.values() if flow.source in ends and flow.target in hosts]
        return Sketch(
            process_id=self.diagram.process_id,
            name="",
            pool="",
            properties={},
            lanes=named or (SketchLane(id="", name=""),),
            nodes=tuple(self._sketch_nodes([item for item in here if item.id in hosts], lanes, sizes)),
            flows=tuple(
                SketchFlow(id=flow.id, source=flow.source, target=flow.target, name=_short(flow.name))
                for flow in flows
            ),
            notes=tuple(self._sketch_notes(part, hosts)),
            attached=tuple(
                SketchAttached(id=item.id, name=_short(item.name), host=item.attached_to) for item in attached
            ),
            strips=max((_depth(lane) for lane in lanes), default=0),
        )

    def _sketch_nodes(
        self, nodes: list[Node], lanes: list[Any], sizes: Mapping[str, tuple[int, int]]
    ) -> Iterator[SketchNode]:
        """What stands in no lane is drawn in the lane of the node before."""
        lane_of = {
            (element.text or "").strip(): n
            for n, lane in enumerate(lanes)
            for element in lane.iterfind(f"{{{BPMN}}}flowNodeRef")
        }
        lane = 0
        for node in nodes:
            lane = lane_of.get(node.id, lane)
            yield SketchNode(
                id=node.id, type=node.type, name=_short(node.name), lane=lane, size=sizes.get(node.id)
            )

    def _sketch_notes(self, part: str, nodes: set[str]) -> Iterator[SketchNote]:
        """Each below the node that it is about, else below the first."""
        container = self.sheet.members.get(part, self.sheet.process)
        artifacts = dict(_artifacts_in(container)) | ({} if part else self._outer_notes)
        first = next((node.id for node in self.nodes[part] if node.id in nodes), None)
        for name, artifact in artifacts.items():
            about = next(iter(self._about(name, nodes)), first)
            if about is not None:
                text = artifact.findtext(f"{{{BPMN}}}text") or ""
                size = _DATA_SIZES.get(name_of(artifact))
                room = (size[0], size[1] + 20) if size else None
                yield SketchNote(id=name, text=text[:600], about=about, below=about, size=room)

    def _about(self, name: str, among: Any) -> list[str]:
        """The nodes that a note is tied to; a flow's stands below the node from which the flow comes."""
        ends = (self.flows[end].source if end in self.flows else end for end in self._tied[name])
        return [end for end in ends if end in among]

    def _artifact(self, name: str) -> Any:
        return self.sheet.members[name] if name in self.sheet.members else self._outer_notes[name]


def _artifacts_in(container: Any) -> Iterator[tuple[str, Any]]:
    for item in container.iterchildren(f"{{{BPMN}}}*") if container is not None else ():
        if item.get("id") and name_of(item) in {"textAnnotation", *_DATA_SIZES}:
            yield item.get("id"), item


def _ties(root: Any) -> Iterator[tuple[str, str, str]]:
    """(id, one end, other end)"""
    for kind in _TIES:
        for tie in root.iter(f"{{{BPMN}}}{kind}"):
            own = (tie.getparent().get("id") or "") if kind.startswith("data") else ""
            ends = [
                tie.get(key) or (tie.findtext(f"{{{BPMN}}}{key}") or "").strip()
                for key in ("sourceRef", "targetRef")
            ]
            if kind.startswith("data"):
                ends[1 if kind == "dataInputAssociation" else 0] = own
            yield tie.get("id") or "", ends[0], ends[1]


def _depth(lane: Any) -> int:
    return 1 + sum(1 for _outer in lane.iterancestors(lane.tag))


def _moved(box: Box, right: int, down: int) -> Box:
    return Box(box.x + right, box.y + down, box.width, box.height)


def _short(name: str | None) -> str:
    return " ".join((name or "").split())[:_MAX_NAME]
