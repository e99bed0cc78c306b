"""Which answers an instance can bring to a condition: what each form accepts, and all forms together."""

from __future__ import annotations

import ast
import random
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from typing import Any

from engine.errors import InvalidAnswers
from engine.forms.conditions import BadCondition, parse
from engine.forms.fields import Field, Form
from engine.forms.read import read_answers, to_typed
from engine.forms.scope import Answer, blank
from engine.forms.types import Shape, type_of
from engine.lint.index import DiagramIndex
from engine.lint.samples import SCOPE, Hints, hints_in, samples

#: Of more combinations so many are tried, drawn by chance, and lint says so.
MAX_TRIED = 3000
#: More fields of one form than this are not looked at together.
_MAX_FIELDS = 8

Answers = Mapping[str, Answer]


@dataclass(frozen=True, kw_only=True)
class Assignments:
    rows: Sequence[Answers]
    #: Whether these are all combinations of the answers that matter.
    complete: bool


def assignments(index: DiagramIndex, names: Collection[str], conditions: Iterable[str]) -> Assignments:
    """Answers to `names`, each of which some form asks for, as conditions may meet them.

    `conditions`: those that are tried; the values they name are among the answers.
    """
    sources = list(conditions)
    forms = [fields for step in index.diagram.steps.values() if (fields := _related(step.form, names))]
    sources += [source for fields in forms for field in fields for source in _conditions_of(field)]
    hints = hints_in(sources)
    choices = [_of_form(fields, hints) for fields in forms]
    # A later form overwrites an earlier one's answer, and a flow may lead back.
    overlap = len({field.name for fields in forms for field in fields}) < sum(map(len, forms))
    complete = all(choice.complete for choice in choices)
    combined, whole = _some_of_all([choice.rows for choice in choices])
    found: dict[str, Answers] = {}
    for parts in combined:
        for order in (parts, parts[::-1]) if overlap else (parts,):
            merged = {name: value for part in order for name, value in part.items()}
            row = {name: merged.get(name) for name in names}
            found.setdefault(repr(row), row)
    return Assignments(rows=tuple(found.values()), complete=complete and whole)


def is_tried_out(index: DiagramIndex, condition: str) -> bool:
    """Whether the answers that are tried show all that a condition can say: where it computes, or asks twice
    about the same words, what it says of others may differ."""
    try:
        parts = list(ast.walk(ast.parse(condition.strip(), mode="eval")))
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return False
    times = Counter(part.id for part in parts if isinstance(part, ast.Name))
    open_ = {name for name in times for field in index.fields_by_name.get(name, ()) if _is_open(field)}
    return not any(isinstance(part, ast.BinOp) for part in parts) and all(times[name] < 2 for name in open_)


def _is_open(field: Field) -> bool:
    """Whether its answers are more than can be tried, and not in a line as numbers are."""
    kind = type_of(field)
    return kind.shape not in {Shape.TRUTH, Shape.OPTION, Shape.NUMBER} and not kind.has_options


def _related(form: Form, names: Collection[str]) -> tuple[Field, ...]:
    """The form's fields of these names, and those on which it depends whether they are shown or required."""
    wanted = {field.name for field in form if field.name in names and type_of(field).answered}
    pending = list(wanted)
    while pending and len(wanted) < _MAX_FIELDS:
        field = form.get(pending.pop())
        for other in _fields_read(field, form) if field else ():
            if other not in wanted:
                wanted.add(other)
                pending.append(other)
    return tuple(field for field in form if field.name in wanted)


def _fields_read(field: Field, form: Form) -> Iterator[str]:
    for source in _conditions_of(field):
        for name in _names(source):
            other = form.get(name)
            if other is not None and type_of(other).answered:
                yield name


def _conditions_of(field: Field) -> list[str]:
    found = (field.shown_if, field.required_if, *(rule.condition for rule in field.rules))
    return [source for source in found if source.strip()]


def _names(source: str) -> set[str]:
    try:
        return {name.split(".")[0] for name in parse(source).names}
    except BadCondition:
        return {"?"}


def _of_form(fields: Sequence[Field], hints: Hints) -> Assignments:
    """What the form can make of these fields. A condition that reads anything else may hold or not."""
    known = {field.name for field in fields}
    judged = [_judgeable(field, known) for field in fields]
    values = [samples(field, hints) for field in fields]
    combined, complete = _some_of_all(values)
    if not any(_conditions_of(field) for field in judged):
        rows: list[dict[str, Answer]] = [_row(fields, row) for row in combined if _complete(fields, row)]
    else:
        rows = [answers for row in combined for answers in _accepted(judged, _row(fields, row))]
    hidden = [field for field, now in zip(fields, judged, strict=True) if field.shown_if and not now.shown_if]
    for field in hidden:
        empty: Answer = {} if field.per else type_of(field).empty
        rows += [{**row, field.name: empty} for row in rows]
    return Assignments(rows=rows, complete=complete)


def _judgeable(field: Field, known: Set[str]) -> Field:
    def can(source: str) -> bool:
        return not source.strip() or _names(source) <= known

    loose = not can(field.required_if)
    return replace(
        field,
        shown_if=field.shown_if if can(field.shown_if) else "",
        required_if="" if loose else field.required_if,
        rules=tuple(rule for rule in field.rules if can(rule.condition)),
    )


def _row(fields: Sequence[Field], values: Sequence[Answer]) -> dict[str, Answer]:
    return {field.name: value for field, value in zip(fields, values, strict=True)}


def _complete(fields: Sequence[Field], values: Sequence[Answer]) -> bool:
    return not any(field.required and blank(value) for field, value in zip(fields, values, strict=True))


def _accepted(fields: Sequence[Field], row: Answers) -> Iterator[dict[str, Answer]]:
    stored = [field for field in fields if type_of(field).takes_files or type_of(field).offers_items]
    form = Form(fields=tuple(field for field in fields if field not in stored))
    names = [field.name for field in stored]
    scope = replace(SCOPE, data={name: row[name] for name in names})
    try:
        read = read_answers(form, to_typed(form, row, SCOPE.zone), scope)
    except InvalidAnswers:
        return
    if _complete(stored, [row[name] for name in names]):
        yield {**{name: row[name] for name in names}, **read}


def _some_of_all(choices: Sequence[Sequence[Any]]) -> tuple[list[tuple[Any, ...]], bool]:
    """Each combination where they are few; else the same ones each time, by chance; and whether it is all."""
    if prod(map(len, choices)) <= MAX_TRIED:
        return list(product(*choices)), True
    chance = random.Random(0)  # noqa: S311 - nothing secret, and the same each time
    drawn = {tuple(chance.randrange(len(each)) for each in choices) for _ in range(MAX_TRIED)}
    return [tuple(each[n] for each, n in zip(choices, at, strict=True)) for at in sorted(drawn)], False
