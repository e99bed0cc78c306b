"""Lint: everything that is wrong with a diagram, at once, in words for the person who drew it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from engine.bpmn.diagram import read_diagram
from engine.errors import InvalidDiagram
from engine.lint.findings import ERROR, Finding, Word
from engine.lint.index import DiagramIndex
from engine.lint.rules import RULES
from engine.runtime.program import compile_program

__all__ = ["ERROR", "MAX_FINDINGS", "Finding", "check", "why"]


#: Nobody reads more at once, and no page should have to show them.
MAX_FINDINGS = 500


def check(xml: str | bytes, *, roles: Collection[str] | None = None) -> list[Finding]:
    """Errors first, then in the order of the drawing. Raises InvalidDiagram when there is nothing to look at.

    `roles`: names of the roles that somebody holds, where that is known.
    """
    diagram = read_diagram(xml)
    index = DiagramIndex(diagram, roles)
    findings = [finding for rule in RULES for finding in index.found_by(rule)]
    if not any(finding.severity == ERROR for finding in findings):
        findings.extend(_refused_by_the_engine(xml, index))
    place = {name: n for n, name in enumerate((*diagram.nodes, *(flow.id for flow in diagram.flows)))}
    findings.sort(key=lambda item: (item.severity != ERROR, place.get(item.element, -1)))
    rest = findings[MAX_FINDINGS:]
    if rest:
        whole = diagram.process_id
        more = index.error if rest[0].severity == ERROR else index.warning
        findings[MAX_FINDINGS:] = [more("more_findings", whole, n=len(rest))]
    return findings


def _refused_by_the_engine(xml: str | bytes, index: DiagramIndex) -> Iterator[Finding]:
    """A net below the rules: what can't be compiled is an error, even where no rule foresaw it."""
    try:
        compile_program(xml)
    except InvalidDiagram as error:
        element = str(error.params.get("element") or index.diagram.process_id)
        yield index.error("not_runnable", element, reason=why(error))


def why(error: InvalidDiagram) -> Word:
    """The reason of a refusal, as a parameter of a finding."""
    params = {key: value for key, value in error.params.items() if key != "reason"}
    return Word(str(error.params.get("reason", "")), params)
