"""Writing a drawing down as a tool would: in its namespaces, with its ids, words, picture and encoding."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from tests.diagrams.picture import MODEL, WHOLE, Manner, add_picture, is_node, kind

CAMUNDA = "{http://camunda.org/schema/1.0/bpmn}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
UTF_8 = '<?xml version="1.0" encoding="UTF-8"?>\n'

Tree = Any
#: Prefix → namespace; None: the default one, of which lxml's own types know nothing.
Namespaces = Any
Adorn = Callable[[Tree], None]


def unchanged(text: str) -> str:
    return text


def taken_forms(root: Tree) -> list[tuple[Tree, list[Tree], str]]:
    """Each step, the fields of its form, who does it; both are gone from the file."""
    found = []
    for step in root.iter(f"{MODEL}userTask"):
        fields = list(step.iter(f"{CAMUNDA}formField"))
        for form in step.iterfind(f"{MODEL}extensionElements"):
            step.remove(form)
        found.append((step, fields, step.attrib.pop(f"{CAMUNDA}candidateGroups", "")))
    return found


def without_forms(root: Tree) -> None:
    taken_forms(root)


@dataclass(frozen=True, kw_only=True)
class Dialect:
    name: str
    #: Of the model's elements; None where they are in the default namespace.
    prefix: str | None = "bpmn"
    namespaces: Namespaces = field(default_factory=dict)
    head: str = UTF_8
    encoding: str = "utf-8"
    #: Of every id.
    renamed: Callable[[str], str] = unchanged
    #: Of conditions and durations.
    condition: Callable[[str], str] = unchanged
    duration: Callable[[str], str] = unchanged
    #: What becomes of isExecutable: None leaves it as it is, "" leaves it out.
    executable: str | None = None
    #: Nodes name the flows that come and go.
    ends: bool = True
    forms: Adorn = without_forms
    adorn: Adorn | None = None
    picture: Manner = WHOLE
    line_ends: str = "\n"


def write(drawing: Tree, dialect: Dialect) -> bytes:
    """The drawing as this tool would write it."""
    root = _in_namespace(drawing, dialect)
    for process in root.iterfind(f"{MODEL}process"):
        if dialect.executable:
            process.set("isExecutable", dialect.executable)
        elif dialect.executable == "":
            process.attrib.pop("isExecutable", None)
    _say_otherwise(root, "conditionExpression", dialect.condition)
    _say_otherwise(root, "timeDuration", dialect.duration)
    if dialect.ends:
        _name_ends(root)
    dialect.forms(root)
    if dialect.adorn:
        dialect.adorn(root)
    _rename(root, dialect.renamed)
    add_picture(root, dialect.picture)
    etree.cleanup_namespaces(
        root, keep_ns_prefixes=[namespace for namespace in dialect.namespaces if namespace]
    )
    text = etree.tostring(root, encoding="unicode").replace("\n", dialect.line_ends)
    return (dialect.head + text).encode(dialect.encoding, "xmlcharrefreplace")


def _in_namespace(drawing: Tree, dialect: Dialect) -> Tree:
    nsmap: Namespaces = {
        dialect.prefix: MODEL[1:-1],
        "xsi": XSI[1:-1],
        "camunda": CAMUNDA[1:-1],
        **dialect.namespaces,
    }

    def copied(element: Tree, parent: Tree) -> Tree:
        made = (
            etree.Element(element.tag, nsmap=nsmap)
            if parent is None
            else etree.SubElement(parent, element.tag)
        )
        made.text, made.tail = element.text, element.tail
        for name, value in element.attrib.items():
            typed = f"{dialect.prefix}:" if dialect.prefix else ""
            made.set(name, value.replace("bpmn:", typed) if name == f"{XSI}type" else value)
        for child in element.iterchildren(tag=etree.Element):
            copied(child, made)
        return made

    return copied(drawing, None)


def _say_otherwise(root: Tree, tag: str, words: Callable[[str], str]) -> None:
    for element in root.iter(f"{MODEL}{tag}"):
        if (element.text or "").strip():
            element.text = words(element.text)


def _name_ends(root: Tree) -> None:
    by_id = {element.get("id"): element for element in root.iter(f"{MODEL}*") if is_node(element)}
    for flow in root.iter(f"{MODEL}sequenceFlow"):
        for end, tag in (("sourceRef", "outgoing"), ("targetRef", "incoming")):
            node = by_id.get(flow.get(end))
            if node is not None and flow.get("id"):
                said = etree.Element(f"{MODEL}{tag}")
                said.text = flow.get("id")
                before = {"documentation", "extensionElements", "incoming", "outgoing"}
                node.insert(sum(kind(item) in before for item in node), said)


def _rename(root: Tree, renamed: Callable[[str], str]) -> None:
    names = {
        element.get("id"): renamed(element.get("id"))
        for element in root.iter(f"{MODEL}*")
        if element.get("id")
    }
    for element in root.iter(f"{MODEL}*"):
        for key, value in element.attrib.items():
            if (key in {"id", "default", "calledElement"} or key.endswith("Ref")) and value in names:
                element.set(key, names[value])
        if kind(element).endswith(("Ref", "Refs", "incoming", "outgoing")) and element.text in names:
            element.text = names[element.text]


def extend(
    element: Tree,
    tag: str,
    attributes: dict[str, str] | None = None,
    text: str | None = None,
    *,
    declared: Namespaces = None,
) -> Tree:
    """One more of a tool's own elements, in the place for such; `declared`: namespaces named on it alone."""
    parent = element.find(f"{MODEL}extensionElements")
    if parent is None:
        parent = etree.Element(f"{MODEL}extensionElements")
        element.insert(sum(kind(item) == "documentation" for item in element), parent)
    made = etree.SubElement(parent, tag, attributes or {}, nsmap=declared)
    made.text = text
    return made


def drawn_elements(root: Tree) -> list[Tree]:
    also = {"process", "participant", "lane", "sequenceFlow"}
    return [element for element in root.iter(f"{MODEL}*") if is_node(element) or kind(element) in also]
