"""What a diagram consists of, as values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from engine.bpmn.form_fields import Oddity
from engine.bpmn.order import reading_order
from engine.bpmn.vocabulary import ELEMENTS
from engine.forms.fields import Form

#: A person does these. A plain task is drawn by tools that know no kinds: in an SOP that is work, too.
STEP_TYPES = frozenset(ELEMENTS["step"].bpmn)
#: Gateways whose branches have conditions.
CHOOSING = frozenset(name for each in ELEMENTS.values() if each.chooses for name in each.bpmn)
#: All else that an instance can go through; what sits on a step's border is apart.
RUNNING = frozenset(name for each in ELEMENTS.values() if each.runs for name in each.bpmn)
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
    #: For those who write the SOP.
    documentation: str = ""
    is_for_compensation: bool = False
    #: `camunda:properties` as written, by name.
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
    #: What was assumed about it and is to be confirmed.
    assumption: str = ""


@dataclass(frozen=True, kw_only=True)
class Annotation:
    id: str
    text: str
    #: Elements that an association ties it to.
    about: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Identity:
    """The block above the steps on the official sheet, as written. Days are ISO dates, or whatever
    stands there; lists, and the unit (PEMERINTAH KABUPATEN …, DINAS …), have a line for each item."""

    sop_number: str = ""
    unit: str = ""
    motto: str = ""
    address: str = ""
    created_on: str = ""
    revised_on: str = ""
    ratified_on: str = ""
    ratified_by: str = ""
    ratifier_office: str = ""
    ratifier_rank: str = ""
    ratifier_nip: str = ""
    legal_bases: str = ""
    related_sops: str = ""
    warning: str = ""
    qualifications: str = ""
    equipment: str = ""
    record_keeping: str = ""
    #: The field whose answer names an instance.
    title_field: str = ""
    #: What was assumed about the whole and is to be confirmed.
    assumption: str = ""


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
    #: The submitter's step, to which the instance may be returned outside the diagram.
    returns_to: str | None = None
    #: Fields whose content hash is recorded when the step completes.
    hashes: tuple[str, ...] = ()
    #: The step whose recorded hash must still match when this one completes …
    hash_of: str | None = None
    #: … unless this condition declares otherwise.
    hash_unless: str = ""
    assumption: str = ""
    oddities: tuple[Oddity, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Diagram:
    process_id: str
    name: str
    identity: Identity
    lanes: tuple[Lane, ...]
    steps: Mapping[str, Step]
    nodes: Mapping[str, Node]
    flows: tuple[Flow, ...]
    annotations: tuple[Annotation, ...]
    #: Executable processes in the file; more or fewer than one is for lint to say.
    executable: tuple[str, ...]
    #: Ids that more than one element bears; that anything else in the file shares with another, a lane say.
    repeated_ids: tuple[str, ...]
    shared_ids: tuple[str, ...] = ()
    #: What else is drawn that means something in BPMN, but not here (message flows, other pools' processes).
    others: tuple[Node, ...] = ()
    #: The process's `camunda:properties` as written, by name.
    properties: Mapping[str, str] = field(default_factory=dict)

    @property
    def title_field(self) -> str | None:
        """The field whose answer names an instance; None where no field does."""
        return self.identity.title_field or None

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
        """Sequence flows that end at an element, in the order of the file."""
        return self._incoming.get(element, ())

    def timers_of(self, step: str) -> tuple[Node, ...]:
        """Reminders and deadlines of a step, in the order of the file."""
        return self._timers.get(step, ())

    @property
    def timed(self) -> bool:
        """Whether any step has a reminder or a deadline."""
        return bool(self._timers)

    @cached_property
    def successors(self) -> Mapping[str, Sequence[str]]:
        """Node → where its flows lead; into a subprocess before past it; by a timer last."""
        after: dict[str, list[str]] = {name: [] for name in self.nodes}
        for node in self.nodes.values():
            if node.parent and node.type == "startEvent":
                after[node.parent].append(node.id)
        for flow in self.flows:
            if flow.source in after and flow.target in after:
                after[flow.source].append(flow.target)
        for node in self.nodes.values():
            if node.attached_to in after:
                after[node.attached_to].append(node.id)
        return after

    def next_steps(self, element: str) -> tuple[Node, ...]:
        """The steps and ends that follow, with nothing but gateways, events and scripts between."""
        found = {
            node.id: node
            for node in (self.nodes[flow.target] for flow in self.flows_onward(element))
            if node.id in self.steps or (node.type == "endEvent" and not node.parent)
        }
        return tuple(found.values())

    def flows_onward(self, element: str) -> tuple[Flow, ...]:
        """The flows on all paths from an element to the steps and ends that follow.

        They lead into a subprocess, and out of it at its end. In the order of the file, depth first.
        """
        found: dict[Flow, None] = {}
        pending = list(reversed(self._leaving(element)))
        while pending:
            flow = pending.pop()
            if flow in found or flow.target not in self.nodes:
                continue
            found[flow] = None
            if flow.target not in self.steps:
                pending.extend(reversed(self._entering(flow.target)))
        return tuple(found)

    def _entering(self, element: str) -> list[Flow]:
        """Where it goes on when the instance comes to an element that is no step."""
        inside = [
            flow
            for node in self.nodes.values()
            if node.parent == element and node.type == "startEvent"
            for flow in self.outgoing(node.id)
        ]
        return inside or self._leaving(element)

    def _leaving(self, element: str) -> list[Flow]:
        """Its own flows; behind the last element of a subprocess, those of the subprocess."""
        node = self.nodes.get(element)
        own = list(self.outgoing(element))
        if own or node is None or not node.parent or node.type == "boundaryEvent":
            return own
        return self._leaving(node.parent)

    @cached_property
    def _order(self) -> tuple[str, ...]:
        starts = (node.id for node in self.nodes.values() if node.type == "startEvent" and not node.parent)
        return tuple(reading_order(self.successors, starts))

    @cached_property
    def only_late(self) -> frozenset[str]:
        """Steps to which nothing but a reminder or deadline leads: the usual path does not come by."""
        if not self.timed:
            return frozenset()
        usual, pending = set[str](), [node.id for node in self.nodes.values() if node.type == "startEvent"]
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
