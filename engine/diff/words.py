"""Parameters of a change's sentence, as people read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.bpmn.vocabulary import FIELD, PROCESS, STEP, Property
from engine.calendar.words import norm_in_words
from engine.diff.conditions import condition_in_words
from engine.diff.timers import onward_in_words, timer_in_words
from engine.texts import joined, known, text


def _norm(written: Any, language: str) -> str:
    return norm_in_words(str(written), language) or text("diff.no_norm", language)


def _marks(marks: Any, language: str) -> str:
    return joined((text(f"lint.mark.{mark}", language) for mark in marks), ", ") or text(
        "diff.empty", language
    )


def _type(name: Any, language: str) -> str:
    """A field's type; one that nobody knows, as it is written."""
    key = f"field_types.{name}.name"
    return text(key, language) if known(key) else str(name)


def _called_in(properties: Mapping[str, Property]) -> Callable[[Any, str], str]:
    """What a property is called; an unknown one, by its own name."""
    return lambda name, language: properties[name].in_sentence(language) if name in properties else str(name)


#: Parameters that are not shown as they are.
_READERS: Mapping[str, Callable[[Any, str], str]] = {
    "timer": timer_in_words,
    "timer_before": timer_in_words,
    "onward": onward_in_words,
    "onward_before": onward_in_words,
    "norm_before": _norm,
    "norm_after": _norm,
    "marks": _marks,
    "marks_before": _marks,
    "field_type": _type,
    "type_before": _type,
    "type": lambda kind, language: text(f"lint.kind.{kind}", language),
    "property": _called_in({prop.name: prop for prop in PROCESS.values()}),
    "step_property": _called_in(STEP),
    "part": _called_in(FIELD),
}


def param_in_words(name: str, value: Any, language: str) -> str:
    """A parameter as people read it."""
    if name in _READERS:
        return _READERS[name](value, language)
    if isinstance(value, dict):
        return condition_in_words(value, language)
    if isinstance(value, bool):
        return text(f"diff.{'yes' if value else 'no'}", language)
    if isinstance(value, list):
        value = ", ".join(param_in_words("", item, language) for item in value)
    words = str(value or "")
    return words or text("diff.empty", language)
