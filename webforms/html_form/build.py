"""Fields and what was typed → controls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from engine.forms.channels import channel
from engine.forms.fields import Field
from engine.forms.scope import Names, about_keys
from engine.forms.show import show
from engine.forms.shown import key_label
from engine.forms.types import Inputs, Shape, type_of
from engine.forms.types.dispatch import default_text
from webforms.html_form.choices import with_choices
from webforms.html_form.controls import PER, Control, Counter, Part, element_of
from webforms.html_form.frame import Frame
from webforms.html_form.hints import hints
from webforms.html_form.items import item_choices, item_reasons, json_of
from webforms.html_form.keyed import keyed

#: Stands for the number in a row that the page copies.
NUMBER = "__n__"


def control(frame: Frame, field: Field, path: str, names: Names, *, within: str = "") -> Control:
    """The control for a field; `within` names what it stands in, where that isn't seen beside it."""
    kind = type_of(field)
    if field.per and not kind.answered:
        field = replace(field, per="")
    by_key = kind.offers_items or bool(field.per)
    condition = "" if by_key and about_keys(field.shown_if) else field.shown_if
    hidden = path in frame.settled.hidden
    base = Control(
        field=field,
        kind=PER if field.per else kind.name,
        path=path,
        element=element_of(path),
        label=field.label,
        full_label=f"{within}: {field.label}" if within else field.label,
        default_text=default_text(field, frame.locale),
        help=hints(field, frame.scope, frame.language),
        needed=field.required or (bool(field.required_if) and names.holds(field.required_if)),
        problem=frame.problems.get(path, ""),
        warning=frame.warnings.get(path, ""),
        shown_if=json_of(condition),
        required_if="" if field.required else json_of(field.required_if),
        off=hidden and path not in frame.problems,
        refused=hidden and path in frame.problems,
    )
    if field.per:
        return keyed(frame, base, names, control)
    return _MAKERS[kind.inputs](frame, base, names)


def _value(frame: Frame, base: Control, names: Names) -> Control:
    value = type_of(base.field).line(frame.typed.get(base.path, ()))
    counter = _counter(frame, base, value, names)
    return replace(with_choices(frame, base, names), value=value, counter=counter, echo=_echo(frame, base))


def _echo(frame: Frame, base: Control) -> str | None:
    if type_of(base.field).shape is not Shape.MOMENT:
        return None
    answer = frame.settled.read.get(base.path)
    return show(base.field, answer, frame.language, frame.scope.zone).text if answer else ""


def _counter(frame: Frame, base: Control, value: str, names: Names) -> Counter | None:
    field, kind = base.field, type_of(base.field)
    if not kind.is_prose:
        return None
    where = channel(names("kunci")) if field.channel_limit == "text" else None
    maximum = where.text_max if where and where.text_max else field.max_length
    soft = field.warn_over or (where.text_warn if where else None)
    shown = maximum or soft or field.min_length
    if shown is None and where is None:
        return None
    plain = kind.plain(value)
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


def _options(frame: Frame, base: Control, names: Names) -> Control:
    base = with_choices(frame, base, names)
    # A group of inputs gives the focus to its first one.
    first = next((choice for choice in base.choices if not choice.off), None)
    return replace(base, element=first.element if first else base.element)


def _reasons(frame: Frame, base: Control, names: Names) -> Control:
    return item_reasons(frame, base, names, lambda field, path: control(frame, field, path, names))


def _rows(frame: Frame, base: Control, names: Names) -> Control:
    field = base.field
    numbers = frame.numbers_below(base.path)
    # A row with a file begins with the file.
    takes_files = type_of(field).takes_files
    if not takes_files and not numbers and (field.required or field.min_items):
        numbers = ["0"]
    paths = [f"{base.path}.{number}" for number in numbers]
    parts = tuple(
        _row(frame, field, path, n, names.within(frame.settled.inner.get(path, {})))
        for n, path in enumerate(paths, 1)
    )
    path = f"{base.path}.{NUMBER}"
    defaults = {part.name: default_text(part, frame.locale) for part in field.parts if part.default}
    fresh = frame.only({f"{path}.{name}": [typed] for name, typed in defaults.items()})
    nothing: dict[str, object] = dict.fromkeys(part.name for part in field.parts)
    return replace(base, parts=parts, blank=_row(fresh, field, path, NUMBER, names.within(nothing)))


def _row(frame: Frame, field: Field, path: str, number: int | str, names: Names) -> Part:
    legend = frame.words("rows.row", label=field.label, n=number)
    return Part(
        key=path.rpartition(".")[2],
        path=path,
        legend=legend,
        controls=_parts(frame, field, path, names, within=legend),
        file=frame.attached(f"{path}.file", field) if type_of(field).takes_files else None,
        problem=frame.problems.get(f"{path}.file", ""),
    )


def _group(frame: Frame, base: Control, names: Names) -> Control:
    key = names("kunci")
    inner = names.within(frame.settled.inner.get(base.path, {}))
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
        file=frame.attached(f"{base.path}.file", base.field),
        problem=base.problem or frame.problems.get(f"{base.path}.file", ""),
        value=frame.first(f"{base.path}.text"),
        warning=base.warning or frame.warnings.get(f"{base.path}.text", ""),
    )


def _as_is(_frame: Frame, base: Control, _names: Names) -> Control:
    return base


_MAKERS: dict[Inputs, Callable[[Frame, Control, Names], Control]] = {
    Inputs.NONE: _as_is,
    Inputs.VALUE: _value,
    Inputs.OPTIONS: _options,
    Inputs.ITEMS: item_choices,
    Inputs.ITEM_KEYS: _reasons,
    Inputs.FILE: _file,
    Inputs.GROUP: _group,
    Inputs.ROWS: _rows,
}
