"""Steps of another version that an instance would never do, because it is past them already. Pure.

A new step is skipped where every path from the start to the place of the instance leads through it: one that
began with that version would have done it. Whether that is right, a person has to say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from engine.bpmn.elements import CONTAINERS, Diagram
from engine.instances.token_mapping import Route
from engine.runtime import state


def skipped_steps(tokens: bytes, along: Route) -> tuple[str, ...]:
    """Names of the new steps that an instance with these tokens (of the version before) has passed by; none
    where its tokens can't be read. In the order of the other version."""
    try:
        rows = state.unpack(tokens)
    except state.UnreadableTokens:
        return ()
    elements = [row[1] for part in (rows.tokens, *(inner for _, inner in rows.inside)) for row in part]
    places = frozenset(along.counterparts[element] for element in elements if element in along.counterparts)
    if places not in along.skipped:
        along.skipped[places] = _skipped(along, places)
    return along.skipped[places]


def _skipped(along: Route, places: Iterable[str]) -> tuple[str, ...]:
    old = set(along.counterparts.values())
    steps = {step: along.after.steps[step].name for step in along.after.main_path() if step not in old}
    following = _following(along.after)
    reached = _reached(along.after, following)
    passed = [place for place in places if place in reached]
    return tuple(
        name or step
        for step, name in steps.items()
        if passed and not _reached(along.after, following, without=step).issuperset({*passed} - {step})
    )


def _reached(diagram: Diagram, following: Mapping[str, Iterable[str]], *, without: str = "") -> set[str]:
    """Elements to which some path leads from the start, but for those that lead through one."""
    edge = [node.id for node in diagram.nodes.values() if node.type == "startEvent" and not node.parent]
    found = {*edge}
    while edge:
        for name in following.get(edge.pop(), ()):
            if name not in found and name != without:
                found.add(name)
                edge.append(name)
    return found


def _following(diagram: Diagram) -> Mapping[str, list[str]]:
    """Element → what comes next: timers with their step; into a subprocess, and out of it by its ends."""
    found: dict[str, list[str]] = defaultdict(list)
    for flow in diagram.flows:
        found[flow.source].append(flow.target)
    for node in diagram.nodes.values():
        if node.attached_to:
            found[node.attached_to].append(node.id)
    for node in diagram.nodes.values():
        inside = [each for each in diagram.nodes.values() if each.parent == node.id]
        if node.type in CONTAINERS and any(each.type == "startEvent" for each in inside):
            onward = [flow.target for flow in diagram.outgoing(node.id)]
            found[node.id] = [name for name in found[node.id] if name not in onward]
            found[node.id] += [each.id for each in inside if each.type == "startEvent"]
            for end in (each for each in inside if each.type == "endEvent"):
                found[end.id] += onward
    return found
