"""The hue of a lane: the same wherever the lane shows. Pure."""

from __future__ import annotations

from engine.bpmn.diagram import Diagram

#: As many as the style sheet has; further lanes begin again.
HUES = 8


def hue_of(diagram: Diagram, lane: str) -> int:
    """1 … HUES."""
    return hues_by_name(diagram).get(lane, 1)


def hues_by_name(diagram: Diagram) -> dict[str, int]:
    """Name of each lane → its hue: for lists and chips."""
    hues: dict[str, int] = {}
    for place, lane in enumerate(diagram.lanes):
        hues.setdefault(lane.name, place % HUES + 1)
    return hues


def hues_by_id(diagram: Diagram) -> dict[str, int]:
    """Id of each lane → its hue: for the drawing."""
    hues = hues_by_name(diagram)
    return {lane.id: hues[lane.name] for lane in diagram.lanes}
