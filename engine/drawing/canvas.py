"""A file as a sheet of paper: what of its process is drawn on it, as bpmn-js would show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from engine.bpmn.xml import BPMN, name_of
from engine.drawing.interchange import BPMNDI, DI, Pen, around, box_of
from engine.drawing.measures import Box

_POOL, _COLLABORATION = "Unit_kerja", "Kolaborasi"
_SHAPE, _EDGE, _PICTURE = (f"{{{BPMNDI}}}BPMN{kind}" for kind in ("Shape", "Edge", "Diagram"))


class Sheet:
    def __init__(self, root: Any, process: Any) -> None:
        self.root, self.process, self.pen = root, process, Pen(root)
        #: Everything in the process that can be drawn, by id.
        self.members: Mapping[str, Any] = {
            element.get("id"): element
            for element in process.iterdescendants(f"{{{BPMN}}}*")
            if element.get("id")
        }

    @property
    def pictures(self) -> list[Any]:
        """The file's `BPMNDiagram` elements, in its order; bpmn-js shows the first."""
        return list(self.root.findall(_PICTURE))

    @property
    def plane(self) -> Any:
        """Where the process is drawn; None while there is no such place."""
        return self.plane_of(self.pictures[0]) if self.pictures else None

    @property
    def collaboration(self) -> Any:
        """The one with the process's pool, else any."""
        found = self.root.findall(f"{{{BPMN}}}collaboration")
        return next((item for item in found if self._pool_in(item) is not None), next(iter(found), None))

    @property
    def pool(self) -> Any:
        """The `participant` that refers to the process; None where there is none."""
        return self._pool_in(self.collaboration) if self.collaboration is not None else None

    def lanes(self) -> list[Any]:
        """Outer ones before those in them."""
        own = self.process.findall(f"{{{BPMN}}}laneSet")
        return [lane for lanes in own for lane in lanes.iter(f"{{{BPMN}}}lane") if lane.get("id")]

    def plane_of(self, picture: Any) -> Any:
        """The picture's plane, if it is one for this process."""
        plane = picture.find(f"{{{BPMNDI}}}BPMNPlane")
        roots = {self.process.get("id")}
        if self.pool is not None:
            roots.add(self.collaboration.get("id"))
        return plane if plane is not None and plane.get("bpmnElement") in roots else None

    def shapes(self, picture: Any = None) -> dict[str, Any]:
        """Element → its shape, if that picture (else the first) is the one that is shown."""
        found = [shape for plane in self._shown(picture) for shape in plane.findall(_SHAPE)]
        return {shape.get("bpmnElement"): shape for shape in found if box_of(shape) is not None}

    def edges(self) -> dict[str, Any]:
        """Flow or association → its `BPMNEdge`, in the first picture and the subprocesses opened from it."""
        return {edge.get("bpmnElement"): edge for plane in self._shown() for edge in plane.findall(_EDGE)}

    def extent(self, *, of_members: bool) -> Box | None:
        """The part of the plane that the process's own drawing takes, or all else."""
        if self.plane is None:
            return None
        own = (item for item in self.plane if (item.get("bpmnElement") in self.members) == of_members)
        boxes = [box for item in own for box in _boxes(item)]
        return around(boxes) if boxes else None

    def put_first(self, picture: Any) -> bool:
        """bpmn-js shows the first picture. Whether it had to be moved."""
        first = self.pictures[0]
        if first is picture:
            return False
        first.addprevious(picture)
        return True

    def with_pool(self) -> Any:
        """The process's pool, made where there is none: lanes stand in pools. The first picture shows it."""
        pool = self.pool if self.pool is not None else self._new_pool()
        if self.plane is not None:
            self.plane.set("bpmnElement", self._named(self.collaboration))
        return pool

    def _new_pool(self) -> Any:
        where = self.collaboration
        if where is None:
            where = etree.Element(f"{{{BPMN}}}collaboration", id=self.pen.free_id(_COLLABORATION))
            self.root.find(f"{{{BPMN}}}process").addprevious(where)
        pool = etree.Element(f"{{{BPMN}}}participant", id=self.pen.free_id(_POOL))
        if self.process.get("name"):
            pool.set("name", self.process.get("name"))
        pool.set("processRef", self.process.get("id"))
        heads = [
            item for item in where if name_of(item) in {"documentation", "extensionElements", "participant"}
        ]
        where.insert(len(heads), pool)
        return pool

    def erase(self, also: set[str]) -> None:
        """Nothing of the process is drawn any more."""
        gone = {*self.members, *also}
        for picture in self.pictures:
            for plane in picture.findall(f"{{{BPMNDI}}}BPMNPlane"):
                if plane.get("bpmnElement") in gone:
                    self.root.remove(picture)
                    break
                for drawn in [item for item in plane if item.get("bpmnElement") in gone]:
                    plane.remove(drawn)

    def blank(self) -> Any:
        """A plane to draw on, of the pool's collaboration or of the process; it is the first one."""
        if self.plane is None:
            element = self.process if self.pool is None else self.collaboration
            self.pen.plane(self._named(element), before=next(iter(self.pictures), None))
        return self.plane

    def _named(self, element: Any) -> str:
        if not element.get("id"):
            element.set("id", self.pen.free_id(_COLLABORATION))
        return str(element.get("id"))

    def _pool_in(self, collaboration: Any) -> Any:
        pools = collaboration.iterfind(f"{{{BPMN}}}participant")
        return next((pool for pool in pools if pool.get("processRef") == self.process.get("id")), None)

    def _shown(self, picture: Any = None) -> Iterator[Any]:
        """The picture's plane, and those of subprocesses, which are opened from it."""
        if picture is None and not self.pictures:
            return
        own = self.plane_of(self.pictures[0] if picture is None else picture)
        if own is not None:
            yield own
            planes = (
                plane for picture in self.pictures for plane in picture.iterfind(f"{{{BPMNDI}}}BPMNPlane")
            )
            yield from (plane for plane in planes if plane.get("bpmnElement") in self.members)


def _boxes(drawn: Any) -> Iterator[Box]:
    box = box_of(drawn)
    if box is not None:
        yield box
    for point in drawn.iterfind(f"{{{DI}}}waypoint"):
        try:
            yield Box(round(float(point.get("x", ""))), round(float(point.get("y", ""))), 0, 0)
        except (ValueError, OverflowError):
            continue
