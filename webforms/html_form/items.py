"""Choosing among the files of earlier steps, as cards."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from engine.forms.conditions import parse
from engine.forms.fields import Field
from engine.forms.items import Item, selectable
from engine.forms.scope import Names, about_keys
from engine.forms.show import show
from engine.forms.shown import Shown, media_of, name_of
from engine.forms.types import type_of
from engine.forms.types.select import Select
from webforms.html_form.controls import Choice, Control, Part, element_of
from webforms.html_form.frame import Frame

#: Makes the select of one item, from its field and path.
MakeSelect = Callable[[Field, str], Control]


def item_choices(frame: Frame, base: Control, names: Names) -> Control:
    """A card for each item that this form can ever offer; hidden (`off`) what it does not offer now."""
    field, chosen = base.field, set(frame.typed.get(base.path, ()))
    # What isn't offered now may be a moment later: the page shows and hides it as others are chosen.
    kind = type_of(field)
    everything = kind.offered(replace(field, narrowed_by="", shown_if=""), names)
    now = kind.offered(field, names)
    keyed = about_keys(field.shown_if)
    # Whether a file may be chosen may hang on other answers of this form: then the page bars it and frees it.
    moves = bool(_first_names(field.selectable_if) & frame.fields.keys())
    conditions = [field.shown_if if keyed else "", field.selectable_if if moves else ""]
    read = set[str]().union(*map(_first_names, conditions))
    choices = tuple(
        Choice(
            id=key,
            element=f"{base.element}--{n}",
            label=name_of(item) or key,
            checked=key in chosen,
            barred=not selectable(field, item, names),
            why=_why(frame, field),
            media=frame.media.get(key) or media_of(item),
            chips=_chips(frame, field, item),
            off=key not in now,
            shown_if=json_of(conditions[0]),
            selectable_if=json_of(conditions[1]),
            item=json.dumps({name: item[name] for name in item if name in read}, ensure_ascii=False),
        )
        for n, (key, item) in enumerate(everything.items())
    )
    first = next((choice.element for choice in choices if not choice.barred), base.element)
    return replace(base, choices=choices, element=first, empty=_empty(frame, field, choices))


def item_reasons(frame: Frame, base: Control, names: Names, select: MakeSelect) -> Control:
    """A select for each item."""
    base = item_choices(frame, base, names)
    single = replace(base.field, type=Select.name, required=False, default="")
    single = replace(single, help="", shown_if="", required_if="")
    parts = []
    for choice in base.choices:
        path = f"{base.path}.{choice.id}"
        label = f"{base.label}: {choice.label}"
        # Whether it is asked about this item is said by the part, judged with the item's own names.
        part_control = replace(
            select(single, path), label=choice.label, full_label=label, needed=base.needed, off=False
        )
        parts.append(
            Part(
                key=choice.id,
                path=path,
                legend=choice.label,
                controls=(part_control,),
                off=choice.off and not part_control.refused,
            )
        )
    first = parts[0].controls[0].element if parts else element_of(base.path)
    return replace(base, parts=tuple(parts), element=first)


def json_of(condition: str) -> str:
    """A condition's tree, for the page; empty where there is none."""
    return json.dumps(parse(condition).as_json(), ensure_ascii=False) if condition else ""


def _empty(frame: Frame, field: Field, choices: tuple[Choice, ...]) -> str:
    if not choices:
        return frame.words("items.none")
    return frame.words("items.all_chosen" if type_of(field).has_keys else "items.choose_first")


def _first_names(condition: str) -> set[str]:
    return {name.partition(".")[0] for name in parse(condition).names} if condition else set()


def _why(frame: Frame, field: Field) -> str:
    if not field.selectable_if:
        return ""
    reason = field.selectable_message or frame.words("items.reason_unknown")
    return frame.words("items.not_selectable", reason=reason)


def _chips(frame: Frame, field: Field, item: Item) -> tuple[Shown, ...]:
    """What decides whether the item may be chosen, as the form that asked for it words it."""
    read = parse(field.selectable_if).names if field.selectable_if else set()
    sources = [frame.sources[name] for name in field.of if name in frame.sources]
    parts = [part for source in sources for part in source.parts if part.name in read]
    answered = {part.name: part for part in parts if item.get(part.name) is not None}
    return tuple(show(part, item[name], frame.language, frame.scope.zone) for name, part in answered.items())
