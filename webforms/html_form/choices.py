"""The options of a field as choices: all of them, and which the page hides as others are chosen."""

from __future__ import annotations

import json
from dataclasses import replace

from engine.forms.fields import Field, Option
from engine.forms.scope import Names
from engine.forms.types import type_of
from engine.forms.types.choices import offered_options
from webforms.html_form.controls import Choice, Control
from webforms.html_form.frame import Frame


def with_choices(frame: Frame, base: Control, names: Names) -> Control:
    """Without script all are there, by what they belong to."""
    field = base.field
    if not type_of(field).has_options:
        return base
    chosen = set(frame.typed.get(base.path, ()))
    offer = offered_options(field, names)
    choices = tuple(
        Choice(
            id=option.id,
            element=f"{base.element}--{n}",
            label=option.label,
            checked=option.id in chosen,
            group=_group(frame, field, option),
            # What was refused is seen, so that it can be put right.
            off=option not in offer and not (base.problem and option.id in chosen),
        )
        for n, option in enumerate(field.options)
    )
    parents = {option.id: option.parents for option in field.options if option.parents}
    narrowed = field.narrowed_by and parents
    return replace(base, choices=choices, parents=json.dumps(parents) if narrowed else "")


def _group(frame: Frame, field: Field, option: Option) -> str:
    if not field.narrowed_by or not option.parents:
        return ""
    parent = frame.field_named(field.narrowed_by)
    labels = {each.id: each.label for each in parent.options} if parent else {}
    return ", ".join(labels.get(key, key) for key in option.parents)
