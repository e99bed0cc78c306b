"""A sketch and its picture → a BPMN file in the vocabulary that engine.bpmn.diagram reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from engine.bpmn.interchange import NAMESPACES, Pen
from engine.bpmn.layout import Picture, place, tie_of
from engine.bpmn.sketch import Sketch, SketchFlow, SketchNode
from engine.bpmn.xml import BPMN, CAMUNDA
from engine.forms.fields import Field

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
    _properties(process, sketch.properties)
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


def _extensions(element: Any) -> Any:
    found = element.find(_bpmn("extensionElements"))
    return found if found is not None else _add(element, "extensionElements")


def _properties(element: Any, properties: Mapping[str, str]) -> None:
    if properties:
        parent = _camunda(_extensions(element), "properties")
        for name, value in properties.items():
            _camunda(parent, "property", name=name, value=value)


def _lanes(process: Any, sketch: Sketch) -> None:
    lanes = _add(process, "laneSet", id="Pelaksana")
    for n, lane in enumerate(sketch.lanes):
        element = _add(lanes, "lane", id=lane.id, name=lane.name)
        _properties(element, lane.properties)
        for node in sketch.nodes:
            if node.lane == n:
                _add(element, "flowNodeRef").text = node.id


def _node(process: Any, node: SketchNode, sketch: Sketch) -> None:
    element = _add(process, node.type, id=node.id, name=node.name, default=node.default)
    _properties(element, node.properties)
    if node.fields:
        form = _camunda(_extensions(element), "formData")
        for field in node.fields:
            write_field(form, field)
    for flow in sketch.flows:
        if flow.target == node.id:
            _add(element, "incoming").text = flow.id
    for flow in sketch.flows:
        if flow.source == node.id:
            _add(element, "outgoing").text = flow.id


def write_field(form: Any, field: Field) -> None:
    """Of a field what imported forms use: labels, options, limits, conditions, help."""
    element = _camunda(form, "formField", id=field.name, label=field.label, type=field.type)
    if field.default:
        element.set("defaultValue", field.default)
    words = {"bantuan": field.help, "tampil_jika": field.shown_if, "wajib_jika": field.required_if}
    said = {name: value for name, value in words.items() if value}
    if said:
        parent = _camunda(element, "properties")
        for name, value in said.items():
            _camunda(parent, "property", id=name, value=value)
    constraints = list(_constraints(field))
    if constraints:
        parent = _camunda(element, "validation")
        for constraint in constraints:
            _camunda(parent, "constraint", **constraint)
    for option in field.options:
        _camunda(element, "value", id=option.id, name=option.label)


def _constraints(field: Field) -> Iterator[dict[str, str]]:
    if field.required:
        yield {"name": "required"}
    limits = (
        ("minlength", field.min_length),
        ("maxlength", field.max_length),
        ("min", field.minimum),
        ("max", field.maximum),
    )
    for name, limit in limits:
        if limit is not None:
            yield {"name": name, "config": str(limit)}


def _camunda(parent: Any, tag: str, **attributes: str) -> Any:
    return etree.SubElement(parent, f"{{{CAMUNDA}}}{tag}", attributes)


def _flow(process: Any, flow: SketchFlow) -> None:
    ends = {"sourceRef": flow.source, "targetRef": flow.target}
    element = _add(process, "sequenceFlow", id=flow.id, name=flow.name, **ends)
    _properties(element, flow.properties)
    write_condition(element, flow.condition)


def write_condition(flow: Any, condition: str) -> None:
    """In the place of the one that it had; an empty one is none."""
    for old in flow.findall(_bpmn("conditionExpression")):
        flow.remove(old)
    if condition:
        element = _add(flow, "conditionExpression")
        element.set(f"{{{_XSI}}}type", "bpmn:tFormalExpression")
        element.text = condition


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
