"""Placeholders: what stands for a file in a rehearsal, so that nobody needs a file at hand. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from engine.forms.fields import Field, Form
from engine.forms.scope import PLACEHOLDER, FileInfo, Scope
from engine.forms.settled import settle_form
from engine.forms.typed import Reading
from engine.forms.types import type_of
from engine.media_types import meant

Typed = dict[str, list[str]]
_ENDING = {"jpeg": "jpg", "plain": "txt", "quicktime": "mov", "*": "jpg"}


def file_places(fields: tuple[Field, ...], prefix: str, keys: Callable[[Field], list[str]]) -> Iterator[str]:
    """Names of inputs that take a file; `keys`: of a field with `per`, the options chosen for it."""
    for item in fields:
        path = f"{prefix}{item.name}"
        places = [f"{path}.{key}" for key in keys(item)] if item.per else [path]
        kind = type_of(item)
        for here in (place + row for place in places for row in kind.sample_rows(item)):
            if kind.takes_files:
                yield f"{here}.file"
            if kind.has_parts:
                yield from file_places(item.parts, f"{here}.", keys)


def without_hidden(form: Form, typed: Typed, scope: Scope) -> Typed:
    """Nobody put them there: a hidden field that has one is no loss."""
    hidden = settle_form(form, Reading(typed=typed, scope=scope)).hidden
    ours = {name for name, values in typed.items() if values and all(map(_is_placeholder, values))}
    gone = {name for name in ours if any(f"{name}.".startswith(f"{path}.") for path in hidden)}
    return {name: values for name, values in typed.items() if name not in gone}


def _is_placeholder(value: str) -> bool:
    return value.startswith(PLACEHOLDER)


def placeholder_files(form: Form, typed: Typed) -> Iterator[tuple[str, FileInfo]]:
    """What a form is told of the placeholders in it, by their ids."""
    for name, values in typed.items():
        along = form.along(name.removesuffix(".file")) if name.endswith(".file") else []
        for file_field in along[-1:]:
            for value in (value for value in values if value.startswith(PLACEHOLDER)):
                kind, title = _looks(file_field, value)
                info = FileInfo(id=value, name=title, media_type=kind, size=1, state="ready")
                yield value, replace(info, restricted=file_field.restricted)


def _looks(file_field: Field, name: str) -> tuple[str, str]:
    """A media type and a name that the field accepts."""
    kind = meant(next(iter(file_field.accept), "image/jpeg"))
    rest = kind.partition("/")[2]
    endings = (ending.lower() for ending in file_field.accept if ending.startswith("."))
    ending = next(endings, f".{_ENDING.get(rest, rest)}")
    return kind.replace("*", "jpeg"), f"{name}{ending}"
