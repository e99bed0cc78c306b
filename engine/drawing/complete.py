"""A diagram without a drawing, or with holes in it, gets one: what can't be seen can't be edited.

What is drawn stays where it is as long as that is possible: a missing line is added, a single lane that
nobody drew is laid around its steps. Where steps are missing, or one of several lanes, the process is laid
out anew. What the diagram says is not touched, but that lanes get a pool to stand in.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from engine.bpmn.diagram import Diagram, read_diagram
from engine.bpmn.xml import BPMN, parse_xml
from engine.drawing.canvas import Sheet
from engine.drawing.interchange import box_of, straight
from engine.drawing.measures import STRIP, Box
from engine.drawing.redrawing import redraw
from engine.errors import InvalidDiagram

_AIR = 30
#: What no person drew needs no picture: laying it out would take seconds, and nobody could read it.
_MAX_ELEMENTS = 5000


@dataclass(frozen=True, kw_only=True)
class Drawn:
    xml: str
    #: Whether Alur drew something; else the file is as it came.
    made: bool


def with_drawing(xml: str) -> Drawn:
    """Raises InvalidDiagram."""
    root, diagram = parse_xml(xml), read_diagram(xml)
    processes = root.iterfind(f"{{{BPMN}}}process")
    process = next(process for process in processes if (process.get("id") or "") == diagram.process_id)
    sheet = Sheet(root, process)
    # Nothing can be drawn of what has no id, and lint says so.
    if not diagram.process_id or len(sheet.members) > _MAX_ELEMENTS or not _draw_missing(sheet, diagram):
        return Drawn(xml=xml, made=False)
    text: str = etree.tostring(root, encoding="unicode")
    drawn = f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'
    return Drawn(xml=drawn, made=True) if _readable(drawn) else Drawn(xml=xml, made=False)


def _readable(xml: str) -> bool:
    """A drawing may make a large file larger than files may be."""
    try:
        parse_xml(xml)
    except InvalidDiagram:
        return False
    return True


def _draw_missing(sheet: Sheet, diagram: Diagram) -> bool:
    """Whether anything was."""
    nodes = drawable(diagram)
    for picture in sheet.pictures:
        if sheet.plane_of(picture) is not None and nodes <= sheet.shapes(picture).keys():
            break
    else:
        redraw(sheet, diagram)
        return True
    turned = sheet.put_first(picture)
    lanes = [lane.get("id") for lane in sheet.lanes()]
    bare = [lane for lane in lanes if lane not in sheet.shapes()]
    if bare and (len(lanes) > 1 or sheet.extent(of_members=True) is None):
        redraw(sheet, diagram)
        return True
    for lane in bare:
        _frame(sheet, lane)
    return _join(sheet, diagram) or turned or bool(bare)


def drawable(diagram: Diagram) -> set[str]:
    """All nodes, but those that no file could draw: without an id, or on the border of nothing."""
    nodes = diagram.nodes
    astray = {
        node.id for node in nodes.values() if node.type == "boundaryEvent" and node.attached_to not in nodes
    }
    return nodes.keys() - astray - {""}


def _frame(sheet: Sheet, lane: str) -> None:
    """The only lane is the whole pool; a pool that is not there is laid around what is drawn."""
    pool = sheet.with_pool().get("id")
    drawn = sheet.shapes().get(pool)
    box, inside = box_of(drawn), sheet.extent(of_members=True)
    across = "false" if drawn is not None and drawn.get("isHorizontal") == "false" else "true"
    if box is None and inside is not None:
        x, y = inside.x - _AIR - STRIP, inside.y - _AIR
        box = Box(x, y, inside.width + 2 * _AIR + STRIP, inside.height + 2 * _AIR)
        sheet.pen.shape(sheet.plane, pool, box, isHorizontal=across)
    if box is not None:
        right, down = (STRIP, 0) if across == "true" else (0, STRIP)
        own = Box(box.x + right, box.y + down, box.width - right, box.height - down)
        sheet.pen.shape(sheet.plane, lane, own, isHorizontal=across)


def _join(sheet: Sheet, diagram: Diagram) -> bool:
    """Lines between shapes that stand there already."""
    shapes, edges = sheet.shapes(), sheet.edges()
    missing = {flow.id: flow for flow in diagram.flows if flow.id and flow.id not in edges}
    joined = False
    for flow in missing.values():
        source, target = box_of(shapes.get(flow.source)), box_of(shapes.get(flow.target))
        if source and target:
            sheet.pen.edge(shapes[flow.source].getparent(), flow.id, straight(source, target))
            joined = True
    return joined
