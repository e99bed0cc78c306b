"""A diagram as lint's rules look at it, with what several of them need worked out once.

A file of two megabytes can hold ten thousand fields or flows, so nothing here may cost their square.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property

from engine.bpmn.diagram import Diagram, Flow, Node
from engine.bpmn.elements import CONTAINERS
from engine.forms.fields import Field
from engine.forms.types import type_of
from engine.lint.findings import ERROR, WARNING, Called, Finding, Name, Word, nameless

_ASSIGNED = re.compile(r"^([A-Za-z_]\w*)[ \t]*=(?!=)", re.MULTILINE)
#: Looking for a slip of the pen among more names than a person wrote is only slow.
_MAX_COMPARED = 300
#: Elements without a name that are passed on the path to one that has one.
_MAX_NAME_DISTANCE = 10


def assigned(script: str) -> set[str]:
    """The names that a script gives to the instance."""
    return set(_ASSIGNED.findall(script))


def closest(name: str, known: Iterable[str]) -> str:
    """What was probably meant; an ellipsis when nothing is near."""
    candidates = list(known)
    if len(candidates) > _MAX_COMPARED or len(name) > 100:
        return "…"
    return next(iter(get_close_matches(name, candidates, n=1)), "…")


Rule = Callable[["DiagramIndex"], Iterator[Finding]]


@dataclass(frozen=True)
class DiagramIndex:
    """A diagram as a rule looks at it."""

    diagram: Diagram
    #: Names of the roles that exist; None when they are unknown (lint of a bare file).
    roles: Collection[str] | None = None
    _found: dict[Rule, Sequence[Finding]] = field(default_factory=dict, compare=False, repr=False)

    def found_by(self, rule: Rule) -> Sequence[Finding]:
        """What a rule finds, worked out once: some rules ask what others said of the same place."""
        if rule not in self._found:
            self._found[rule] = tuple(rule(self))
        return self._found[rule]

    def around(self, element: str) -> Sequence[str]:
        """The subprocesses that an element stands in, from the inside. Where ids are used twice, one can
        stand in itself."""
        nodes, found = self.diagram.nodes, list[str]()
        parent = nodes[element].parent if element in nodes else ""
        while parent in nodes and parent not in found:
            found.append(parent)
            parent = nodes[parent].parent
        return found

    @cached_property
    def outgoing(self) -> Mapping[str, Sequence[Flow]]:
        """Element id → its flows between elements that exist, in the order of the file."""
        found: dict[str, list[Flow]] = {name: [] for name in self.diagram.nodes}
        for flow in self.connected:
            found[flow.source].append(flow)
        return found

    @cached_property
    def incoming(self) -> Mapping[str, Sequence[Flow]]:
        """Element id → the flows that end at it, in the order of the file."""
        found: dict[str, list[Flow]] = {name: [] for name in self.diagram.nodes}
        for flow in self.connected:
            found[flow.target].append(flow)
        return found

    @cached_property
    def connected(self) -> tuple[Flow, ...]:
        """Flows whose both ends exist."""
        nodes = self.diagram.nodes
        return tuple(flow for flow in self.diagram.flows if flow.source in nodes and flow.target in nodes)

    @cached_property
    def inside(self) -> Mapping[str, Sequence[Node]]:
        """The nodes of the process itself (under "") and of each subprocess."""
        found: dict[str, list[Node]] = {"": []}
        for node in self.diagram.nodes.values():
            found.setdefault(node.parent, []).append(node)
            if node.type in CONTAINERS:
                found.setdefault(node.id, [])
        return found

    @cached_property
    def reached(self) -> frozenset[str]:
        """Elements to which some path leads from the start."""
        return self.reached_from(self._starts)

    @cached_property
    def only_reminders(self) -> frozenset[str]:
        """Elements to which only reminders lead: whatever is done there, the step itself goes on, too."""
        return self.reached - self.reached_from(self._starts, by_reminders=False)

    @cached_property
    def _starts(self) -> Sequence[str]:
        return [node.id for node in self.inside[""] if node.type == "startEvent"]

    def reached_from(self, begins: Iterable[str], *, by_reminders: bool = True) -> frozenset[str]:
        """Elements to which some path leads from these, themselves included."""
        reached: set[str] = set()
        pending = list(begins)
        entered: dict[str, list[str]] = {}
        for node in self.diagram.nodes.values():
            door = node.attached_to or (node.parent if node.type == "startEvent" else "")
            if door and (by_reminders or node.interrupting or not node.attached_to):
                entered.setdefault(door, []).append(node.id)
        while pending:
            name = pending.pop()
            if name not in reached:
                reached.add(name)
                pending.extend(flow.target for flow in self.outgoing[name])
                pending.extend(entered.get(name, ()))
        return frozenset(reached)

    @cached_property
    def fields_by_name(self) -> Mapping[str, Sequence[Field]]:
        """Field name → the fields of that name in all forms."""
        found: dict[str, list[Field]] = {}
        for step in self.diagram.steps.values():
            for item in step.form:
                found.setdefault(item.name, []).append(item)
        return found

    @cached_property
    def instance_names(self) -> frozenset[str]:
        """Every name that a form asks for or a script assigns, somewhere in the definition."""
        names = {
            name
            for name, fields in self.fields_by_name.items()
            if any(type_of(field).answered for field in fields)
        }
        return frozenset(names.union(*(assigned(node.script) for node in self.diagram.nodes.values())))

    @cached_property
    def _called(self) -> Mapping[str, Called]:
        diagram = self.diagram
        called = {lane.id: Called("lane", lane.name or nameless()) for lane in diagram.lanes}
        called |= {
            flow.id: Called("sequenceFlow", flow.name or self._from_to(flow)) for flow in diagram.flows
        }
        called |= {other.id: Called(other.type, other.name or nameless()) for other in diagram.others}
        return called | {node.id: self._of_node(node) for node in diagram.nodes.values()}

    def _of_node(self, node: Node) -> Called:
        if not node.is_timer:
            return Called(node.type, self._name(node))
        kind = "deadline" if node.interrupting else "reminder"
        host = self.diagram.nodes.get(node.attached_to)
        if node.name or host is None:
            return Called(kind, self._name(node))
        return Called(f"{kind}_of", self._name(host))

    def _name(self, node: Node) -> Name:
        return node.name or nameless(self._named_before(node))

    def _named_before(self, node: Node) -> str:
        """The nearest element with a name on the path to one that has none; not looked for at length."""
        nodes, before = self.diagram.nodes, node
        for _ in range(_MAX_NAME_DISTANCE):
            host = nodes.get(before.attached_to)
            flows = self.incoming[before.id]
            if host is None and not flows:
                break
            before = host or nodes[flows[0].source]
            if before.name:
                return before.name[:60]
        return ""

    def _from_to(self, flow: Flow) -> Word:
        """Few flows have a name, and their ids say nothing to people."""
        nodes = self.diagram.nodes
        ends = [
            (nodes[end].name[:60] or nameless()) if end in nodes else end[:60] or "?"
            for end in (flow.source, flow.target)
        ]
        return Word("lint.from_to", {"source": ends[0], "target": ends[1]})

    def error(self, rule: str, element: str, **params: object) -> Finding:
        """A finding with which the diagram can't be activated; `params` fill the rule's sentences."""
        return self._finding(rule, ERROR, element, params)

    def warning(self, rule: str, element: str, **params: object) -> Finding:
        """A finding with which the diagram can be activated; `params` as for an error."""
        return self._finding(rule, WARNING, element, params)

    def called(self, element: str) -> Called:
        """How sentences name an element; the whole process for an id that no element has."""
        whole = Called("process", self.diagram.name or nameless())
        return self._called.get(element, whole)

    def _finding(self, rule: str, severity: str, element: str, params: Mapping[str, object]) -> Finding:
        called = self.called(element)
        return Finding(
            rule=rule, severity=severity, element=element, kind=called.kind, name=called.name, params=params
        )
