"""Lint: everything that is wrong with a diagram, at once, in words for whoever drew it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from engine.bpmn.diagram import read_diagram
from engine.bpmn.findings import ERROR, Finding, Word
from engine.bpmn.look import Look
from engine.bpmn.program import compile_program
from engine.bpmn.rules import RULES
from engine.errors import InvalidDiagram

__all__ = ["ERROR", "MOST", "Finding", "check", "why"]


#: Nobody reads more at once, and no page should have to show them.
MOST = 500


def check(xml: str | bytes, *, roles: Collection[str] | None = None) -> list[Finding]:
    """Errors first, then in the order of the drawing. Raises InvalidDiagram when there is nothing to look at.

    `roles`: names of the roles that somebody holds, where that is known.
    """
    diagram = read_diagram(xml)
    look = Look(diagram, roles)
    findings = [finding for rule in RULES for finding in rule(look)]
    if not any(finding.severity == ERROR for finding in findings):
        findings.extend(_refused_by_the_engine(xml, look))
    place = {name: n for n, name in enumerate((*diagram.nodes, *(flow.id for flow in diagram.flows)))}
    findings.sort(key=lambda one: (one.severity != ERROR, place.get(one.element, -1)))
    rest = findings[MOST:]
    if rest:
        whole = diagram.process_id
        more = look.error if rest[0].severity == ERROR else look.warning
        findings[MOST:] = [more("more_findings", whole, n=len(rest))]
    return findings


def _refused_by_the_engine(xml: str | bytes, look: Look) -> Iterator[Finding]:
    """A net below the rules: what can't be compiled is an error, even where no rule foresaw it."""
    try:
        compile_program(xml)
    except InvalidDiagram as error:
        element = str(error.params.get("element") or look.diagram.process_id)
        yield look.error("not_runnable", element, reason=why(error))


def why(error: InvalidDiagram) -> Word:
    """The reason of a refusal, as a parameter of a finding."""
    params = {key: value for key, value in error.params.items() if key != "reason"}
    return Word(str(error.params.get("reason", "")), params)
