"""What a name in a condition stands for, and whether it can be compared with a written value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.bpmn.vocabulary import PLACES
from engine.forms.fields import Field, Option
from engine.forms.types import Inputs, Shape, type_of
from engine.forms.types.date import read_day
from engine.forms.wrong import Wrong
from engine.lint.comparing import Comparison
from engine.lint.index import DiagramIndex, closest
from engine.lint.written_numbers import number_meant

_YES = frozenset({"true", "ya", "yes", "benar", "on", "1", "1.0"})
_NO = frozenset({"false", "tidak", "no", "salah", "off", "0", "0.0", ""})
_ISO = re.compile(r"\d{4}-\d\d-\d\d(T.*)?", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Operand:
    """A field as conditions see it."""

    name: str
    label: str
    #: A shape's name; "parts" for a field of several answers, "file" for one that is no text.
    kind: str
    options: tuple[Option, ...] = ()

    @property
    def options_in_words(self) -> list[str]:
        """Labels, with the id where it is another."""
        same = [option.label.strip() in {"", option.id} for option in self.options]
        return [
            option.id if plain else f"{option.label} ({option.id})"
            for option, plain in zip(self.options, same, strict=True)
        ]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Why a comparison can't come true."""

    #: The value as written in the condition, without quotes.
    value: str
    #: text, number or truth
    kind: str
    #: Whether an option is missing, or the two are of different kinds.
    is_option: bool = False
    #: The whole condition as it was probably meant; "" where that can't be known.
    corrected: str = ""


def operands_of(index: DiagramIndex, name: str) -> list[Operand]:
    """What a name means in a gateway's condition: the fields of all forms that ask for it."""
    return [_operand(field) for field in index.fields_by_name.get(name, ()) if type_of(field).answered]


def operands_of_form(index: DiagramIndex, step: str, path: str, prop: str, name: str) -> list[Operand]:
    """What a name means in a condition of a form's field: a part beside it, a field of a form, or `kunci`."""
    form = index.diagram.steps[step].form
    found_along = form.along(path)
    around, field = found_along[:-1], next(iter(found_along[-1:]), None)
    if name == "kunci":
        return _keys(index, field)
    first, *rest = name.split(".")
    inner: Iterable[Field] = around[-1].parts if around else ()
    if field is not None and any(item.name == prop and item.about_items for item in PLACES["field"].values()):
        files = [other for source in field.of for other in index.fields_by_name.get(source, ())]
        inner = [part for other in files for part in other.parts]
    own = form.get(first)
    found: Sequence[Field] = [part for part in inner if part.name == first]
    found = found or ([own] if own else index.fields_by_name.get(first, ()))
    for part in rest:
        found = [item for field in found for item in field.parts if item.name == part]
    return [_operand(field) for field in found if type_of(field).answered]


def _keys(index: DiagramIndex, field: Field | None) -> list[Operand]:
    chosen_in = index.fields_by_name.get(field.per, ()) if field is not None and field.per else ()
    return [
        Operand(name="kunci", label="kunci", kind="option", options=each.options) for each in chosen_in[:1]
    ]


def _operand(field: Field) -> Operand:
    kind = type_of(field)
    shape = kind.shape.value
    if field.per or kind.has_keys or kind.inputs is Inputs.GROUP:
        shape = "parts"
    elif kind.inputs is Inputs.FILE:
        shape = "file"
    elif kind.shape is Shape.TEXT and kind.offers_items:
        shape = "item"
    options = field.options if kind.has_options else ()
    return Operand(name=field.name, label=field.label or field.name, kind=shape, options=options)


def fault(operand: Operand, comparison: Comparison, line: str) -> Fault | None:
    """What is wrong with comparing the two; None where it can come true. `line`: the condition."""
    if comparison.value is None:
        return None
    return _JUDGES[operand.kind](operand, comparison, line)


def _option(operand: Operand, comparison: Comparison, line: str) -> Fault | None:
    known = [option.id for option in operand.options]
    if not known or comparison.how == "contains" or comparison.value in known:
        return None
    if not isinstance(comparison.value, str):
        meant = str(comparison.value) if str(comparison.value) in known else ""
        return _fault(comparison, _with(comparison, line, meant))
    meant = _meant(operand, comparison.value)
    return _fault(comparison, _with(comparison, line, meant), is_option=True)


