"""Why an instance stands still, in the reader's words: which element, which condition, which answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from engine.bpmn.diagram import Diagram, Flow
from engine.bpmn.elements import CHOOSING
from engine.diff.conditions import condition_in_words, describe
from engine.forms.content import all_items
from engine.forms.show import show
from engine.forms.shown import Shown
from engine.lint.findings import in_words
from engine.lint.index import DiagramIndex
from engine.starlark.scripts import ScriptFailed, holds, names_read
from engine.texts import text

#: What a reason holds → its words, below `instances.incident.cause`. Reasons are short and technical, as they
#: are stored with an instance; the first that fits says it.
_CAUSES = (
    ("in a circle", "circle"),
    ("too long without any person", "too_long"),
    ("branch that nobody is on", "waits"),
    ("no condition of an outgoing branch", "no_branch"),
    ("the script", "script"),
    ("by zero", "zero"),
    ("neither True nor False", "no_truth"),
    ("NoneType", "empty"),
    ("the condition", "condition"),
    ("the diagram does not have this element", "other_version"),
    ("a newer Alur wrote them", "newer_alur"),
    ("stored tokens", "damaged"),
)


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """An incident in words."""

    #: The element: gerbang “Disetujui?”.
    place: str
    #: A sentence.
    cause: str
    #: Conditions in words: the one that failed, or all of which none holds.
    conditions: tuple[str, ...] = ()
    #: What they read: labels and answers as on every page, the empty ones included.
    answers: tuple[Shown, ...] = ()
    #: What can be done.
    advice: str = ""


def explain(
    diagram: Diagram, element: str, reason: str, data: Mapping[str, Any], *, language: str, zone: tzinfo
) -> Explanation:
    """`element`, `reason`: as in an incident, or in a ProcessFailed; `data`: the instance's answers."""
    cause = next((words for part, words in _CAUSES if part in reason), "unknown")
    flows = _culprits(diagram, element, data) if cause in _ABOUT_CONDITIONS else []
    names = dict.fromkeys(name for flow in flows for name in sorted(names_read(flow.condition)))
    return Explanation(
        place=element_in_words(diagram, element, language),
        cause=text(f"instances.incident.cause.{cause}", language),
        conditions=tuple(_condition(flow, diagram, language) for flow in flows),
        answers=tuple(_answers(diagram, names, data, language, zone)),
        advice=text(f"instances.incident.advice.{cause if cause in _APART else 'diagram'}", language),
    )


def element_in_words(diagram: Diagram, element: str, language: str) -> str:
    """Langkah “Memeriksa”; for one without a name, what it follows; the process for one that is gone."""
    called = DiagramIndex(diagram).called(element)
    return in_words(called.kind, called.name, language)


#: Causes that no other diagram mends, each with advice of its own.
_APART = frozenset({"other_version", "newer_alur", "damaged"})
_ABOUT_CONDITIONS = frozenset({"no_branch", "zero", "no_truth", "empty", "condition"})


def _culprits(diagram: Diagram, element: str, data: Mapping[str, Any]) -> list[Flow]:
    """The flow whose condition fails with these answers; all of a gateway where none does."""
    node = diagram.nodes.get(element)
    flows = [flow for flow in diagram.outgoing(element) if flow.condition and not flow.is_default]
    if node is None or node.type not in CHOOSING:
        return []
    failing = [flow for flow in flows if not _computes(flow.condition, data)]
    return failing[:1] or flows


def _computes(condition: str, data: Mapping[str, Any]) -> bool:
    try:
        holds(condition, data)
    except ScriptFailed:
        return False
    return True


def _condition(flow: Flow, diagram: Diagram, language: str) -> str:
    described = describe(flow.condition, diagram)
    return described if isinstance(described, str) else condition_in_words(described, language)


def _answers(
    diagram: Diagram, names: Iterable[str], data: Mapping[str, Any], language: str, zone: tzinfo
) -> Iterator[Shown]:
    forms = [step.form for step in diagram.steps.values()]
    for name in names:
        field = next((found for form in forms if (found := form.get(name))), None)
        if field is not None:
            yield show(field, data.get(name), language, zone, items=all_items(data))
