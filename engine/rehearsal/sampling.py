"""Sample answers: what a form asks for, typed as people type it, until the form takes it. Pure.

A form says itself what is missing or wrong (engine.forms.read); each input that it names gets its next
candidate, until nothing is wrong. So what is hidden stays empty, and rules hold.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from engine.errors import InvalidAnswers, Problem
from engine.forms.fields import Field, Form
from engine.forms.read import Answer, Scope
from engine.forms.scope import Locale, Names
from engine.forms.settled import settle_form
from engine.forms.typed import Reading
from engine.forms.types import Inputs, Shape, type_of
from engine.forms.wrong import problem
from engine.lint.samples import Hints, hints_in, samples
from engine.texts import DEFAULT

Typed = dict[str, list[str]]
#: Rounds of asking the form; each input has fewer candidates than that.
_MAX_ROUNDS = 60
#: Seconds of the processor for one form, and one round more.
_MAX_SECONDS = 2.0
#: What nobody asked for must not be typed.
_NOT_REQUESTED = problem("not_requested").code


def sample_of(form: Form, typed: Typed, *, scope: Scope, check: Callable[[Typed], object]) -> Typed | None:
    """`typed`, and samples where the form asks for more; None where it takes none of them.

    `check` raises InvalidAnswers, by the names of inputs. What `typed` has stays, unless it is not asked for.
    """
    asking, until = _Asking(form, scope, frozenset(typed)), time.thread_time() + _MAX_SECONDS
    for _round in range(_MAX_ROUNDS):
        if time.thread_time() > until:
            return None
        try:
            check(typed)
        except InvalidAnswers as wrong:
            if not asking.answer(typed := dict(typed), wrong.problems):
                return None
        else:
            return typed
    return None


def values_of(field: Field, conditions: list[str]) -> list[Answer]:
    """Answers to a field that make a difference to these conditions: those that they name first, none at all
    last."""
    hints = hints_in(conditions)
    return sorted(samples(field, hints), key=lambda answer: (_is_odd(answer), answer not in hints.texts))


def inputs_of_answer(field: Field, path: str, answer: Answer, scope: Scope) -> Typed:
    """The inputs that read as this answer again."""
    typed: Typed = {}
    for name, text in type_of(field).typed(field, path, answer, Locale(DEFAULT, scope.zone)):
        typed.setdefault(name, []).append(text)
    return typed


class _Asking:
    """One form; each of its inputs goes through its candidates once."""

    def __init__(self, form: Form, scope: Scope, given: frozenset[str]) -> None:
        self.form, self.scope, self.given = form, scope, given
        self.left: dict[str, Iterator[Typed]] = {}
        self.names = scope.names({})
        conditions = [
            text
            for field in _all_fields(form.fields)
            for text in (field.shown_if, field.required_if, *(rule.condition for rule in field.rules))
            if text
        ]
        self.hints = hints_in(conditions)

    def answer(self, typed: Typed, problems: Mapping[str, Problem]) -> bool:
        """Changes `typed`; False when nothing more can be changed."""
        moved = False
        settled = settle_form(self.form, Reading(typed=typed, scope=self.scope))
        self.names = self.scope.names(settled.answers)
        for path, found in problems.items():
            if found.code == _NOT_REQUESTED:
                for name in [name for name in typed if f"{name}.".startswith(f"{path}.")]:
                    del typed[name]
                    moved = True
            elif (inputs := self.next_for(path)) is not None:
                typed |= inputs
                moved = True
        return moved

    def next_for(self, path: str) -> Typed | None:
        along = self.form.along(path)
        if not along or path in self.given:
            return None
        if path not in self.left:
            self.left[path] = self.candidates(replace(along[-1], per="", default=""), path)
        found = next(self.left[path], None)
        # What is offered may hang on what is chosen only now.
        if found is None and type_of(along[-1]).offers_items:
            del self.left[path]
        return found

    def candidates(self, field: Field, path: str) -> Iterator[Typed]:
        kind = type_of(field)
        if kind.has_parts:
            rows = [path] if kind.inputs is Inputs.GROUP else [f"{path}.{n}" for n in range(1, 9)]
            yield from (begun for row in rows for begun in self.begun(field, row))
        elif kind.offers_items:
            yield from self.chosen_files(field, path)
        else:
            for answer in _answers(field, self.hints, self.scope):
                if answer is not None:
                    yield inputs_of_answer(field, path, answer, self.scope)

    def begun(self, field: Field, row: str) -> Iterator[Typed]:
        """A row or group in which something is answered: the form then asks for the rest."""
        for part in field.parts:
            if type_of(part).answered and (first := next(self.candidates(part, f"{row}.{part.name}"), None)):
                yield first
                return

    def chosen_files(self, field: Field, path: str) -> Iterator[Typed]:
        kind = type_of(field)
        if kind.inputs is Inputs.ITEM_KEYS:  # asked for file by file
            yield from ({path: [option.id]} for option in field.options)
            return
        offered = list(kind.offered(field, self.names))
        if kind.inputs is Inputs.ITEMS:
            least = max(1, field.min_items or 1)
            yield from ({path: offered[:count]} for count in range(least, len(offered) + 1))
        yield from ({path: [name]} for name in offered)


def _answers(field: Field, hints: Hints, scope: Scope) -> Iterator[Answer]:
    """The type's own example, or a time near now; then what lint tries."""
    kind, names = type_of(field), Names(())
    found = sorted(samples(field, hints), key=_is_odd)
    if kind.shape is Shape.MOMENT:
        for days in (0, 1, 7, -1, 30):
            moment = scope.now.astimezone(scope.zone) + timedelta(days=days)
            yield moment.isoformat(timespec="minutes") if kind.has_clock else f"{moment:%Y-%m-%d}"
    elif kind.shape is Shape.TEXT and kind.example and not kind.has_options:
        yield _of_length(kind.example, field.min_length or 0, field.max_length)
    elif kind.shape is Shape.LIST and kind.has_options:
        options = [option.id for option in field.options]
        found = [options[:1], options, *found]
    yield from (each for each in found if kind.limit(field, each, names, needed=True) is None)


def _is_odd(answer: Answer) -> bool:
    """Hardly anybody's usual answer: nothing, or less."""
    return answer is None or (isinstance(answer, int | float) and answer <= 0)


def _of_length(example: str, least: int, most: int | None) -> str:
    words = example
    while len(words) < least:
        words = f"{words} {example}"
    return words[:most].strip() if most and most >= least else words


def _all_fields(fields: tuple[Field, ...]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from _all_fields(field.parts)
