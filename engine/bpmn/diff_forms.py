"""What differs between two forms: fields added, removed, renamed, retyped, reordered, their rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from engine.bpmn.diagram import Diagram
from engine.bpmn.diff_conditions import say
from engine.forms.fields import Field, Form

#: kind, code below `diff.form`, params
FormChange = tuple[str, str, dict[str, Any]]

#: Attributes that have a sentence of their own, or are told otherwise.
_SPECIAL = {"name", "label", "type", "required", "options", "parts"}
_CONDITIONS = {"required_if", "shown_if", "rules"}


def form_changes(was: Form, now: Form, before: Diagram, after: Diagram) -> Iterator[FormChange]:
    """Conditions are said with the questions of the diagram that they stand in."""
    for kind, code, params in _fields(was.fields, now.fields, within=""):
        if params.get("part") in _CONDITIONS:
            said = {"before": _said(params["before"], before), "after": _said(params["after"], after)}
            yield kind, code, {**params, **said}
        else:
            yield kind, code, params


def _said(conditions: Any, diagram: Diagram) -> Any:
    if isinstance(conditions, list):
        return [say(one, diagram) for one in conditions]
    return say(conditions, diagram)


def _fields(before: tuple[Field, ...], after: tuple[Field, ...], *, within: str) -> Iterator[FormChange]:
    old = {field.name: field for field in before}
    new = {field.name: field for field in after}
    for field in after:
        if field.name not in old:
            yield "added", "added", {"field": _called(field, within)}
        else:
            yield from _field(old[field.name], field, within)
    for field in before:
        if field.name not in new:
            yield "removed", "removed", {"field": _called(field, within)}
    kept_before = [name for name in old if name in new]
    kept_after = [name for name in new if name in old]
    if kept_before != kept_after:
        yield "moved", "reordered", {"within": within}


def _field(was: Field, now: Field, within: str) -> Iterator[FormChange]:
    called = _called(now, within)
    if was.label != now.label:
        yield "changed", "renamed", {"before": _called(was, within), "after": called}
    if was.type != now.type:
        yield "changed", "retyped", {"field": called}
    if was.required != now.required:
        yield "changed", "required" if now.required else "optional", {"field": called}
    yield from _options(was, now, called)
    for attribute in fields(Field):
        name = attribute.name
        old, new = getattr(was, name), getattr(now, name)
        if name not in _SPECIAL and old != new:
            yield (
                "changed",
                "attribute",
                {"field": called, "part": name, "before": _plain(old), "after": _plain(new)},
            )
    yield from _fields(was.parts, now.parts, within=called)


def _options(was: Field, now: Field, called: str) -> Iterator[FormChange]:
    old = {option.id: option.label for option in was.options}
    new = {option.id: option.label for option in now.options}
    for added in (one for one in new if one not in old):
        yield "changed", "option_added", {"field": called, "option": new[added]}
    for removed in (one for one in old if one not in new):
        yield "changed", "option_removed", {"field": called, "option": old[removed]}
    for kept in (one for one in old if one in new):
        if old[kept] != new[kept]:
            params = {"field": called, "before": old[kept], "after": new[kept]}
            yield "changed", "option_renamed", params


def _called(field: Field, within: str) -> str:
    label = field.label or field.name
    return f"{within} – {label}" if within else label


def _plain(value: Any) -> Any:
    """A value that can be said and stored."""
    if isinstance(value, tuple):
        return [str(getattr(one, "condition", one)) for one in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)
