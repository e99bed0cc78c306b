"""Typed → answers, with all problems at once.

First the form is settled (engine.forms.settled): which fields are shown, and the answers in them. Then they
are checked: what is required, limits and rules. Undeclared names are dropped by never being looked at. What
was typed into a hidden field is refused: the page doesn't send it, and without script it must not be lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.errors import InvalidAnswers, Problem
from engine.forms.conditions import parse
from engine.forms.fields import Field, Form
from engine.forms.scope import Answer, FileInfo, Names, Scope, blank
from engine.forms.settled import Settled, settle_form
from engine.forms.typed import Reading
from engine.forms.types import Inputs, type_of
from engine.forms.types.dispatch import is_typed, to_typed
from engine.forms.warn import warnings
from engine.forms.wrong import problem

__all__ = ["Answer", "FileInfo", "Scope", "read_answers", "to_typed", "warnings"]

#: Characters in all values together.
MAX_TYPED = 1_000_000


def read_answers(form: Form, typed: Mapping[str, Sequence[str]], scope: Scope) -> dict[str, Answer]:
    """Answers by field name; raises InvalidAnswers with a problem for every wrong input."""
    if sum(len(name) + sum(map(len, values)) for name, values in typed.items()) > MAX_TYPED:
        raise InvalidAnswers({"": Problem(code="forms.problem.too_much")})
    reading = Reading(typed=typed, scope=scope)
    settled = settle_form(form, reading)
    for path in settled.hidden:
        reading.forget(path)
    unwanted = {} if reading.problems else _unwanted(reading, settled)
    _Check(reading, settled).fields(form.fields, "", settled.answers, scope.names(settled.answers))
    reading.problems |= {path: found for path, found in unwanted.items() if path not in reading.problems}
    if reading.problems:
        raise InvalidAnswers(reading.problems)
    return dict(settled.answers)


def _unwanted(reading: Reading, settled: Settled) -> dict[str, Problem]:
    """What was typed into hidden fields. Only where all could be read: a slip of the pen in a number hides
    what hangs on it, and that is no fault of its own.
    """
    typed = (path for path, field in settled.hidden.items() if is_typed(reading, field, path))
    return {path: problem("not_requested") for path in typed}


class _Check:
    """Goes through fields in their order; `problems` grows."""

    def __init__(self, reading: Reading, settled: Settled) -> None:
        self.reading = reading
        self.problems = reading.problems
        self.settled = settled

    def fields(
        self, fields: Sequence[Field], prefix: str, values: Mapping[str, Answer], names: Names
    ) -> None:
        for field in fields:
            path = prefix + field.name
            if not type_of(field).answered or path in self.settled.hidden:
                continue
            if field.per:
                for key in self.settled.keys(field, path, names):
                    answer = values[field.name].get(key)
                    self.answer(field, f"{path}.{key}", answer, names.keyed(key))
            else:
                self.answer(field, path, values[field.name], names)

    def answer(self, field: Field, path: str, value: Answer, names: Names) -> None:
        needed = field.required or (bool(field.required_if) and names.holds(field.required_if))
        kind = type_of(field)
        if kind.inputs is Inputs.GROUP:
            return self.group(field, path, value, names, needed=needed)
        if kind.inputs is Inputs.ROWS:
            self.rows(field, path, names)
        read = self.settled.read.get(path, value)
        for below, found in kind.faults(field, read, names, needed=needed).items():
            if not self.has_problem(path + below):
                self.problems[path + below] = found
        if not self.has_problem(path):
            self.limits(field, path, value, names, needed=needed)
        return None

    def limits(self, field: Field, path: str, value: Answer, names: Names, *, needed: bool) -> None:
        if blank(value):
            if needed:
                self.problems[path] = type_of(field).missing(field, names)
            return
        self.note(path, type_of(field).limit(field, value, names, needed=needed))
        self.rules(field, path, names)

    def group(self, field: Field, path: str, value: Answer, names: Names, *, needed: bool) -> None:
        """One that nobody must fill may stay empty."""
        if value is None and not needed and not self.has_problem(path, below=True):
            return
        row = self.settled.inner[path]
        self.fields(field.parts, f"{path}.", row, names.within(row))
        self.rules(field, path, names.within(row))
        visible = any(
            type_of(part).answered and f"{path}.{part.name}" not in self.settled.hidden
            for part in field.parts
        )
        if needed and visible and value is None and not self.has_problem(path, below=True):
            self.problems[path] = type_of(field).missing(field, names)

    def rows(self, field: Field, path: str, names: Names) -> None:
        counted = self.settled.rows.get(path, ())
        for index in self.reading.indices(path):
            here = f"{path}.{index}"
            if index in counted:
                row = self.settled.inner[here]
                self.fields(field.parts, f"{here}.", row, names.within(row))
            else:
                self.reading.forget(here)
        files = {f"{path}.{index}": self.settled.read[f"{path}.{index}"] for index in counted}
        for name, found in type_of(field).row_faults(files).items():
            self.problems.setdefault(name, found)

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
        return self.reading.has_problem(path, below=below)

    def note(self, path: str, found: Problem | None) -> None:
        if found is not None:
            self.problems[path] = found
