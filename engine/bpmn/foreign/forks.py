"""Several flows out of one step start all of them, by BPMN's rules; Alur wants that drawn."""

from __future__ import annotations

from typing import Any

from lxml import etree

from engine.bpmn.foreign.lanes import bounds_of
from engine.bpmn.foreign.tree import DC, DI, Tree, tag
from engine.bpmn.xml import name_of

_SIZE = 40


def draw_forks(tree: Tree) -> None:
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
        if any((one.text or "").strip() == name for one in lane.iterfind(tag("flowNodeRef"))):
            etree.SubElement(lane, tag("flowNodeRef")).text = gateway.get("id")
    _draw(tree, node, gateway, link)


def _mention(node: Any, kind: str, flow: Any) -> None:
    """incoming and outgoing stand after documentation and extensions, before anything else."""
    heads = [
        one for one in node if name_of(one) in {"documentation", "extensionElements", "incoming", "outgoing"}
    ]
    element = etree.Element(tag(kind))
    element.text = flow.get("id")
    node.insert(len(heads), element)


def _draw(tree: Tree, node: Any, gateway: Any, link: Any) -> None:
    """On the node's right edge: the flows were drawn from there."""
    shape = tree.shapes().get(node.get("id"))
    box = bounds_of(shape)
    if shape is None or box is None:
        return
    x, y = box[0] + box[2] + 8, box[1] + box[3] / 2 - _SIZE / 2
    drawn = etree.Element(
        f"{{{DI}}}BPMNShape", id=tree.free_id(f"{gateway.get('id')}_di"), bpmnElement=gateway.get("id")
    )
    etree.SubElement(drawn, f"{{{DC}}}Bounds", x=f"{x:g}", y=f"{y:g}", width=str(_SIZE), height=str(_SIZE))
    shape.addnext(drawn)
    edge = etree.Element(
        f"{{{DI}}}BPMNEdge", id=tree.free_id(f"{link.get('id')}_di"), bpmnElement=link.get("id")
    )
    waypoint = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
    etree.SubElement(edge, waypoint, x=f"{x - 8:g}", y=f"{y + _SIZE / 2:g}")
    etree.SubElement(edge, waypoint, x=f"{x:g}", y=f"{y + _SIZE / 2:g}")
    drawn.addnext(edge)
