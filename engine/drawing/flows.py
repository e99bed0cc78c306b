"""The flows of a picture, along the paths that routes.py has chosen."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from engine.drawing.measures import (
    CHAR,
    CORNER,
    GAP,
    LINE,
    MARGIN,
    PAD,
    SPACING,
    TRACK,
    Box,
    Picture,
    Point,
    label_height,
    label_width,
)
from engine.drawing.routes import Routes
from engine.drawing.sketch import Sketch, SketchFlow


def draw_flows(sketch: Sketch, plan: Routes, picture: Picture, tracks: Sequence[int]) -> None:
    """`tracks`: of each lane the height above its nodes."""
    for flow in sketch.flows:
        side = plan.side[flow.id]
        start = _leaving(picture.shapes[flow.source], side)
        target = picture.shapes[flow.target]
        if plan.adjacent(flow):
            turn, level = _gap_after(sketch, plan, picture, flow.source), target.middle[1]
            points = [start, (turn, start[1]), (turn, level), (target.x, level)]
        else:
            lane = plan.nodes[flow.target].lane
            top = picture.lanes[lane].y + tracks[lane] - PAD // 2 - 2 - plan.lift(lane)
            level = top - plan.track[flow.id] * TRACK
            before = _to_the_track(sketch, plan, picture, flow, start, level)
            port = _port(target, plan.port[flow.id], len(plan.attached.get(flow.target, ())))
            points = [*before, (before[-1][0], level), (port, level), (port, target.y)]
        picture.edges[flow.id] = _straightened(points)
        if flow.name and _parts_later(plan, flow):
            picture.labels[flow.id] = _where_it_parts(flow.name, points[1], points[2])
        elif flow.name:
            picture.labels[flow.id] = _label(flow.name, start, side)


def _parts_later(plan: Routes, flow: SketchFlow) -> bool:
    """Whether it leaves its gateway on one line with others that have words."""
    side = plan.side[flow.id]
    siblings = [item for item in plan.leaving[flow.source] if item.name and plan.side[item.id] == side]
    return side != "right" and len(siblings) > 1


def _where_it_parts(name: str, corner: Point, toward: Point) -> Box:
    width = ceil(len(name) * CHAR) + 6
    left = corner[0] + 7 if toward[0] > corner[0] else corner[0] - width - 7
    return Box(left, corner[1] - LINE - 1, width, LINE)


def _to_the_track(
    sketch: Sketch, plan: Routes, picture: Picture, flow: SketchFlow, start: Point, level: int
) -> list[Point]:
    """From where a flow leaves to below or above its place on the track."""
    if plan.side[flow.id] == "right":
        return [start, (_gap_after(sketch, plan, picture, flow.source), start[1])]
    host = plan.host.get(flow.source)
    if host is None or level < start[1]:
        return [start]
    # Down from an event on a node's top: over the node's corner, to the gap behind it.
    place = plan.attached[host].index(flow.source)
    over, turn = start[1] - 6 - 4 * place, _gap_after(sketch, plan, picture, host) - 8 * (place + 1)
    return [start, (start[0], over), (turn, over)]


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


def _port(box: Box, port: tuple[int, int], attached: int) -> int:
    """Flows into the top of a node end side by side around the middle of what its events leave free."""
    place, count = port
    free = max(box.width - (CORNER // 2 + attached * SPACING if attached else 0), 20)
    step = min(24, (free - 10) // max(count, 1))
    return box.x + free // 2 + round((place - (count - 1) / 2) * step)


def _straightened(points: Sequence[Point]) -> list[Point]:
    """Without repeated points, and without those in the middle of a straight line."""
    corners: list[Point] = []
    for point in points:
        if corners and corners[-1] == point:
            continue
        if len(corners) > 1 and _in_line(corners[-2], corners[-1], point):
            corners.pop()
        corners.append(point)
    return corners


def _in_line(a: Point, b: Point, c: Point) -> bool:
    return (a[0] == b[0] == c[0]) or (a[1] == b[1] == c[1])


def _label(name: str, start: Point, side: str) -> Box:
    width, height = label_width(name), label_height(name)
    x, y = start
    if side == "right":
        return Box(x + 8, y - LINE - 4, ceil(len(name) * CHAR) + 6, LINE)
    if side == "top":
        return Box(x + 7, y - height - 2, width, height)
    return Box(x + 7, y + 4, width, height)