def _truth(_operand: Operand, comparison: Comparison, line: str) -> Fault | None:
    if isinstance(comparison.value, bool) and comparison.how in {"equal", "among"}:
        return None
    written = str(comparison.value).casefold().strip()
    if comparison.how not in {"equal", "among"} or written not in _YES | _NO:
        return _fault(comparison)
    return _fault(comparison, _replaced(line, comparison.literal, str(written in _YES)))


def _number(_operand: Operand, comparison: Comparison, line: str) -> Fault | None:
    value = comparison.value
    if isinstance(value, int | float) and not isinstance(value, bool) and comparison.how != "contains":
        return None
    meant = number_meant(value) if isinstance(value, str) and comparison.how != "contains" else ""
    return _fault(comparison, _replaced(line, comparison.literal, meant) if meant else "")


def _list(operand: Operand, comparison: Comparison, line: str) -> Fault | None:
    known = [option.id for option in operand.options]
    value = comparison.value
    if comparison.how == "contains":
        if isinstance(value, str) and (not known or value in known):
            return None
        meant = _meant(operand, str(value))
        return _fault(comparison, _with(comparison, line, meant), is_option=isinstance(value, str))
    if isinstance(value, str) and comparison.how == "equal":
        meant = _meant(operand, value) or value
        word = "in" if comparison.operator == "==" else "not in"
        return _fault(
            comparison, _replaced(line, comparison.whole, f"{_quoted(meant)} {word} {operand.name}")
        )
    return _rows(operand, comparison, line)


def _rows(_operand: Operand, comparison: Comparison, line: str) -> Fault | None:
    value = comparison.value
    if comparison.how in {"equal", "order"} and isinstance(value, int) and not isinstance(value, bool):
        counted = f"len({comparison.name}) {comparison.operator} {value}"
        return _fault(comparison, _replaced(line, comparison.whole, counted))
    return _fault(comparison)


def _moment(_operand: Operand, comparison: Comparison, line: str) -> Fault | None:
    value = comparison.value
    if isinstance(value, str) and (comparison.how == "contains" or _ISO.fullmatch(value)):
        return None
    try:
        meant = read_day(str(value).strip(), "not_a_date").isoformat()
    except Wrong:
        meant = ""
    return _fault(comparison, _with(comparison, line, meant))


def _text(_operand: Operand, comparison: Comparison, line: str) -> Fault | None:
    value = comparison.value
    if isinstance(value, str):
        return None
    meant = str(value) if comparison.how == "equal" and not isinstance(value, bool) else ""
    return _fault(comparison, _with(comparison, line, meant))


def _parts(_operand: Operand, comparison: Comparison, _line: str) -> Fault | None:
    return None if comparison.how == "contains" else _fault(comparison)


_JUDGES: Mapping[str, Callable[[Operand, Comparison, str], Fault | None]] = {
    "option": _option,
    "truth": _truth,
    "number": _number,
    "list": _list,
    "rows": _rows,
    "moment": _moment,
    "text": _text,
    "item": _text,
    "parts": _parts,
    "file": _parts,
}


def _meant(operand: Operand, value: str) -> str:
    """The option that was probably meant; "" where none is near."""
    for option in operand.options:
        if value.strip().casefold() in {option.id.casefold(), option.label.strip().casefold()}:
            return option.id
    guess = closest(value, [option.id for option in operand.options])
    return "" if guess == "…" else guess


def _with(comparison: Comparison, line: str, meant: str) -> str:
    return _replaced(line, comparison.literal, _quoted(meant)) if meant else ""


def _replaced(line: str, place: tuple[int, int], text: str) -> str:
    return f"{line[: place[0]]}{text}{line[place[1] :]}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _fault(comparison: Comparison, corrected: str = "", *, is_option: bool = False) -> Fault:
    value: Any = comparison.value
    kind = "truth" if isinstance(value, bool) else "text" if isinstance(value, str) else "number"
    return Fault(value=str(value), kind=kind, is_option=is_option, corrected=corrected)
