"""Answers that matter to a condition: those around the values that it names, and none at all.

Each is typed into a form and read back, so that a condition is never tried with what no form accepts.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import combinations, pairwise
from typing import Any

from engine.errors import InvalidAnswers
from engine.forms.fields import Field, Form
from engine.forms.read import read_answers, to_typed
from engine.forms.scope import Answer, Scope
from engine.forms.types import Inputs, Shape, type_of

#: When conditions are tried out; it only has to be the same each time.
SCOPE = Scope(now=datetime(2026, 1, 15, 3, 0, tzinfo=UTC), zone=UTC)
_DAY, _MOMENT = "2026-01-15", "2026-01-15T10:00:00+00:00"
_FILE = {"file": "berkas", "name": "berkas.pdf", "type": "application/pdf", "sha256": "0" * 64}
#: Of a field in which several may be chosen, all choices are tried up to so many options.
_MAX_ALL_CHOICES = 5
#: Lengths beyond this are not tried.
_MAX_LENGTH = 1200
_MAX_ROWS = 30


@dataclass(frozen=True)
class Hints:
    """The numbers and texts that conditions name."""

    numbers: tuple[float, ...]
    texts: tuple[str, ...]


def hints_in(conditions: Iterable[str]) -> Hints:
    """Those that can be read; nothing from a condition that can't be read itself."""
    numbers: dict[float, None] = {}
    texts: dict[str, None] = {}
    for source in conditions:
        for part in _parts(source):
            value = part.value if isinstance(part, ast.Constant) else None
            if isinstance(value, str):
                texts[value] = None
            elif isinstance(value, int | float) and not isinstance(value, bool):
                numbers |= {value: None, -value: None}
    return Hints(tuple(numbers), tuple(texts))


def samples(field: Field, hints: Hints) -> list[Answer]:
    """What the form may make of the field, each once; last what it makes of nothing typed.

    As if it were neither required nor hidden: that depends on the rest of the form.
    """
    plain = replace(field, required=False, required_if="", shown_if="", rules=(), per="")
    candidates = list(_candidates(plain, hints))
    if field.per:
        keys = hints.texts[:2] or ("kunci",)
        chosen = [value for value in _read(plain, candidates) if value is not None][:4]
        return [*({key: value} for key in keys for value in chosen), {}]
    return _each_once([*_read(plain, candidates), *_read(plain, [type_of(field).empty])])


def _parts(source: str) -> Iterator[ast.AST]:
    try:
        yield from ast.walk(ast.parse(source.strip(), mode="eval"))
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return


def _read(field: Field, candidates: Iterable[Answer]) -> list[Answer]:
    if type_of(field).takes_files or type_of(field).offers_items:
        return list(candidates)  # made of what is stored already
    return [answer for candidate in candidates for answer in _accepted(field, candidate)]


def _accepted(field: Field, candidate: Answer) -> Iterator[Answer]:
    form = Form(fields=(field,))
    try:
        yield read_answers(form, to_typed(form, {field.name: candidate}, SCOPE.zone), SCOPE)[field.name]
    except InvalidAnswers:
        return


def _each_once(values: Iterable[Answer]) -> list[Answer]:
    found: dict[str, Answer] = {}
    for value in values:
        found.setdefault(repr(value), value)
    return list(found.values())


def _candidates(field: Field, hints: Hints) -> Iterable[Answer]:
    kind = type_of(field)
    if kind.has_keys:
        return [{"berkas": option.id} for option in field.options]
    if kind.inputs is Inputs.GROUP:
        return _groups(field, hints)
    if kind.inputs is Inputs.FILE:
        words = ("surat", *hints.texts) if kind.says_words else ()
        return [_FILE, *({"text": text} for text in words)]
    return _OF_SHAPE[kind.shape](field, hints)


def _groups(field: Field, hints: Hints) -> Iterator[Answer]:
    """Each part with each of its values, the others with their first; and nothing."""
    parts = [part for part in field.parts if type_of(part).answered]
    values = {part.name: samples(part, hints) for part in parts}
    first = {name: next((item for item in found if item is not None), None) for name, found in values.items()}
    yield dict.fromkeys(values)
    for name, found in values.items():
        yield from ({**first, name: value} for value in found)


