"""What each element of a version becomes in another, as a table that an admin corrects. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.bpmn.elements import Diagram
from engine.instances.move_orders import called
from engine.instances.outlook import Source

#: Where else than at a step an instance can stand and wait.
_WAITING = ("parallelGateway", "inclusiveGateway", "subProcess", "intermediateCatchEvent", "receiveTask")


@dataclass(frozen=True, kw_only=True)
class Counterpart:
    """One element of a version that instances follow, and what it becomes."""

    element: str
    name: str
    #: How many running instances wait there.
    instances: int
    #: Ids and names to choose from; the chosen one's id, empty for none.
    options: list[tuple[str, str]]
    chosen: str


def counterparts(source: Source, waiting: Mapping[tuple[int, str], int]) -> list[Counterpart]:
    """The steps in their order; other elements only where none was found. `waiting`: of move_orders."""
    before, after, found = source.route.before, source.route.after, source.route.counterparts
    others = [node.id for node in before.nodes.values() if node.type in _WAITING and node.id not in found]
    elements = [*dict.fromkeys([*before.main_path(), *before.steps]), *others]
    return [
        Counterpart(
            element=element,
            name=called(before, element),
            instances=waiting.get((source.version_id, element), 0),
            options=[(option, called(after, option)) for option in _options(before, element, after)],
            chosen=found.get(element, ""),
        )
        for element in elements
    ]


def _options(before: Diagram, element: str, after: Diagram) -> Iterator[str]:
    """A step becomes a step, anything else an element of its own type."""
    for node in after.nodes.values():
        is_step = node.id in after.steps
        if is_step if element in before.steps else node.type == before.nodes[element].type:
            yield node.id
