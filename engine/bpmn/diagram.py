"""Reading a diagram: from the BPMN file to values, without SpiffWorkflow and without a database."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any, NamedTuple

from cachetools import LRUCache, cached

from engine.bpmn.elements import (
    CONTAINERS,
    STEP_TYPES,
    Annotation,
    Diagram,
    Flow,
    Identity,
    Lane,
    Node,
    Quality,
    Step,
    lane_roles,
)
from engine.bpmn.form_fields import read_form, read_properties
from engine.bpmn.vocabulary import FLOW, read_all
from engine.bpmn.xml import BPMN, name_of, parse_xml
from engine.errors import InvalidDiagram

__all__ = [
    "Annotation",
    "Diagram",
    "Flow",
    "Identity",
    "Lane",
    "Node",
    "Quality",
    "Step",
    "is_read",
    "lane_roles",
    "read_diagram",
]  # fmt: skip

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


def content_key(xml: str | bytes) -> tuple[type, bytes]:
    """What equal content has in common; bytes may declare an encoding that text can't have."""
    content = xml.encode("utf-8", "surrogatepass") if isinstance(xml, str) else xml
    return type(xml), hashlib.sha256(content).digest()


def read_diagram(xml: str | bytes) -> Diagram:
    """The file's (first executable) process. Raises InvalidDiagram. Equal content is read once."""
    return _read(xml).diagram


def is_read(xml: str | bytes) -> bool:
    """Whether reading it takes no time: it was read before."""
    with _lock:
        return content_key(xml) in _read.cache


_lock = Lock()


class _Read(NamedTuple):
    diagram: Diagram
    #: Bytes of the file: in memory it takes some twenty times as much.
    size: int


# Characters of files: an office's hundred versions in use, or four of the largest that there may be.
@cached(LRUCache(8 * 1024 * 1024, getsizeof=lambda read: read.size), key=content_key, lock=_lock)
def _read(xml: str | bytes) -> _Read:
    return _Read(_read_definitions(parse_xml(xml)), len(xml))


def _read_definitions(root: Any) -> Diagram:
    processes = root.findall(f"{{{BPMN}}}process")
    if not processes:
        raise InvalidDiagram(reason="lint.reason.no_process")
    executable = [process for process in processes if process.get("isExecutable") in {"true", "1"}]
    process = (executable or processes)[0]
    found = _Found(lane_of=_lane_of_each(process))
    found.read_container(process, parent="", lane="")
    found.read_other_pools(root, process)
    properties = read_properties(process)
    return Diagram(
        process_id=process.get("id") or "",
        name=_one_line(process.get("name")) or _pool_names(root).get(process.get("id"), ""),
        identity=Identity(**read_all("process", properties, Identity)),
        properties=properties,
        lanes=tuple(_lanes(process)),
        steps=found.steps,
        nodes=found.nodes,
        flows=tuple(_with_defaults(found)),
        annotations=tuple(_annotations(root, process)),
        executable=tuple(item.get("id") or "" for item in executable),
        repeated_ids=tuple(name for name, times in found.ids.items() if times > 1),
        shared_ids=_shared_ids(root),
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

    def read_container(self, container: Any, *, parent: str, lane: str) -> None:
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
                    self.read_container(element, parent=name, lane=node.lane)
            elif kind not in _DRAWING:
                self.others.append(_node(element, kind=kind, lane="", parent=parent))

    def read_other_pools(self, root: Any, process: Any) -> None:
        """Message flows and the processes of other pools."""
        for element in root.iterfind(f"{{{BPMN}}}collaboration/{{{BPMN}}}*"):
            if name_of(element) not in _DRAWING:
                self.others.append(_node(element, kind=name_of(element), lane="", parent=""))
        pools = _pool_names(root)
        for other in root.iterfind(f"{{{BPMN}}}process"):
            if other is not process and any(_is_node(name_of(child)) for child in other.iterchildren()):
                name = _one_line(other.get("name")) or pools.get(other.get("id"), "")
                self.others.append(replace(_node(other, kind="process", lane="", parent=""), name=name))


def _shared_ids(root: Any) -> tuple[str, ...]:
    """Other programs, the editor too, know an element by its id in the whole file: they lose the second."""
    parts = (part for part in root.iter(f"{{{BPMN}}}*") if not name_of(part).endswith("EventDefinition"))
    times = Counter(part.get("id") for part in parts if part.get("id"))
    return tuple(name for name, count in times.items() if count > 1)


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
        is_for_compensation=element.get("isForCompensation") in {"true", "1"},
        documentation=(element.findtext(f"{{{BPMN}}}documentation") or "").strip(),
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
    quality = Quality(**read_all("step", node.properties, Quality))
    values = read_all("step", node.properties, Step)
    return Step(
        id=node.id, name=node.name, lane=node.lane, form=form, quality=quality, oddities=oddities, **values
    )


def _flow(element: Any) -> Flow:
    condition = element.find(f"{{{BPMN}}}conditionExpression")
    return Flow(
        id=element.get("id") or "",
        source=element.get("sourceRef") or "",
        target=element.get("targetRef") or "",
        name=_one_line(element.get("name")),
        condition=("".join(condition.itertext()) if condition is not None else "").strip(),
        assumption=FLOW["assumption"].read(read_properties(element)),
        is_default=False,
    )


def _lanes(process: Any) -> Iterator[Lane]:
    """Innermost lanes, which contain steps; a lane around lanes names no role."""
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
    """Notes in the process and in the collaboration, where modelers put them, too."""
    places = (process, *root.iterfind(f"{{{BPMN}}}collaboration"))
    tied: dict[str, list[str]] = defaultdict(list)
    for place in places:
        for tie in place.iterfind(f".//{{{BPMN}}}association"):
            source, target = tie.get("sourceRef") or "", tie.get("targetRef") or ""
            tied[source].append(target)
            tied[target].append(source)
    for place in places:
        for note in place.iterfind(f".//{{{BPMN}}}textAnnotation"):
            name = note.get("id") or ""
            words = (note.findtext(f"{{{BPMN}}}text") or "").strip()
            yield Annotation(id=name, text=words, about=tuple(tied[name]))


def _pool_names(root: Any) -> dict[str | None, str]:
    """Id of a process → what its pool is called; the first, where several refer to it."""
    names: dict[str | None, str] = {}
    for pool in root.iterfind(f"{{{BPMN}}}collaboration/{{{BPMN}}}participant"):
        names.setdefault(pool.get("processRef"), _one_line(pool.get("name")))
    return names


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())
