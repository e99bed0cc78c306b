"""Properties that name a step or a field, and properties whose own name is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from engine.bpmn.vocabulary import Property, names, references
from engine.forms.types import type_of
from engine.lint.findings import Finding
from engine.lint.index import DiagramIndex, closest
from engine.lint.rules.fields import all_fields


def unknown_step_reference(index: DiagramIndex) -> Iterator[Finding]:
    """A step named by another must exist: otherwise its rule would protect nothing."""
    steps = index.diagram.steps
    for step in steps.values():
        for prop, name in references("step", step, to="step"):
            if name not in steps or name == step.id:
                maybe = closest(name, steps)
                yield index.error(
                    "unknown_step_reference", step.id, property=prop.name, unknown=name, maybe=maybe
                )


def returns_elsewhere(index: DiagramIndex) -> Iterator[Finding]:
    """An instance is returned within its process or subprocess: no token gets into another, or out of its
    own."""
    nodes = index.diagram.nodes
    for step in index.diagram.steps.values():
        target = nodes.get(step.returns_to) if step.returns_to else None
        if target is not None and target.parent != nodes[step.id].parent:
            yield index.error("returns_elsewhere", step.id, step=index.called(target.id))


def hash_of_nothing(index: DiagramIndex) -> Iterator[Finding]:
    """What is published can only be compared with a step that records what it approved."""
    for step in index.diagram.steps.values():
        source = index.diagram.steps.get(step.hash_of) if step.hash_of else None
        if source is not None and not source.hashes:
            yield index.error("hash_of_nothing", step.id, step=index.called(source.id))


def unknown_field_reference(index: DiagramIndex) -> Iterator[Finding]:
    """A field named by a property must be asked for by some form."""
    everywhere = index.instance_names
    for element, field, prop, name in _fields_named(index):
        if name not in everywhere and name not in _parts_around(index, element, field):
            params = {"property": prop.name, "unknown": name, "maybe": closest(name, everywhere)}
            yield index.error("unknown_field_reference", element, **params, field=field)


def items_of_nothing(index: DiagramIndex) -> Iterator[Finding]:
    """Items are chosen from files that an earlier step asked for."""
    forms = index.fields_by_name.items()
    files = {name for name, fields in forms if any(type_of(field).sends_items for field in fields)}
    for step in index.diagram.steps.values():
        for field in step.form:
            if type_of(field).offers_items and not files.intersection(field.of):
                named = " ".join(field.of) or "…"
                yield index.error("items_of_nothing", step.id, field=field.name, named=named)


def per_what(index: DiagramIndex) -> Iterator[Finding]:
    """One answer for each chosen option needs a field in which options are chosen."""
    types = {name: type_of(fields[0]) for name, fields in index.fields_by_name.items()}
    for step in index.diagram.steps.values():
        for field in step.form:
            if field.per in types and not types[field.per].gives_keys:
                yield index.error("per_what", step.id, field=field.name, named=field.per)


def unknown_step_property(index: DiagramIndex) -> Iterator[Finding]:
    """A property that nobody knows does nothing; it is probably a slip of the pen."""
    diagram = index.diagram
    yield from _unknown(index, diagram.process_id, diagram.properties, names("process"))
    for step in diagram.steps:
        yield from _unknown(index, step, diagram.nodes[step].properties, names("step"))


def _unknown(
    index: DiagramIndex, element: str, written: Collection[str], known: Collection[str]
) -> Iterator[Finding]:
    for name in written:
        if name not in known:
            maybe = closest(name, known)
            yield index.warning("unknown_step_property", element, property=name, maybe=maybe)


def _parts_around(index: DiagramIndex, element: str, field: str) -> frozenset[str]:
    """What a part of a group may name as well: the group's other parts."""
    group, dot, _ = field.rpartition(".")
    around = index.diagram.steps[element].form.get(group) if dot else None
    return frozenset(part.name for part in around.parts) if around else frozenset()


def _fields_named(index: DiagramIndex) -> Iterator[tuple[str, str, Property, str]]:
    """Element, the field of its form that bears the property (or none), the property, and what it names."""
    diagram = index.diagram
    for prop, name in references("process", diagram.identity, to="field"):
        yield diagram.process_id, "", prop, name
    for step in diagram.steps.values():
        for prop, name in references("step", step, to="field"):
            yield step.id, "", prop, name
        for bearer, field in all_fields(step):
            for prop, name in references("field", field, to="field"):
                yield step.id, bearer, prop, name
