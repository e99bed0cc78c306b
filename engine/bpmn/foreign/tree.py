"""The file's elements, at hand for the conversions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from engine.bpmn.interchange import BPMNDI
from engine.bpmn.sop_table.model import Assumption
from engine.bpmn.xml import BPMN, CAMUNDA, name_of

NODES = ("Task", "Event", "Gateway")


def tag(name: str) -> str:
    return f"{{{BPMN}}}{name}"


class Tree:
    def __init__(self, root: Any, title: str = "") -> None:
        self.root = root
        #: What to call the procedure where the file doesn't say.
        self.title = title
        self.notes: list[Assumption] = []
        self.process: Any = root.find(tag("process"))

    def note(self, kind: str, element: Any = None, **params: object) -> None:
        target = self.process if element is None else element
        name = " ".join((target.get("name") or target.get("id") or "").split())
        self.notes.append(
            Assumption(
                kind=f"foreign_{kind}", element=target.get("id") or "", params={"name": name, **params}
            )
        )

    def pool_name(self) -> str:
        for pool in self.root.iterfind(f"{tag('collaboration')}/{tag('participant')}"):
            if pool.get("processRef") == self.process.get("id"):
                return " ".join((pool.get("name") or "").split())
        return ""

    def nodes(self) -> Iterator[Any]:
        """Everything that a token can come to, subprocesses included."""
        for element in self.process.iter(f"{{{BPMN}}}*"):
            kind = name_of(element)
            if kind in {"task", "subProcess", "callActivity"} or (kind.endswith(NODES) and element.get("id")):
                yield element

    def steps(self) -> Iterator[Any]:
        return (one for one in self.nodes() if name_of(one) in {"userTask", "manualTask"})

    def flows(self) -> Iterator[Any]:
        return iter(list(self.process.iter(tag("sequenceFlow"))))

    def by_id(self) -> dict[str, Any]:
        return {one.get("id"): one for one in self.root.iter(f"{{{BPMN}}}*") if one.get("id")}

    def shapes(self) -> dict[str, Any]:
        return {one.get("bpmnElement"): one for one in self.root.iter(f"{{{BPMNDI}}}BPMNShape")}

    def free_id(self, wanted: str) -> str:
        taken = {one.get("id") for one in self.root.iter() if isinstance(one.tag, str)}
        if wanted not in taken:
            return wanted
        return next(f"{wanted}_{n}" for n in range(2, 100_000) if f"{wanted}_{n}" not in taken)


def extensions(element: Any) -> Any:
    """The element's extensionElements, made where there are none: after documentation, before all else."""
    found = element.find(tag("extensionElements"))
    if found is None:
        found = etree.Element(tag("extensionElements"))
        first = [one for one in element if one.tag == tag("documentation")]
        element.insert(len(first), found)
    return found


def form_of(task: Any) -> Any:
    """The task's camunda:formData, made where there is none."""
    parent = extensions(task)
    found = parent.find(f"{{{CAMUNDA}}}formData")
    return (
        found
        if found is not None
        else etree.SubElement(parent, f"{{{CAMUNDA}}}formData", nsmap={"camunda": CAMUNDA})
    )


def has_fields(task: Any) -> bool:
    path = f"{tag('extensionElements')}/{{{CAMUNDA}}}formData/{{{CAMUNDA}}}formField"
    return task.find(path) is not None


def anywhere(element: Any, name: str) -> str:
    """An attribute by its local name, whatever the tool's namespace."""
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")
