"""The file's elements, at hand for the conversions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from engine.bpmn.elements import CONTAINERS
from engine.bpmn.vocabulary import PROCESS, STEP
from engine.bpmn.xml import BPMN, CAMUNDA, name_of
from engine.drawing.interchange import BPMNDI
from engine.importing.assumptions import Assumption
from engine.importing.plan.controls import Control

NODES = ("Task", "Event", "Gateway")


def tag(name: str) -> str:
    """The BPMN element's name with its namespace, as lxml writes it."""
    return f"{{{BPMN}}}{name}"


class Tree:
    def __init__(
        self,
        root: Any,
        title: str = "",
        *,
        forms: Mapping[str, str] | None = None,
        chosen: Mapping[str, str] | None = None,
    ) -> None:
        self.root = root
        #: Files of forms that came along, by name; those that a task refers to.
        self.forms = dict(forms or {})
        self.used_forms: set[str] = set()
        #: What was chosen where something had to be asked, by keys of controls.
        self.chosen = dict(chosen or {})
        #: Controls by the place of their note.
        self.controls: dict[int, Control] = {}
        #: What to call the definition where the file doesn't say.
        self.title = title
        self.notes: list[Assumption] = []
        self.process: Any = root.find(tag("process"))

    def note(self, kind: str, element: Any = None, **params: object) -> None:
        """`kind`: a key below importing.assumption, without `foreign_`; no element: about the process."""
        target = self.process if element is None else element
        name = " ".join((target.get("name") or target.get("id") or "").split())
        self.notes.append(
            Assumption(
                kind=f"foreign_{kind}", element=target.get("id") or "", params={"name": name, **params}
            )
        )

    def is_ours(self) -> bool:
        """Whether it was drawn with our vocabulary: its durations are working time already."""
        names = {prop.name for prop in (*STEP.values(), *PROCESS.values())}
        properties = self.process.iter(f"{{{CAMUNDA}}}property")
        return any(element.get("name") in names for element in properties)

    def pool_name(self) -> str:
        """Name of the pool that refers to the process; empty where there is none."""
        for pool in self.root.iterfind(f"{tag('collaboration')}/{tag('participant')}"):
            if pool.get("processRef") == self.process.get("id"):
                return " ".join((pool.get("name") or "").split())
        return ""

    def nodes(self) -> Iterator[Any]:
        """Everything that a token can come to, subprocesses included."""
        for element in self.process.iter(f"{{{BPMN}}}*"):
            kind = name_of(element)
            if kind in {"task", "callActivity", *CONTAINERS} or (kind.endswith(NODES) and element.get("id")):
                yield element

    def steps(self) -> Iterator[Any]:
        """What a person does: userTask and manualTask."""
        return (node for node in self.nodes() if name_of(node) in {"userTask", "manualTask"})

    def flows(self) -> Iterator[Any]:
        """Sequence flows, as a list of its own: the tree may be changed while it is gone through."""
        return iter(list(self.process.iter(tag("sequenceFlow"))))

    def by_id(self) -> dict[str, Any]:
        """BPMN elements of the whole file by id, without the drawing."""
        return {element.get("id"): element for element in self.root.iter(f"{{{BPMN}}}*") if element.get("id")}

    def shapes(self) -> dict[str, Any]:
        """Element → its BPMNShape."""
        return {element.get("bpmnElement"): element for element in self.root.iter(f"{{{BPMNDI}}}BPMNShape")}

    def free_id(self, wanted: str) -> str:
        """`wanted`, or with _2, _3 … behind it where the file has that id."""
        taken = {element.get("id") for element in self.root.iter() if isinstance(element.tag, str)}
        if wanted not in taken:
            return wanted
        return next(f"{wanted}_{n}" for n in range(2, 100_000) if f"{wanted}_{n}" not in taken)


def extensions(element: Any) -> Any:
    """The element's extensionElements, made where there are none: after documentation, before all else."""
    found = element.find(tag("extensionElements"))
    if found is None:
        found = etree.Element(tag("extensionElements"))
        first = [item for item in element if item.tag == tag("documentation")]
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
    """Whether the task has a camunda:formData with a field."""
    path = f"{tag('extensionElements')}/{{{CAMUNDA}}}formData/{{{CAMUNDA}}}formField"
    return task.find(path) is not None


def anywhere(element: Any, name: str) -> str:
    """An attribute by its local name, whatever the tool's namespace."""
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")
