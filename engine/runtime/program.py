"""From a diagram to what SpiffWorkflow runs, once per content.

SpiffWorkflow's parser is not used. It would read vendors' extensions and give up on them, end in a bare
KeyError, follow long processes by recursion, and build elements that compute in Python. What may run is
listed here; a diagram with anything else is refused with the element's name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from cachetools import LRUCache, cached
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition, TerminateEventDefinition

from engine.bpmn.diagram import Diagram, Flow, Node, content_key, read_diagram
from engine.bpmn.elements import CHOOSING
from engine.bpmn.timers import duration_of
from engine.errors import InvalidDiagram
from engine.runtime import specs

RUNNABLE: Mapping[str, Any] = {
    "startEvent": specs.StartEvent,
    "endEvent": specs.EndEvent,
    "boundaryEvent": specs.BoundaryEvent,
    "task": specs.PlainTask,
    "userTask": specs.UserTask,
    "manualTask": specs.ManualTask,
    "scriptTask": specs.ScriptTask,
    "exclusiveGateway": specs.ExclusiveGateway,
    "inclusiveGateway": specs.InclusiveGateway,
    "parallelGateway": specs.ParallelGateway,
    "subProcess": specs.SubProcess,
}
SPLITTING = {*CHOOSING, "parallelGateway"}
JOINING = {"inclusiveGateway", "parallelGateway"}


@dataclass(frozen=True, kw_only=True)
class Program:
    """A process that can be run. Shared between threads; nobody changes it."""

    process: str
    spec: specs.ProcessSpec
    subprocesses: Mapping[str, specs.ProcessSpec]


def compile_program(xml: str | bytes, process: str | None = None) -> Program:
    """The file's process, ready to run. Equal content is compiled once. Raises InvalidDiagram."""
    program = _compiled(xml)
    if process is not None and process != program.process:
        raise _refused("other_process", element=process)
    return program


def _size(program: Program) -> int:
    """Of what is remembered; small ones take as much as a hundred elements."""
    return max(100, sum(len(spec.task_specs) for spec in (program.spec, *program.subprocesses.values())))


@cached(LRUCache(20_000, getsizeof=_size), key=content_key, lock=Lock())
def _compiled(xml: str | bytes) -> Program:
    return _build(read_diagram(xml))


def _build(diagram: Diagram) -> Program:
    _check_ids(diagram)
    for node in diagram.nodes.values():
        _check_node(node)
        if node.is_timer:
            _check_timer(node, diagram)
    drawing = _Drawing(diagram)
    parts = ["", *(node.id for node in diagram.nodes.values() if node.type == "subProcess")]
    built = {part: _process(drawing, part) for part in parts}
    return Program(process=diagram.process_id, spec=built.pop(""), subprocesses=built)


class _Drawing:
    """The diagram with its nodes and flows at hand by element."""

    def __init__(self, diagram: Diagram) -> None:
        self.process_id = diagram.process_id
        self.nodes = diagram.nodes
        self.inside: dict[str, list[Node]] = defaultdict(list)
        self.outgoing: dict[str, list[Flow]] = defaultdict(list)
        self.timers: dict[str, list[str]] = defaultdict(list)
        for node in diagram.nodes.values():
            self.inside[node.parent].append(node)
            if node.is_timer:
                self.timers[node.attached_to].append(node.id)
        for flow in diagram.flows:
            self.outgoing[flow.source].append(flow)


def _check_ids(diagram: Diagram) -> None:
    if not diagram.process_id:
        raise _refused("reserved_id", element="")
    if len(diagram.executable) > 1:
        raise _refused("several_processes", element=diagram.executable[1])
    for name in diagram.repeated_ids:
        raise _refused("repeated_id", element=name)
    for name in diagram.nodes:
        if not name or name in {"Start", "End"} or name.endswith(".EndJoin"):
            raise _refused("reserved_id", element=name)


def _check_node(node: Node) -> None:
    plain = not node.marks and node.type != "boundaryEvent"
    marked = node.is_timer or (node.type, node.marks) == ("endEvent", ("terminate",))
    if node.type not in RUNNABLE or not (plain or marked):
        raise _refused("not_runnable", element=node.id)
    if node.type == "scriptTask" and not node.script.strip():
        raise _refused("no_script", element=node.id)


