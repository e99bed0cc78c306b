"""What a diagram consists of, as values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from engine.bpmn.form_fields import Oddity
from engine.forms.fields import Form

#: A person does these. A plain task is drawn by tools that know no kinds: in an SOP that is work, too.
STEP_TYPES = frozenset({"task", "userTask", "manualTask"})
CONTAINERS = frozenset({"subProcess", "transaction", "adHocSubProcess"})


@dataclass(frozen=True, kw_only=True)
class Lane:
    id: str
    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Node:
    id: str
    #: The BPMN element's name without prefix: userTask, exclusiveGateway, …
    type: str
    name: str
    #: The lane's name; empty when it stands in none.
    lane: str
    #: The subprocess it stands in; empty in the process itself.
    parent: str = ""
    #: What makes an event more than a plain one (timer, message, …) or a task repeat (multiInstance, loop).
    marks: tuple[str, ...] = ()
    script: str = ""
    #: The sequence flow taken when no condition holds.
    default: str = ""
    #: The task that a boundary event sits on.
    attached_to: str = ""
    #: Whether a boundary event withdraws that task when it happens.
    interrupting: bool = False
    #: A timer's time as written, and the element that says it: timeDuration, timeDate or timeCycle.
    duration: str = ""
    timed_by: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_timer(self) -> bool:
        """*Waktu*: a reminder, or a deadline where it is interrupting."""
        return self.type == "boundaryEvent" and self.marks == ("timer",)


@dataclass(frozen=True, kw_only=True)
class Flow:
    id: str
    source: str
    target: str
    name: str
    condition: str
    is_default: bool


@dataclass(frozen=True, kw_only=True)
class Annotation:
    id: str
    text: str
    #: Elements that an association ties it to.
    about: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Quality:
    """Mutu Baku. `norm` is an ISO-8601 duration of working time, as written."""

    inputs: str = ""
    norm: str = ""
    outputs: str = ""
    remarks: str = ""


@dataclass(frozen=True, kw_only=True)
class Step:
    """A person's work."""

    id: str
    name: str
    lane: str
    form: Form
    quality: Quality
    #: Elements whose last doers may not do this step.
    separated_from: tuple[str, ...] = ()
    #: The submitter's step, to which the case may be returned outside the diagram.
    returns_to: str | None = None
    #: Fields whose content hash is recorded when the step completes.
    hashes: tuple[str, ...] = ()
    #: The step whose recorded hash must still match when this one completes …
    hash_of: str | None = None
    #: … unless this condition declares otherwise.
    hash_unless: str = ""
    oddities: tuple[Oddity, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Diagram:
    process_id: str
    name: str
    identity: Mapping[str, str]
    lanes: tuple[Lane, ...]
    steps: Mapping[str, Step]
    nodes: Mapping[str, Node]
    flows: tuple[Flow, ...]
    annotations: tuple[Annotation, ...]
    title_field: str | None
    #: Executable processes in the file; more or fewer than one is for lint to say.
    executable: tuple[str, ...]
    #: Ids that more than one element bears.
    repeated_ids: tuple[str, ...]
    #: What else is drawn that means something in BPMN, but not here (message flows, other pools' processes).
    others: tuple[Node, ...] = ()

    def main_path(self) -> list[str]:
        """The steps in the order of the SOP's rows: along the flows, a loop back counts as read already."""
        return [name for name in self.reading_order() if name in self.steps]

    def reading_order(self) -> list[str]:
        """All nodes, each after those that lead to it, loops aside."""
        return list(self._order)

    def outgoing(self, element: str) -> tuple[Flow, ...]:
        """In the order of the file."""
        return self._outgoing.get(element, ())

    def incoming(self, element: str) -> tuple[Flow, ...]:
        return self._incoming.get(element, ())

    def timers_of(self, step: str) -> tuple[Node, ...]:
        """Reminders and deadlines of a step, in the order of the file."""
        return self._timers.get(step, ())

    @property
    def timed(self) -> bool:
        return bool(self._timers)

    def next_steps(self, element: str) -> tuple[Node, ...]:
        """The steps and ends that follow, with nothing but gateways, events and scripts between."""
        found: dict[str, Node] = {}
        seen: set[str] = set()
        pending = [flow.target for flow in reversed(self.outgoing(element))]
        while pending:
            name = pending.pop()
            node = self.nodes.get(name)
            if node is None or name in seen:
                continue
            seen.add(name)
            if name in self.steps or node.type == "endEvent":
                found[name] = node
            else:
                inside = [
                    one.id for one in self.nodes.values() if one.parent == name and one.type == "startEvent"
                ]
                pending.extend(inside or [flow.target for flow in reversed(self.outgoing(name))])
        return tuple(found.values())

    @cached_property
    def _order(self) -> tuple[str, ...]:
        return tuple(_reading_order(self))

    @cached_property
    def only_late(self) -> frozenset[str]:
        """Steps to which nothing but a reminder or deadline leads: the usual way does not come by."""
        if not self.timed:
            return frozenset()
        usual, pending = set[str](), [one.id for one in self.nodes.values() if one.type == "startEvent"]
        while pending:
            name = pending.pop()
            if name not in usual:
                usual.add(name)
                pending.extend(flow.target for flow in self.outgoing(name))
        return frozenset(step for step in self.steps if step not in usual)

    @cached_property
    def _timers(self) -> Mapping[str, tuple[Node, ...]]:
        return _grouped((node.attached_to, node) for node in self.nodes.values() if node.is_timer)

    @cached_property
    def _outgoing(self) -> Mapping[str, tuple[Flow, ...]]:
        return _grouped((flow.source, flow) for flow in self.flows)

    @cached_property
    def _incoming(self) -> Mapping[str, tuple[Flow, ...]]:
        return _grouped((flow.target, flow) for flow in self.flows)


_Part = TypeVar("_Part", Flow, Node)


def _grouped(parts: Iterable[tuple[str, _Part]]) -> Mapping[str, tuple[_Part, ...]]:
    found: dict[str, list[_Part]] = {}
    for key, part in parts:
        found.setdefault(key, []).append(part)
    return {key: tuple(those) for key, those in found.items()}


def lane_roles(name: str) -> tuple[str, ...]:
    """Role names of a lane: "Admin Bidang/Petugas Lapangan (Tim Kerja)" → Admin Bidang, Petugas Lapangan."""
    plain = re.sub(r"\([^()]*\)", " ", name)
    roles = (" ".join(part.split()) for part in plain.split("/"))
    return tuple(dict.fromkeys(role for role in roles if role))


def _reading_order(diagram: Diagram) -> Iterator[str]:
    """Depth-first in reverse postorder: each node after all that lead to it, loops aside."""
    starts = [one.id for one in diagram.nodes.values() if one.type == "startEvent" and not one.parent]
    after = _without_loops(_successors(diagram), (*starts, *diagram.nodes))
    seen: set[str] = set()
    for start in (*starts, *diagram.nodes):
        done: list[str] = []
        pending = [(start, False)]
        while pending:
            name, left = pending.pop()
            if left:
                done.append(name)
            elif name not in seen:
                seen.add(name)
                pending.append((name, True))
                # The last pushed is visited first and so comes last in reverse: document order is kept.
                pending.extend((following, False) for following in after[name])
        yield from reversed(done)


def _without_loops(after: Mapping[str, list[str]], starts: Iterable[str]) -> Mapping[str, list[str]]:
    """What leads back to where one came from, going each flow in the order of the file, is left out."""
    onward: dict[str, list[str]] = {}
    entered: set[str] = set()
    for start in starts:
        pending = [(start, iter(after[start]))] if start not in onward else []
        while pending:
            name, rest = pending[-1]
            entered.add(name)
            kept = onward.setdefault(name, [])
            following = next(rest, None)
            if following is None:
                entered.discard(name)
                pending.pop()
            elif following not in entered:
                kept.append(following)
                if following not in onward:
                    pending.append((following, iter(after[following])))
    return onward


def _successors(diagram: Diagram) -> dict[str, list[str]]:
    """Node → where its flows lead; into a subprocess before past it; by a timer last."""
    after: dict[str, list[str]] = {name: [] for name in diagram.nodes}
    for node in diagram.nodes.values():
        if node.parent and node.type == "startEvent":
            after[node.parent].append(node.id)
    for flow in diagram.flows:
        if flow.source in after and flow.target in after:
            after[flow.source].append(flow.target)
    for node in diagram.nodes.values():
        if node.attached_to in after:
            after[node.attached_to].append(node.id)
    return after
