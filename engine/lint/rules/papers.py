"""What the sheet on paper can't show."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.vocabulary import PROCESS
from engine.lint.findings import Finding
from engine.lint.index import DiagramIndex
from engine.lint.printable import unprintable

#: So many letters are named.
_MAX_NAMED = 8


def no_glyph(index: DiagramIndex) -> Iterator[Finding]:
    """No font of the sheet has the character: its number is printed instead."""
    for element, words in _printed(index):
        if missing := unprintable(words):
            named = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in missing[:_MAX_NAMED])
            yield index.warning("no_glyph", element, letters=named)


def _printed(index: DiagramIndex) -> Iterator[tuple[str, str]]:
    """Element → all its words that stand on the sheet."""
    diagram = index.diagram
    printed = [
        prop.key for prop in PROCESS.values() if prop.group == "identity" and prop.written == "property"
    ]
    identity = (getattr(diagram.identity, key) for key in printed)
    yield diagram.process_id, " ".join([diagram.name, *identity])
    for lane in diagram.lanes:
        yield lane.id, lane.name
    for step in diagram.steps.values():
        quality = step.quality
        yield step.id, " ".join([step.name, quality.inputs, quality.norm, quality.outputs, quality.remarks])
    for flow in diagram.flows:
        yield flow.id, flow.name
