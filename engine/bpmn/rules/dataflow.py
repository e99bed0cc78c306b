"""What a case surely has when it comes to a gateway, or to a step that looks back at another."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.findings import Finding
from engine.bpmn.look import Look, closest
from engine.bpmn.surely import Surely, unset_reads


def condition_reads_unset(look: Look) -> Iterator[Finding]:
    """A gateway can only ask for what a form on every way to it has asked before."""
    for flow, name in unset_reads(look):
        rule = "condition_reads_unset" if name in look.case_names else "condition_reads_unknown"
        maybe = closest(name, look.case_names)
        yield look.error(rule, flow.id, field=name, maybe=maybe, gateway=look.called(flow.source))


def approval_passed_by(look: Look) -> Iterator[Finding]:
    """A branch or a deadline may lead past the step that approves; then there is nothing to compare with."""
    steps = look.diagram.steps
    pairs = [(step.id, step.hash_of or "") for step in steps.values()]
    pairs = [(name, approval) for name, approval in pairs if approval in steps and steps[approval].hashes]
    if not pairs:
        return
    surely = Surely(look, {approval: (approval,) for _, approval in pairs})
    for name, approval in pairs:
        if name in surely.reached and not surely.at(name, approval):
            yield look.warning("approval_passed_by", name, step=look.called(approval))
