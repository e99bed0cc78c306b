"""What differs between two forms: fields added, removed, renamed, retyped, reordered, their rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.bpmn.diagram import Diagram
from engine.bpmn.vocabulary import FIELD
from engine.diff.conditions import describe
from engine.forms.fields import Field, Form

#: kind, code below `diff.form`, params
FormChange = tuple[str, str, dict[str, Any]]

#: Properties with a sentence of their own; `kind` is described with the type.
_OWN_SENTENCES = frozenset({"name", "label", "type", "kind", "required"})
#: Described with the questions that they read; what is read of a file stands in no other form.
_CONDITIONS = frozenset(
    key for key, prop in FIELD.items() if prop.form == "condition" and not prop.about_items
)


def form_changes(was: Form, now: Form, before: Diagram, after: Diagram) -> Iterator[FormChange]:
    """Conditions are described with the questions of their own diagram."""
    for kind, code, params in _fields(was.fields, now.fields, within=""):
        if params.get("part") in _CONDITIONS:
            conditions = {
                "before": _described(params["before"], before),
                "after": _described(params["after"], after),
            }
            yield kind, code, {**params, **conditions}
        elif code == "option_follows":
            narrowed_by = params.pop("narrowed_by")
            both = zip(("before", "after"), narrowed_by, (before, after), strict=True)
            yield kind, code, params | {when: _labels(params[when], by, of) for when, by, of in both}
        else:
            yield kind, code, params


def _labels(options: list[str], narrowed_by: str, diagram: Diagram) -> list[str]:
    """What a field's options are called, wherever it stands; an unknown one by its id."""
    fields = (field for step in diagram.steps.values() for each in step.form for field in (each, *each.parts))
    named = {
        option.id: option.label for field in fields if field.name == narrowed_by for option in field.options
    }
    return [named.get(option, option) for option in options]


def _described(conditions: Any, diagram: Diagram) -> Any:
    if isinstance(conditions, list):
        return [describe(condition, diagram) for condition in conditions]
    return describe(conditions, diagram)


def _fields(before: tuple[Field, ...], after: tuple[Field, ...], *, within: str) -> Iterator[FormChange]:
    old = {field.name: field for field in before}
    new = {field.name: field for field in after}
    for field in after:
        if field.name not in old:
            yield "added", "added", {"field": _called(field, within), "field_type": field.type}
            yield from _field(_blank(field), field, within)
        else:
            yield from _field(old[field.name], field, within)
    for field in before:
        if field.name not in new:
            yield "removed", "removed", {"field": _called(field, within)}
    common_before = [name for name in old if name in new]
    common_after = [name for name in new if name in old]
    if common_before != common_after:
        yield "moved", "reordered", {"within": within}


def _blank(field: Field) -> Field:
    """A field of that label and type that says nothing else: what a new one says is a change, too."""
    return Field(name=field.name, label=field.label, type=field.type)


def _field(was: Field, now: Field, within: str) -> Iterator[FormChange]:
    called = _called(now, within)
    if was.label != now.label:
        yield "changed", "renamed", {"before": _called(was, within), "after": called}
    if was.type != now.type:
        yield "changed", "retyped", {"field": called, "type_before": was.type, "field_type": now.type}
    if was.required != now.required:
        yield "changed", "required" if now.required else "optional", {"field": called}
    yield from _options(was, now, called)
    for key in FIELD:
        if key not in _OWN_SENTENCES:
            old, new = _value(was, key), _value(now, key)
            if old != new:
                yield "changed", "attribute", {"field": called, "part": key, "before": old, "after": new}
    yield from _fields(was.parts, now.parts, within=called)


def _options(was: Field, now: Field, called: str) -> Iterator[FormChange]:
    old = {option.id: option.label for option in was.options}
    new = {option.id: option.label for option in now.options}
    for added in (item for item in new if item not in old):
        yield "changed", "option_added", {"field": called, "option": new[added]}
    for removed in (item for item in old if item not in new):
        yield "changed", "option_removed", {"field": called, "option": old[removed]}
    for option in (item for item in old if item in new):
        if old[option] != new[option]:
            params = {"field": called, "before": old[option], "after": new[option]}
            yield "changed", "option_renamed", params
    yield from _parents(was, now, called)
    if [name for name in old if name in new] != [name for name in new if name in old]:
        yield "moved", "options_reordered", {"field": called}


def _parents(was: Field, now: Field, called: str) -> Iterator[FormChange]:
    old = {option.id: list(option.parents) for option in was.options}
    for option in now.options:
        before, after = old.get(option.id, []), list(option.parents)
        if before != after:
            params = {"field": called, "option": option.label, "before": before, "after": after}
            yield "changed", "option_follows", {**params, "narrowed_by": (was.narrowed_by, now.narrowed_by)}


def _called(field: Field, within: str) -> str:
    label = field.label or field.name
    return f"{within} – {label}" if within else label


def _value(field: Field, key: str) -> Any:
    """As it can be shown and stored: a rule's condition and its sentence each by itself."""
    if key == "rules":
        return [rule.condition for rule in field.rules]
    if key == "message":
        return [rule.message for rule in field.rules]
    value = getattr(field, key)
    if isinstance(value, tuple):
        return [str(part) for part in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)
