"""Who does a step, where the tool says it otherwise than by lanes."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from engine.bpmn.elements import lane_roles
from engine.bpmn.xml import name_of
from engine.drawing.interchange import box_of
from engine.importing.foreign.tree import Tree, anywhere, tag

_SOMEBODY = "Pelaksana"


def convert(tree: Tree) -> None:
    """Every step comes to stand in a lane with a role: the file's lanes, else groups and assignees."""
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
            name = tree.pool_name() if len(lanes) == 1 else ""
            lane.set("name", name or (f"{_SOMEBODY} {number}" if len(lanes) > 1 else _SOMEBODY))
            tree.note("lane_named", lane)


def _place_steps(tree: Tree, lanes: list[Any]) -> None:
    """Steps that no lane lists stand where they are drawn, else in the first lane."""
    listed = {(element.text or "").strip() for lane in lanes for element in lane.iterfind(tag("flowNodeRef"))}
    shapes = tree.shapes()
    for step in tree.steps():
        if not listed.isdisjoint(item.get("id") for item in (step, *step.iterancestors())):
            continue
        lane = next((lane for lane in lanes if _covers(shapes, lane.get("id"), step.get("id"))), lanes[0])
        etree.SubElement(lane, tag("flowNodeRef")).text = step.get("id")
        tree.note("placed", step, lane=lane.get("name"))


def _covers(shapes: dict[str, Any], lane: str, step: str) -> bool:
    box, place = box_of(shapes.get(lane)), box_of(shapes.get(step))
    if box is None or place is None:
        return False
    x, y = place.middle
    return box.x <= x <= box.right and box.y <= y <= box.bottom


def _new_lanes(tree: Tree) -> None:
    """From groups and assignees; else the pool is the lane."""
    owners = _owners(tree)
    names = list(dict.fromkeys(owners.values()))
    lane_set = _lane_set(tree)
    for number, name in enumerate(names, 1):
        lane = etree.SubElement(lane_set, tag("lane"), id=tree.free_id(f"Lajur_{number}"), name=name)
        for node in (item for item, who in owners.items() if who == name):
            etree.SubElement(lane, tag("flowNodeRef")).text = node
        tree.note("lane", lane)


def _owners(tree: Tree) -> dict[str, str]:
    """Node → who does it. A node for which nobody is named stays with the actor of the node before."""
    groups = {node.get("id"): _group(node) for node in tree.nodes() if node.getparent() is tree.process}
    current = next((name for name in groups.values() if name), tree.pool_name() or _SOMEBODY)
    owners = {}
    for node, name in groups.items():
        current = owners[node] = name or current
    return owners


def _lane_set(tree: Tree) -> Any:
    found = tree.process.find(tag("laneSet"))
    if found is None:
        found = etree.Element(tag("laneSet"), id=tree.free_id("Pelaksana"))
        heads = [
            element for element in tree.process if name_of(element) in {"documentation", "extensionElements"}
        ]
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
