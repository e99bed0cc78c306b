"""What an instance surely has when it comes to a gateway, or to a step that looks back at another."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.definite import Surely, unset_reads
from engine.lint.findings import Finding
from engine.lint.index import DiagramIndex, closest


def condition_reads_unset(index: DiagramIndex) -> Iterator[Finding]:
    """A gateway can only ask for what a form on every path to it has asked before."""
    for flow, name in unset_reads(index):
        rule = "condition_reads_unset" if name in index.instance_names else "condition_reads_unknown"
        maybe = closest(name, index.instance_names)
        yield index.error(rule, flow.id, field=name, maybe=maybe, gateway=index.called(flow.source))


def approval_passed_by(index: DiagramIndex) -> Iterator[Finding]:
    """A branch or a deadline may lead past the step that approves; then there is nothing to compare with."""
    steps = index.diagram.steps
    pairs = [(step.id, step.hash_of or "") for step in steps.values()]
    pairs = [(name, approval) for name, approval in pairs if approval in steps and steps[approval].hashes]
    if not pairs:
        return
    surely = Surely(index, {approval: (approval,) for _, approval in pairs})
    for name, approval in pairs:
        if name in surely.reached and not surely.at(name, approval):
            yield index.warning("approval_passed_by", name, step=index.called(approval))
