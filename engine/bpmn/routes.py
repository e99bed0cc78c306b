"""For each flow of a sketch: by which side it leaves its source, and on which track it runs."""

from __future__ import annotations

from engine.bpmn.sketch import Sketch, SketchFlow


class Routes:
    """Worked out once for a sketch; places are columns, not yet pixels."""

    def __init__(self, sketch: Sketch) -> None:
        self.sketch = sketch
        self.nodes = {node.id: node for node in sketch.nodes}
        self.order = {node.id: place for place, node in enumerate(sketch.nodes)}
        self.side: dict[str, str] = {}
        #: Flow → its place among those that enter the target from above.
        self.port: dict[str, tuple[int, int]] = {}
        self.track: dict[str, int] = {}
        self._choose_sides()
        self._choose_tracks()

    def adjacent(self, flow: SketchFlow) -> bool:
        return self.order[flow.target] == self.order[flow.source] + 1

    def tracks(self, lane: int) -> int:
        used = [self.track[flow.id] for flow in self._above(lane)]
        return max(used, default=-1) + 1

    def uses(self, node: str, side: str) -> bool:
        return any(flow.source == node and self.side[flow.id] == side for flow in self.sketch.flows)

    def _choose_sides(self) -> None:
        taken: set[str] = set()
        for flow in sorted(self.sketch.flows, key=lambda one: not self.adjacent(one)):
            source, target = self.nodes[flow.source], self.nodes[flow.target]
            if (
                not source.type.endswith("Gateway")
                or self.adjacent(flow)
                or (flow.source not in taken and self.order[flow.target] > self.order[flow.source])
            ):
                self.side[flow.id] = "right"
            else:
                self.side[flow.id] = "bottom" if target.lane > source.lane else "top"
            if self.side[flow.id] == "right":
                taken.add(flow.source)

    def _above(self, lane: int) -> list[SketchFlow]:
        return [
            flow
            for flow in self.sketch.flows
            if not self.adjacent(flow) and self.nodes[flow.target].lane == lane
        ]

    def _choose_tracks(self) -> None:
        """Short ways run lowest; ways that overlap have tracks of their own."""
        for node in self.sketch.nodes:
            entering = sorted(
                (flow for flow in self.sketch.flows if flow.target == node.id and not self.adjacent(flow)),
                key=lambda flow: self.order[flow.source],
            )
            for place, flow in enumerate(entering):
                self.port[flow.id] = (place, len(entering))
        for lane in range(len(self.sketch.lanes)):
            busy: list[list[tuple[float, float]]] = []
            for flow in sorted(self._above(lane), key=lambda flow: (self._reach(flow), flow.id)):
                low, high = self._span(flow)
                track = next(
                    (n for n, spans in enumerate(busy) if all(high < a or b < low for a, b in spans)),
                    len(busy),
                )
                if track == len(busy):
                    busy.append([])
                busy[track].append((low, high))
                self.track[flow.id] = track

    def _span(self, flow: SketchFlow) -> tuple[float, float]:
        ends = (self.order[flow.source] + 0.5, self.order[flow.target] + 0.0)
        return min(ends) - 0.5, max(ends) + 0.5

    def _reach(self, flow: SketchFlow) -> float:
        low, high = self._span(flow)
        return high - low
