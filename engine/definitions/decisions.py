"""Which answers of a step choose the way on. Pure: the diagram alone says it.

A step decides where a gateway that follows it, before the next person's step, reads one of its fields in a
condition. What gateways further on read of it decides nothing here: others look at it first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn.elements import CHOOSING, Diagram, Step
from engine.forms.conditions import BadCondition, parse
from engine.forms.fields import Field
from engine.forms.types import type_of
from engine.starlark.scripts import names_read


def deciding_fields(diagram: Diagram, step: Step) -> tuple[Field, ...]:
    """Those of its form that its own gateways read; none for a step that decides nothing."""
    conditions = (
        flow.condition
        for flow in diagram.flows_onward(step.id)
        if flow.condition and not flow.is_default and diagram.nodes[flow.source].type in CHOOSING
    )
    read = {name for condition in conditions for name in names_read(condition)}
    return tuple(field for field in step.form if field.name in read)


def decision_fields(diagram: Diagram, step: Step) -> tuple[Field, ...]:
    """A decision as the page shows it: deciding fields, and their reasons. In the order of the form."""
    deciding = {field.name for field in deciding_fields(diagram, step)}
    return tuple(
        field
        for field in step.form
        if field.name in deciding
        # What is required without words is no reason for a decision.
        or (type_of(field).says_words and not deciding.isdisjoint(_names(field.required_if)))
    )


def opening_answers(diagram: Diagram, step: Step, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a form opens with: the answers of the last round. But a decision, and what it confirms, is made
    anew each time."""
    return {} if deciding_fields(diagram, step) else data


def _names(condition: str) -> set[str]:
    """Fields that a condition of the form reads; none of one that can't be read (lint refuses it)."""
    try:
        return {name.partition(".")[0] for name in parse(condition).names} if condition else set()
    except BadCondition:
        return set()
