"""Fields and what was typed → controls."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace

from engine.forms.channels import channel
from engine.forms.characters import clean, clean_line
from engine.forms.conditions import parse
from engine.forms.fields import READ_ONLY, Field
from engine.forms.read import keys_of
from engine.forms.scope import Names, about_keys
from engine.forms.show import key_label
from engine.forms.typed import Row
from webforms.html_form.controls import Choice, Control, Counter, Part, element_of
from webforms.html_form.frame import Frame
from webforms.html_form.hints import hints
from webforms.html_form.items import item_choices, item_reasons

#: Stands for the number in a row that the page copies.
NUMBER = "__n__"


def control(frame: Frame, field: Field, path: str, names: Names, *, within: str = "") -> Control:
    """The control for a field; `within` names what it stands in, where that isn't seen beside it."""
    keyed = field.type == "per_item_select" or bool(field.per)
    condition = "" if keyed and about_keys(field.shown_if) else field.shown_if
    base = Control(
        field=field,
        kind="per" if field.per else field.type,
        path=path,
        element=element_of(path),
        label=field.label,
        full_label=f"{within}: {field.label}" if within else field.label,
        help=hints(field, frame.scope, frame.language),
        needed=field.required or (bool(field.required_if) and names.hold(field.required_if)),
        problem=frame.problems.get(path, ""),
        warning=frame.warnings.get(path, ""),
        shown_if=_json(condition),
        required_if="" if field.required else _json(field.required_if),
        off=bool(condition) and not names.hold(condition),
    )
    if field.per:
        return _per(frame, base, names)
    return _MAKERS.get(field.type, _text)(frame, base, names)


def _per(frame: Frame, base: Control, names: Names) -> Control:
    """One control for each option that is chosen, or may yet be chosen in this form."""
    field, chosen = base.field, keys_of(base.field, names)
    asked = frame.fields.get(field.per)
    keys = [option.id for option in asked.options] if asked else chosen
    shown_if = field.shown_if if about_keys(field.shown_if) else ""
    single = replace(field, per="", help="", shown_if=shown_if)
    parts = []
    for key in keys:
        name = f"{base.path}.{key}"
        one = control(frame, single, name, names.keyed(key))
        one = replace(one, label=key_label(key), full_label=f"{base.full_label}: {key_label(key)}")
        parts.append(Part(key=key, path=name, legend=key_label(key), controls=(one,), off=key not in chosen))
    first = next((part.controls[0].element for part in parts if not part.off), base.element)
    return replace(base, parts=tuple(parts), element=first, empty=frame.words("field.pick_channels"))


def _text(frame: Frame, base: Control, names: Names) -> Control:
    many = base.field.type == "tags"
    value = " ".join(frame.typed.get(base.path, ())) if many else frame.one(base.path)
    return replace(base, value=value, counter=_counter(frame, base, value, names))


def _counter(frame: Frame, base: Control, value: str, names: Names) -> Counter | None:
    field = base.field
    if field.type not in {"text", "textarea", "richtext"}:
        return None
    where = channel(names("kunci")) if field.channel_limit == "text" else None
    maximum = where.text_max if where and where.text_max else field.max_length
    soft = field.warn_over or (where.text_warn if where else None)
    shown = maximum or soft or field.min_length
    if shown is None and where is None:
        return None
    plain = clean_line(value) if field.type == "text" else clean(value)
    length = where.length(plain) if where else len(plain)
    least = field.min_length if field.min_length and field.min_length > 1 else None
    if maximum or soft:
        ends = "counter_between" if least else "counter"
    else:
        ends = "counter_min" if least else "counter_free"
    template = frame.words(f"field.{ends}", least=least, length="{length}", n="{n}")
    return Counter(
        element=f"{base.element}-counter",
        text=template.format(length=length, n=shown),
        template=template,
        shown=shown,
        maximum=maximum,
        soft=soft,
        link_counts=where.url_counts_as if where else None,
        over=maximum is not None and length > maximum,
    )


