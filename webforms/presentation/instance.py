"""An instance for reading: what was decided, what was answered, which files it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from engine.calendar import local_zone
from engine.definitions.decisions import decision_fields
from engine.forms.content import all_items
from engine.forms.described import audience, files_in
from engine.forms.fields import Field
from engine.forms.show import show, show_form
from engine.forms.shown import Media, Shown
from engine.forms.typed_words import typed_in_words
from engine.inbox.task import TaskView
from engine.instances.incident import Explanation, explain
from engine.instances.timeline import Entry
from engine.instances.view import InstanceView
from webforms.presentation.language import current_language


def show_fields(fields: Iterable[Field], answers: Mapping[str, Any], data: Mapping[str, Any]) -> list[Shown]:
    """What was answered to them; what was left out is left out. `data`: of the instance, for its files."""
    language, zone, items = current_language(), local_zone(), all_items({**data, **answers})
    shown = (show(field, answers.get(field.name), language, zone, items=items) for field in fields)
    return [answer for answer in shown if answer.kind != "empty"]


def decisions(view: InstanceView) -> dict[int, list[Shown]]:
    """What completed steps decided, by their event's place in the chain."""
    found = {entry.seq: decision_of(view, entry) for entry in view.timeline}
    return {seq: shown for seq, shown in found.items() if shown}


def incident_of(view: InstanceView) -> Explanation | None:
    """Why the instance stands still; None where it does not."""
    incident = view.instance.incident
    if incident is None:
        return None
    element, reason = str(incident["element"]), str(incident.get("reason", ""))
    return explain(view.diagram, element, reason, view.data, language=current_language(), zone=local_zone())


def earlier_answers(view: TaskView) -> list[tuple[Any, Mapping[str, Any], list[Shown]]]:
    """(step, its last completion, what it answered) of each step done before."""
    return [(step, done, answers_of(step, view.diagram, view.scope.data)) for step, done in view.earlier]


def answers_of(step: Any, diagram: Any, data: Mapping[str, Any]) -> list[Shown]:
    """What a step answered last, for reading; its files with what other steps answered about them."""
    forms = [each.form for each in diagram.steps.values()]
    return show_form(step.form, data, current_language(), local_zone(), forms=forms)


def unsent_texts(view: TaskView, typed: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """What somebody typed into a task that is no longer theirs, to copy it from: (label, text)."""
    forms = [step.form for step in view.diagram.steps.values()]
    to = audience(forms, view.scope.data, language=current_language(), zone=local_zone())
    return typed_in_words(view.step.form, typed, view.scope, to)


def media_of(answers: Iterable[Iterable[Shown]]) -> list[Media]:
    """The files in what several steps answered, each once."""
    found: dict[str, Media] = {}
    for shown in answers:
        for media in files_in(shown):
            found.setdefault(media.id, media)
    return list(found.values())


def decision_of(view: InstanceView, entry: Entry) -> list[Shown]:
    """What a completed step decided; nothing for other events."""
    step = view.diagram.steps.get(entry.element or "")
    if step is None or not entry.answers:
        return []
    return show_fields(decision_fields(view.diagram, step), entry.answers, view.data)
