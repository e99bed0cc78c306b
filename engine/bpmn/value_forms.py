"""How a property is written: from its text in the file to what the engine works with, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

_IN_BRACES = re.compile(r"\{([^{}]*)\}")
_PIXELS = re.compile(r"(\d{1,6})\s*[x×]\s*(\d{1,6})")


@dataclass(frozen=True, kw_only=True)
class ValueForm:
    #: Text without spaces around it, values that the vocabulary allows → value. Raises ValueError.
    read: Callable[[str, Sequence[str]], Any] = lambda text, _values: text
    #: Value, values that the vocabulary allows → text.
    write: Callable[[Any, Sequence[str]], str] = lambda value, _values: str(value)
    #: What is read where nothing is written.
    blank: Any = ""
    #: Value → ids that it names.
    names: Callable[[Any], list[str]] = lambda _value: []
    #: What these are ids of: step, field or flow.
    refers_to: str = ""
    #: It says something by being there, even without text.
    by_presence: bool = False


def _whole(text: str, _values: Sequence[str]) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise ValueError(text)
    return int(text)


def _decimal(text: str, _values: Sequence[str]) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not number.is_finite():
        raise ValueError(text)
    return number


def _pixels(text: str, _values: Sequence[str]) -> tuple[int, int]:
    match = _PIXELS.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return int(match[1]), int(match[2])


def _choice(text: str, values: Sequence[str]) -> str:
    if text not in values:
        raise ValueError(text)
    return text


def _choices(text: str, values: Sequence[str]) -> tuple[str, ...]:
    return tuple(_choice(word, values) for word in text.split())


def _switch(text: str, values: Sequence[str]) -> bool:
    return bool(_choice(text, values))


def _flag(text: str, _values: Sequence[str]) -> bool:
    return text.lower() != "false"


def _media(text: str, _values: Sequence[str]) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _several(text: str, _values: Sequence[str]) -> tuple[str, ...]:
    return tuple(text.split())


def _template(text: str, _values: Sequence[str]) -> str:
    """An attribute holds no line ends that every tool keeps, so they are written as two characters."""
    return text.replace("\\n", "\n")


def _spaced(value: Sequence[str], _values: Sequence[str]) -> str:
    return " ".join(value)


_ONE: Mapping[str, Any] = {"names": lambda value: [value] if value else []}
_SEVERAL: Mapping[str, Any] = {"read": _several, "write": _spaced, "blank": (), "names": list}

FORMS: Mapping[str, ValueForm] = {
    "line": ValueForm(),
    "text": ValueForm(),
    "items": ValueForm(),
    "name": ValueForm(),
    "day": ValueForm(),
    "nip": ValueForm(),
    "type": ValueForm(),
    "norm": ValueForm(),
    "duration": ValueForm(),
    "condition": ValueForm(),
    "script": ValueForm(),
    "whole": ValueForm(read=_whole, blank=None),
    "decimal": ValueForm(read=_decimal, blank=None),
    "pixels": ValueForm(read=_pixels, write=lambda value, _values: f"{value[0]}x{value[1]}", blank=None),
    "flag": ValueForm(read=_flag, write=lambda _value, _values: "", blank=False, by_presence=True),
    "switch": ValueForm(read=_switch, write=lambda _value, values: values[0], blank=False),
    "choice": ValueForm(read=_choice),
    "choices": ValueForm(read=_choices, write=_spaced, blank=()),
    "media": ValueForm(read=_media, write=lambda value, _values: ", ".join(value), blank=()),
    "template": ValueForm(
        read=_template,
        write=lambda value, _values: value.replace("\n", "\\n"),
        names=_IN_BRACES.findall,
        refers_to="field",
    ),
    "field": ValueForm(refers_to="field", **_ONE),
    "fields": ValueForm(refers_to="field", **_SEVERAL),
    "step": ValueForm(refers_to="step", blank=None, **_ONE),
    "steps": ValueForm(refers_to="step", **_SEVERAL),
    "flow": ValueForm(refers_to="flow", **_ONE),
    "options": ValueForm(read=_several, write=_spaced, blank=()),
}
