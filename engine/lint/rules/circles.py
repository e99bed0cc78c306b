"""Circles that no person stands in: who gets in goes round until the engine stops the instance."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from engine.bpmn.elements import CHOOSING, CONTAINERS, Node
from engine.lint.components import circles
from engine.lint.findings import Finding
from engine.lint.index import DiagramIndex, assigned
from engine.starlark.scripts import names_read


def circle_without_person(index: DiagramIndex) -> Iterator[Finding]:
    """A round without people leaves only where a script has changed what a gateway in it asks for."""
    automatic = _Automatic(index)
    order = {name: place for place, name in enumerate(index.diagram.nodes)}
    for circle in circles(automatic.after):
        endless = automatic.endless(circle)
        if endless:
            # A gateway is where most can be mended.
            first = min(endless, key=lambda name: (not automatic.chooses(name), order[name]))
            yield index.error("circle_without_person", first)


class _Automatic:
    """The elements that a token goes through without a person, and where they lead."""

    def __init__(self, index: DiagramIndex) -> None:
        self.index = index
        self.nodes = index.diagram.nodes
        self.passed = self._passed()
        names = [name for name in self.nodes if self._goes_on(self.nodes[name]) and name in index.reached]
        self.after = self._among(names)
        # A join that waits for a branch from outside the circle holds it up; another rule looks after that.
        stopped = {name for circle in circles(self.after) for name in circle if self._waits(name, circle)}
        self.after = self._among(name for name in self.after if name not in stopped)

    def endless(self, circle: Collection[str]) -> frozenset[str]:
        """Elements of a circle that is never left, or that changes nothing of what its gateways ask for."""
        # Through a subprocess with people the data lead one or the other way, too.
        unchosen = circles(self._among(n for n in circle if not self.chooses(n) and n not in self.passed))
        read = self._read(circle)
        idle = circles(self._among(name for name in circle if not read & self._changed(name)))
        return frozenset().union(*unchosen) or frozenset().union(*idle)

    def chooses(self, name: str) -> bool:
        """Whether the data say which of several flows is taken there."""
        return self.nodes[name].type in CHOOSING and len(self.index.outgoing[name]) > 1

    def _among(self, names: Iterator[str] | Sequence[str]) -> Mapping[str, Sequence[str]]:
        found = frozenset(names)
        return {
            name: [flow.target for flow in self.index.outgoing[name] if flow.target in found]
            for name in self.nodes
            if name in found
        }

    def _goes_on(self, node: Node) -> bool:
        if node.type in CONTAINERS:
            return node.id in self.passed
        return node.id not in self.index.diagram.steps and not node.attached_to and node.type != "endEvent"

    def _passed(self) -> frozenset[str]:
        """Subprocesses through which a path leads that no person stands on, the innermost first."""
        passed: set[str] = set()
        for part in reversed([name for name in self.index.inside if name]):
            pending = [node.id for node in self.index.inside[part] if node.type == "startEvent"]
            seen: set[str] = set()
            while pending:
                name = pending.pop()
                node = self.nodes[name]
                if name in seen or name in self.index.diagram.steps:
                    continue
                if node.type in CONTAINERS and name not in passed:
                    continue
                seen.add(name)
                pending.extend(flow.target for flow in self.index.outgoing[name])
            if any(not self.index.outgoing[name] for name in seen):
                passed.add(part)
        return frozenset(passed)

    def _waits(self, name: str, circle: Collection[str]) -> bool:
        sources = [flow.source for flow in self.index.incoming[name] if flow.source in self.index.reached]
        joins = self.nodes[name].type == "parallelGateway" and len(sources) > 1
        return joins and any(source not in circle for source in sources)

    def _read(self, circle: Collection[str]) -> set[str]:
        """What the gateways in it ask for, those of its subprocesses included."""
        flows = (flow for name in self._with_inside(circle) for flow in self.index.outgoing[name])
        return {name for flow in flows if flow.condition for name in names_read(flow.condition)}

    def _changed(self, name: str) -> set[str]:
        return {name for part in self._with_inside([name]) for name in assigned(self.nodes[part].script)}

    def _with_inside(self, names: Collection[str]) -> Iterator[str]:
        pending = list(names)
        while pending:
            name = pending.pop()
            yield name
            pending.extend(node.id for node in self.index.inside.get(name, ()))
