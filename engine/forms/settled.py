"""Which fields of a form are shown, and what its answers are then: what is hidden has no answer.

Conditions read answers, and answers hang on conditions. So the form is gone through in its order, first with
all that was typed, and then again until a round changes no answer: then the next would be the same.
webforms/frontend/src/form/settled.js goes through it in the same way: change both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from engine.forms.fields import Field, Form
from engine.forms.scope import Answer, Names, about_keys, blank, keys_in
from engine.forms.typed import MAX_ROWS, Reading
from engine.forms.types import Inputs, type_of
from engine.forms.types.dispatch import is_row_typed, is_typed
from engine.forms.wrong import Wrong

#: Rounds in which fields are hidden. Conditions that go round in a circle never come to rest: what is shown
#: after so many rounds stays shown, so that nobody loses what they typed.
MAX_ROUNDS = 20


@dataclass(frozen=True, kw_only=True)
class Settled:
    answers: Mapping[str, Answer]
    #: By the name of the input: fields, keys of fields (`takarir.x`), files that are not offered.
    hidden: Mapping[str, Field]
    #: By the names of their inputs: the answers to the parts of groups and of all rows, blank ones too.
    inner: Mapping[str, Mapping[str, Answer]]
    #: By the name of the field: the rows that count as answers, by the numbers under which they were typed.
    rows: Mapping[str, Sequence[str]]
    #: As they were read, by the names of their inputs, whatever the rest of the form says.
    read: Mapping[str, Answer]

    def keys(self, field: Field, path: str, names: Names) -> Iterator[str]:
        """The keys of a field with `per` that are shown, at `path`."""
        yield from (key for key in keys_of(field, names) if f"{path}.{key}" not in self.hidden)


def settle_form(form: Form, reading: Reading) -> Settled:
    """Goes through the form; what can't be read is noted in `reading`, also in what is hidden."""
    settling = _Settling(reading)
    values: dict[str, Answer] = {}
    names = reading.scope.names(values)
    for number in count():
        before, settling.hidden, settling.moved = settling.hidden, {}, False
        settling.start, settling.hideable = number == 0, before if number > MAX_ROUNDS else None
        settling.fields(form.fields, "", values, names)
        if (number and not settling.moved) or number > 2 * MAX_ROUNDS:
            break
    return Settled(
        answers=values,
        hidden=settling.hidden,
        inner=settling.inner,
        rows=settling.counted,
        read=settling.read,
    )


@dataclass
class _Settling:
    """One form on its way; `hidden`, `inner` and `counted` are put right in each round."""

    reading: Reading
    #: In the first round everything is shown.
    start: bool = True
    #: An answer is another than in the round before: page and server name what is hidden differently.
    moved: bool = False
    #: What was hidden in the round before, where nothing else may be hidden any more.
    hideable: Mapping[str, Field] | None = None
    hidden: dict[str, Field] = field(default_factory=dict)
    inner: dict[str, dict[str, Answer]] = field(default_factory=dict)
    counted: dict[str, list[str]] = field(default_factory=dict)
    read: dict[str, Answer] = field(default_factory=dict)
    touched: dict[str, bool] = field(default_factory=dict)

    def fields(self, fields: Sequence[Field], prefix: str, values: dict[str, Answer], names: Names) -> None:
        """In their order: conditions read answers of fields before them, and the last round's of others."""
        for each in fields:
            path, kind = prefix + each.name, type_of(each)
            keyed = kind.answered and (bool(each.per) or kind.offers_items)
            condition = "" if keyed and about_keys(each.shown_if) else each.shown_if
            if self.hides(condition, each, path, names):
                answer = {} if each.per else kind.empty
            else:
                answer = self.per(each, path, names) if each.per else self.answer(each, path, names)
            if kind.answered:
                self.moved |= each.name not in values or values[each.name] != answer
                values[each.name] = answer

    def hides(self, condition: str, each: Field, path: str, names: Names) -> bool:
        if self.start or not condition or names.holds(condition):
            return False
        if self.hideable is not None and path not in self.hideable:
            return False
        self.hidden[path] = each
        return True

    def per(self, each: Field, path: str, names: Names) -> dict[str, Answer]:
        """One answer for each chosen option."""
        single = replace(each, per="", default="")
        typed = self.reading.keys(path)
        chosen = typed if self.start else keys_of(each, names)
        self.hidden |= {f"{path}.{key}": single for key in typed if key not in chosen}
        condition = each.shown_if if about_keys(each.shown_if) else ""
        answers: dict[str, Answer] = {}
        for key in chosen:
            here, keyed = f"{path}.{key}", names.keyed(key)
            answer = None if self.hides(condition, single, here, keyed) else self.answer(single, here, keyed)
            if not blank(answer):
                answers[key] = answer
        return answers

    def answer(self, each: Field, path: str, names: Names) -> Answer:
        kind = type_of(each)
        if kind.inputs is Inputs.GROUP:
            row = self.parts(each, path, names)
            return None if all(map(blank, row.values())) else dict(row)
        if kind.inputs is Inputs.ROWS:
            return self.rows(each, path, names)
        if path not in self.read:
            self.read[path] = kind.read(self.reading, each, path)
        read = self.read[path]
        if self.start:
            return read
        settled = kind.settle(each, read, names)
        if kind.offers_items or kind.narrows_options:
            self.hidden |= {f"{path}.{key}": each for key in _keys(read) if key not in _keys(settled)}
        return settled

    def parts(self, each: Field, path: str, names: Names) -> dict[str, Answer]:
        row = self.inner.setdefault(path, {})
        self.fields(each.parts, f"{path}.", row, names.within(row))
        return row

    def rows(self, each: Field, path: str, names: Names) -> list[Answer]:
        kind, rows = type_of(each), []
        self.counted[path] = []
        indices = self.reading.indices(path)
        if sum(self.is_touched(each, f"{path}.{index}") for index in indices) > MAX_ROWS:
            self.reading.wrong(path, Wrong("too_many", n=MAX_ROWS))
            return []
        for index in indices:
            here = f"{path}.{index}"
            if here not in self.read:
                self.read[here] = kind.read_own(self.reading, each, here)
            row = {**self.parts(each, here, names), **self.read[here]}
            if self.counts(each, here, row):
                rows.append(row)
                self.counted[path].append(index)
        return rows

    def is_touched(self, each: Field, path: str) -> bool:
        if path not in self.touched:
            self.touched[path] = is_row_typed(self.reading, each, path)
        return self.touched[path]

    def counts(self, each: Field, path: str, row: Mapping[str, Answer]) -> bool:
        """A row in which nothing remains of what was typed is none."""
        if not self.is_touched(each, path):
            return False
        if any(text.strip() for text in type_of(each).own(self.reading, path)):
            return True
        return any(
            not blank(row.get(part.name)) or self.reading.has_problem(here, below=True)
            for part in each.parts
            if (here := f"{path}.{part.name}") not in self.hidden and is_typed(self.reading, part, here)
        )


def keys_of(field: Field, names: Names) -> list[str]:
    """The options that were chosen in the field that `per` names."""
    return keys_in(names(field.per))


def _keys(value: Answer) -> Sequence[str]:
    """The keys or ids in an answer of any shape."""
    return [value] if isinstance(value, str) else list(value or ())
