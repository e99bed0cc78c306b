"""Answers for reading, field by field and form by form (engine.forms.shown says what comes out)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import tzinfo
from typing import Any

from engine.forms.described import audience
from engine.forms.fields import Field, Form
from engine.forms.scope import Answer
from engine.forms.shown import Audience, Media, Shown
from engine.forms.types import type_of
from engine.forms.types.dispatch import show_field


def show_form(
    form: Form,
    data: Mapping[str, Answer],
    language: str,
    zone: tzinfo,
    *,
    empty: bool = False,
    forms: Iterable[Form] = (),
) -> list[Shown]:
    """All answers of a form in its order; `empty` keeps what was left out. `forms`: all of the definition,
    for what other steps asked about its files."""
    to = audience([*forms, form], data, language=language, zone=zone)
    answered = (field for field in form if type_of(field).answered)
    shown = (show_field(field, data.get(field.name), to) for field in answered)
    return [item for item in shown if empty or item.kind != "empty"]


def show(
    field: Field,
    value: Answer,
    language: str,
    zone: tzinfo,
    *,
    items: Mapping[str, Mapping[str, Any]] | None = None,
    media: Mapping[str, Media] | None = None,
) -> Shown:
    """`items`: the files of the instance by id, for fields that choose among them; `media`: the same with
    what was asked about them."""
    to = Audience(language=language, zone=zone, items=items or {}, media=media or {})
    return show_field(field, value, to)
