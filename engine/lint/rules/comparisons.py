"""Conditions compared with the fields that they read: values that no option has, text against numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.bpmn.elements import CHOOSING
from engine.lint.comparing import comparisons
from engine.lint.findings import Finding, Word
from engine.lint.index import DiagramIndex
from engine.lint.operands import Fault, Operand, fault, operands_of, operands_of_form
from engine.lint.rules.conditions import form_conditions
from engine.lint.written_numbers import corrected_numbers


def condition_compares_wrongly(index: DiagramIndex) -> Iterator[Finding]:
    """A comparison that can't come true says nothing, and its branch is never taken."""
    for place in _places(index):
        line, found = comparisons(place.source)
        for comparison in found:
            operands = place.operands(index, comparison.name)
            faults = [fault(operand, comparison, line) for operand in operands]
            first = next(iter(faults), None)
            if first is not None and all(faults):
                yield _finding(index, place, operands[0], first)


def condition_number_written(index: DiagramIndex) -> Iterator[Finding]:
    """1.000,5 is one thousand and a half to people here, and something else to a condition."""
    for place in _places(index):
        written, meant, corrected = corrected_numbers(place.source)
        if written:
            params = {**place.params(index), "written": written, "meant": meant, "corrected": corrected}
            yield index.error("condition_number_written", place.element, **params)


@dataclass(frozen=True, kw_only=True)
class _Place:
    """A condition and where it stands: on a gateway's flow, or in a form."""

    element: str
    source: str
    gateway: str = ""
    field: str = ""
    property: str = ""

    def params(self, index: DiagramIndex) -> Mapping[str, object]:
        """What its findings say of the place, and what the editor needs to find it."""
        if self.gateway:
            at = {"flow": index.called(self.element), "gateway": index.called(self.gateway)}
            return {"where": Word("lint.where.flow", at), "source": self.source}
        key = "lint.where.field" if self.field else "lint.where.step"
        step = index.called(self.element)
        where = Word(key, {"property": self.property, "field": self.field, "step": step})
        named = {"field": self.field, "property": self.property, "source": self.source}
        return {"where": where, **named}

    def operands(self, index: DiagramIndex, name: str) -> list[Operand]:
        """What a name in the condition may mean; nothing where it is no field."""
        if self.gateway:
            return operands_of(index, name)
        return operands_of_form(index, self.element, self.field, self.property, name)


def _places(index: DiagramIndex) -> Iterator[_Place]:
    nodes = index.diagram.nodes
    for flow in index.connected:
        if flow.condition and not flow.is_default and nodes[flow.source].type in CHOOSING:
            yield _Place(element=flow.id, source=flow.condition, gateway=flow.source)
    for item in form_conditions(index):
        yield _Place(element=item.step.id, source=item.source, field=item.field, property=item.property)


def _finding(index: DiagramIndex, place: _Place, operand: Operand, wrong: Fault) -> Finding:
    params = {
        **place.params(index),
        "named": operand.label,
        "value": wrong.value,
        "corrected": wrong.corrected,
        "maybe": wrong.corrected or "…",
    }
    if wrong.is_option:
        options = ", ".join(operand.options_in_words) or "–"
        return index.error("condition_value_unknown", place.element, **params, options=options)
    kinds = {"kind": Word(f"lint.shape.{operand.kind}"), "other": Word(f"lint.value.{wrong.kind}")}
    return index.error("condition_other_kind", place.element, **params, **kinds)
