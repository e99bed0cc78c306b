"""What surely has happened by the time an instance comes to an element, whatever path it takes."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import reduce
from operator import and_, or_

from engine.bpmn.elements import CHOOSING, Flow
from engine.forms.types import type_of
from engine.lint.index import DiagramIndex, assigned
from engine.starlark.scripts import names_read


class Surely:
    """For each element that can be reached: the marks left on every path from the start to it.

    Forward, from all marks down to those on which all paths agree, until nothing changes. Where parallel
    branches meet, all of them have been gone through, so their marks add up. A set of marks is a number with
    one bit for each: there may be thousands, at thousands of elements.

    `leaves`: element → the marks that it leaves when an instance has been there. `begins`: not from the start
    but from these elements, with no mark left yet.
    """

    def __init__(
        self, index: DiagramIndex, leaves: Mapping[str, Collection[str]], *, begins: Collection[str] = ()
    ) -> None:
        self.index = index
        self.begins = frozenset(begins)
        self.reached = index.reached_from(begins) if begins else index.reached
        marks = {mark for left in leaves.values() for mark in left}
        self.bit = {mark: 1 << n for n, mark in enumerate(marks)}
        everything = (1 << len(self.bit)) - 1
        self.left = {
            name: reduce(or_, (self.bit[mark] for mark in leaves.get(name, ())), 0) for name in self.reached
        }
        self.after = dict.fromkeys(self.reached, everything)
        self._settle()

    def at(self, element: str, mark: str) -> bool:
        """Whether the mark has surely been left when an instance comes to an element that can be reached."""
        return bool(self._before(element) & self.bit.get(mark, 0))

    def _settle(self) -> None:
        pending = deque(name for name in self.index.diagram.nodes if name in self.reached)
        waiting = set(pending)
        while pending:
            name = pending.popleft()
            waiting.discard(name)
            now = self._before(name) | self.left[name] | self._inside(name)
            if now != self.after[name]:
                self.after[name] = now
                fresh = [item for item in self._affected(name) if item not in waiting]
                waiting.update(fresh)
                pending.extend(fresh)

    def _before(self, name: str) -> int:
        node = self.index.diagram.nodes[name]
        joins = node.type == "parallelGateway"
        if name in self.begins and not joins:
            return 0
        if node.type == "startEvent":
            return self._before(node.parent) if node.parent else 0
        if node.attached_to in self.after:
            return self._before(node.attached_to)  # its form is not handed in yet
        sources = [flow.source for flow in self.index.incoming[name] if flow.source in self.after]
        if not sources:
            return self._before(node.parent) if node.parent in self.after else 0
        return reduce(or_ if joins else and_, (self.after[source] for source in sources))

    def _inside(self, name: str) -> int:
        """What a subprocess leaves on all paths to its ends."""
        inner = self.index.inside.get(name, ())
        ends = [
            item.id
            for item in inner
            if item.id in self.after
            and not self.index.outgoing[item.id]
            and item.id not in self.index.only_reminders
        ]
        return reduce(and_, (self.after[end] for end in ends)) if ends else 0

    def _affected(self, name: str) -> Iterable[str]:
        nodes = self.index.diagram.nodes
        found = [flow.target for flow in self.index.outgoing[name]]
        # Its subprocess's result, and what begins inside it or behind it.
        found += [item.id for item in self.index.inside.get(name, ()) if item.type == "startEvent"]
        found += [nodes[name].parent] if nodes[name].parent else []
        for target in tuple(found):
            found += [item.id for item in self.index.inside.get(target, ()) if item.type == "startEvent"]
            found += [timer.id for timer in self.index.diagram.timers_of(target)]
        return [item for item in found if item in self.after]


def unset_reads(index: DiagramIndex, *, begins: Collection[str] = ()) -> Iterator[tuple[Flow, str]]:
    """Conditions of gateways that can be reached, with each name they read that may not be set by then."""
    choosing = [
        flow
        for flow in index.connected
        if flow.condition and index.diagram.nodes[flow.source].type in CHOOSING
    ]
    if not choosing:
        return
    surely = Surely(index, _answered(index), begins=begins)
    for flow in choosing:
        for name in sorted(names_read(flow.condition)):
            if flow.source in surely.reached and not surely.at(flow.source, name):
                yield flow, name


def _answered(index: DiagramIndex) -> Mapping[str, Collection[str]]:
    """A form that is handed in sets all its fields: what stays empty is stored as None."""
    steps = index.diagram.steps
    return {
        name: {field.name for field in steps[name].form if type_of(field).answered}
        if name in steps
        else assigned(node.script)
        for name, node in index.diagram.nodes.items()
    }
