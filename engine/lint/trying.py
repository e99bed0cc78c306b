"""A gateway tried out with the answers that an instance can bring to it, as the engine would run it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.bpmn.elements import CHOOSING, Flow
from engine.lint.assignments import Answers, assignments, is_tried_out
from engine.lint.index import DiagramIndex, assigned
from engine.starlark.scripts import ScriptFailed, check_condition, evaluate_each, names_read

#: Where a condition fails, it is tried on halves of the answers so often, to say with which it does.
_MAX_TRIES = 150
_UNKNOWN = object()
#: In all gateways of a diagram together.
_MAX_TRIED = 30_000


@dataclass(frozen=True, kw_only=True)
class Failure:
    """A condition that can't be computed, or says neither yes nor no, and with which answers."""

    answers: Answers
    #: Of the engine, short and technical; "" where there is a value.
    reason: str
    value: Any = None


@dataclass(kw_only=True)
class Trial:
    """What came of trying a gateway's branches."""

    gateway: str
    complete: bool
    failures: dict[str, Failure] = field(default_factory=dict)
    #: Answers with which no branch is taken.
    stranded: Answers | None = None
    #: Flow → True or False, where its condition has only that one value, whatever the answers.
    constant: dict[str, bool] = field(default_factory=dict)


def trials(index: DiagramIndex) -> Iterator[Trial]:
    """Each gateway that chooses and reads nothing but what forms ask for."""
    scripted = {name for node in index.diagram.nodes.values() for name in assigned(node.script)}
    left = _MAX_TRIED
    for node in index.diagram.nodes.values():
        flows = [flow for flow in index.outgoing[node.id] if flow.condition and not flow.is_default]
        if node.type not in CHOOSING or not flows or node.id not in index.reached:
            continue
        names = {name for flow in flows for name in names_read(flow.condition)}
        if any(check_condition(flow.condition) for flow in flows):
            continue  # another rule says that it can't be read
        if names & scripted or not names <= index.fields_by_name.keys() & index.instance_names:
            continue
        if left <= 0:
            yield Trial(gateway=node.id, complete=False)
            continue
        found = assignments(index, names, [flow.condition for flow in flows])
        left -= len(found.rows) * len(flows)
        trial = Trial(gateway=node.id, complete=found.complete)
        has_other = any(not flow.condition or flow.is_default for flow in index.outgoing[node.id])
        _try(trial, flows, found.rows, first_only=node.type == "exclusiveGateway", has_other=has_other)
        if found.complete and not trial.failures:
            trial.constant = dict(_constant(index, flows, found.rows))
        yield trial


def _constant(
    index: DiagramIndex, flows: Sequence[Flow], rows: Sequence[Answers]
) -> Iterator[tuple[str, bool]]:
    for flow in flows:
        if rows and is_tried_out(index, flow.condition):
            values = set(_each(flow.condition, rows))
            if len(values) == 1 and isinstance(value := values.pop(), bool):
                yield flow.id, value


def _try(
    trial: Trial, flows: Sequence[Flow], rows: Sequence[Answers], *, first_only: bool, has_other: bool
) -> None:
    left, taken = list(rows), set[int]()
    for flow in flows:
        results = _each(flow.condition, left)
        wrong = [n for n, item in enumerate(results) if not isinstance(item, bool) and item is not _UNKNOWN]
        if wrong:
            fewest = min(wrong, key=lambda n: _odd(left[n], flow.condition))
            result = results[fewest]
            trial.failures[flow.id] = (
                Failure(answers=left[fewest], reason=result.reason)
                if isinstance(result, ScriptFailed)
                else Failure(answers=left[fewest], reason="", value=result)
            )
        taken |= {id(row) for row, result in zip(left, results, strict=True) if result is True}
        gone = taken if first_only else set[int]()
        left = [
            row
            for row, result in zip(left, results, strict=True)
            if isinstance(result, bool) and id(row) not in gone
        ]
    if not has_other:
        trial.stranded = next((row for row in left if id(row) not in taken), None)


def _each(condition: str, rows: Sequence[Answers]) -> list[Any]:
    """The condition's value on each, or the ScriptFailed that came instead; _UNKNOWN where so many fail that
    not all are looked for."""
    results: list[Any] = [_UNKNOWN] * len(rows)
    pending, tries = [(0, len(rows))], 0
    while pending and tries < _MAX_TRIES:
        start, end = pending.pop()
        tries += 1
        try:
            results[start:end] = evaluate_each(condition, rows[start:end])
        except ScriptFailed as failed:
            if end - start == 1:
                results[start] = failed
            else:
                middle = (start + end) // 2
                pending += [(middle, end), (start, middle)]
    return results


def _odd(row: Answers, condition: str) -> int:
    """How many of the answers that it reads are empty: one is the clearest example."""
    return sum(row[name] is None for name in names_read(condition))
