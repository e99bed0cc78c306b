"""A field with one answer for each key that is chosen in another (`per`): a control for each key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from engine.forms.channels import channel
from engine.forms.fields import Field
from engine.forms.scope import Names, about_keys
from engine.forms.settled import keys_of
from engine.forms.shown import key_label
from engine.forms.types import Inputs, type_of
from webforms.html_form.controls import Control, Part
from webforms.html_form.frame import Frame

#: Stands for the key in a part that the page copies.
KEY = "__key__"


class MakeControl(Protocol):
    def __call__(self, frame: Frame, field: Field, path: str, names: Names, /) -> Control:
        """The control of one key."""


def keyed(frame: Frame, base: Control, names: Names, make: MakeControl) -> Control:
    """A part for each key that is chosen, may yet be chosen, or has something typed below it.

    Where the keys are words that people type, a blank one for the page to copy.
    """
    field, chosen = base.field, keys_of(base.field, names)
    source = frame.fields.get(field.per)
    labels = _offered(source, names) if source else {}
    keys = dict.fromkeys([*labels, *chosen, *frame.keys_below(base.path)])
    parts = [_part(frame, base, (key, labels.get(key) or key_label(key)), names, make) for key in keys]
    shown = [
        replace(part, off=part.off or (part.key not in chosen and not part.controls[0].refused))
        for part in parts
    ]
    first = next((part.controls[0].element for part in shown if not part.off), base.element)
    typed = source is not None and type_of(source).inputs is Inputs.VALUE and not source.options
    blank = _part(frame.only({}), base, (KEY, KEY), names, make) if typed else None
    return replace(base, parts=tuple(shown), blank=blank, element=first, empty=_nothing(frame, field))


def _nothing(frame: Frame, field: Field) -> str:
    """What is said while nothing is chosen there."""
    known = frame.sources.get(field.per)
    words = "field.pick_keys" if field.per in frame.fields else "field.no_keys"
    return frame.words(words, label=known.label if known else field.per)


def _part(frame: Frame, base: Control, known: tuple[str, str], names: Names, make: MakeControl) -> Part:
    (key, label), field = known, base.field
    shown_if = field.shown_if if about_keys(field.shown_if) else ""
    single = replace(field, per="", default="", help="", shown_if=shown_if)
    path = f"{base.path}.{key}"
    made = make(frame, single, path, names.keyed(key))
    made = replace(made, label=label, full_label=f"{base.full_label}: {label}")
    return Part(key=key, path=path, legend=label, controls=(made,), off=made.off)


def _offered(source: Field, names: Names) -> Mapping[str, str]:
    """All that can be chosen there, whatever is chosen now: key → what people call it."""
    options = {option.id: option.label for option in source.options}
    items = type_of(source).offered(replace(source, narrowed_by="", shown_if=""), names)
    labels = options | {key: key_label(key, items) for key in items}
    return {key: key_label(key) if channel(key) else label for key, label in labels.items()}
