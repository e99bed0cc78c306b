"""What surely has happened by the time a case comes to an element, whatever way it takes."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import reduce
from operator import and_, or_

from engine.bpmn.diagram import Flow
from engine.bpmn.look import Look, assigned
from engine.bpmn.scripts import names_read

#: Gateways whose branches have conditions.
CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway"})


class Surely:
    """For each element that can be reached: the marks left on every way from the start to it.

    Forward, from all marks down to those on which all ways agree, until nothing changes. Where parallel
    branches meet, all of them have been gone through, so their marks add up. A set of marks is a number with
    one bit for each: there may be thousands, at thousands of elements.

    `leaves`: element → the marks that it leaves when a case has been there. `begins`: not from the start but
    from these elements, with no mark left yet.
    """

    def __init__(
        self, look: Look, leaves: Mapping[str, Collection[str]], *, begins: Collection[str] = ()
    ) -> None:
        self.look = look
        self.begins = frozenset(begins)
        self.reached = look.reached_from(begins) if begins else look.reached
        marks = {mark for left in leaves.values() for mark in left}
        self.bit = {mark: 1 << n for n, mark in enumerate(marks)}
        everything = (1 << len(self.bit)) - 1
        self.left = {
            name: reduce(or_, (self.bit[mark] for mark in leaves.get(name, ())), 0) for name in self.reached
        }
        self.after = dict.fromkeys(self.reached, everything)
        self._settle()

    def at(self, element: str, mark: str) -> bool:
        """Whether the mark has surely been left when a case comes to an element that can be reached."""
        return bool(self._before(element) & self.bit.get(mark, 0))

    def _settle(self) -> None:
        pending = deque(name for name in self.look.diagram.nodes if name in self.reached)
        waiting = set(pending)
        while pending:
            name = pending.popleft()
            waiting.discard(name)
            now = self._before(name) | self.left[name] | self._inside(name)
            if now != self.after[name]:
                self.after[name] = now
                fresh = [one for one in self._affected(name) if one not in waiting]
                waiting.update(fresh)
                pending.extend(fresh)

    def _before(self, name: str) -> int:
        node = self.look.diagram.nodes[name]
        joins = node.type == "parallelGateway"
        if name in self.begins and not joins:
            return 0
        if node.type == "startEvent":
            return self._before(node.parent) if node.parent else 0
        if node.attached_to in self.after:
            return self._before(node.attached_to)  # its form is not handed in yet
        ways = [flow.source for flow in self.look.incoming[name] if flow.source in self.after]
        if not ways:
            return self._before(node.parent) if node.parent in self.after else 0
        return reduce(or_ if joins else and_, (self.after[way] for way in ways))

    def _inside(self, name: str) -> int:
        """What a subprocess leaves on all ways to its ends."""
        inner = self.look.inside.get(name, ())
        ends = [
            one.id
            for one in inner
            if one.id in self.after and not self.look.outgoing[one.id] and one.id not in self.look.beside
        ]
        return reduce(and_, (self.after[end] for end in ends)) if ends else 0

    def _affected(self, name: str) -> Iterable[str]:
        nodes = self.look.diagram.nodes
        found = [flow.target for flow in self.look.outgoing[name]]
        # Its subprocess's result, and what begins inside it or behind it.
        found += [one.id for one in self.look.inside.get(name, ()) if one.type == "startEvent"]
        found += [nodes[name].parent] if nodes[name].parent else []
        for target in tuple(found):
            found += [one.id for one in self.look.inside.get(target, ()) if one.type == "startEvent"]
            found += [timer.id for timer in self.look.diagram.timers_of(target)]
        return [one for one in found if one in self.after]


def unset_reads(look: Look, *, begins: Collection[str] = ()) -> Iterator[tuple[Flow, str]]:
    """Conditions of gateways that can be reached, with each name they read that may not be set by then."""
    choosing = [
        flow for flow in look.connected if flow.condition and look.diagram.nodes[flow.source].type in CHOOSING
    ]
    if not choosing:
        return
    surely = Surely(look, _answered(look), begins=begins)
    for flow in choosing:
        for name in sorted(names_read(flow.condition)):
            if flow.source in surely.reached and not surely.at(flow.source, name):
                yield flow, name


def _answered(look: Look) -> Mapping[str, Collection[str]]:
    """A form that is handed in sets all its fields: what stays empty is stored as None."""
    steps = look.diagram.steps
    return {
        name: {one.name for one in steps[name].form if one.answered}
        if name in steps
        else assigned(node.script)
        for name, node in look.diagram.nodes.items()
    }
