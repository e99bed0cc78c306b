"""Where everything of a sketch stands: lanes above one another, one column for each node, in their order.

Because no two nodes share a column, a vertical line through a column or the gap behind it meets no node:

    to the next column    right side → gap → left side
    anywhere else         a gateway leaves by its top or bottom, anything else by its right side and the gap;
                          then along a track of its own above the target's lane, and down into its top

So lines may cross, but none runs over a shape or along another line, and equal sketches give equal pictures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

from engine.bpmn.routes import Routes
from engine.bpmn.sketch import Sketch, SketchNode

LEFT, TOP = 160, 80
#: The pool's and the lanes' name strips.
STRIP = 30
MARGIN = 40
GAP = 60
TASK_WIDTH, TASK_HEIGHT = 190, 90
EVENT, GATEWAY = 36, 50
TRACK = 16
PAD = 26
NOTE_WIDTH, NOTE_GAP = 190, 16
LINE = 14
#: Characters that fit into a line of the shapes' widths, by the fonts of bpmn-js.
_TASK_CHARS, _NOTE_CHARS, _LABEL_CHARS = 28, 29, 15
_CHAR = 6.2
_LANE_CHAR = 7


@dataclass(frozen=True)
class Box:
    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def middle(self) -> tuple[int, int]:
        return self.x + self.width // 2, self.y + self.height // 2


Point = tuple[int, int]


@dataclass
class Picture:
    pool: Box
    lanes: list[Box] = field(default_factory=list)
    shapes: dict[str, Box] = field(default_factory=dict)
    labels: dict[str, Box] = field(default_factory=dict)
    edges: dict[str, list[Point]] = field(default_factory=dict)


def place(sketch: Sketch) -> Picture:
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
    _draw_edges(sketch, plan, picture, heights)
    _label_nodes(sketch, plan, picture)
    _place_notes(sketch, picture)
    return picture


def size(node: SketchNode) -> tuple[int, int]:
    if node.type == "userTask":
        return TASK_WIDTH, max(TASK_HEIGHT, _lines(node.name, _TASK_CHARS) * LINE + 24)
    side = EVENT if node.type.endswith("Event") else GATEWAY
    return side, side


Parts = tuple[int, int, int]


def _lane_parts(sketch: Sketch, plan: Routes, lane: int) -> Parts:
    """Heights of a lane's tracks, of its nodes, and of the notes below them."""
    here = [node for node in sketch.nodes if node.lane == lane]
    nodes = max((size(node)[1] for node in here), default=30)
    asked = [_lines(node.name, _LABEL_CHARS) * LINE for node in here if plan.uses(node.id, "bottom")]
    tracks = max(PAD + plan.tracks(lane) * TRACK, max(asked, default=0) + 10 - (nodes - GATEWAY) // 2)
    notes = 0
    for node in here:
        stack = [note for note in sketch.notes if note.below == node.id]
        spare = (nodes - size(node)[1]) // 2
        notes = max(notes, sum(_note_height(note.text) + NOTE_GAP for note in stack) - spare)
    for node in here:
        if node.type.endswith("Gateway") and plan.uses(node.id, "top") and not plan.uses(node.id, "bottom"):
            spare = (nodes - GATEWAY) // 2
            notes = max(notes, _lines(node.name, _LABEL_CHARS) * LINE + 8 - spare)
    total = tracks + nodes + notes + PAD
    wanted = ceil(len(sketch.lanes[lane].name) * _LANE_CHAR / 2) + 30
    return tracks, nodes, notes + PAD + max(0, wanted - total)


def _columns(sketch: Sketch, plan: Routes) -> tuple[dict[str, int], int]:
    """(node → its left edge, the pool's width)"""
    columns, x = {}, LEFT + 2 * STRIP + 12
    for node in sketch.nodes:
        columns[node.id] = x
        x += size(node)[0] + _gap_behind(sketch, plan, node)
    return columns, x - GAP + MARGIN - LEFT


def _gap_behind(sketch: Sketch, plan: Routes, node: SketchNode) -> int:
    """Room for the words at the arrows, and for half of a gateway's question."""
    asked = _label_width(node.name) // 2 if node.type.endswith("Gateway") else 0
    needed = [GAP, asked]
    for flow in sketch.flows:
        if flow.source == node.id and flow.name:
            right = plan.side[flow.id] == "right"
            needed.append(ceil(len(flow.name) * _CHAR) + 24 if right else _label_width(flow.name) + 16)
    return max(needed)


def _shape(node: SketchNode, x: int, lanes: Sequence[Box], heights: Sequence[Parts]) -> Box:
    width, height = size(node)
    middle = _middle(lanes[node.lane], heights[node.lane])
    return Box(x, middle - height // 2, width, height)


def _middle(lane: Box, parts: Parts) -> int:
    return lane.y + parts[0] + parts[1] // 2


def _draw_edges(sketch: Sketch, plan: Routes, picture: Picture, heights: Sequence[Parts]) -> None:
    for flow in sketch.flows:
        source, target = picture.shapes[flow.source], picture.shapes[flow.target]
        side = plan.side[flow.id]
        start = _leaving(source, side)
        if plan.adjacent(flow):
            end = (target.x, target.middle[1])
            turn = _gap_after(sketch, plan, picture, flow.source)
            points = [start, (turn, start[1]), (turn, end[1]), end]
        else:
            lane = plan.nodes[flow.target].lane
            track = picture.lanes[lane].y + heights[lane][0] - PAD // 2 - 2 - plan.track[flow.id] * TRACK
            end = (_port(target, plan.port[flow.id]), target.y)
            turn = start[0] if side != "right" else _gap_after(sketch, plan, picture, flow.source)
            points = [start, (turn, start[1]), (turn, track), (end[0], track), end]
        picture.edges[flow.id] = _straightened(points)
        if flow.name:
            picture.labels[flow.id] = _edge_label(flow.name, start, side)


def _gap_after(sketch: Sketch, plan: Routes, picture: Picture, node: str) -> int:
    """The middle of the gap behind a node; near the next node, so that a label has room."""
    place = plan.order[node]
    right = picture.shapes[node].right
    if place + 1 < len(sketch.nodes):
        following = picture.shapes[sketch.nodes[place + 1].id].x
        return max(following - GAP // 2, right + 10)
    return right + MARGIN // 2


def _leaving(box: Box, side: str) -> Point:
    x, y = box.middle
    return {"right": (box.right, y), "top": (x, box.y), "bottom": (x, box.bottom)}[side]


def _port(box: Box, port: tuple[int, int]) -> int:
    """Ways into the top of a node stand side by side around its middle."""
    place, count = port
    step = min(24, (box.width - 10) // max(count, 1))
    return box.middle[0] + round((place - (count - 1) / 2) * step)


def _straightened(points: Sequence[Point]) -> list[Point]:
    """Without repeated points, and without those in the middle of a straight line."""
    kept: list[Point] = []
    for point in points:
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and _in_line(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept


def _in_line(a: Point, b: Point, c: Point) -> bool:
    return (a[0] == b[0] == c[0]) or (a[1] == b[1] == c[1])


def _edge_label(name: str, start: Point, side: str) -> Box:
    width, height = _label_width(name), _lines(name, _LABEL_CHARS) * LINE
    x, y = start
    if side == "right":
        return Box(x + 8, y - LINE - 4, ceil(len(name) * _CHAR) + 6, LINE)
    if side == "top":
        return Box(x + 7, y - height - 2, width, height)
    return Box(x + 7, y + 4, width, height)


def _label_width(name: str) -> int:
    return min(ceil(len(name) * _CHAR) + 6, 96)


def _label_nodes(sketch: Sketch, plan: Routes, picture: Picture) -> None:
    for node in sketch.nodes:
        if node.type == "userTask" or not node.name:
            continue
        box = picture.shapes[node.id]
        width, height = _label_width(node.name), _lines(node.name, _LABEL_CHARS) * LINE
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
        box = Box(anchor.x, y, NOTE_WIDTH, _note_height(note.text))
        below[note.below] = box.bottom
        picture.shapes[note.id] = box
        picture.edges[tie_of(note.id)] = _tie(sketch, picture, note.about, note.below, box)


def _tie(sketch: Sketch, picture: Picture, about: str, below: str, box: Box) -> list[Point]:
    if about == below:
        anchor = picture.shapes[about]
        return [(anchor.x + 20, anchor.bottom), (box.x + 20, box.y)]
    start, toward = picture.edges[about][:2]
    gate = next(picture.shapes[one.source] for one in sketch.flows if one.id == about)
    x, y = _on_the_way(start, toward)
    level = box.y + 10
    if y < start[1]:  # upwards: around the gateway's left, which nothing else passes
        return [(x, y), (gate.x - 30, y), (gate.x - 30, level), (box.right, level)]
    if y > start[1]:
        return [(x, level), (box.right, level)]
    return [(x, y), (x, level), (box.right, level)]


def _on_the_way(start: Point, toward: Point) -> Point:
    """A point on a flow's first stretch, near its source."""
    (x, y), (next_x, next_y) = start, toward
    way = min(18, max(abs(next_x - x), abs(next_y - y)) // 2)
    return x + way * _sign(next_x - x), y + way * _sign(next_y - y)


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def tie_of(note: str) -> str:
    return f"Kaitan_{note}"


def _note_height(text: str) -> int:
    return sum(_lines(line, _NOTE_CHARS) for line in text.splitlines() or [""]) * 15 + 12


def _lines(text: str, width: int) -> int:
    """Lines that a text takes when wrapped at words."""
    lines, used = 1, 0
    for word in text.split():
        if used and used + 1 + len(word) > width:
            lines, used = lines + 1, 0
        used += len(word) + (1 if used else 0)
        lines += (used - 1) // width if used > width else 0
        used = used % width if used > width else used
    return lines
