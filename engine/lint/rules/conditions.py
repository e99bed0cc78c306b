"""Conditions and scripts that can't be read, or that read what nobody fills in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.bpmn.elements import CHOOSING, Step
from engine.bpmn.vocabulary import PLACES, Property
from engine.forms.conditions import BadCondition, parse
from engine.forms.fields import Field
from engine.lint.findings import Finding, Word
from engine.lint.index import DiagramIndex, closest
from engine.lint.written_numbers import corrected_numbers
from engine.starlark.scripts import check_condition, check_script

#: What a form's condition may name besides fields (engine.forms.scope).
OWN_NAMES = frozenset({"sekarang", "langkah", "kunci"})


def gateway_condition_unreadable(index: DiagramIndex) -> Iterator[Finding]:
    """A condition that can't be read stops every instance that comes to it."""
    for flow in index.connected:
        if flow.condition and index.diagram.nodes[flow.source].type in CHOOSING:
            if corrected_numbers(flow.condition)[0]:
                continue  # condition_number_written says what is meant
            reason = check_condition(flow.condition)
            if reason is not None:
                yield index.error(
                    "gateway_condition_unreadable",
                    flow.id,
                    gateway=index.called(flow.source),
                    condition=_short(flow.condition),
                    reason=reason,
                )


def script_unreadable(index: DiagramIndex) -> Iterator[Finding]:
    """A script that can't be read stops every instance that comes to it."""
    for node in index.diagram.nodes.values():
        if node.type == "scriptTask":
            reason = check_script(node.script) if node.script.strip() else "the script is empty"
            if reason is not None:
                yield index.error("script_unreadable", node.id, reason=reason)


def form_condition_unreadable(index: DiagramIndex) -> Iterator[Finding]:
    """A condition in a form that can't be read can't be judged, so nobody could hand the form in."""
    for condition in form_conditions(index):
        if corrected_numbers(condition.source)[0]:
            continue
        try:
            parse(condition.source)
        except BadCondition as error:
            yield index.error(
                "form_condition_unreadable",
                condition.step.id,
                field=condition.field,
                property=condition.property,
                condition=_short(condition.source),
                reason=Word(f"forms.condition_reason.{error.params['reason']}"),
            )


def form_condition_reads_unknown(index: DiagramIndex) -> Iterator[Finding]:
    """A name that no form of the definition asks for is always empty: the condition says nothing."""
    for condition in form_conditions(index):
        for name in _names(condition.source):
            if not _is_known(name, condition, index):
                yield index.error(
                    "form_condition_reads_unknown",
                    condition.step.id,
                    field=condition.field,
                    property=condition.property,
                    unknown=name,
                    maybe=closest(name, index.instance_names | condition.parts),
                )


@dataclass(frozen=True, kw_only=True)
class FormCondition:
    step: Step
    field: str
    property: str
    source: str
    #: Names that only this condition sees: the parts of its item.
    parts: frozenset[str] = frozenset()


def form_conditions(index: DiagramIndex) -> Iterator[FormCondition]:
    """Every condition in the steps' forms, with its place."""
    for step in index.diagram.steps.values():
        for prop, source in _written("step", step):
            yield FormCondition(step=step, field="", property=prop.name, source=source)
        for field in step.form:
            yield from _of_field(index, step, field, field.name, frozenset())
            parts = _names_of(field.parts)
            for part in field.parts:
                yield from _of_field(index, step, part, f"{field.name}.{part.name}", parts)


def _of_field(
    index: DiagramIndex, step: Step, field: Field, name: str, parts: frozenset[str]
) -> Iterator[FormCondition]:
    for prop, source in _written("field", field):
        seen = _parts_of_items(index, field) if prop.about_items else parts
        yield FormCondition(step=step, field=name, property=prop.name, source=source, parts=seen)


def _written(place: str, bearer: Step | Field) -> Iterator[tuple[Property, str]]:
    """The conditions that a step or a field bears."""
    for prop in PLACES[place].values():
        if prop.form == "condition":
            value = getattr(bearer, prop.key)
            sources = [rule.condition for rule in value] if prop.numbered else [value]
            yield from ((prop, source) for source in sources if source.strip())


def _parts_of_items(index: DiagramIndex, field: Field) -> frozenset[str]:
    """The parts of each file that a field offers."""
    offered = (files for source in field.of for files in index.fields_by_name.get(source, ()))
    return _names_of(part for files in offered for part in files.parts)


def _names_of(fields: Iterable[Field]) -> frozenset[str]:
    return frozenset(field.name for field in fields)


def _names(source: str) -> list[str]:
    try:
        return sorted(parse(source).names)
    except BadCondition:
        return []


def _is_known(name: str, condition: FormCondition, index: DiagramIndex) -> bool:
    first, *rest = name.split(".")
    if first == "langkah":
        return len(rest) == 2 and rest[0] in index.diagram.steps and rest[1] == "selesai"
    return first in condition.parts or first in index.instance_names or first in OWN_NAMES


def _short(source: str) -> str:
    return source if len(source) <= 200 else f"{source[:200]}…"
