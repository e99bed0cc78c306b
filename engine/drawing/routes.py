"""For each flow of a sketch: by which side it leaves its source, and on which track it runs."""

from __future__ import annotations

from collections import defaultdict

from engine.drawing.measures import EVENT
from engine.drawing.sketch import Sketch, SketchFlow, SketchNode, SketchNote


class Routes:
    """Worked out once for a sketch; places are columns, not yet pixels."""

    def __init__(self, sketch: Sketch) -> None:
        self.sketch = sketch
        self.nodes = {node.id: node for node in sketch.nodes}
        self.order = {node.id: place for place, node in enumerate(sketch.nodes)}
        self._lifts: dict[int, int] = {}
        #: Host → the events on its border. They stand in its column and lane.
        self.attached: dict[str, list[str]] = defaultdict(list)
        self.host = {event.id: event.host for event in sketch.attached}
        for event in sketch.attached:
            host = self.nodes[event.host]
            self.attached[host.id].append(event.id)
            here = EVENT + len(self.attached[host.id]) * 4
            self._lifts[host.lane] = max(here, self._lifts.get(host.lane, 0))
            self.order[event.id] = self.order[host.id]
            self.nodes[event.id] = SketchNode(
                id=event.id, type="boundaryEvent", name=event.name, lane=host.lane
            )
        self.notes: dict[str, list[SketchNote]] = defaultdict(list)
        for note in sketch.notes:
            self.notes[note.below].append(note)
        self.leaving: dict[str, list[SketchFlow]] = defaultdict(list)
        for flow in sketch.flows:
            self.leaving[flow.source].append(flow)
        self.side: dict[str, str] = {}
        #: Flow → its place among those that enter the target from above.
        self.port: dict[str, tuple[int, int]] = {}
        self.track: dict[str, int] = {}
        self._tracks: dict[int, int] = {}
        self._choose_sides()
        self._choose_tracks()

    def adjacent(self, flow: SketchFlow) -> bool:
        """Whether the target stands in the next column: then the flow needs no track."""
        from_border = self.nodes[flow.source].type == "boundaryEvent"
        return not from_border and self.order[flow.target] == self.order[flow.source] + 1

    def tracks(self, lane: int) -> int:
        """How many tracks run above the nodes of a lane, by the lane's index."""
        return self._tracks[lane]

    def lift(self, lane: int) -> int:
        """Room between a lane's nodes and its tracks, for events on their borders and their lines down."""
        return self._lifts.get(lane, 0)

    def uses(self, node: str, side: str) -> bool:
        """Whether a flow leaves the node by this side: right, top or bottom."""
        return any(self.side[flow.id] == side for flow in self.leaving[node])

    def _choose_sides(self) -> None:
        taken: set[str] = set()
        for flow in sorted(self.sketch.flows, key=lambda item: not self.adjacent(item)):
            source, target = self.nodes[flow.source], self.nodes[flow.target]
            if source.type == "boundaryEvent":
                self.side[flow.id] = "top"
            elif (
                not source.type.endswith("Gateway")
                or self.adjacent(flow)
                or (flow.source not in taken and self.order[flow.target] > self.order[flow.source])
            ):
                self.side[flow.id] = "right"
            else:
                self.side[flow.id] = "bottom" if target.lane > source.lane else "top"
            if self.side[flow.id] == "right":
                taken.add(flow.source)

    def _choose_tracks(self) -> None:
        """Short flows run lowest; flows that overlap have tracks of their own."""
        above: dict[int, list[SketchFlow]] = defaultdict(list)
        entering: dict[str, list[SketchFlow]] = defaultdict(list)
        for flow in self.sketch.flows:
            if not self.adjacent(flow):
                above[self.nodes[flow.target].lane].append(flow)
                entering[flow.target].append(flow)
        for flows in entering.values():
            for place, flow in enumerate(sorted(flows, key=lambda flow: self.order[flow.source])):
                self.port[flow.id] = (place, len(flows))
        for lane in range(len(self.sketch.lanes)):
            busy: list[list[tuple[float, float]]] = []
            for flow in sorted(above[lane], key=lambda flow: (self._reach(flow), flow.id)):
                low, high = self._span(flow)
                track = next(
                    (n for n, spans in enumerate(busy) if all(high < a or b < low for a, b in spans)),
                    len(busy),
                )
                if track == len(busy):
                    busy.append([])
                busy[track].append((low, high))
                self.track[flow.id] = track
            self._tracks[lane] = len(busy)

    def _span(self, flow: SketchFlow) -> tuple[float, float]:
        ends = (self.order[flow.source] + 0.5, self.order[flow.target] + 0.0)
        return min(ends) - 0.5, max(ends) + 0.5

    def _reach(self, flow: SketchFlow) -> float:
        low, high = self._span(flow)
        return high - low
