"""The hue of a lane: the same wherever the lane shows. Pure."""

from __future__ import annotations

from engine.bpmn.diagram import Diagram

#: As many as the style sheet has; further lanes begin again.
HUES = 8


def hue_of(diagram: Diagram, lane: str) -> int:
    """1 … HUES."""
    names = [known.name for known in diagram.lanes]
    return (names.index(lane) if lane in names else 0) % HUES + 1


def hues_by_name(diagram: Diagram) -> dict[str, int]:
    """Name of each lane → its hue: for lists and chips."""
    return {lane.name: hue_of(diagram, lane.name) for lane in diagram.lanes}


def hues_by_id(diagram: Diagram) -> dict[str, int]:
    """Id of each lane → its hue: for the drawing."""
    return {lane.id: hue_of(diagram, lane.name) for lane in diagram.lanes}
