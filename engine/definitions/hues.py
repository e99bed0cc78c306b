"""The hue of a lane: the same wherever the lane shows. Pure."""

from __future__ import annotations

from engine.bpmn.diagram import Diagram

#: As many as the style sheet has; further lanes begin again.
HUES = 8


def hue_of(diagram: Diagram, lane: str) -> int:
    """1 … HUES."""
    names = [one.name for one in diagram.lanes]
    return (names.index(lane) if lane in names else 0) % HUES + 1