def _check_timer(node: Node, diagram: Diagram) -> None:
    host = diagram.nodes.get(node.attached_to)
    if host is None or host.id not in diagram.steps or host.parent != node.parent:
        raise _refused("timer_astray", element=node.id)
    if duration_of(node) is None:
        raise _refused("no_duration", element=node.id)
    if node.interrupting and not diagram.outgoing(node.id):
        raise _refused("leads_nowhere", element=node.id)


def _process(drawing: _Drawing, part: str) -> specs.ProcessSpec:
    """One level: the process itself (part "") or the inside of a subprocess."""
    nodes = drawing.inside[part]
    spec = specs.ProcessSpec(part or drawing.process_id)
    starts = [node.id for node in nodes if node.type == "startEvent"]
    if len(starts) != 1:
        raise _refused("not_one_start", element=part or drawing.process_id)
    reached = _reached(drawing, starts[0])
    for node in nodes:
        if node.id in reached:
            RUNNABLE[node.type](spec, node.id, **_details(node))
    spec.start.connect(spec.task_specs[starts[0]])
    for node in nodes:
        if node.id in reached:
            _connect(spec, node, drawing)
    return spec


def _reached(drawing: _Drawing, start: str) -> set[str]:
    """What no flow leads to is left out: a join must not wait for a branch that nothing can enter."""
    found: set[str] = set()
    pending = [start]
    while pending:
        element = pending.pop()
        if element in drawing.nodes and element not in found:
            found.add(element)
            pending.extend(flow.target for flow in drawing.outgoing[element])
            pending.extend(drawing.timers[element])
    return found


def _details(node: Node) -> dict[str, Any]:
    details: dict[str, Any] = {"lane": node.lane, "bpmn_name": node.name or node.id}
    if node.type == "boundaryEvent":
        details |= {"attached_to": node.attached_to, "interrupting": node.interrupting}
    elif node.type.endswith("Event"):
        details["event_definition"] = TerminateEventDefinition() if node.marks else NoneEventDefinition()
    elif node.type == "scriptTask":
        details["script"] = node.script
    elif node.type == "subProcess":
        details["subworkflow_spec"] = node.id
    return details


def _connect(spec: specs.ProcessSpec, node: Node, drawing: _Drawing) -> None:
    """Branches are judged in the order of the file: moving a shape must not change what happens."""
    outgoing = drawing.outgoing[node.id]
    if len(outgoing) > 1 and node.type not in SPLITTING:
        raise _refused("several_outgoing", element=node.id)
    times = Counter(flow.target for flow in outgoing)
    for flow in outgoing:
        _check_flow(flow, node, drawing)
        source, target = spec.task_specs[node.id], spec.task_specs[flow.target]
        if times[flow.target] > 1 and drawing.nodes[flow.target].type in JOINING:
            target = _arrow(spec, flow, target)
        if node.type in CHOOSING and not flow.is_default and (flow.condition or len(outgoing) > 1):
            source.connect_outgoing_if(flow.condition, target)
        else:
            source.connect(target)
    if not outgoing and node.type != "boundaryEvent":  # a branch may just stop; that is an end, too
        spec.task_specs[node.id].connect(spec.end)


def arrow_name(flow: Flow) -> str:
    """What a flow is called where a token must be known by it. No id of an element has a space."""
    return f"{flow.id} → {flow.target}"


def _arrow(spec: specs.ProcessSpec, flow: Flow, target: Any) -> specs.Arrow:
    arrow = specs.Arrow(spec, arrow_name(flow))
    arrow.connect(target)
    return arrow


def _check_flow(flow: Flow, source: Node, drawing: _Drawing) -> None:
    target = drawing.nodes.get(flow.target)
    entered = target is not None and target.type not in {"startEvent", "boundaryEvent"}
    if target is None or target.parent != source.parent or not entered:
        raise _refused("flow_astray", element=flow.id)
    if source.type == "endEvent":
        raise _refused("flow_astray", element=flow.id)
    if flow.condition and source.type not in CHOOSING:
        raise _refused("condition_astray", element=flow.id)
    unsaid = source.type in CHOOSING and not flow.condition and not flow.is_default
    if unsaid and len(drawing.outgoing[source.id]) > 1:
        raise _refused("no_condition", element=flow.id)


def _refused(reason: str, *, element: str) -> InvalidDiagram:
    return InvalidDiagram(reason=f"running.reason.{reason}", element=element)