def _choices(frame: Frame, base: Control, _names: Names) -> Control:
    chosen = set(frame.typed.get(base.path, ()))
    choices = tuple(
        Choice(id=option.id, element=f"{base.element}--{n}", label=option.label, checked=option.id in chosen)
        for n, option in enumerate(base.field.options)
    )
    # A select takes the focus itself; a group of inputs gives it to its first one.
    grouped = base.field.type != "select" and choices
    first = choices[0].element if grouped else base.element
    return replace(base, choices=choices, element=first, value=frame.one(base.path))


def _reasons(frame: Frame, base: Control, names: Names) -> Control:
    return item_reasons(frame, base, names, lambda field, path: control(frame, field, path, names))


def _rows(frame: Frame, base: Control, names: Names) -> Control:
    field = base.field
    numbers = frame.numbers_below(base.path)
    if field.type == "repeat" and not numbers and (field.required or field.min_items):
        numbers = ["0"]
    values = names(field.name)
    rows = {row.index: row for row in values if isinstance(row, Row)} if isinstance(values, list) else {}
    parts = tuple(
        _row(frame, field, f"{base.path}.{number}", n, names.within(rows.get(number, {})))
        for n, number in enumerate(numbers, 1)
    )
    path = f"{base.path}.{NUMBER}"
    fresh = frame.only({f"{path}.{part.name}": [part.default] for part in field.parts if part.default})
    nothing: dict[str, object] = dict.fromkeys(part.name for part in field.parts)
    return replace(base, parts=parts, blank=_row(fresh, field, path, NUMBER, names.within(nothing)))


def _row(frame: Frame, field: Field, path: str, number: int | str, names: Names) -> Part:
    legend = frame.words("rows.row", label=field.label, n=number)
    return Part(
        key=path.rpartition(".")[2],
        path=path,
        legend=legend,
        controls=_parts(frame, field, path, names, within=legend),
        file=frame.attached(f"{path}.file") if field.type == "files" else None,
        problem=frame.problems.get(f"{path}.file", ""),
    )


def _group(frame: Frame, base: Control, names: Names) -> Control:
    row, key = names(base.field.name), names("kunci")
    if isinstance(row, Mapping) and isinstance(row.get(key), Mapping):
        row = row[key]  # a group for each key
    inner = names.within(row if isinstance(row, Mapping) else {})
    within = key_label(str(key)) if key else base.label
    controls = _parts(frame, base.field, base.path, inner, within=within)
    first = controls[0].element if controls else base.element
    part = Part(key="", path=base.path, legend=base.label, controls=controls)
    return replace(base, parts=(part,), element=first)


def _parts(frame: Frame, field: Field, path: str, names: Names, *, within: str) -> tuple[Control, ...]:
    return tuple(control(frame, part, f"{path}.{part.name}", names, within=within) for part in field.parts)


def _file(frame: Frame, base: Control, _names: Names) -> Control:
    return replace(
        base,
        file=frame.attached(f"{base.path}.file"),
        problem=base.problem or frame.problems.get(f"{base.path}.file", ""),
        value=frame.one(f"{base.path}.text"),
        warning=base.warning or frame.warnings.get(f"{base.path}.text", ""),
    )


def _as_is(_frame: Frame, base: Control, _names: Names) -> Control:
    return base


def _json(condition: str) -> str:
    return json.dumps(parse(condition).as_json(), ensure_ascii=False) if condition else ""


_MAKERS: dict[str, Callable[[Frame, Control, Names], Control]] = {
    **dict.fromkeys(("select", "radio", "multiselect", "checklist"), _choices),
    **dict.fromkeys(("repeat", "files"), _rows),
    **dict.fromkeys(("file", "file_or_text"), _file),
    **dict.fromkeys(("item_select", "item_ref"), item_choices),
    **dict.fromkeys(READ_ONLY, _as_is),
    "group": _group,
    "per_item_select": _reasons,
}
