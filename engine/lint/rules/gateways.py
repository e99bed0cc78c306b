"""Where an instance may go on: branches, and flows that are not tied to both ends."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.elements import CHOOSING
from engine.lint.findings import Finding, Word
from engine.lint.index import DiagramIndex

_SPLITTING = CHOOSING | {"parallelGateway"}


def branch_without_condition(index: DiagramIndex) -> Iterator[Finding]:
    """A gateway that chooses must know when to take each branch; one of them may be the default."""
    for node in index.diagram.nodes.values():
        branches = index.outgoing[node.id]
        if node.type in CHOOSING and len(branches) > 1:
            for flow in branches:
                if not flow.condition and not flow.is_default:
                    target = index.called(flow.target).name
                    branch = flow.name or Word("lint.branch_to", {"target": target})
                    yield index.error("branch_without_condition", node.id, branch=branch, flow=flow.id)


def default_with_condition(index: DiagramIndex) -> Iterator[Finding]:
    """The default branch is taken when no other is; a condition on it is never evaluated."""
    for flow in index.connected:
        if flow.is_default and flow.condition and index.diagram.nodes[flow.source].type in CHOOSING:
            yield index.warning("default_with_condition", flow.id, condition=flow.condition)


def condition_astray(index: DiagramIndex) -> Iterator[Finding]:
    """Only branches of a gateway that chooses may have a condition."""
    for flow in index.connected:
        source = index.diagram.nodes[flow.source]
        if flow.condition and source.type not in CHOOSING:
            yield index.error("condition_astray", flow.id, source=index.called(source.id))


def several_outgoing(index: DiagramIndex) -> Iterator[Finding]:
    """Two flows out of a task start two branches unseen; a gateway says which is meant."""
    for node in index.diagram.nodes.values():
        if len(index.outgoing[node.id]) > 1 and node.type not in _SPLITTING:
            yield index.error("several_outgoing", node.id, n=len(index.outgoing[node.id]))


def flow_astray(index: DiagramIndex) -> Iterator[Finding]:
    """A flow joins two elements of the same level, never leads out of an end or back into a start."""
    nodes = index.diagram.nodes
    for flow in index.diagram.flows:
        source, target = nodes.get(flow.source), nodes.get(flow.target)
        if (
            source is None
            or target is None
            or source.parent != target.parent
            or source.type == "endEvent"
            or target.type == "startEvent"
        ):
            ends = {
                which: index.called(node.id).name if node else end
                for which, node, end in (("source", source, flow.source), ("target", target, flow.target))
            }
            yield index.error("flow_astray", flow.id, **ends)


def default_astray(index: DiagramIndex) -> Iterator[Finding]:
    """A default branch must be one of the gateway's own."""
    for node in index.diagram.nodes.values():
        if node.default and all(flow.id != node.default for flow in index.outgoing[node.id]):
            yield index.warning("default_astray", node.id, default=node.default)
