"""From a field to its type: what was typed, writing and showing fields of any type, and the parts within."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo

from engine.forms.characters import clean
from engine.forms.fields import Field, Form
from engine.forms.scope import Answer, Locale
from engine.forms.shown import Audience, Shown, in_words, key_label, names_files, rows
from engine.forms.typed import LANGUAGE, Reading, language_of
from engine.forms.types.base import FieldType, Inputs
from engine.forms.types.unknown import Unknown
from engine.texts import DEFAULT

#: Every type by name, the most used first; filled by the registry (engine.forms.types).
TYPES: dict[str, FieldType] = {}
UNKNOWN = Unknown()


def type_of(field: Field) -> FieldType:
    """Its type; UNKNOWN, which nobody can answer, for a name that stands in no registry."""
    return TYPES.get(field.type, UNKNOWN)


def is_typed(reading: Reading, field: Field, path: str) -> bool:
    """Whether anybody typed into a field: what it shows by itself doesn't count, nor what leaves no trace."""
    kind = type_of(field)
    if field.per:
        single = replace(field, per="", default="")
        return any(is_typed(reading, single, f"{path}.{key}") for key in reading.keys(path))
    if kind.has_parts:
        rows = [path] if kind.inputs is Inputs.GROUP else [f"{path}.{key}" for key in reading.indices(path)]
        return any(is_row_typed(reading, field, row) for row in rows)
    names = [path, *(f"{path}.{key}" for key in reading.keys(path))]
    untouched = {"", clean(default_text(field, reading.locale)) if kind.takes_default else ""}
    return any(clean(text) not in untouched for name in names for text in reading.values(name))


def is_row_typed(reading: Reading, field: Field, path: str) -> bool:
    """`is_typed` of one row, or of a group: its parts, and the file that it is about."""
    own = any(text.strip() for text in type_of(field).own(reading, path))
    return own or any(is_typed(reading, part, f"{path}.{part.name}") for part in field.parts)


def default_text(field: Field, locale: Locale) -> str:
    """What stands in its input before anybody types: diagrams are written in the default language."""
    return type_of(field).rewritten(field, field.default, Locale(DEFAULT, locale.zone), locale)


def to_typed(
    form: Form, answers: Mapping[str, Answer], zone: tzinfo, language: str = DEFAULT
) -> dict[str, list[str]]:
    """Inputs that read as these answers again: for drafts from an earlier round, and for re-rendering."""
    inputs: dict[str, list[str]] = {} if language == DEFAULT else {LANGUAGE: [language]}
    locale = Locale(language, zone)
    for field in form:
        if type_of(field).answered:
            for name, text in inputs_of(field, field.name, answers.get(field.name), locale):
                inputs.setdefault(name, []).append(text)
    return inputs


def written_in(
    language: str, form: Form, typed: Mapping[str, Sequence[str]], zone: tzinfo
) -> dict[str, list[str]]:
    """The same inputs as people of that language type them: a draft may be opened in another one."""
    before, after = Locale(language_of(typed), zone), Locale(language, zone)
    same = {name: list(texts) for name, texts in typed.items() if name != LANGUAGE}
    if before != after:
        for name, texts in same.items():
            field = next(reversed(form.along(name)), None)
            if field is not None:
                same[name] = [type_of(field).rewritten(field, item, before, after) for item in texts]
    return same if language == DEFAULT else {LANGUAGE: [language], **same}


def inputs_of(field: Field, path: str, value: Answer, locale: Locale) -> Iterator[tuple[str, str]]:
    """(name, text) of each input of one field, for `to_typed`."""
    if field.per:
        for key, item in (value if isinstance(value, Mapping) else {}).items():
            yield from inputs_of(replace(field, per=""), f"{path}.{key}", item, locale)
    else:
        yield from type_of(field).typed(field, path, value, locale)


def show_field(field: Field, value: Answer, to: Audience) -> Shown:
    """Never fails: an answer that does not fit the type is shown as plain words."""
    if value is None or value in ("", [], {}):
        return Shown(label=field.label, kind="empty", text=to.words("forms.show.none"))
    if field.per and isinstance(value, Mapping) and not isinstance(value.get("file"), str):
        single = replace(field, per="")
        shown = ((key_label(key, to.items), show_field(single, item, to)) for key, item in value.items())
        return rows(field.label, [replace(each, label=label) for label, each in shown])
    kind = type_of(field)
    try:
        if kind.fits(value) and (kind.offers_items or not names_files(value)):
            return kind.show(field, value, to)
    except (AttributeError, TypeError, ValueError):
        pass
    # Answered under a version in which the field was of another type, or set by a script.
    return Shown(label=field.label, kind="text", text=in_words(value, to))
