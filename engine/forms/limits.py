"""Limits of one field on one answer: lengths, numbers, how many, and what a channel allows."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from engine.errors import Problem
from engine.forms.channels import channel
from engine.forms.fields import Field
from engine.forms.scope import Answer, Names
from engine.forms.values import host_of


def missing(field: Field) -> Problem:
    """What to do about a required field without an answer."""
    if field.type == "checklist":
        return _all_ticked(field, []) or _problem("required")
    return _problem(f"missing_{field.type}" if field.type in _SAID_APART else "required")


def check(field: Field, value: Answer, names: Names, *, needed: bool) -> Problem | None:
    """The first limit that the answer breaks."""
    if field.type == "checklist" and needed:
        return _all_ticked(field, value)
    for types, limit in _LIMITS:
        if isinstance(value, types) and (problem := limit(field, value, names)):
            return problem
    return None


def _text(field: Field, value: str, names: Names) -> Problem | None:
    if field.type == "url":
        return _host(field, value, names)
    if field.type not in {"text", "textarea", "richtext"}:
        return None
    where = channel(names("kunci")) if field.channel_limit == "text" else None
    length = len(value)
    if where and where.text_max is not None and where.length(value) > where.text_max:
        return _problem("channel_too_long", n=where.text_max, length=where.length(value), channel=where.label)
    if field.min_length is not None and length < field.min_length:
        return _problem("too_short", n=field.min_length, length=length)
    if field.max_length is not None and length > field.max_length:
        return _problem("too_long", n=field.max_length, length=length)
    return None


def _host(field: Field, value: str, names: Names) -> Problem | None:
    where = channel(names("kunci")) if field.channel_limit == "url" else None
    if where and where.url_hosts and not where.owns(host_of(value)):
        return _problem("wrong_host", channel=where.label, hosts=", ".join(where.url_hosts))
    return None


def _number(field: Field, value: float, _names: Names) -> Problem | None:
    if isinstance(value, bool):
        return None
    number = Decimal(repr(value))
    if field.minimum is not None and number < field.minimum:
        return _problem("too_small", n=field.minimum)
    if field.maximum is not None and number > field.maximum:
        return _problem("too_large", n=field.maximum)
    return None


def _items(field: Field, value: list[Answer], _names: Names) -> Problem | None:
    if field.min_items is not None and len(value) < field.min_items:
        return _problem("too_few", n=field.min_items)
    if field.max_items is not None and len(value) > field.max_items:
        return _problem("too_many", n=field.max_items)
    return None


def _all_ticked(field: Field, value: list[str]) -> Problem | None:
    left = [option.label for option in field.options if option.id not in value]
    return _problem("missing_checklist", n=len(left), left="; ".join(left)) if left else None


def _in_words(field: Field, value: dict[str, Answer], names: Names) -> Problem | None:
    return _text(field, value["text"], names) if field.type == "file_or_text" and "text" in value else None


def _problem(code: str, **params: object) -> Problem:
    return Problem(code=f"forms.problem.{code}", params=params)


#: Kinds of fields for which "fill this in" would be the wrong words.
_SAID_APART = {
    "file",
    "files",
    "file_or_text",
    "checkbox",
    "item_select",
    "select",
    "radio",
    "multiselect",
    "item_ref",
}
_LIMITS: tuple[tuple[type | tuple[type, ...], Callable[[Field, Answer, Names], Problem | None]], ...] = (
    (str, _text),
    ((int, float), _number),
    (list, _items),
    (dict, _in_words),
)
