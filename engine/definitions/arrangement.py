"""A diagram as a text: every element with where it leads, for who can't see the drawing. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from engine.bpmn.elements import Diagram, Flow, Node
from engine.bpmn.timers import timer_words
from engine.diff.conditions import condition_in_words, describe
from engine.texts import joined, known, text


@dataclass(frozen=True, kw_only=True)
class Arranged:
    #: A step by its name; all else with what it is.
    words: str
    #: Empty for what stands in none.
    lane: str
    #: Where it leads, by which answer, and when.
    arrows: tuple[str, ...]


def arranged(diagram: Diagram, language: str) -> list[Arranged]:
    """In the order of reading."""
    return [
        Arranged(
            words=_words(diagram, node, language),
            lane=node.lane,
            arrows=tuple(_arrow(diagram, flow, language) for flow in diagram.outgoing(node.id)),
        )
        for node in map(diagram.nodes.__getitem__, diagram.reading_order())
    ]


def _words(diagram: Diagram, node: Node, language: str) -> str:
    if node.id in diagram.steps:
        return node.name or node.id
    if node.is_timer:
        return timer_words(node, language)
    key = f"editor.kind.{node.type[:1].upper()}{node.type[1:]}"
    kind = text(key if known(key) else "editor.kind.other", language)
    return joined([kind, node.name], ": ") if node.name else kind


def _arrow(diagram: Diagram, flow: Flow, language: str) -> str:
    node = diagram.nodes.get(flow.target)
    target = _words(diagram, node, language) if node else flow.target
    key = "editor.arrows.answer" if flow.name else "editor.arrows.onward"
    arrow = text(key, language, name=flow.name, target=target)
    if flow.is_default:
        return text("editor.arrows.otherwise", language, arrow=arrow)
    if not flow.condition:
        return arrow
    described = describe(flow.condition, diagram)
    condition = described if isinstance(described, str) else condition_in_words(described, language)
    return text("editor.arrows.when", language, arrow=arrow, condition=condition)
