"""Answers for reading, field by field and form by form (engine.forms.shown says what comes out)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from typing import Any

from engine.forms.content import all_items
from engine.forms.fields import Field, Form
from engine.forms.scope import Answer
from engine.forms.shown import Audience, Shown
from engine.forms.types import type_of
from engine.forms.types.dispatch import show_field


def show_form(
    form: Form, data: Mapping[str, Answer], language: str, zone: tzinfo, *, empty: bool = False
) -> list[Shown]:
    """All answers of a form in its order; `empty` keeps what was left out."""
    to = Audience(language=language, zone=zone, items=all_items(data))
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
) -> Shown:
    """`items`: the files of the instance by id, for fields that choose among them."""
    return show_field(field, value, Audience(language=language, zone=zone, items=items or {}))
