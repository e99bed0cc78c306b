"""The form's inputs by name, read one by one, and the way back.

Names: `judul`, `kutipan.0.nama` (rows), `foto.0.file` (an upload's id), `takarir.instagram` (one a key),
`hasil.website.status`, `alasan.ITEM`. A problem stands under the same name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any

from engine.errors import Problem
from engine.forms.attachments import attach
from engine.forms.characters import clean
from engine.forms.fields import Field, Form
from engine.forms.scope import Answer, Scope, blank
from engine.forms.values import Wrong, read_value

MAX_ROWS = 100
#: Keys of a field with many answers that one request may name.
MAX_KEYS = 200


class Row(dict[str, Answer]):
    """A row's answers, and the number it was typed under."""

    index = ""


class Reading:
    """Reads each field by itself; what can't be read is noted in `problems` and answered None."""

    def __init__(self, *, typed: Mapping[str, Sequence[str]], scope: Scope) -> None:
        self.typed = typed
        self.scope = scope
        self.problems: dict[str, Problem] = {}
        self.below = _below(typed)

    def form(self, form: Form) -> dict[str, Answer]:
        return {field.name: self.field(field, field.name) for field in form if field.answered}

    def field(self, field: Field, path: str) -> Answer:
        if field.per:
            return {key: self.one(field, f"{path}.{key}") for key in self.keys(path)}
        return self.one(field, path)

    def one(self, field: Field, path: str) -> Answer:
        if field.type in {"repeat", "files"}:
            return self.rows(field, path)
        if field.type == "group":
            return self.parts(field, path)
        if field.type == "file":
            return self.file(field, path)
        if field.type == "file_or_text":
            return self.file_or_text(field, path)
        if field.type == "per_item_select":
            chosen = {key: self.value(field, f"{path}.{key}") for key in self.keys(path)}
            return {key: option for key, option in chosen.items() if option is not None}
        return self.value(field, path)

    def value(self, field: Field, path: str) -> Answer:
        try:
            return read_value(field, self.typed.get(path, ()), self.scope.zone)
        except Wrong as wrong:
            self.problems[path] = wrong.problem
            return [] if field.type in {"multiselect", "checklist", "tags"} else None

    def file(self, field: Field, path: str) -> Answer:
        upload = self.text(f"{path}.file")
        try:
            return attach(field, upload, self.scope.files) if upload else None
        except Wrong as wrong:
            self.problems[f"{path}.file"] = wrong.problem
            return None

    def file_or_text(self, field: Field, path: str) -> Answer:
        file, text = self.file(field, path), clean(self.text(f"{path}.text"))
        if file and text:
            self.problems[path] = Problem(code="forms.problem.file_and_text")
        return file or ({"text": text} if text else None)

    def parts(self, field: Field, path: str) -> Row:
        return Row(
            (part.name, self.field(part, f"{path}.{part.name}")) for part in field.parts if part.answered
        )

    def rows(self, field: Field, path: str) -> list[Row]:
        indices = sorted((key for key in self.keys(path) if _INDEX.fullmatch(key)), key=int)
        indices = [index for index in indices if self.filled(field, f"{path}.{index}")]
        if len(indices) > MAX_ROWS:
            self.problems[path] = Problem(code="forms.problem.too_many", params={"n": MAX_ROWS})
            return []
        rows = []
        seen: set[str] = set()
        for index in indices:
            row = self.parts(field, f"{path}.{index}")
            row.index = index
            if field.type == "files":
                row |= self.attachment(field, f"{path}.{index}", seen)
            if not self.nothing_in(row, f"{path}.{index}"):
                rows.append(row)
        return rows

    def nothing_in(self, row: Row, path: str) -> bool:
        """What was typed may turn out to be nothing at all, control characters for example."""
        wrong = any(name.startswith(f"{path}.") for name in self.problems)
        return not wrong and all(blank(answer) for answer in row.values())

    def attachment(self, field: Field, path: str, seen: set[str]) -> Mapping[str, Answer]:
        file: dict[str, Answer] = self.file(field, path) or {}
        if not file and f"{path}.file" not in self.problems:
            self.problems[f"{path}.file"] = Problem(code="forms.problem.missing_file")
        if file.get("file") in seen:
            self.problems[f"{path}.file"] = Problem(code="forms.problem.file_twice")
        seen.add(file.get("file", ""))
        return file

    def filled(self, field: Field, path: str) -> bool:
        """Whether anybody typed into this row; what a new row shows by itself doesn't count."""
        defaults = {f"{path}.{part.name}": part.default for part in field.parts}
        names = [path, *(f"{path}.{key}" for key in self.keys(path))]
        deeper = [f"{name}.{key}" for name in names[1:] for key in self.keys(name)]
        return any(
            text.strip() and text != defaults.get(name)
            for name in [*names, *deeper]
            for text in self.typed.get(name, ())
        )

    def text(self, path: str) -> str:
        return next(iter(self.typed.get(path, ())), "").strip()

    def keys(self, path: str) -> list[str]:
        """The names that were typed below this one."""
        return list(self.below.get(path, ()))[:MAX_KEYS]


