"""Where everything of a sketch stands: lanes above one another, one column for each node, in their order.

Because no two nodes share a column, a vertical line through a column or the gap behind it meets no node:

    to the next column    right side → gap → left side
    anywhere else         a gateway leaves by its top or bottom, anything else by its right side and the gap;
                          then along a track of its own above the target's lane, and down into its top

Events on a node's border stand on its top and leave upwards; a line down then goes by the gap behind it.
So lines may cross, but none runs over a shape or along another line, and equal sketches give equal pictures.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from engine.drawing.flows import draw_flows
from engine.drawing.measures import (
    CHAR,
    CORNER,
    EVENT,
    GAP,
    GATEWAY,
    LANE_CHAR,
    LEFT,
    MARGIN,
    NARROWEST,
    NOTE_GAP,
    PAD,
    SPACING,
    STRIP,
    TOP,
    TRACK,
    Box,
    Picture,
    Point,
    label_height,
    label_width,
    note_size,
    size,
)
from engine.drawing.routes import Routes
from engine.drawing.sketch import Sketch, SketchNode

__all__ = ["Box", "Picture", "Point", "place", "tie_of"]


def place(sketch: Sketch) -> Picture:
    """Boxes and corners of everything, in pixels of bpmn-js; y grows downwards."""
    plan = Routes(sketch)
    heights = [_lane_parts(sketch, plan, lane) for lane in range(len(sketch.lanes))]
    columns, width = _columns(sketch, plan)
    picture = Picture(pool=Box(LEFT, TOP, width, sum(sum(parts) for parts in heights)))
    y = TOP
    for tracks, nodes, notes in heights:
        picture.lanes.append(Box(LEFT + STRIP, y, width - STRIP, tracks + nodes + notes))
        y += tracks + nodes + notes
    for node in sketch.nodes:
        picture.shapes[node.id] = _shape(node, columns[node.id], picture.lanes, heights)
    _attach(sketch, plan, picture)
    draw_flows(sketch, plan, picture, [tracks for tracks, _nodes, _notes in heights])
    _label_nodes(sketch, plan, picture)
    _place_notes(sketch, picture)
    return picture


Parts = tuple[int, int, int]


def _lane_parts(sketch: Sketch, plan: Routes, lane: int) -> Parts:
    """Heights of a lane's tracks, of its nodes, and of the notes below them."""
    here = [node for node in sketch.nodes if node.lane == lane]
    nodes = max((size(node)[1] for node in here), default=30)
    labels = [label_height(node.name) for node in here if plan.uses(node.id, "bottom")]
    tracks = max(
        PAD + plan.lift(lane) + plan.tracks(lane) * TRACK,
        max(labels, default=0) + 10 - (nodes - GATEWAY) // 2,
    )
    notes = 0
    for node in here:
        stack = plan.notes.get(node.id, ())
        spare = (nodes - size(node)[1]) // 2
        notes = max(notes, sum(note_size(note)[1] + NOTE_GAP for note in stack) - spare)
        if node.type.endswith("Gateway") and plan.uses(node.id, "top") and not plan.uses(node.id, "bottom"):
            notes = max(notes, label_height(node.name) + 8 - spare)
    total = tracks + nodes + notes + PAD
    wanted = ceil(len(sketch.lanes[lane].name) * LANE_CHAR / 2) + 30
    return tracks, nodes, notes + PAD + max(0, wanted - total)


def _columns(sketch: Sketch, plan: Routes) -> tuple[dict[str, int], int]:
    """(node → its left edge, the pool's width)"""
    columns, x = {}, LEFT + (1 + sketch.strips) * STRIP + 12
    for node in sketch.nodes:
        columns[node.id] = x
        x += size(node)[0] + _gap_behind(plan, node)
    return columns, max(x - GAP + MARGIN - LEFT, NARROWEST)


def _gap_behind(plan: Routes, node: SketchNode) -> int:
    """Room for the words at the arrows, and for half of a gateway's question."""
    half_label = label_width(node.name) // 2 if node.type.endswith("Gateway") else 0
    needed = [GAP, half_label, GAP + 8 * len(plan.attached.get(node.id, ()))]
    for flow in plan.leaving[node.id]:
        if flow.name:
            right = plan.side[flow.id] == "right"
            needed.append(ceil(len(flow.name) * CHAR) + 24 if right else label_width(flow.name) + 16)
    return max(needed)


def _shape(node: SketchNode, x: int, lanes: Sequence[Box], heights: Sequence[Parts]) -> Box:
    width, height = size(node)
    middle = _middle(lanes[node.lane], heights[node.lane])
    return Box(x, middle - height // 2, width, height)


def _attach(sketch: Sketch, plan: Routes, picture: Picture) -> None:
    for event in sketch.attached:
        host = picture.shapes[event.host]
        place = plan.attached[event.host].index(event.id)
        x = host.right - CORNER - place * SPACING - EVENT // 2
        picture.shapes[event.id] = Box(x, host.y - EVENT // 2, EVENT, EVENT)
        if event.name:
            width, height = label_width(event.name), label_height(event.name)
            picture.labels[event.id] = Box(x - width - 2, host.y - height - 2, width, height)


def _middle(lane: Box, parts: Parts) -> int:
    return lane.y + parts[0] + parts[1] // 2


def _label_nodes(sketch: Sketch, plan: Routes, picture: Picture) -> None:
    for node in sketch.nodes:
        if not node.type.endswith(("Event", "Gateway")) or not node.name:
            continue
        box = picture.shapes[node.id]
        width, height = label_width(node.name), label_height(node.name)
        x, y = box.middle[0] - width // 2, box.bottom + 6
        if plan.uses(node.id, "bottom"):
            y = box.y - height - 4
            x = box.middle[0] - width - 6 if plan.uses(node.id, "top") else x
        picture.labels[node.id] = Box(x, y, width, height)


def _place_notes(sketch: Sketch, picture: Picture) -> None:
    below: dict[str, int] = {}
    for note in sketch.notes:
        anchor = picture.shapes[note.below]
        y = below.get(note.below, anchor.bottom) + NOTE_GAP
        box = Box(anchor.x, y, *note_size(note))
        below[note.below] = box.bottom
        picture.shapes[note.id] = box
        picture.edges[tie_of(note.id)] = _tie(sketch, picture, note.about, note.below, box)


def _tie(sketch: Sketch, picture: Picture, about: str, below: str, box: Box) -> list[Point]:
    if about == below:
        anchor = picture.shapes[about]
        return [(anchor.x + 20, anchor.bottom), (box.x + 20, box.y)]
    start, toward = picture.edges[about][:2]
    gate = next(picture.shapes[flow.source] for flow in sketch.flows if flow.id == about)
    x, y = _after_the_start(start, toward)
    level = box.y + 10
    if y < start[1]:  # upwards: around the gateway's left, which nothing else passes
        return [(x, y), (gate.x - 30, y), (gate.x - 30, level), (box.right, level)]
    if y > start[1]:
        return [(x, level), (box.right, level)]
    return [(x, y), (x, level), (box.right, level)]


def _after_the_start(start: Point, toward: Point) -> Point:
    """A point on a flow's first stretch, at most 18 pixels from its source."""
    (x, y), (next_x, next_y) = start, toward
    length = min(18, max(abs(next_x - x), abs(next_y - y)) // 2)
    return x + length * _sign(next_x - x), y + length * _sign(next_y - y)


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def tie_of(note: str) -> str:
    """Id of the association that ties a note to what it is about."""
    return f"Kaitan_{note}"
