"""Reading a diagram: from the BPMN file to values, without SpiffWorkflow and without a database."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.bpmn.elements import (
    CONTAINERS,
    STEP_TYPES,
    Annotation,
    Diagram,
    Flow,
    Lane,
    Node,
    Quality,
    Step,
    lane_roles,
)
from engine.bpmn.form_fields import read_form, read_properties
from engine.bpmn.recent import Recent
from engine.bpmn.xml import BPMN, name_of, parse_xml
from engine.errors import InvalidDiagram

__all__ = ["Annotation", "Diagram", "Flow", "Lane", "Node", "Quality", "Step", "lane_roles", "read_diagram"]

#: An office has a few dozen versions in use.
_read = Recent[bytes, Diagram](128)
_TASKS_AND_EVENTS = ("Task", "Event", "Gateway")
#: Parts of the drawing that move no token.
_DRAWING = frozenset(
    {
        "laneSet", "textAnnotation", "association", "group", "dataObject", "dataObjectReference",
        "dataStoreReference", "documentation", "extensionElements", "ioSpecification", "property",
        "dataInputAssociation", "dataOutputAssociation", "incoming", "outgoing", "auditing", "monitoring",
        "standardLoopCharacteristics", "multiInstanceLoopCharacteristics", "resourceRole", "performer",
        "participant", "supports",
    }
)  # fmt: skip


def read_diagram(xml: str | bytes) -> Diagram:
    """The file's (first executable) process. Raises InvalidDiagram. Equal content is read once."""
    content = xml.encode("utf-8", "surrogatepass") if isinstance(xml, str) else xml
    key = hashlib.sha256(type(xml).__name__.encode() + content).digest()
    return _read.get(key, lambda: _read_definitions(parse_xml(xml)))


def _read_definitions(root: Any) -> Diagram:
    processes = root.findall(f"{{{BPMN}}}process")
    if not processes:
        raise InvalidDiagram(reason="lint.reason.no_process")
    executable = [one for one in processes if one.get("isExecutable") in {"true", "1"}]
    process = (executable or processes)[0]
    found = _Found(lane_of=_lane_of_each(process))
    found.look_into(process, parent="", lane="")
    found.look_beside(root, process)
    identity = read_properties(process)
    return Diagram(
        process_id=process.get("id") or "",
        name=_one_line(process.get("name")) or _pool_name(root, process),
        identity=identity,
        lanes=tuple(_lanes(process)),
        steps=found.steps,
        nodes=found.nodes,
        flows=tuple(_with_defaults(found)),
        annotations=tuple(_annotations(root, process)),
        title_field=identity.get("judul_berkas", "").strip() or None,
        executable=tuple(one.get("id") or "" for one in executable),
        repeated_ids=tuple(name for name, times in found.ids.items() if times > 1),
        others=tuple(found.others),
    )


@dataclass(kw_only=True)
class _Found:
    """What has been read of a process so far."""

    lane_of: Mapping[str, str]
    nodes: dict[str, Node] = field(default_factory=dict)
    steps: dict[str, Step] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)
    others: list[Node] = field(default_factory=list)
    ids: Counter[str] = field(default_factory=Counter)

    def look_into(self, container: Any, *, parent: str, lane: str) -> None:
        """Read a process or subprocess; what stands in a subprocess is in its lane."""
        for element in container.iterchildren(f"{{{BPMN}}}*"):
            kind, name = name_of(element), element.get("id") or ""
            if kind == "sequenceFlow":
                self.ids[name] += 1
                self.flows.append(_flow(element))
            elif _is_node(kind):
                self.ids[name] += 1
                node = _node(element, kind=kind, lane=self.lane_of.get(name, lane), parent=parent)
                self.nodes.setdefault(name, node)
                if kind in STEP_TYPES:
                    self.steps.setdefault(name, _step(element, node))
                if kind in CONTAINERS:
                    self.look_into(element, parent=name, lane=node.lane)
            elif kind not in _DRAWING:
                self.others.append(_node(element, kind=kind, lane="", parent=parent))

    def look_beside(self, root: Any, process: Any) -> None:
        """Message flows and the processes of other pools."""
        for element in root.iterfind(f"{{{BPMN}}}collaboration/{{{BPMN}}}*"):
            if name_of(element) not in _DRAWING:
                self.others.append(_node(element, kind=name_of(element), lane="", parent=""))
        for other in root.iterfind(f"{{{BPMN}}}process"):
            if other is not process and any(_is_node(name_of(child)) for child in other.iterchildren()):
                name = _one_line(other.get("name")) or _pool_name(root, other)
                self.others.append(replace(_node(other, kind="process", lane="", parent=""), name=name))


def _with_defaults(found: _Found) -> Iterator[Flow]:
    for flow in found.flows:
        source = found.nodes.get(flow.source)
        yield replace(flow, is_default=bool(flow.id and source and source.default == flow.id))


