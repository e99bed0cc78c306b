"""Options that are offered only with a choice in another field."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.elements import Step
from engine.forms.fields import Field
from engine.forms.types import type_of
from engine.lint.findings import Finding
from engine.lint.index import DiagramIndex
from engine.lint.rules.fields import all_fields


def option_never_offered(index: DiagramIndex) -> Iterator[Finding]:
    """An option that belongs to no choice that there is: nobody ever sees it."""
    for step, name, field, parent in _narrowed(index):
        choices = {option.id for option in parent.options}
        for option in field.options:
            if option.parents and choices.isdisjoint(option.parents):
                yield index.error("option_never_offered", step.id, field=name, option=option.label)


def choice_leaves_nothing(index: DiagramIndex) -> Iterator[Finding]:
    """Who chooses that finds an empty list."""
    for step, name, field, parent in _narrowed(index):
        if not all(option.parents for option in field.options):
            continue
        reached = {choice for option in field.options for choice in option.parents}
        for choice in parent.options if reached else ():
            if choice.id not in reached:
                params = {"field": name, "named": parent.label, "option": choice.label}
                yield index.warning("choice_leaves_nothing", step.id, **params)


def narrowed_by_nothing(index: DiagramIndex) -> Iterator[Finding]:
    """The field would offer the same, whatever is chosen there."""
    for step, name, field, parent in _narrowed(index):
        if field.options and not any(option.parents for option in field.options):
            yield index.warning("narrowed_by_nothing", step.id, field=name, named=parent.label)


def parents_of_nothing(index: DiagramIndex) -> Iterator[Finding]:
    """Nothing narrows the field: what its options belong to has no effect."""
    for step in index.diagram.steps.values():
        for name, field in all_fields(step):
            if not field.narrowed_by and any(option.parents for option in field.options):
                yield index.warning("parents_of_nothing", step.id, field=name)


def _narrowed(index: DiagramIndex) -> Iterator[tuple[Step, str, Field, Field]]:
    """Fields whose options another one narrows, and that one; a name that no form asks for is found
    elsewhere.
    """
    for step in index.diagram.steps.values():
        for name, field in all_fields(step):
            if type_of(field).narrows_options and field.narrowed_by:
                parent = _meant(index, step, name, field.narrowed_by)
                if parent is not None:
                    yield step, name, field, parent


def _meant(index: DiagramIndex, step: Step, name: str, named: str) -> Field | None:
    """A part of the same group before a field of the form, and that before one of another form."""
    own = dict(reversed(list(all_fields(step))))
    group = name.rpartition(".")[0]
    found = own.get(f"{group}.{named}") if group else None
    return found or own.get(named) or next(iter(index.fields_by_name.get(named, ())), None)
