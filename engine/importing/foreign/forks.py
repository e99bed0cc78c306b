"""Several flows out of one step start all of them, by BPMN's rules; Alur wants that drawn."""

from __future__ import annotations

from typing import Any

from lxml import etree

from engine.bpmn.xml import name_of
from engine.drawing.interchange import Pen, box_of
from engine.drawing.measures import Box
from engine.importing.foreign.tree import Tree, tag

_SIZE = 40


def draw_forks(tree: Tree) -> None:
    """Puts a parallel gateway behind each step with several flows without condition (BPMN 2.0.2, 13.3.1)."""
    for node in list(tree.nodes()):
        if name_of(node).endswith("Gateway"):
            continue
        flows = [flow for flow in tree.flows() if flow.get("sourceRef") == node.get("id")]
        if len(flows) > 1 and all(flow.find(tag("conditionExpression")) is None for flow in flows):
            _insert(tree, node, flows)
            tree.note("fork", node)


def _insert(tree: Tree, node: Any, flows: list[Any]) -> None:
    name, fork = node.get("id"), tree.free_id(f"Bersama_{node.get('id')}")
    gateway = etree.Element(tag("parallelGateway"), id=fork)
    node.addnext(gateway)
    link = etree.Element(tag("sequenceFlow"), id=tree.free_id(f"Alur_{fork}"), sourceRef=name, targetRef=fork)
    gateway.addnext(link)
    for outgoing in list(node.iterfind(tag("outgoing"))):
        node.remove(outgoing)
    _mention(node, "outgoing", link)
    _mention(gateway, "incoming", link)
    for flow in flows:
        flow.set("sourceRef", gateway.get("id"))
        _mention(gateway, "outgoing", flow)
    for lane in tree.process.iter(tag("lane")):
        if any((element.text or "").strip() == name for element in lane.iterfind(tag("flowNodeRef"))):
            etree.SubElement(lane, tag("flowNodeRef")).text = gateway.get("id")
    _draw(tree, node, gateway, link)


def _mention(node: Any, kind: str, flow: Any) -> None:
    """incoming and outgoing stand after documentation and extensions, before anything else."""
    heads = [
        item
        for item in node
        if name_of(item) in {"documentation", "extensionElements", "incoming", "outgoing"}
    ]
    element = etree.Element(tag(kind))
    element.text = flow.get("id")
    node.insert(len(heads), element)


def _draw(tree: Tree, node: Any, gateway: Any, link: Any) -> None:
    """On the node's right edge: the flows were drawn from there."""
    shape = tree.shapes().get(node.get("id"))
    box = box_of(shape)
    if shape is None or box is None:
        return
    pen, plane = Pen(tree.root), shape.getparent()
    x, y = box.right + 8, box.middle[1]
    pen.shape(plane, gateway.get("id"), Box(x, y - _SIZE // 2, _SIZE, _SIZE))
    pen.edge(plane, link.get("id"), [(box.right, y), (x, y)])
