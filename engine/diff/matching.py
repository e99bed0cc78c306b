"""Which element of one diagram is which of another: for the difference and for moving running instances.

The same id; else the only one of its kind with the same name; else the only one of its kind between the same
neighbours, or for a timer on the same step.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from engine.bpmn.elements import Diagram

Place = tuple[frozenset[str], frozenset[str]]


def match(before: Diagram, after: Diagram) -> dict[str, str]:
    """Element before → the same element after. Its cost grows with the elements, not with their square."""
    same = {
        name: name
        for name, node in before.nodes.items()
        if name in after.nodes and after.nodes[name].type == node.type
    }
    if len(same) < len(before.nodes):
        _match_others(before, after, same)
    return same


def _match_others(before: Diagram, after: Diagram, same: dict[str, str]) -> None:
    """Elements whose ids are not the same: by name, by place, by host."""
    taken = set(same.values())
    named: dict[tuple[str, str], list[str]] = defaultdict(list)
    placed: dict[tuple[str, Place | None], list[str]] = defaultdict(list)
    itself = {name: name for name in after.nodes}
    for name, node in after.nodes.items():
        named[node.type, node.name].append(name)
        placed[node.type, _neighbours(after, name, itself)].append(name)
    for name, node in before.nodes.items():
        if name not in same and node.name:
            _pair(same, taken, name, named.get((node.type, node.name), []))
    for name, node in before.nodes.items():
        if name not in same and (around := _neighbours(before, name, same)):
            _pair(same, taken, name, placed.get((node.type, around), []))
    for name, node in before.nodes.items():
        if name not in same and node.is_timer:
            now = after.timers_of(same.get(node.attached_to, ""))
            _pair(same, taken, name, [item.id for item in now if item.interrupting == node.interrupting])


def _pair(same: dict[str, str], taken: set[str], name: str, candidates: Iterable[str]) -> None:
    free = [candidate for candidate in candidates if candidate not in taken]
    if len(free) == 1:
        same[name] = free[0]
        taken.add(free[0])


def _neighbours(diagram: Diagram, name: str, names: Mapping[str, str]) -> Place | None:
    """Where its arrows come from and go to; before, in the names of after. None unless all are known."""
    sources = [names.get(flow.source) for flow in diagram.incoming(name)]
    targets = [names.get(flow.target) for flow in diagram.outgoing(name)]
    if not sources or not targets or None in sources or None in targets:
        return None
    return frozenset(map(str, sources)), frozenset(map(str, targets))
