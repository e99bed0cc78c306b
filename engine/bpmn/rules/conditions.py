"""Conditions and scripts that can't be read, or that read what nobody fills in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.bpmn.elements import Step
from engine.bpmn.findings import Finding, Word
from engine.bpmn.look import Look, closest
from engine.bpmn.scripts import check_condition, check_script
from engine.bpmn.surely import CHOOSING
from engine.forms.conditions import BadCondition, parse
from engine.forms.fields import Field

#: What a form's condition may name besides fields (engine.forms.scope).
OWN_NAMES = frozenset({"sekarang", "langkah", "kunci"})


def gateway_condition_unreadable(look: Look) -> Iterator[Finding]:
    """A condition that can't be read stops every case that comes to it."""
    for flow in look.connected:
        if flow.condition and look.diagram.nodes[flow.source].type in CHOOSING:
            reason = check_condition(flow.condition)
            if reason is not None:
                yield look.error(
                    "gateway_condition_unreadable",
                    flow.id,
                    gateway=look.called(flow.source),
                    condition=_short(flow.condition),
                    reason=reason,
                )


def script_unreadable(look: Look) -> Iterator[Finding]:
    """A script that can't be read stops every case that comes to it."""
    for node in look.diagram.nodes.values():
        if node.type == "scriptTask":
            reason = check_script(node.script) if node.script.strip() else "the script is empty"
            if reason is not None:
                yield look.error("script_unreadable", node.id, reason=reason)


def form_condition_unreadable(look: Look) -> Iterator[Finding]:
    """A condition in a form that can't be read can't be judged, so nobody could hand the form in."""
    for condition in form_conditions(look):
        try:
            parse(condition.source)
        except BadCondition as error:
            yield look.error(
                "form_condition_unreadable",
                condition.step.id,
                field=condition.field,
                property=condition.property,
                condition=_short(condition.source),
                reason=Word(f"forms.condition_reason.{error.params['reason']}"),
            )


def form_condition_reads_unknown(look: Look) -> Iterator[Finding]:
    """A name that no form of the procedure asks for is always empty: the condition says nothing."""
    for condition in form_conditions(look):
        for name in _names(condition.source):
            if not _is_known(name, condition, look):
                yield look.error(
                    "form_condition_reads_unknown",
                    condition.step.id,
                    field=condition.field,
                    property=condition.property,
                    unknown=name,
                    maybe=closest(name, look.case_names | condition.parts),
                )


@dataclass(frozen=True, kw_only=True)
class FormCondition:
    step: Step
    field: str
    property: str
    source: str
    #: Names that only this condition sees: the parts of its item.
    parts: frozenset[str] = frozenset()


def form_conditions(look: Look) -> Iterator[FormCondition]:
    """Every condition in the steps' forms, with its place."""
    for step in look.diagram.steps.values():
        if step.hash_unless:
            yield FormCondition(step=step, field="", property="sidik_kecuali", source=step.hash_unless)
        for one in step.form:
            parts = frozenset(part.name for part in one.parts)
            yield from _of_field(look, step, one, one.name, frozenset())
            for part in one.parts:
                yield from _of_field(look, step, part, f"{one.name}.{part.name}", parts)


def _of_field(
    look: Look, step: Step, field: Field, name: str, parts: frozenset[str]
) -> Iterator[FormCondition]:
    written = [("wajib_jika", field.required_if), ("tampil_jika", field.shown_if)]
    written += [("syarat", rule.condition) for rule in field.rules]
    for key, source in written:
        if source.strip():
            yield FormCondition(step=step, field=name, property=key, source=source, parts=parts)
    if field.selectable_if.strip():
        items = [files for source in field.of for files in look.asked.get(source, ())]
        yield FormCondition(
            step=step,
            field=name,
            property="dapat_dipilih_jika",
            source=field.selectable_if,
            parts=frozenset(part.name for files in items for part in files.parts),
        )


def _names(source: str) -> list[str]:
    try:
        return sorted(parse(source).names)
    except BadCondition:
        return []


def _is_known(name: str, condition: FormCondition, look: Look) -> bool:
    first, *rest = name.split(".")
    if first == "langkah":
        return len(rest) == 2 and rest[0] in look.diagram.steps and rest[1] == "selesai"
    return first in condition.parts or first in look.case_names or first in OWN_NAMES


def _short(source: str) -> str:
    return source if len(source) <= 200 else f"{source[:200]}…"
