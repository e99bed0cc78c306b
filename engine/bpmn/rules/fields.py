"""The fields of a form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from engine.bpmn.elements import Step
from engine.bpmn.findings import Finding
from engine.bpmn.form_fields import CONSTRAINTS, PROPERTIES, Oddity
from engine.bpmn.look import Look, closest
from engine.bpmn.rules.conditions import OWN_NAMES
from engine.forms.fields import FIELD_TYPES, Field

#: They offer what their options say.
_WITH_OPTIONS = frozenset({"select", "radio", "multiselect", "checklist", "per_item_select"})
#: What an answer keeps of a file itself (engine.forms.attachments): a part of that name would be lost.
_KEPT_OF_FILES = frozenset({"file", "name", "type", "sha256"})
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def odd_field(look: Look) -> Iterator[Finding]:
    """What could not be used as it stands in a form: it would be missing without a word."""
    for step in look.diagram.steps.values():
        for odd in step.oddities:
            yield _FINDING_OF[odd.kind](look, step, odd)


def field_name(look: Look) -> Iterator[Finding]:
    """A field's id is its name in conditions, so it must be a name, and not one of the engine's."""
    for step in look.diagram.steps.values():
        for name, _field in _all_fields(step):
            for part in name.split("."):
                if not _NAME.fullmatch(part) or part in OWN_NAMES or part in {"True", "False", "None"}:
                    yield look.error("field_name", step.id, field=name)
        for field in step.form:
            kept = _KEPT_OF_FILES if field.type == "files" else {"file"}
            for lost in (one.name for one in field.parts if one.name in kept):
                yield look.error("field_name", step.id, field=f"{field.name}.{lost}")


def field_without_options(look: Look) -> Iterator[Finding]:
    """Nobody can choose from nothing."""
    for step in look.diagram.steps.values():
        for name, field in _all_fields(step):
            if field.type in _WITH_OPTIONS and not field.options:
                yield look.error("field_without_options", step.id, field=name, type=field.type)


def repeated_option(look: Look) -> Iterator[Finding]:
    """Two options with one id are stored as the same answer."""
    for step in look.diagram.steps.values():
        for name, field in _all_fields(step):
            times = Counter(option.id for option in field.options)
            for option in (one for one, n in times.items() if n > 1 or not one):
                yield look.error("repeated_option", step.id, field=name, option=option)


def limits_crossed(look: Look) -> Iterator[Finding]:
    """No answer is both longer than its minimum and shorter than its maximum when the two are crossed."""
    for step in look.diagram.steps.values():
        for name, field in _all_fields(step):
            pairs = (
                (field.min_length, field.max_length),
                (field.minimum, field.maximum),
                (field.min_items, field.max_items),
            )
            for low, high in pairs:
                if low is not None and high is not None and low > high:
                    yield look.error("limits_crossed", step.id, field=name, low=low, high=high)


def field_in_two_forms(look: Look) -> Iterator[Finding]:
    """A case has one answer of each name: the later form overwrites the earlier one's.

    Who takes over after a deadline answers in place of who was too late.
    """
    seen: dict[str, str] = {}
    for name in look.diagram.main_path():
        for field in look.diagram.steps[name].form:
            first = seen.setdefault(field.name, name)
            if first != name and field.answered and name not in look.diagram.only_late:
                yield look.warning("field_in_two_forms", name, field=field.name, first=look.called(first))


def _all_fields(step: Step) -> Iterator[tuple[str, Field]]:
    for field in step.form:
        yield field.name, field
        for part in field.parts:
            yield f"{field.name}.{part.name}", part


def _unknown_type(look: Look, step: Step, odd: Oddity) -> Finding:
    maybe = closest(odd.detail, FIELD_TYPES)
    return look.error("unknown_field_type", step.id, field=odd.field, type=odd.detail, maybe=maybe)


def _unknown_property(look: Look, step: Step, odd: Oddity) -> Finding:
    maybe = closest(odd.detail, PROPERTIES)
    return look.warning("unknown_property", step.id, field=odd.field, property=odd.detail, maybe=maybe)


def _unknown_constraint(look: Look, step: Step, odd: Oddity) -> Finding:
    maybe = closest(odd.detail, CONSTRAINTS)
    return look.warning("unknown_constraint", step.id, field=odd.field, constraint=odd.detail, maybe=maybe)


def _without_message(look: Look, step: Step, odd: Oddity) -> Finding:
    return look.warning("rule_without_message", step.id, field=odd.field, property=odd.detail)


def _error(rule: str) -> Callable[[Look, Step, Oddity], Finding]:
    return lambda look, step, odd: look.error(rule, step.id, field=odd.field, detail=odd.detail)


_FINDING_OF: Mapping[str, Callable[[Look, Step, Oddity], Finding]] = {
    "duplicate_field": _error("duplicate_field"),
    "unnamed_field": _error("unnamed_field"),
    "part_without_group": _error("part_without_group"),
    "unreadable_value": _error("unreadable_value"),
    "unknown_type": _unknown_type,
    "unknown_property": _unknown_property,
    "unknown_constraint": _unknown_constraint,
    "rule_without_message": _without_message,
}
