"""Which fields a case surely has when it comes to a gateway."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import and_, or_

from engine.bpmn.findings import Finding
from engine.bpmn.look import Look, assigned, closest
from engine.bpmn.rules.gateways import CHOOSING
from engine.bpmn.scripts import names_read


def condition_reads_unset(look: Look) -> Iterator[Finding]:
    """A gateway can only ask for what a form on every way to it has asked before.

    A form that is handed in sets all its fields: what stays empty is stored as None. So it is enough that the
    form lies on every way.
    """
    surely = None
    for flow in look.connected:
        if look.diagram.nodes[flow.source].type not in CHOOSING or not flow.condition:
            continue
        surely = surely or _SurelySet(look)
        for name in sorted(names_read(flow.condition)):
            if flow.source in look.reached and not surely.at(flow.source, name):
                rule = "condition_reads_unset" if name in look.case_names else "condition_reads_unknown"
                maybe = closest(name, look.case_names)
                yield look.error(rule, flow.id, field=name, maybe=maybe, gateway=look.called(flow.source))


class _SurelySet:
    """For each element that can be reached: the names set on every way from the start to it.

    Forward, from all names down to those on which all ways agree, until nothing changes. Where parallel
    branches meet, all of them have been gone through, so their names add up. A set of names is a number with
    one bit for each: there may be thousands, at thousands of elements.
    """

    def __init__(self, look: Look) -> None:
        self.look = look
        self.bit = {name: 1 << n for n, name in enumerate(sorted(look.case_names))}
        self.everything = (1 << len(self.bit)) - 1
        self.sets = {name: self._sets(name) for name in look.reached}
        self.after = dict.fromkeys(look.reached, self.everything)
        self._settle()

    def at(self, element: str, name: str) -> bool:
        return bool(self._before(element) & self.bit.get(name, 0))

    def _settle(self) -> None:
        pending = deque(name for name in self.look.diagram.nodes if name in self.look.reached)
        waiting = set(pending)
        while pending:
            name = pending.popleft()
            waiting.discard(name)
            now = self._before(name) | self.sets[name] | self._inside(name)
            if now != self.after[name]:
                self.after[name] = now
                fresh = [one for one in self._affected(name) if one not in waiting]
                waiting.update(fresh)
                pending.extend(fresh)

    def _before(self, name: str) -> int:
        node = self.look.diagram.nodes[name]
        if node.type == "startEvent":
            return self._before(node.parent) if node.parent else 0
        if node.attached_to in self.after:
            return self._before(node.attached_to)  # its form is not handed in yet
        ways = [flow.source for flow in self.look.incoming[name] if flow.source in self.after]
        if not ways:
            return self._before(node.parent) if node.parent else 0
        return reduce(or_ if node.type == "parallelGateway" else and_, (self.after[way] for way in ways))

    def _inside(self, name: str) -> int:
        """What a subprocess sets on all ways to its ends."""
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

    def _sets(self, name: str) -> int:
        step = self.look.diagram.steps.get(name)
        if step is not None:
            names: Mapping[str, object] | set[str] = {one.name for one in step.form if one.answered}
        else:
            names = assigned(self.look.diagram.nodes[name].script)
        return reduce(or_, (self.bit[one] for one in names), 0)