def _texts(field: Field, hints: Hints) -> Iterator[Answer]:
    yield from ("teks", "lain", "https://example.org/a")
    yield from hints.texts
    for text in hints.texts:
        yield from (f"{text} lagi", f"ke {text}", text.upper(), text.lower())
    lengths = {field.min_length or 0, field.max_length or 0, *_whole(hints)}
    yield from ("x" * length for n in lengths for length in (n - 1, n, n + 1) if 0 < length <= _MAX_LENGTH)


def _numbers(field: Field, hints: Hints) -> Iterator[Answer]:
    limits = [float(limit) for limit in (field.minimum, field.maximum) if limit is not None]
    named = sorted({0, *limits, *hints.numbers})
    between = [(low + high) / 2 for low, high in pairwise(named)]
    for number in (*named, *between):
        whole = int(number) if float(number).is_integer() else number
        yield from (whole, whole + 1, whole - 1, number + 0.5)


def _moments(field: Field, hints: Hints) -> Iterator[Answer]:
    for text in (_DAY, *hints.texts):
        try:
            day = datetime.fromisoformat(text[:10])
        except ValueError:
            continue
        for other in (day, day + timedelta(days=1), day - timedelta(days=1)):
            yield (
                _MOMENT.replace(_DAY, f"{other:%Y-%m-%d}")
                if type_of(field).has_clock
                else f"{other:%Y-%m-%d}"
            )


def _lists(field: Field, hints: Hints) -> Iterator[Answer]:
    kind = type_of(field)
    if kind.offers_items:
        yield from ([f"berkas{n}" for n in range(count)] for count in _counts(hints, most=_MAX_ROWS))
        return
    options = [option.id for option in field.options] if kind.has_options else ["lain", *hints.texts]
    few = len(options) <= _MAX_ALL_CHOICES
    sizes = range(1, len(options) + 1) if few else [1, 2, *(_counts(hints, most=len(options)))]
    for size in dict.fromkeys(sizes):
        yield from (list(chosen) for chosen in _some(combinations(options, size)))
    if not kind.has_options:
        yield from ([f"kata{n}" for n in range(count)] for count in _counts(hints, most=_MAX_ROWS))


def _rows(field: Field, hints: Hints) -> Iterator[Answer]:
    kind = type_of(field)
    row: dict[str, Answer] = dict(_FILE) if kind.takes_files else {}
    parts = [part for part in field.parts if type_of(part).answered]
    row |= {part.name: next(iter(samples(part, hints)), None) for part in parts}
    low, high = field.min_items or 0, min(field.max_items or _MAX_ROWS, _MAX_ROWS)
    for count in dict.fromkeys((low, high, *_counts(hints, most=high))):
        if low <= count <= high:
            yield [dict(row, **({"file": f"berkas{n}"} if kind.takes_files else {})) for n in range(count)]


def _counts(hints: Hints, *, most: int) -> list[int]:
    counts = {n + more for n in _whole(hints) for more in (-1, 0, 1)} | {1, 2}
    return sorted(count for count in counts if 0 < count <= most)


def _whole(hints: Hints) -> list[int]:
    return [int(number) for number in hints.numbers if 0 <= number <= _MAX_LENGTH]


def _some(choices: Iterator[Any]) -> Iterator[Any]:
    yield from (choice for _, choice in zip(range(60), choices, strict=False))


_OF_SHAPE: Mapping[Shape, Callable[[Field, Hints], Iterable[Answer]]] = {
    Shape.TEXT: _texts,
    Shape.NUMBER: _numbers,
    Shape.MOMENT: _moments,
    Shape.TRUTH: lambda _field, _hints: (True, False),
    Shape.OPTION: lambda field, _hints: [option.id for option in field.options],
    Shape.LIST: _lists,
    Shape.ROWS: _rows,
}
