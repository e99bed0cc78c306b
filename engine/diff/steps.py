"""What differs between two versions of one step, its form among it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.bpmn.elements import Diagram, Quality, Step
from engine.bpmn.vocabulary import STEP
from engine.diff.conditions import describe
from engine.diff.forms import form_changes
from engine.forms.fields import Form

#: kind, code, params
StepChange = tuple[str, str, dict[str, Any]]

#: Properties with a sentence of their own; all others are described by what they are called.
_OWN_SENTENCES = frozenset({"separated_from", "returns_to", "hashes", "hash_of", "hash_unless"})


def step_changes(before: Diagram, after: Diagram, was: Step, now: Step) -> Iterator[StepChange]:
    """Codes are keys below `diff`. Not what every element has: name, lane, script, documentation."""
    yield from _quality(was.quality, now.quality)
    if set(was.separated_from) != set(now.separated_from):
        names = [after.steps[step].name for step in now.separated_from if step in after.steps]
        yield "changed", "step.separation" if names else "step.no_separation", {"steps": names}
    if was.returns_to != now.returns_to:
        target = after.steps.get(now.returns_to or "")
        yield "changed", "step.returns" if target else "step.no_return", {"to": target.name if target else ""}
    if (was.hashes, was.hash_of, was.hash_unless) != (now.hashes, now.hash_of, now.hash_unless):
        yield "changed", "step.content", _content(now, after)
    yield from _others(was, now)
    for kind, code, params in form_changes(was.form, now.form, before, after):
        yield kind, f"form.{code}", params


def blank_changes(before: Diagram, after: Diagram, now: Step) -> Iterator[StepChange]:
    """All that a new step says, as changes of one that says nothing."""
    blank = Step(id=now.id, name=now.name, lane=now.lane, form=Form(fields=()), quality=Quality())
    return step_changes(before, after, blank, now)


def _content(now: Step, after: Diagram) -> dict[str, Any]:
    """What is recorded, whose record counts, and when it doesn't."""
    labels = {field.name: field.label for step in after.steps.values() for field in step.form}
    approver = after.steps.get(now.hash_of or "")
    return {
        "recorded": [labels.get(name, name) for name in now.hashes],
        "of": (approver.name or approver.id) if approver else now.hash_of or "",
        "unless": describe(now.hash_unless, after) if now.hash_unless else "",
    }


def _quality(was: Quality, now: Quality) -> Iterator[StepChange]:
    if was.norm != now.norm:
        yield "changed", "step.norm", {"norm_before": was.norm, "norm_after": now.norm}
    for part in ("inputs", "outputs", "remarks"):
        old, new = getattr(was, part), getattr(now, part)
        if old != new:
            yield "changed", f"step.{part}", {"before": old, "after": new}


def _others(was: Step, now: Step) -> Iterator[StepChange]:
    for key in STEP:
        if key not in _OWN_SENTENCES and hasattr(now, key):
            old, new = getattr(was, key), getattr(now, key)
            if old != new:
                yield "changed", "step.property", {"step_property": key, "before": old, "after": new}
