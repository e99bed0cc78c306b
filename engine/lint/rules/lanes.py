"""Who does a step."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.findings import Finding
from engine.lint.index import DiagramIndex


def task_without_lane(index: DiagramIndex) -> Iterator[Finding]:
    """Nobody can receive a task that stands in no lane."""
    for step in index.diagram.steps.values():
        if not step.lane:
            yield index.error("task_without_lane", step.id)


def step_without_name(index: DiagramIndex) -> Iterator[Finding]:
    """People find their work by the name of its step."""
    for step in index.diagram.steps.values():
        if not step.name:
            yield index.warning("step_without_name", step.id)


def lane_without_role(index: DiagramIndex) -> Iterator[Finding]:
    """Nobody is in a lane whose name is no role's name, such as one that is all parentheses."""
    used = {step.lane for step in index.diagram.steps.values()}
    for lane in index.diagram.lanes:
        if lane.name in used and not lane.roles:
            yield index.error("lane_without_role", lane.id)


def lane_of_nobody(index: DiagramIndex) -> Iterator[Finding]:
    """No account holds any role of the lane: its tasks would wait for ever."""
    if index.roles is None:
        return
    known = {role.casefold() for role in index.roles}
    used = {step.lane for step in index.diagram.steps.values()}
    for lane in index.diagram.lanes:
        if (
            lane.name in used
            and lane.roles
            and not known.intersection(role.casefold() for role in lane.roles)
        ):
            yield index.warning("lane_of_nobody", lane.id, roles=", ".join(lane.roles))
