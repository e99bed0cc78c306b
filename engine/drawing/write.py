"""A sketch and its picture → a BPMN file in the vocabulary that engine.bpmn.diagram reads."""

from __future__ import annotations

from typing import Any

from lxml import etree

from engine.bpmn.writing import extensions, set_properties, write_condition, write_field
from engine.bpmn.xml import BPMN, CAMUNDA
from engine.drawing.interchange import NAMESPACES, Pen
from engine.drawing.layout import Picture, place, tie_of
from engine.drawing.sketch import Sketch, SketchFlow, SketchNode

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_NAMESPACES = {"bpmn": BPMN, **NAMESPACES, "xsi": _XSI, "camunda": CAMUNDA}
_POOL, _COLLABORATION = "Unit_kerja", "Kolaborasi"


def write(sketch: Sketch) -> str:
    """Equal sketches give equal files."""
    root = etree.Element(
        _bpmn("definitions"), nsmap=_NAMESPACES, id="Berkas", targetNamespace="urn:alur:sop", exporter="Alur"
    )
    collaboration = _add(root, "collaboration", id=_COLLABORATION)
    _add(collaboration, "participant", id=_POOL, name=sketch.pool, processRef=sketch.process_id)
    process = _add(root, "process", id=sketch.process_id, name=sketch.name, isExecutable="true")
    set_properties(process, sketch.properties)
    _lanes(process, sketch)
    for node in sketch.nodes:
        _node(process, node, sketch)
    for flow in sketch.flows:
        _flow(process, flow)
    for note in sketch.notes:
        _add(_add(process, "textAnnotation", id=note.id), "text").text = note.text
        tie = {"sourceRef": note.about, "targetRef": note.id}
        _add(process, "association", id=tie_of(note.id), associationDirection="None", **tie)
    _draw(root, sketch, place(sketch))
    text: str = etree.tostring(root, pretty_print=True, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'


def _bpmn(tag: str) -> str:
    return f"{{{BPMN}}}{tag}"


def _add(parent: Any, tag: str, **attributes: str) -> Any:
    return etree.SubElement(parent, _bpmn(tag), {key: value for key, value in attributes.items() if value})


def _lanes(process: Any, sketch: Sketch) -> None:
    lanes = _add(process, "laneSet", id="Pelaksana")
    for n, lane in enumerate(sketch.lanes):
        element = _add(lanes, "lane", id=lane.id, name=lane.name)
        set_properties(element, lane.properties)
        for node in sketch.nodes:
            if node.lane == n:
                _add(element, "flowNodeRef").text = node.id


def _node(process: Any, node: SketchNode, sketch: Sketch) -> None:
    element = _add(process, node.type, id=node.id, name=node.name, default=node.default)
    set_properties(element, node.properties)
    if node.fields:
        form = etree.SubElement(extensions(element), f"{{{CAMUNDA}}}formData")
        for field in node.fields:
            write_field(form, field)
    for flow in sketch.flows:
        if flow.target == node.id:
            _add(element, "incoming").text = flow.id
    for flow in sketch.flows:
        if flow.source == node.id:
            _add(element, "outgoing").text = flow.id


def _flow(process: Any, flow: SketchFlow) -> None:
    ends = {"sourceRef": flow.source, "targetRef": flow.target}
    element = _add(process, "sequenceFlow", id=flow.id, name=flow.name, **ends)
    set_properties(element, flow.properties)
    write_condition(element, flow.condition)


def _draw(root: Any, sketch: Sketch, picture: Picture) -> None:
    pen = Pen(root)
    plane = pen.plane(_COLLABORATION)
    pen.shape(plane, _POOL, picture.pool, isHorizontal="true")
    for lane, box in zip(sketch.lanes, picture.lanes, strict=True):
        pen.shape(plane, lane.id, box, isHorizontal="true")
    for node in sketch.nodes:
        marker = {"isMarkerVisible": "true"} if node.type == "exclusiveGateway" else {}
        pen.shape(plane, node.id, picture.shapes[node.id], picture.labels.get(node.id), **marker)
    for note in sketch.notes:
        pen.shape(plane, note.id, picture.shapes[note.id])
    for flow in sketch.flows:
        pen.edge(plane, flow.id, picture.edges[flow.id], picture.labels.get(flow.id))
    for note in sketch.notes:
        pen.edge(plane, tie_of(note.id), picture.edges[tie_of(note.id)])
