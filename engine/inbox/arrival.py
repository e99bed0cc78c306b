"""Why a task of a later round is here: which decision, return or deadline brought it back. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.bpmn.diagram import Diagram
from engine.definitions.decisions import decision_fields
from engine.forms.fields import Field
from engine.inbox.task import TaskView
from engine.instances.timeline import Entry


@dataclass(frozen=True, kw_only=True)
class Arrival:
    entry: Entry
    #: Sent back by a step further on; else handed on once more.
    back: bool
    #: Sent back: what the other step decided. Handed on: what this step itself decided the last time.
    fields: tuple[Field, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)


def arrival(view: TaskView) -> Arrival | None:
    """None in the first round."""
    entry = view.sent_back
    if entry is None:
        return None
    if "timer" in entry.params:
        # Nobody decided anything: another step took too long.
        return Arrival(entry=entry, back=False)
    if not _precedes(view.diagram, entry.element, view.step.id):
        decider = view.diagram.steps.get(entry.element or "")
        fields = decision_fields(view.diagram, decider) if decider else ()
        return Arrival(entry=entry, back=True, fields=fields, answers=entry.answers or {})
    fields = decision_fields(view.diagram, view.step)
    return Arrival(entry=entry, back=False, fields=fields, answers=view.scope.data)


def _precedes(diagram: Diagram, element: str | None, step: str) -> bool:
    """In the order of the main path; what is not on it precedes nothing."""
    path = diagram.main_path()
    return element in path and step in path and path.index(str(element)) < path.index(step)
