"""Typed → answers, with all problems at once.

First every field is read by itself (engine.forms.types); then the form is judged as a whole: which fields are
shown, what is required, limits and rules. Undeclared names are dropped by never being looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.errors import InvalidAnswers, Problem
from engine.forms.conditions import parse
from engine.forms.fields import Field, Form
from engine.forms.scope import Answer, FileInfo, Names, Scope, about_keys, blank
from engine.forms.typed import Reading, Row
from engine.forms.types import Inputs, type_of
from engine.forms.types.dispatch import read_form, read_parts, to_typed
from engine.forms.warn import warnings

__all__ = ["Answer", "FileInfo", "Scope", "read_answers", "to_typed", "warnings"]

#: Characters in all values together.
MAX_TYPED = 1_000_000


def read_answers(form: Form, typed: Mapping[str, Sequence[str]], scope: Scope) -> dict[str, Answer]:
    """Answers by field name; raises InvalidAnswers with a problem for every wrong input."""
    if sum(len(name) + sum(map(len, values)) for name, values in typed.items()) > MAX_TYPED:
        raise InvalidAnswers({"": Problem(code="forms.problem.too_much")})
    reading = Reading(typed=typed, scope=scope)
    answers = read_form(reading, form)
    _Judge(reading).fields(form.fields, "", answers, scope.names(answers))
    if reading.problems:
        raise InvalidAnswers(reading.problems)
    return answers


class _Judge:
    """Goes through fields in their order; `problems` grows, answers are put right in place."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.problems = reading.problems

    def fields(self, fields: Sequence[Field], prefix: str, values: dict[str, Answer], names: Names) -> None:
        for field in fields:
            if not type_of(field).answered:
                continue
            path = prefix + field.name
            if _hidden(field, names):
                values[field.name] = {} if field.per else type_of(field).empty
                self.forget(path)
            elif field.per:
                values[field.name] = self.per(field, path, values[field.name], names)
            else:
                values[field.name] = self.answer(field, path, values[field.name], names)

    def per(self, field: Field, path: str, value: Answer, names: Names) -> dict[str, Answer]:
        """One answer for each chosen option; what belongs to others is dropped."""
        chosen = keys_of(field, names)
        answers: dict[str, Answer] = {}
        for key in dict.fromkeys([*chosen, *value]):
            here, keyed = f"{path}.{key}", names.keyed(key)
            if key not in chosen or (about_keys(field.shown_if) and not keyed.holds(field.shown_if)):
                self.forget(here)
                continue
            answer = self.answer(field, here, value.get(key), keyed)
            if not blank(answer):
                answers[key] = answer
        return answers

    def answer(self, field: Field, path: str, value: Answer, names: Names) -> Answer:
        needed = field.required or (bool(field.required_if) and names.holds(field.required_if))
        kind = type_of(field)
        if kind.inputs is Inputs.GROUP:
            return self.group(field, path, value, names, needed=needed)
        if kind.inputs is Inputs.ROWS:
            value = [self.row(field, path, row, names) for row in value or ()]
        value, problems = kind.settle(field, value, names, needed=needed)
        for below, problem in problems.items():
            if not self.has_problem(path + below):
                self.problems[path + below] = problem
        if not self.has_problem(path):
            self.limits(field, path, value, names, needed=needed)
        return value

    def limits(self, field: Field, path: str, value: Answer, names: Names, *, needed: bool) -> None:
        if blank(value):
            if needed:
                self.problems[path] = type_of(field).missing(field)
            return
        self.note(path, type_of(field).limit(field, value, names, needed=needed))
        self.rules(field, path, names)

    def group(self, field: Field, path: str, value: Answer, names: Names, *, needed: bool) -> Answer:
        row = dict(value or read_parts(self.reading, field, path))
        if (
            not needed
            and all(blank(item) for item in row.values())
            and not self.has_problem(path, below=True)
        ):
            return None
        self.fields(field.parts, f"{path}.", row, names.within(row))
        self.rules(field, path, names.within(row))
        visible = any(type_of(part).answered and not _hidden(part, names.within(row)) for part in field.parts)
        if needed and visible and all(map(blank, row.values())) and not self.has_problem(path, below=True):
            self.problems[path] = type_of(field).missing(field)
        return row

    def row(self, field: Field, path: str, row: Row, names: Names) -> dict[str, Answer]:
        self.fields(field.parts, f"{path}.{row.index}.", row, names.within(row))
        return dict(row)

    def rules(self, field: Field, path: str, names: Names) -> None:
        for rule in field.rules:
            read = {name.split(".")[0] for name in parse(rule.condition).names}
            # A rule about a field that is wrong itself would only repeat that.
            if (
                not self.has_problem(path)
                and not self.wrong_among(path, read)
                and not names.holds(rule.condition)
            ):
                self.problems[path] = Problem(code="forms.problem.rule", text=rule.message or None)

    def wrong_among(self, path: str, read: set[str]) -> bool:
        siblings = path.rpartition(".")[0]
        return any(name in self.problems or f"{siblings}.{name}" in self.problems for name in read)

    def has_problem(self, path: str, *, below: bool = False) -> bool:
        found = path in self.problems or f"{path}.file" in self.problems
        return found or (below and any(other.startswith(f"{path}.") for other in self.problems))

    def note(self, path: str, problem: Problem | None) -> None:
        if problem is not None:
            self.problems[path] = problem

    def forget(self, path: str) -> None:
        for other in [other for other in self.problems if other == path or other.startswith(f"{path}.")]:
            del self.problems[other]


def keys_of(field: Field, names: Names) -> list[str]:
    """The options that were chosen in the field that `per` names."""
    chosen: Any = names(field.per)
    chosen = chosen if isinstance(chosen, list) else [chosen]
    return [key for key in chosen if isinstance(key, str) and key]


def _hidden(field: Field, names: Names) -> bool:
    keyed = field.per or type_of(field).has_keys
    return (
        bool(field.shown_if)
        and not (keyed and about_keys(field.shown_if))
        and not names.holds(field.shown_if)
    )
