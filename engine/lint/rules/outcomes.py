"""Gateways tried out with the answers that their forms accept (engine.lint.trying)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from engine.bpmn.elements import Flow
from engine.forms.fields import Field
from engine.forms.scope import blank
from engine.forms.types import Shape, type_of
from engine.lint.assignments import Answers
from engine.lint.findings import Finding, Word
from engine.lint.index import DiagramIndex
from engine.lint.rules.comparisons import condition_compares_wrongly, condition_number_written
from engine.lint.trying import Failure, Trial, trials
from engine.starlark.scripts import names_read


def gateway_fails(index: DiagramIndex) -> Iterator[Finding]:
    """Answers with which a condition can't be computed, or no branch is taken, stop the instance."""
    rules = (condition_compares_wrongly, condition_number_written)
    mended_first = {finding.element for rule in rules for finding in index.found_by(rule)}
    for trial in trials(index):
        flows = [flow for flow in index.outgoing[trial.gateway] if flow.condition]
        for flow in flows:
            if flow.id in trial.failures and flow.id not in mended_first:
                yield _failed(index, flow, trial.failures[flow.id])
        if mended_first.isdisjoint(flow.id for flow in flows):
            yield from _of_branches(index, trial, flows)
        if not trial.complete:
            yield index.warning("gateway_not_checked", trial.gateway)


def _of_branches(index: DiagramIndex, trial: Trial, flows: list[Flow]) -> Iterator[Finding]:
    if trial.stranded is not None:
        example = _example(index, trial.stranded, sorted(trial.stranded))
        yield index.error("no_branch_taken", trial.gateway, example=example)
    for flow in flows:
        if flow.id in trial.constant:
            rule = "condition_always_holds" if trial.constant[flow.id] else "condition_never_holds"
            words = {"gateway": index.called(trial.gateway), "condition": flow.condition[:200]}
            yield index.warning(rule, flow.id, **words)


def _failed(index: DiagramIndex, flow: Flow, failure: Failure) -> Finding:
    read = sorted(names_read(flow.condition))
    empty = [name for name in read if failure.answers[name] is None]
    params: dict[str, object] = {
        "gateway": index.called(flow.source),
        "example": _example(index, failure.answers, read),
        "condition": flow.condition[:200],
    }
    if not failure.reason:
        corrected = _as_truth(index, flow.condition)
        kind = Word(f"lint.gives.{_kind(failure.value)}")
        params |= {"kind": kind, "corrected": corrected, "maybe": corrected or 'keputusan == "ya"'}
        return index.error("condition_gives_no_truth", flow.id, **params)
    if empty and "NoneType" in failure.reason:
        guards = " and ".join(f"{name} != None" for name in empty)
        condition = f"({flow.condition})" if " or " in flow.condition else flow.condition
        params |= {"named": tuple(_label(index, name) for name in empty)}
        params |= {"corrected": f"{guards} and {condition}"}
        return index.error("condition_reads_empty", flow.id, **params)
    reason = "zero" if "zero" in failure.reason else "other"
    return index.error("condition_fails", flow.id, **params, reason=Word(f"lint.fails.{reason}"))


def _as_truth(index: DiagramIndex, condition: str) -> str:
    """A field that stands alone, as the question that was probably meant."""
    fields = index.fields_by_name.get(condition.strip(), ())
    return _QUESTION[type_of(fields[0]).shape](condition.strip()) if fields else ""


_QUESTION: dict[Shape, Callable[[str], str]] = {
    Shape.TRUTH: "{} == True".format,
    Shape.LIST: "len({}) > 0".format,
    Shape.ROWS: "len({}) > 0".format,
    **dict.fromkeys((Shape.TEXT, Shape.NUMBER, Shape.MOMENT, Shape.OPTION), "{} != None".format),
}


def _example(index: DiagramIndex, answers: Answers, names: list[str]) -> tuple[Word, ...]:
    """“Jumlah” kosong, “Keputusan” berisi “Ya”."""
    return tuple(_answered(index, name, answers[name]) for name in names)


def _answered(index: DiagramIndex, name: str, value: Any) -> Word:
    label = _label(index, name)
    if isinstance(value, bool):
        return Word("lint.example.ticked" if value else "lint.example.unticked", {"field": label})
    if blank(value):
        return Word("lint.example.empty", {"field": label})
    labels = {option.id: option.label for field in _fields(index, name) for option in field.options}
    if isinstance(value, list) and not all(isinstance(item, str) for item in value):
        return Word("lint.example.several", {"field": label, "n": len(value)})
    items = value if isinstance(value, list) else [value]
    words = ", ".join(labels.get(item, item) if isinstance(item, str) else _written(item) for item in items)
    return Word("lint.example.is", {"field": label, "value": words[:60]})


def _written(value: Any) -> str:
    return str(value) if isinstance(value, int | float) else "…"


def _fields(index: DiagramIndex, name: str) -> tuple[Field, ...]:
    return tuple(index.fields_by_name.get(name, ()))


def _label(index: DiagramIndex, name: str) -> str:
    return next((field.label for field in _fields(index, name) if field.label), name)


def _kind(value: Any) -> str:
    kinds = {str: "text", int: "number", float: "number", list: "list", dict: "parts"}
    return kinds.get(type(value), "nothing")
