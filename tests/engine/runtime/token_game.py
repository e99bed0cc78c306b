"""A second, independent reading of BPMN: tokens on a drawing, played by the book and without SpiffWorkflow.

Slow and plain on purpose. The runner is compared with it step by step.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
PEOPLE = {"userTask", "manualTask", "task"}
#: Fewer than Python can go deep.
MAX_STEPS = 400

#: gateway, outgoing flows, default flow → flows taken
Choose = Callable[[str, list[str], str | None], list[str]]


class Stuck(Exception):
    """A token waits that nobody can free."""


class Circle(Stuck):
    """The game goes round without people."""


@dataclass
class Scope:
    """A process, or one run through a subprocess."""

    part: str
    outer: Scope | None = None
    tasks: list[str] = field(default_factory=list)
    at: Counter[str] = field(default_factory=Counter)
    inner: list[Scope] = field(default_factory=list)

    def places(self) -> Iterator[str]:
        yield from self.tasks
        yield from (item.part for item in self.inner)

    def everywhere(self) -> Iterator[Scope]:
        for item in list(self.inner):
            yield from item.everywhere()
        yield self


class Game:
    def __init__(self, process: Any, choose: Choose) -> None:
        self.choose = choose
        self.kind: dict[str, str] = {}
        self.node: dict[str, Any] = {}
        self.target: dict[str, str] = {}
        self.out: dict[str, list[str]] = {}
        self.starts: dict[str, str] = {}
        #: Step → events on its border.
        self.border: dict[str, list[str]] = {}
        self._read(process, process.get("id"))
        self.reached = set(self._flows_after(list(self.starts.values())))
        self.top = Scope(process.get("id"))
        self.steps = 0
        self._enter(self.top)
        self._settle()

    def _read(self, container: Any, part: str) -> None:
        for element in container:
            kind, name = etree.QName(element).localname, element.get("id")
            if kind == "sequenceFlow":
                self.target[name] = element.get("targetRef")
                self.out.setdefault(element.get("sourceRef"), []).append(name)
            elif kind.endswith(("Event", "Task", "Gateway")) or kind in {"task", "subProcess"}:
                self.kind[name], self.node[name] = kind, element
                if kind == "startEvent":
                    self.starts[part] = name
                if kind == "boundaryEvent":
                    self.border.setdefault(element.get("attachedToRef"), []).append(name)
                if kind == "subProcess":
                    self._read(element, name)

    def _flows_after(self, elements: list[str]) -> Iterator[str]:
        seen: set[str] = set()
        while elements:
            element = elements.pop()
            for flow in self._out_late(element):
                if flow not in seen:
                    seen.add(flow)
                    yield flow
                    elements.append(self.target[flow])

    @property
    def ended(self) -> bool:
        return not any(scope.tasks or scope.at for scope in self.top.everywhere())

    def waiting(self) -> list[str]:
        return sorted(name for scope in self.top.everywhere() for name in scope.tasks)

    def complete(self, element: str) -> None:
        self.steps = 0
        scope = next(item for item in self.top.everywhere() if element in item.tasks)
        scope.tasks.remove(element)
        self._leave(scope, element)
        self._settle()

    def fire(self, event: str) -> None:
        """A timer on the border of a step that waits."""
        self.steps = 0
        host = self.node[event].get("attachedToRef")
        scope = next(item for item in self.top.everywhere() if host in item.tasks)
        if self.node[event].get("cancelActivity") != "false":
            scope.tasks.remove(host)
        self._leave(scope, event)
        self._settle()

    def _out_late(self, element: str) -> list[str]:
        """Also those by which one leaves too late."""
        return [flow for item in (element, *self.border.get(element, ())) for flow in self.out.get(item, ())]

    def _in(self, element: str) -> list[str]:
        return [flow for flow, target in self.target.items() if target == element and flow in self.reached]

    def _enter(self, scope: Scope) -> None:
        self._leave(scope, self.starts[scope.part])

    def _leave(self, scope: Scope, element: str) -> None:
        flows = self.out.get(element, [])
        if self.kind[element] in {"exclusiveGateway", "inclusiveGateway"} and len(flows) > 1:
            flows = self.choose(element, flows, self.node[element].get("default"))
        for flow in flows:
            self._arrive(scope, flow)

    def _arrive(self, scope: Scope, flow: str) -> None:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise Circle
        element = self.target[flow]
        kind = self.kind[element]
        if kind in PEOPLE:
            scope.tasks.append(element)
        elif kind in {"parallelGateway", "inclusiveGateway"}:
            scope.at[flow] += 1
        elif kind == "subProcess":
            scope.inner.append(Scope(element, outer=scope))
            self._enter(scope.inner[-1])
        elif kind == "endEvent":
            if self.node[element].find(f"{BPMN}terminateEventDefinition") is not None:
                scope.tasks, scope.inner = [], []
                scope.at.clear()
        else:
            self._leave(scope, element)

    def _settle(self) -> None:
        while self._settle_once():
            pass
        if not self.ended and not self.waiting():
            raise Stuck

    def _settle_once(self) -> bool:
        for scope in self.top.everywhere():
            for flow in list(scope.at):
                gateway = self.target[flow]
                if self._may_fire(scope, gateway):
                    for item in self._in(gateway):
                        scope.at[item] -= 1
                    scope.at = +scope.at
                    self._leave(scope, gateway)
                    return True
            if scope.outer is not None and not (scope.tasks or scope.at or scope.inner):
                scope.outer.inner.remove(scope)
                self._leave(scope.outer, scope.part)
                return True
        return False

    def _may_fire(self, scope: Scope, gateway: str) -> bool:
        incoming = self._in(gateway)
        empty = [flow for flow in incoming if not scope.at[flow]]
        if self.kind[gateway] == "parallelGateway":
            return not empty
        full = [flow for flow in incoming if scope.at[flow]]
        places = [*scope.places(), *(self.target[flow] for flow in scope.at)]
        others = {place for place in places if place != gateway}
        return not any(
            self._reaches(place, empty, gateway) and not self._reaches(place, full, gateway)
            for place in others
        )

    def _reaches(self, place: str, flows: list[str], gateway: str) -> bool:
        seen: set[str] = set()
        pending = [place]
        while pending:
            element = pending.pop()
            if element in seen or element == gateway:
                continue
            seen.add(element)
            out = self._out_late(element)
            if any(flow in flows for flow in out):
                return True
            pending.extend(self.target[flow] for flow in out)
        return False
