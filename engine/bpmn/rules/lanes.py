"""Who does a step."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.findings import Finding
from engine.bpmn.look import Look


def task_without_lane(look: Look) -> Iterator[Finding]:
    """Nobody can receive a task that stands in no lane."""
    for step in look.diagram.steps.values():
        if not step.lane:
            yield look.error("task_without_lane", step.id)


def lane_without_role(look: Look) -> Iterator[Finding]:
    """Nobody is in a lane whose name is no role's name, such as one that is all parentheses."""
    used = {step.lane for step in look.diagram.steps.values()}
    for lane in look.diagram.lanes:
        if lane.name in used and not lane.roles:
            yield look.error("lane_without_role", lane.id)


def lane_of_nobody(look: Look) -> Iterator[Finding]:
    """No account holds any role of the lane: its tasks would wait for ever."""
    if look.roles is None:
        return
    known = {role.casefold() for role in look.roles}
    used = {step.lane for step in look.diagram.steps.values()}
    for lane in look.diagram.lanes:
        if (
            lane.name in used
            and lane.roles
            and not known.intersection(role.casefold() for role in lane.roles)
        ):
            yield look.warning("lane_of_nobody", lane.id, roles=", ".join(lane.roles))
