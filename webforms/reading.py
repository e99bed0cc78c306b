"""A case for reading: what was decided, what files it holds, where it stands in its diagram."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.calendar import local_zone
from engine.definitions.hues import hue_of
from engine.forms.fields import Field, Form
from engine.forms.show import Media, Shown, show, show_form
from engine.inbox.task import TaskView
from engine.instances.case import CaseView
from engine.instances.timeline import Entry
from webforms.language import current_language
from webforms.times import duration


def decision_of(view: CaseView | TaskView, entry: Entry) -> list[Shown]:
    """What a completed step decided: the answers that a gateway reads, and the reasons that they call for."""
    step = view.diagram.steps.get(entry.element or "")
    if step is None or not entry.answers:
        return []
    return _told(view, step.form, entry.answers)


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """Why a task of a later round is here: sent back by a step further on, or handed on once more."""

    entry: Entry
    back: bool
    #: Sent back: what the other step decided. Handed on: what this step itself decided the last time.
    told: list[Shown]


def arrival(view: TaskView) -> Arrival | None:
    entry, path = view.sent_back, view.diagram.main_path()
    if entry is None:
        return None
    if "timer" in entry.params:
        # Nobody decided anything: another step took too long.
        return Arrival(entry=entry, back=False, told=[])
    on_path = entry.element in path and view.step.id in path
    back = not on_path or path.index(str(entry.element)) >= path.index(view.step.id)
    told = decision_of(view, entry) if back else _told(view, view.step.form, view.scope.data)
    return Arrival(entry=entry, back=back, told=told)


def decides(view: TaskView) -> bool:
    """Whether this step's answers choose the way on."""
    return bool(_deciding(view, view.step.form))


def _told(view: CaseView | TaskView, form: Form, answers: Mapping[str, Any]) -> list[Shown]:
    deciding = _deciding(view, form)
    told = [field for field in form if field.name in deciding or _asked_for(field, deciding)]
    shown = (show(field, answers.get(field.name), current_language(), local_zone()) for field in told)
    return [one for one in shown if one.kind != "empty"]


def _deciding(view: CaseView | TaskView, form: Form) -> set[str]:
    conditions = [flow.condition for flow in view.diagram.flows if flow.condition]
    return {field.name for field in form if _mentioned(field.name, conditions)}


def decisions(view: CaseView) -> dict[int, list[Shown]]:
    """By place in the chain."""
    found = {entry.seq: decision_of(view, entry) for entry in view.timeline}
    return {seq: shown for seq, shown in found.items() if shown}


def earlier_answers(view: TaskView) -> list[tuple[Any, Mapping[str, Any], list[Shown]]]:
    """(step, its last completion, what it answered) of each step done before."""
    return [
        (step, done, show_form(step.form, view.scope.data, current_language(), local_zone()))
        for step, done in view.earlier
    ]


def kept_typed(view: TaskView, typed: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """What somebody typed into a task that is no longer theirs, to copy it from."""
    labels = {field.name: field.label for field in view.step.form}
    return [
        (labels[name.partition(".")[0]], ", ".join(values))
        for name, values in typed.items()
        if name.partition(".")[0] in labels and any(value.strip() for value in values)
    ]


def next_lanes(view: TaskView) -> list[str]:
    """The roles of the steps that may follow; empty when the case ends with this one."""
    roles = {lane.name: " / ".join(lane.roles) for lane in view.diagram.lanes}
    following = [node.id for node in view.diagram.next_steps(view.step.id)]
    steps = [view.diagram.steps[one] for one in following if one in view.diagram.steps]
    return list(dict.fromkeys(roles.get(step.lane, step.lane) for step in steps))


def hues(view: CaseView | TaskView) -> dict[str, int]:
    """The hue of each lane, the same wherever it shows."""
    return {lane.name: hue_of(view.diagram, lane.name) for lane in view.diagram.lanes}


def media_of(done_steps: Iterable[tuple[Any, Mapping[str, Any]]], data: Mapping[str, Any]) -> list[Media]:
    """All files of a case that its steps brought in, each once."""
    found: dict[str, Media] = {}
    for step, _done in done_steps:
        brought = Form(fields=tuple(field for field in step.form if field.type in {"files", "file"}))
        for shown in show_form(brought, data, current_language(), local_zone()):
            found |= {media.id: media for media in shown.media if media.id not in found}
    return list(found.values())


def marks(view: CaseView) -> dict[str, object]:
    """For the diagram (frontend/src/viewer/marks.js)."""
    return {
        "lanes": {lane.id: hue_of(view.diagram, lane.name) for lane in view.diagram.lanes},
        "seen": _passed(view),
        "here": {
            task.element: {"label": duration(task.timing.used, current_language()), "late": task.timing.late}
            for task in view.open_tasks
        },
        "bad": [view.instance.incident["element"]] if view.instance.incident else [],
    }


def _passed(view: CaseView) -> list[str]:
    """Nodes and flows that the case has been through: from done steps along the flows to the next ones."""
    path = view.diagram.main_path()
    again = {step.element for step in view.track if step.round > 1}
    reached = {*view.visited, *view.current}
    passed = list(view.visited)
    for step in (None, *view.visited):
        for way in _ways(view, step):
            target = way[-1]
            back = step in path and target in path and path.index(target) <= path.index(str(step))
            ended = target not in view.diagram.steps and view.instance.state == "ended"
            if ended or (target in again if back else target in reached):
                passed += [one for one in way if one not in reached]
    return list(dict.fromkeys([*passed, *_passed_late(view, reached)]))


def _passed_late(view: CaseView, reached: set[str]) -> Iterator[str]:
    """Reminders and deadlines that came, and where they led."""
    came = [str(entry.params["timer"]) for entry in view.timeline if "timer" in entry.params]
    for timer in came:
        if timer in view.diagram.nodes:
            yield timer
            for way in _ways(view, timer):
                if way[-1] in reached or view.ended:
                    yield from (one for one in way if one not in reached)


def _ways(view: CaseView | TaskView, step: str | None) -> list[list[str]]:
    """For each step or end that may be next after a step (None: the start): the flows and nodes on any way to
    it, itself the last. Not way by way: a row of decisions has more of those than anybody can count.
    """
    nodes = view.diagram.nodes.values()
    starts = [step] if step else [node.id for node in nodes if node.type == "startEvent" and not node.parent]
    into: dict[str, list[tuple[str, str]]] = {start: [] for start in starts}
    targets: list[str] = []
    open_nodes = list(starts)
    while open_nodes:
        for flow in view.diagram.outgoing(open_nodes.pop(0)):
            if flow.target in starts:
                continue
            if flow.target not in into:
                last = flow.target in view.diagram.steps or not view.diagram.outgoing(flow.target)
                (targets if last else open_nodes).append(flow.target)
            into.setdefault(flow.target, []).append((flow.id, flow.source))
    return [[one for one in _before(target, into) if one != step] for target in targets]


def _before(target: str, into: Mapping[str, list[tuple[str, str]]]) -> list[str]:
    found, open_nodes = {target: None}, [target]
    while open_nodes:
        for flow, source in into[open_nodes.pop()]:
            if source not in found:
                open_nodes.append(source)
            found |= {flow: None, source: None}
    return list(found)[::-1]


def _mentioned(name: str, conditions: Iterable[str]) -> bool:
    return any(re.search(rf"\b{re.escape(name)}\b", condition) for condition in conditions)


def _asked_for(field: Field, deciding: Iterable[str]) -> bool:
    if field.type in {"files", "file", "checkbox"}:
        return False
    return any(_mentioned(name, [field.required_if]) for name in deciding)
