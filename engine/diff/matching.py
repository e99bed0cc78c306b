"""Which element of one diagram is which of another: for the difference and for moving running instances.

The same id; else the only one of its kind with the same name; else the only one of its kind between the same
neighbours, or for a timer on the same step.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.bpmn.elements import Diagram


def match(before: Diagram, after: Diagram) -> dict[str, str]:
    """Element before → the same element after."""
    same = {
        name: name
        for name, node in before.nodes.items()
        if name in after.nodes and after.nodes[name].type == node.type
    }
    for name, node in before.nodes.items():
        if name not in same and node.name:
            _pair(
                same, name, [a for a, n in after.nodes.items() if (n.type, n.name) == (node.type, node.name)]
            )
    for name, node in before.nodes.items():
        if name not in same:
            around = _neighbours(before, name, same)
            _pair(
                same,
                name,
                [
                    a
                    for a, n in after.nodes.items()
                    if n.type == node.type and around and _neighbours(after, a) == around
                ],
            )
    for name, node in before.nodes.items():
        if name not in same and node.is_timer:
            now = after.timers_of(same.get(node.attached_to, ""))
            _pair(same, name, [item.id for item in now if item.interrupting == node.interrupting])
    return same


def _pair(same: dict[str, str], name: str, candidates: list[str]) -> None:
    free = [candidate for candidate in candidates if candidate not in same.values()]
    if len(free) == 1:
        same[name] = free[0]


def _neighbours(
    diagram: Diagram, name: str, names: Mapping[str, str] | None = None
) -> tuple[frozenset[str], frozenset[str]] | None:
    """Where its arrows come from and go to; before, in the names of after. None unless all are known."""
    known = names if names is not None else {node: node for node in diagram.nodes}
    sources = [known.get(flow.source) for flow in diagram.incoming(name)]
    targets = [known.get(flow.target) for flow in diagram.outgoing(name)]
    if not sources or not targets or None in sources or None in targets:
        return None
    return frozenset(map(str, sources)), frozenset(map(str, targets))