_INDEX = re.compile(r"0|[1-9][0-9]{0,3}")


def _below(typed: Mapping[str, Sequence[str]]) -> dict[str, dict[str, None]]:
    below: dict[str, dict[str, None]] = {}
    for name in typed:
        parts = name.split(".", 6)
        for n in range(1, len(parts)):
            below.setdefault(".".join(parts[:n]), {})[parts[n]] = None
    return below


def to_typed(form: Form, answers: Mapping[str, Answer], zone: tzinfo) -> dict[str, list[str]]:
    """Inputs that read as these answers again: for drafts from an earlier round, and for re-rendering."""
    inputs: dict[str, list[str]] = {}
    for field in form:
        if field.answered:
            for name, text in _inputs(field, field.name, answers.get(field.name), zone):
                inputs.setdefault(name, []).append(text)
    return inputs


#: Fields made of inputs below their own name.
_OWN_INPUTS = {
    "files": ("file",),
    "file": ("file",),
    "file_or_text": ("file", "text"),
    "repeat": (),
    "group": (),
}


def _inputs(field: Field, path: str, value: Answer, zone: tzinfo) -> Iterator[tuple[str, str]]:
    if field.per:
        for key, one in _mapping(value).items():
            yield from _inputs(replace(field, per=""), f"{path}.{key}", one, zone)
    elif field.type in _OWN_INPUTS:
        for here, row in rows_of(field, path, value):
            yield from (
                (f"{here}.{name}", str(row[name])) for name in _OWN_INPUTS[field.type] if row.get(name)
            )
            for part in field.parts:
                yield from _inputs(part, f"{here}.{part.name}", row.get(part.name), zone)
    else:
        yield from _plain_inputs(field, path, value, zone)


def _plain_inputs(field: Field, path: str, value: Answer, zone: tzinfo) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        yield from ((f"{path}.{key}", str(option)) for key, option in value.items())
    elif isinstance(value, list):
        yield from ((path, str(one)) for one in value)
    elif value is not None:
        yield path, _text(field, value, zone)


def rows_of(field: Field, path: str, value: Answer) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The rows of a field with parts, each with the name that its inputs begin with."""
    if field.type in {"repeat", "files"}:
        for index, row in enumerate(value if isinstance(value, list) else []):
            yield f"{path}.{index}", _mapping(row)
    else:
        yield path, _mapping(value)


def _mapping(value: Answer) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(field: Field, value: Answer, zone: tzinfo) -> str:
    if isinstance(value, bool):
        return "ya" if value else ""
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f").replace(".", ",")
    if field.type == "datetime" and (local := _local(value, zone)):
        return local.isoformat(timespec="seconds" if local.second else "minutes")
    return str(value)


def _local(value: Answer, zone: tzinfo) -> datetime | None:
    """None for what was answered under a version in which the field was of another type."""
    try:
        return datetime.fromisoformat(value).astimezone(zone).replace(tzinfo=None)
    except (TypeError, ValueError):
        return None
