"""The fields of a form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from engine.bpmn.elements import Step
from engine.bpmn.form_fields import KNOWN, Oddity
from engine.forms.conditions import BadCondition, parse
from engine.forms.fields import Field
from engine.forms.types import TYPES, type_of
from engine.lint.findings import Finding
from engine.lint.index import DiagramIndex, closest
from engine.lint.rules.conditions import OWN_NAMES
from engine.media_types import is_taken
from engine.starlark.scripts import ScriptFailed, evaluate

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def odd_field(index: DiagramIndex) -> Iterator[Finding]:
    """What could not be used as it stands in a form: it would be missing without a word."""
    for step in index.diagram.steps.values():
        for odd in step.oddities:
            yield _FINDING_OF[odd.kind](index, step, odd)


def field_name(index: DiagramIndex) -> Iterator[Finding]:
    """A field's id is its name in conditions, so it must be a name, and not one of the engine's."""
    for step in index.diagram.steps.values():
        for name, _field in all_fields(step):
            for part in name.split("."):
                if not _is_readable(part):
                    yield index.error("field_name", step.id, field=name)
        for field in step.form:
            for lost in (part.name for part in field.parts if part.name in type_of(field).own_names):
                yield index.error("field_name", step.id, field=f"{field.name}.{lost}")


@lru_cache(maxsize=2048)
def _is_readable(name: str) -> bool:
    """Whether the conditions of gateways and of forms can read it: neither a word of their language (for, in,
    class) nor a name of the engine's own."""
    if not _NAME.fullmatch(name) or name in OWN_NAMES:
        return False
    condition = f"{name} == 7"
    try:
        return evaluate(condition, {name: 7}) is True and parse(condition).holds({name: 7}.get)
    except (ScriptFailed, BadCondition):
        return False


def field_without_options(index: DiagramIndex) -> Iterator[Finding]:
    """Nobody can choose from nothing."""
    for step in index.diagram.steps.values():
        for name, field in all_fields(step):
            if type_of(field).has_options and not field.options:
                yield index.error("field_without_options", step.id, field=name, type=field.type)


def repeated_option(index: DiagramIndex) -> Iterator[Finding]:
    """Two options with one id are stored as the same answer."""
    for step in index.diagram.steps.values():
        for name, field in all_fields(step):
            times = Counter(option.id for option in field.options)
            for option in (item for item, n in times.items() if n > 1 or not item):
                yield index.error("repeated_option", step.id, field=name, option=option)


def limits_crossed(index: DiagramIndex) -> Iterator[Finding]:
    """No answer is both longer than its minimum and shorter than its maximum when the two are crossed."""
    for step in index.diagram.steps.values():
        for name, field in all_fields(step):
            pairs = (
                (field.min_length, field.max_length),
                (field.minimum, field.maximum),
                (field.min_items, field.max_items),
            )
            for low, high in pairs:
                if low is not None and high is not None and low > high:
                    yield index.error("limits_crossed", step.id, field=name, low=low, high=high)


def file_never_taken(index: DiagramIndex) -> Iterator[Finding]:
    """The form would promise a kind of file that nobody can send."""
    for step in index.diagram.steps.values():
        for name, field in all_fields(step):
            for entry in (entry for entry in field.accept if not is_taken(entry)):
                yield index.warning("file_never_taken", step.id, field=name, type=entry)


def field_in_two_forms(index: DiagramIndex) -> Iterator[Finding]:
    """An instance has one answer of each name: the later form overwrites the earlier one's.

    Who takes over after a deadline answers in place of who was too late.
    """
    seen: dict[str, str] = {}
    for name in index.diagram.main_path():
        for field in index.diagram.steps[name].form:
            first = seen.setdefault(field.name, name)
            if first != name and type_of(field).answered and name not in index.diagram.only_late:
                yield index.warning("field_in_two_forms", name, field=field.name, first=index.called(first))


def all_fields(step: Step) -> Iterator[tuple[str, Field]]:
    """Each field of a form by its name, and each part as GROUP.PART."""
    for field in step.form:
        yield field.name, field
        for part in field.parts:
            yield f"{field.name}.{part.name}", part


def _unknown_type(index: DiagramIndex, step: Step, odd: Oddity) -> Finding:
    maybe = closest(odd.detail, TYPES)
    return index.error("unknown_field_type", step.id, field=odd.field, type=odd.detail, maybe=maybe)


def _unknown_property(index: DiagramIndex, step: Step, odd: Oddity) -> Finding:
    maybe = closest(odd.detail, KNOWN["property"])
    return index.warning("unknown_property", step.id, field=odd.field, property=odd.detail, maybe=maybe)


def _unknown_constraint(index: DiagramIndex, step: Step, odd: Oddity) -> Finding:
    maybe = closest(odd.detail, KNOWN["constraint"])
    return index.warning("unknown_constraint", step.id, field=odd.field, constraint=odd.detail, maybe=maybe)


def _without_message(index: DiagramIndex, step: Step, odd: Oddity) -> Finding:
    return index.warning("rule_without_message", step.id, field=odd.field, property=odd.detail)


def _without_effect(index: DiagramIndex, step: Step, odd: Oddity) -> Finding:
    return index.warning(
        "property_without_effect", step.id, field=odd.field, property=odd.detail, type=odd.type
    )


def _error(rule: str) -> Callable[[DiagramIndex, Step, Oddity], Finding]:
    return lambda index, step, odd: index.error(rule, step.id, field=odd.field, detail=odd.detail)


_FINDING_OF: Mapping[str, Callable[[DiagramIndex, Step, Oddity], Finding]] = {
    "duplicate_field": _error("duplicate_field"),
    "unnamed_field": _error("unnamed_field"),
    "part_without_group": _error("part_without_group"),
    "unreadable_value": _error("unreadable_value"),
    "unknown_type": _unknown_type,
    "unknown_property": _unknown_property,
    "unknown_constraint": _unknown_constraint,
    "property_without_effect": _without_effect,
    "rule_without_message": _without_message,
}
