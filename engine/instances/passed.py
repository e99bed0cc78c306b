"""What an instance has been through in its diagram: elements and flows, for painting them. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping

from engine.bpmn.diagram import Diagram
from engine.instances.view import InstanceView
from engine.tables.instances import InstanceState


def passed(view: InstanceView) -> list[str]:
    """Ids of elements and flows: from done steps along the flows to the next ones, each once."""
    path = view.diagram.main_path()
    repeated = {step.element for step in view.track if step.round > 1}
    reached = {*view.visited, *view.current}
    found = list(view.visited)
    for step in (None, *view.visited):
        for branch in _branches(view.diagram, step):
            target = branch[-1]
            back = step in path and target in path and path.index(target) <= path.index(str(step))
            ended = target not in view.diagram.steps and view.instance.state is InstanceState.ENDED
            if ended or (target in repeated if back else target in reached):
                found += [part for part in branch if part not in reached]
    return list(dict.fromkeys([*found, *_by_timers(view, reached)]))


def _by_timers(view: InstanceView, reached: set[str]) -> Iterator[str]:
    """Reminders and deadlines that came, and where they led."""
    came = [str(entry.params["timer"]) for entry in view.timeline if "timer" in entry.params]
    for timer in came:
        if timer in view.diagram.nodes:
            yield timer
            for branch in _branches(view.diagram, timer):
                if branch[-1] in reached or view.ended:
                    yield from (part for part in branch if part not in reached)


def _branches(diagram: Diagram, element: str | None) -> list[list[str]]:
    """For each step or end that may come next after an element (None: the start): the flows and nodes
    between, itself the last. Not path by path: a row of decisions has more paths than anybody can count."""
    starts = [element] if element else _starts(diagram)
    into: dict[str, list[tuple[str, str]]] = {start: [] for start in starts}
    targets: list[str] = []
    pending = deque(starts)
    while pending:
        for flow in diagram.outgoing(pending.popleft()):
            if flow.target in starts:
                continue
            if flow.target not in into:
                last = flow.target in diagram.steps or not diagram.outgoing(flow.target)
                (targets if last else pending).append(flow.target)
            into.setdefault(flow.target, []).append((flow.id, flow.source))
    return [[part for part in _before(target, into) if part != element] for target in targets]


def _starts(diagram: Diagram) -> list[str]:
    return [node.id for node in diagram.nodes.values() if node.type == "startEvent" and not node.parent]


def _before(target: str, into: Mapping[str, list[tuple[str, str]]]) -> list[str]:
    found, pending = {target: None}, [target]
    while pending:
        for flow, source in into[pending.pop()]:
            if source not in found:
                pending.append(source)
            found |= {flow: None, source: None}
    return list(found)[::-1]
