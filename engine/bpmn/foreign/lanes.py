"""Who does a step, where the tool says it otherwise than by lanes."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from engine.bpmn.elements import lane_roles
from engine.bpmn.foreign.tree import DC, DI, Tree, anywhere, tag
from engine.bpmn.xml import name_of

_SOMEBODY = "Pelaksana"
_MARGIN, _STRIP = 30, 30


def convert(tree: Tree) -> None:
    lanes = list(tree.process.iter(tag("lane")))
    inner = [lane for lane in lanes if lane.find(f"{tag('childLaneSet')}/{tag('lane')}") is None]
    if inner:
        _name_lanes(tree, inner)
        _place_steps(tree, inner)
    elif any(True for _step in tree.steps()):
        _new_lanes(tree)


def _name_lanes(tree: Tree, lanes: list[Any]) -> None:
    """A lane without a name has no role, so nobody could be in it."""
    for number, lane in enumerate(lanes, 1):
        if not lane_roles(" ".join((lane.get("name") or "").split())):
            name = _pool_name(tree) if len(lanes) == 1 else ""
            lane.set("name", name or (f"{_SOMEBODY} {number}" if len(lanes) > 1 else _SOMEBODY))
            tree.note("lane_named", lane)


def _place_steps(tree: Tree, lanes: list[Any]) -> None:
    """Steps that no lane lists stand where they are drawn, else in the first lane."""
    listed = {(one.text or "").strip() for lane in lanes for one in lane.iterfind(tag("flowNodeRef"))}
    shapes = tree.shapes()
    for step in tree.steps():
        if not listed.isdisjoint(one.get("id") for one in (step, *step.iterancestors(tag("subProcess")))):
            continue
        lane = next((one for one in lanes if _covers(shapes, one.get("id"), step.get("id"))), lanes[0])
        etree.SubElement(lane, tag("flowNodeRef")).text = step.get("id")
        tree.note("placed", step, lane=lane.get("name"))


def _covers(shapes: dict[str, Any], lane: str, step: str) -> bool:
    box, point = bounds_of(shapes.get(lane)), bounds_of(shapes.get(step))
    if box is None or point is None:
        return False
    x, y = point[0] + point[2] / 2, point[1] + point[3] / 2
    return box[0] <= x <= box[0] + box[2] and box[1] <= y <= box[1] + box[3]


def bounds_of(shape: Any) -> tuple[float, float, float, float] | None:
    bounds = shape.find(f"{{{DC}}}Bounds") if shape is not None else None
    if bounds is None:
        return None
    try:
        x, y, width, height = (float(bounds.get(key, "")) for key in ("x", "y", "width", "height"))
    except ValueError:
        return None
    return (x, y, width, height) if all(abs(n) < 1e6 for n in (x, y, width, height)) else None


def _new_lanes(tree: Tree) -> None:
    """From groups and assignees; else the pool is the lane."""
    owners = _owners(tree)
    names = list(dict.fromkeys(owners.values()))
    lane_set = _lane_set(tree)
    for number, name in enumerate(names, 1):
        lane = etree.SubElement(lane_set, tag("lane"), id=tree.free_id(f"Lajur_{number}"), name=name)
        for node in (one for one, who in owners.items() if who == name):
            etree.SubElement(lane, tag("flowNodeRef")).text = node
        tree.note("lane", lane)
        if len(names) == 1:
            _draw(tree, lane)


def _owners(tree: Tree) -> dict[str, str]:
    """Node → who does it. What nobody is named for stays with who did the step before."""
    groups = {node.get("id"): _group(node) for node in tree.nodes() if node.getparent() is tree.process}
    current = next((name for name in groups.values() if name), _pool_name(tree) or _SOMEBODY)
    owners = {}
    for node, name in groups.items():
        current = owners[node] = name or current
    return owners


def _lane_set(tree: Tree) -> Any:
    found = tree.process.find(tag("laneSet"))
    if found is None:
        found = etree.Element(tag("laneSet"), id=tree.free_id("Pelaksana"))
        heads = [one for one in tree.process if name_of(one) in {"documentation", "extensionElements"}]
        tree.process.insert(len(heads), found)
    return found


def _group(node: Any) -> str:
    """candidateGroups, assignee, potentialOwner: the first that is a plain name."""
    places = [node, *node.iterfind(f"{tag('extensionElements')}/*")]
    for key in ("candidateGroups", "candidateUsers", "assignee"):
        for place in places:
            words = " ".join(anywhere(place, key).split())
            if words and not re.search(r"[${}=#()]", words):
                return "/".join(part.strip() for part in words.split(",") if part.strip())
    for expression in node.iterfind(f"{tag('potentialOwner')}//{tag('formalExpression')}"):
        found = re.fullmatch(r"\s*(?:group\()?([\w .-]{1,60})\)?\s*", expression.text or "")
        if found:
            return " ".join(found[1].split())
    return ""


def _pool_name(tree: Tree) -> str:
    for pool in tree.root.iterfind(f"{tag('collaboration')}/{tag('participant')}"):
        if pool.get("processRef") == tree.process.get("id"):
            return " ".join((pool.get("name") or "").split())
    return ""


def _draw(tree: Tree, lane: Any) -> None:
    """One lane fills the pool; without a drawn pool it is not drawn, either."""
    shapes = tree.shapes()
    pool = next(
        (
            one
            for one in tree.root.iter(tag("participant"))
            if one.get("processRef") == tree.process.get("id")
        ),
        None,
    )
    shape = shapes.get(pool.get("id")) if pool is not None else None
    box = bounds_of(shape)
    if shape is None or box is None:
        return
    x, y, width, height = box
    drawn = etree.Element(
        f"{{{DI}}}BPMNShape",
        id=tree.free_id(f"{lane.get('id')}_di"),
        bpmnElement=lane.get("id"),
        isHorizontal="true",
    )
    etree.SubElement(
        drawn,
        f"{{{DC}}}Bounds",
        x=f"{x + _STRIP:g}",
        y=f"{y:g}",
        width=f"{width - _STRIP:g}",
        height=f"{height:g}",
    )
    shape.addnext(drawn)
