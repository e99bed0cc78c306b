"""From a field to its type: reading, writing and showing fields of any type, and the parts within them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import tzinfo

from engine.forms.fields import Field, Form
from engine.forms.scope import Answer
from engine.forms.shown import Audience, Shown, in_words, key_label, rows
from engine.forms.typed import Reading, Row
from engine.forms.types.base import FieldType
from engine.forms.types.unknown import Unknown

#: Every type by name, the most used first; filled by the registry (engine.forms.types).
TYPES: dict[str, FieldType] = {}
UNKNOWN = Unknown()


def type_of(field: Field) -> FieldType:
    """Its type; UNKNOWN, which nobody can answer, for a name that stands in no registry."""
    return TYPES.get(field.type, UNKNOWN)


def read_form(reading: Reading, form: Form) -> dict[str, Answer]:
    """Each field read by itself; what can't be read is noted in `reading` and answered None (or [], {})."""
    return {field.name: read_field(reading, field, field.name) for field in form if type_of(field).answered}


def read_field(reading: Reading, field: Field, path: str) -> Answer:
    """Of a field with `per`: key → answer."""
    kind = type_of(field)
    if field.per:
        return {key: kind.read(reading, field, f"{path}.{key}") for key in reading.keys(path)}
    return kind.read(reading, field, path)


def read_parts(reading: Reading, field: Field, path: str) -> Row:
    """Part → answer, of the inputs below `path`."""
    parts = (part for part in field.parts if type_of(part).answered)
    return Row((part.name, read_field(reading, part, f"{path}.{part.name}")) for part in parts)


def to_typed(form: Form, answers: Mapping[str, Answer], zone: tzinfo) -> dict[str, list[str]]:
    """Inputs that read as these answers again: for drafts from an earlier round, and for re-rendering."""
    inputs: dict[str, list[str]] = {}
    for field in form:
        if type_of(field).answered:
            for name, text in inputs_of(field, field.name, answers.get(field.name), zone):
                inputs.setdefault(name, []).append(text)
    return inputs


def inputs_of(field: Field, path: str, value: Answer, zone: tzinfo) -> Iterator[tuple[str, str]]:
    """(name, text) of each input of one field, for `to_typed`."""
    if field.per:
        for key, item in (value if isinstance(value, Mapping) else {}).items():
            yield from inputs_of(replace(field, per=""), f"{path}.{key}", item, zone)
    else:
        yield from type_of(field).typed(field, path, value, zone)


def show_field(field: Field, value: Answer, to: Audience) -> Shown:
    """Never fails: an answer that does not fit the type is shown as plain words."""
    if value is None or value in ("", [], {}):
        return Shown(label=field.label, kind="empty", text=to.words("forms.show.none"))
    if field.per and isinstance(value, Mapping):
        single = replace(field, per="")
        keyed = [replace(show_field(single, item, to), label=key_label(key)) for key, item in value.items()]
        return rows(field.label, keyed)
    kind = type_of(field)
    try:
        if kind.fits(value):
            return kind.show(field, value, to)
    except (AttributeError, TypeError, ValueError):
        pass
    # Answered under a version in which the field was of another type, or set by a script.
    return Shown(label=field.label, kind="text", text=in_words(value))