def _is_node(kind: str) -> bool:
    return kind in CONTAINERS or kind in {"task", "callActivity"} or kind.endswith(_TASKS_AND_EVENTS)


def _node(element: Any, *, kind: str, lane: str, parent: str) -> Node:
    script = element.find(f"{{{BPMN}}}script")
    timed_by, duration = _time(element)
    return Node(
        id=element.get("id") or "",
        type=kind,
        name=_one_line(element.get("name")),
        lane=lane,
        parent=parent,
        marks=tuple(_marks(element)),
        script=(script.text or "") if script is not None else "",
        default=element.get("default") or "",
        attached_to=element.get("attachedToRef") or "",
        interrupting=kind == "boundaryEvent" and element.get("cancelActivity") not in {"false", "0"},
        duration=duration,
        timed_by=timed_by,
        properties=read_properties(element),
    )


def _marks(element: Any) -> Iterator[str]:
    for child in element.iterchildren(f"{{{BPMN}}}*"):
        kind = name_of(child)
        if kind.endswith("EventDefinition"):
            yield kind.removesuffix("EventDefinition")
        elif kind == "eventDefinitionRef":
            yield "reference"
        elif kind in {"standardLoopCharacteristics", "multiInstanceLoopCharacteristics"}:
            yield "loop" if kind.startswith("standard") else "multiInstance"


def _time(element: Any) -> tuple[str, str]:
    """How a timer says when it fires, and what it says."""
    for child in element.iterfind(f"{{{BPMN}}}timerEventDefinition/{{{BPMN}}}*"):
        if name_of(child).startswith("time"):
            return name_of(child), "".join(child.itertext()).strip()
    return "", ""


def _step(element: Any, node: Node) -> Step:
    form, oddities = read_form(element)
    words = node.properties
    return Step(
        id=node.id,
        name=node.name,
        lane=node.lane,
        form=form,
        quality=Quality(
            inputs=words.get("kelengkapan", "").strip(),
            norm=words.get("norma_waktu", "").strip(),
            outputs=words.get("keluaran", "").strip(),
            remarks=words.get("keterangan", "").strip(),
        ),
        separated_from=tuple(words.get("pemisahan_tugas", "").split()),
        returns_to=words.get("kembalikan_ke", "").strip() or None,
        hashes=tuple(words.get("sidik_isi", "").split()),
        hash_of=words.get("sidik_dari", "").strip() or None,
        hash_unless=words.get("sidik_kecuali", "").strip(),
        oddities=oddities,
    )


def _flow(element: Any) -> Flow:
    condition = element.find(f"{{{BPMN}}}conditionExpression")
    return Flow(
        id=element.get("id") or "",
        source=element.get("sourceRef") or "",
        target=element.get("targetRef") or "",
        name=_one_line(element.get("name")),
        condition=("".join(condition.itertext()) if condition is not None else "").strip(),
        is_default=False,
    )


def _lanes(process: Any) -> Iterator[Lane]:
    """Lanes that hold steps themselves; one that only frames others names nobody."""
    for lane in process.iterfind(f"{{{BPMN}}}laneSet//{{{BPMN}}}lane"):
        if lane.find(f"{{{BPMN}}}childLaneSet/{{{BPMN}}}lane") is None:
            name = _one_line(lane.get("name"))
            yield Lane(id=lane.get("id") or "", name=name, roles=lane_roles(name))


def _lane_of_each(process: Any) -> dict[str, str]:
    """Element id → name of its innermost lane (document order: inner lanes come after outer ones)."""
    return {
        (reference.text or "").strip(): _one_line(lane.get("name"))
        for lane in process.iterfind(f".//{{{BPMN}}}lane")
        for reference in lane.iterfind(f"{{{BPMN}}}flowNodeRef")
    }


def _annotations(root: Any, process: Any) -> Iterator[Annotation]:
    """Notes in the process and beside it (modelers put them into the collaboration, too)."""
    places = (process, *root.iterfind(f"{{{BPMN}}}collaboration"))
    tied: dict[str, list[str]] = defaultdict(list)
    for place in places:
        for tie in place.iterfind(f".//{{{BPMN}}}association"):
            one, other = tie.get("sourceRef") or "", tie.get("targetRef") or ""
            tied[one].append(other)
            tied[other].append(one)
    for place in places:
        for note in place.iterfind(f".//{{{BPMN}}}textAnnotation"):
            name = note.get("id") or ""
            words = (note.findtext(f"{{{BPMN}}}text") or "").strip()
            yield Annotation(id=name, text=words, about=tuple(tied[name]))


def _pool_name(root: Any, process: Any) -> str:
    for pool in root.iterfind(f"{{{BPMN}}}collaboration/{{{BPMN}}}participant"):
        if pool.get("processRef") == process.get("id"):
            return _one_line(pool.get("name"))
    return ""


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())
