"""Conditions of forms that say nothing: always the same, or about what is asked only later."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

from engine.bpmn.vocabulary import PLACES
from engine.forms.conditions import BadCondition, parse
from engine.forms.fields import Field
from engine.forms.scope import Answer
from engine.forms.types import type_of
from engine.lint.assignments import is_tried_out
from engine.lint.findings import Finding
from engine.lint.index import DiagramIndex
from engine.lint.rules.comparisons import condition_compares_wrongly
from engine.lint.rules.conditions import FormCondition, form_conditions
from engine.lint.samples import Hints, hints_in, samples

_MAX_TRIED = 400
_NUMBERED = frozenset(prop.name for prop in PLACES["field"].values() if prop.numbered)


def form_condition_is_constant(index: DiagramIndex) -> Iterator[Finding]:
    """What holds for all answers, or for none, was meant otherwise."""
    mended_first = {
        (item.element, item.params.get("field")) for item in index.found_by(condition_compares_wrongly)
    }
    for condition in form_conditions(index):
        if (condition.step.id, condition.field) in mended_first:
            continue
        value = _constant(index, condition)
        # A rule that never refuses may only say once more what a limit says.
        if value is False or (value is True and condition.property not in _NUMBERED):
            rule = "form_condition_always_holds" if value else "form_condition_never_holds"
            words = {"field": condition.field, "property": condition.property}
            yield index.warning(rule, condition.step.id, **words, condition=condition.source[:200])


def form_condition_reads_later(index: DiagramIndex) -> Iterator[Finding]:
    """A form knows what was asked before it, and what it asks itself."""
    before: dict[str, frozenset[str]] = {}
    for condition in form_conditions(index):
        step = condition.step.id
        for name in sorted(_names(condition.source) - condition.parts):
            asking = [other.id for other in index.diagram.steps.values() if other.form.get(name)]
            if not asking or step in asking or step not in index.reached:
                continue
            earlier = any(step in _after(index, other, before) for other in asking)
            if earlier or not _after(index, step, before).intersection(asking):
                continue
            label = index.fields_by_name[name][0].label or name
            words = {"field": condition.field, "property": condition.property, "named": label}
            yield index.error("form_condition_reads_later", step, **words)


def _after(index: DiagramIndex, step: str, known: dict[str, frozenset[str]]) -> frozenset[str]:
    """Elements that an instance may come to once the step is done, out of subprocesses, too."""
    if step not in known:
        begins = (step, *index.around(step))
        targets = [flow.target for begin in begins for flow in index.outgoing[begin]]
        known[step] = index.reached_from(targets)
    return known[step]


def _constant(index: DiagramIndex, condition: FormCondition) -> bool | None:
    """The one value that it has for all answers; None where it has both, or where that can't be tried."""
    try:
        parsed = parse(condition.source)
    except BadCondition:
        return None
    known = index.fields_by_name
    if not all(name in known and name in index.instance_names for name in parsed.names):
        return None
    if condition.parts & parsed.names or not is_tried_out(index, condition.source):
        return None
    hints = hints_in([condition.source])
    names = sorted(parsed.names)
    choices = [[value for field in known[name] for value in _values(field, hints)] for name in names]
    if prod(map(len, choices)) > _MAX_TRIED:
        return None
    rows = (dict(zip(names, row, strict=True)) for row in product(*choices))
    found = {parsed.holds(row.get) for row in rows}
    return found.pop() if len(found) == 1 else None


def _values(field: Field, hints: Hints) -> list[Answer]:
    hidden: Answer = {} if field.per else type_of(field).empty
    return [*samples(field, hints), hidden]


def _names(source: str) -> set[str]:
    try:
        return {name.split(".")[0] for name in parse(source).names}
    except BadCondition:
        return set()
