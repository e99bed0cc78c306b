"""Kinds of elements that other tools draw and Alur runs otherwise, or not at all."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from engine.bpmn.elements import CONTAINERS
from engine.bpmn.xml import BPMN, name_of
from engine.drawing.interchange import BPMNDI
from engine.importing.foreign.tree import NODES, Tree, tag
from engine.starlark.scripts import check_script

#: Machines do these elsewhere; here a person does.
_MADE_USER = {"serviceTask", "sendTask", "receiveTask", "businessRuleTask"}
_PLAIN = {
    "startEvent": {"message", "timer", "signal", "conditional"},
    "endEvent": {"message", "signal", "escalation"},
}
_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)


def one_executable(tree: Tree) -> None:
    """The process with most steps is the definition; the others are only drawn."""
    processes = tree.root.findall(tag("process"))
    executable = [process for process in processes if process.get("isExecutable") in {"true", "1"}]
    tree.process = max(executable or processes, key=_work)
    _named(tree)
    if not executable:
        tree.process.set("isExecutable", "true")
        tree.note("executable")
    for other in executable:
        if other is not tree.process:
            other.set("isExecutable", "false")
            tree.note("not_executable", other)
    if not tree.process.get("id"):
        tree.process.set("id", tree.free_id("prosedur"))


def _named(tree: Tree) -> None:
    """An id is no name that people should see for a definition."""
    if (tree.process.get("name") or "").strip():
        return
    name = tree.pool_name() or tree.title
    if name:
        tree.process.set("name", name)
        tree.note("named")


def _work(process: Any) -> int:
    return sum(name_of(element).lower().endswith("task") for element in process.iter(f"{{{BPMN}}}*"))


def safe_ids(tree: Tree) -> None:
    """SpiffWorkflow's own names, and elements without any, get ids that can be used."""
    seen: set[str] = set()
    for element in list(tree.process.iter(f"{{{BPMN}}}*")):
        kind, name = name_of(element), element.get("id") or ""
        if not (kind.endswith((*NODES, "Flow")) or kind in {"task", "callActivity", "lane", *CONTAINERS}):
            continue
        unusable = not _NAME.fullmatch(name) or name in {"Start", "End"} or name.endswith(".EndJoin")
        if unusable and name not in seen:
            fresh = tree.free_id(re.sub(r"[^A-Za-z0-9_]+", "_", f"{kind}_{name}").strip("_"))
            if name:
                _rename(tree, name, fresh)
                tree.note("id", element, before=name)
            element.set("id", fresh)
        seen.add(element.get("id"))


def _rename(tree: Tree, name: str, fresh: str) -> None:
    references = {"sourceRef", "targetRef", "default", "attachedToRef", "bpmnElement", "id"}
    for element in tree.root.iter():
        if isinstance(element.tag, str):
            for key in references & set(element.attrib):
                if element.get(key) == name:
                    element.set(key, fresh)
            if (
                name_of(element) in {"flowNodeRef", "incoming", "outgoing"}
                and (element.text or "").strip() == name
            ):
                element.text = fresh


def kinds(tree: Tree) -> None:
    """Steps without kind, and steps of machines, are done by people."""
    for element in list(tree.nodes()):
        kind = name_of(element)
        if kind == "task":
            element.tag = tag("userTask")
            tree.note("task", element)
        elif kind in _MADE_USER or (kind == "scriptTask" and not _runs(element)):
            for child in [item for item in element if name_of(item) in {"script", "ioSpecification"}]:
                element.remove(child)
            element.tag = tag("userTask")
            tree.note("machine", element, was=kind)


def _runs(task: Any) -> bool:
    """Whether it is Starlark, as far as can be seen: other languages are named in `scriptFormat`."""
    if "starlark" not in (task.get("scriptFormat") or "starlark").lower():
        return False
    script = task.findtext(tag("script")) or ""
    return bool(script.strip()) and check_script(script) is None


def plain_events(tree: Tree) -> None:
    """An instance is started by a person, and its end sends nothing by itself."""
    # A list: an iterator over the tree ends where the element after it is taken away.
    for element in list(tree.nodes()):
        plain = _PLAIN.get(name_of(element), set())
        for child in list(element):
            if name_of(child).removesuffix("EventDefinition") in plain:
                element.remove(child)
                tree.note("event", element)


def without_message_flows(tree: Tree) -> None:
    """Messages between pools move nothing in one office's definition."""
    for flow in list(tree.root.iterfind(f"{tag('collaboration')}/{tag('messageFlow')}")):
        tree.note("message", flow)
        flow.getparent().remove(flow)
        for edge in [
            element
            for element in tree.root.iter(f"{{{BPMNDI}}}BPMNEdge")
            if element.get("bpmnElement") == flow.get("id")
        ]:
            parent: etree._Element | None = edge.getparent()
            if parent is not None:
                parent.remove(edge)
