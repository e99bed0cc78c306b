"""What an SOP's table can't say, from the version in force to the one imported after it: forms, conditions,
separation of duties, returns, content hashes. Steps are the same where their names are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from engine.bpmn.diagram import read_diagram
from engine.bpmn.elements import Diagram, Flow, Step
from engine.bpmn.vocabulary import PROCESS, STEP
from engine.bpmn.writing import extensions, set_properties, write_condition
from engine.bpmn.xml import BPMN, CAMUNDA, parse_xml
from engine.importing.plan.fields import TITLE
from engine.importing.plan.steps import Plan
from engine.texts import joined, text

#: Properties of a step that no table says.
_CARRIED = tuple(prop for prop in STEP.values() if prop.carried_as)
#: Ids that a drawn table gives to what is no step.
_OURS = re.compile(
    r"(?:Mulai|Mulai_bersama|Memilih_awal|Selesai|Bertemu|Pelaksana|Kolaborasi|Unit_kerja|Berkas|Gambar|Bidang)(?:_\d+)?"
    r"|(?:Selesai|Lajur|Putusan|Alur|Catatan|Kaitan)_.*|.*__.*|.*_di"
)


@dataclass(frozen=True, kw_only=True)
class Part:
    """What of a step was taken over, or would be missing: keys below importing.part."""

    step: str
    parts: tuple[str, ...]

    def words(self, language: str) -> str:
        """ "Memeriksa berkas: formulir, batas waktu": the step, then its parts."""
        parts = joined((text(f"importing.part.{part}", language) for part in self.parts), ", ")
        return text("importing.part_of", language, step=self.step, parts=parts)


def with_ids_of(plan: Plan, active: Diagram) -> Plan:
    """The plan with its steps' ids as in the active version: what names a step there goes on being right."""
    known = _by_name({step.id: step.name for step in active.steps.values()})
    planned = _by_name({step.id: step.name for step in plan.steps})
    ids = {own: known[name] for name, own in planned.items() if name in known}
    ids = {own: new for own, new in ids.items() if not _OURS.fullmatch(new) and new != plan.process_id}
    # An id that another step has and keeps is not free; who doesn't get it keeps its own, and so on.
    while clash := {own for own, new in ids.items() if new in {step.id for step in plan.steps} - ids.keys()}:
        ids = {own: new for own, new in ids.items() if own not in clash}
    assumptions = (
        replace(assumption, element=ids.get(assumption.element, assumption.element))
        for assumption in plan.assumptions
    )
    return replace(
        plan,
        steps=tuple(replace(step, id=ids.get(step.id, step.id)) for step in plan.steps),
        assumptions=tuple(assumptions),
    )


def carry_over(xml: str, active_xml: str) -> tuple[str, tuple[Part, ...]]:
    """A table's diagram with what the active version's steps of the same names have, and what that is."""
    before, after = read_diagram(active_xml), read_diagram(xml)
    same = same_steps(before, after)
    root = parse_xml(xml)
    carrying = _Carrying(before, after, same, _by_id(parse_xml(active_xml)), _by_id(root))
    taken = tuple(carrying.steps())
    if not taken:
        return xml, ()
    carrying.title()
    etree.indent(root)
    written: str = etree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n', taken


def missing(before: Diagram, after: Diagram) -> tuple[Part, ...]:
    """What the steps of the active version have and the other's don't."""
    same = same_steps(before, after)
    found = []
    for name in before.main_path():
        step = before.steps[name]
        if name not in same:
            parts = ["step"]
        else:
            now = after.steps[same[name]]
            has = dict(_has(after, now, {}))
            parts = [part for part, values in _has(before, step, same) if not values <= has[part]]
        if parts:
            found.append(Part(step=step.name or name, parts=tuple(parts)))
    return tuple(found)


def same_steps(before: Diagram, after: Diagram) -> dict[str, str]:
    """Step before → step after: of the same name, else of the same id."""
    old = _by_name({step.id: step.name for step in before.steps.values()})
    new = _by_name({step.id: step.name for step in after.steps.values()})
    same = {old[name]: new[name] for name in old if name in new}
    left = after.steps.keys() - set(same.values())
    return same | {name: name for name in before.steps if name in left and name not in same}


def _has(diagram: Diagram, step: Step, same: Mapping[str, str]) -> Iterator[tuple[str, set[str]]]:
    """What a step has of each part; other steps by the ids that `same` gives them."""

    def called(ids: Iterable[str | None]) -> set[str]:
        return {same.get(item, item) for item in ids if item}

    branches = [flow for flow in _choices(diagram, step.id) if flow.condition]
    yield "form", {field.name for field in step.form}
    yield "decision", {f"{_plain(flow.name)} {flow.condition}" for flow in branches}
    found: dict[str, set[str]] = {prop.carried_as: set() for prop in _CARRIED}
    for prop in _CARRIED:
        value = getattr(step, prop.key)
        names = prop.value_form.names(value)
        found[prop.carried_as] |= called(names) if prop.refers_to == "step" else {*names} or {value} - {""}
    yield from found.items()
    yield "timer", {f"{timer.interrupting} {timer.duration}" for timer in diagram.timers_of(step.id)}


def _choices(diagram: Diagram, step: str) -> tuple[Flow, ...]:
    """The branches of the gateway that a step leads to."""
    onward = diagram.outgoing(step)
    gateway = diagram.nodes.get(onward[0].target) if len(onward) == 1 else None
    return diagram.outgoing(gateway.id) if gateway and gateway.type == "exclusiveGateway" else ()


@dataclass
class _Carrying:
    before: Diagram
    after: Diagram
    same: Mapping[str, str]
    #: Elements of both files by id; those after are changed.
    old: Mapping[str, Any]
    new: Mapping[str, Any]

    def steps(self) -> Iterator[Part]:
        for name in self.before.main_path():
            if name not in self.same:
                continue
            was, now = self.before.steps[name], self.after.steps[self.same[name]]
            parts = []
            if was.form.fields and self.old[name].find(_FORM) is not None:
                decided = self._decision(was, now)
                self._form(was, now, decided=decided)
                parts += ["form", *(["decision"] if decided else [])]
            parts += self._properties(was, now)
            if parts:
                yield Part(step=now.name, parts=tuple(parts))

    def title(self) -> None:
        """The field that named an instance names it again, where a form still has it."""
        process = self.new[self.after.process_id]
        if self._in_a_carried_form(self.before.title_field):
            set_properties(process, {PROCESS["title_field"].name: self.before.title_field or ""})

    def _in_a_carried_form(self, field: str | None) -> bool:
        return any(self.before.steps[name].form.get(field or "") for name in self.same)

    def _decision(self, was: Step, now: Step) -> bool:
        """The conditions of a gateway with the same answers."""
        old = {_plain(flow.name): flow for flow in _choices(self.before, was.id)}
        new = {_plain(flow.name): flow for flow in _choices(self.after, now.id)}
        complete = all(flow.condition or flow.is_default for flow in old.values())
        if not new or old.keys() != new.keys() or not complete:
            return False
        if len(new) != len(_choices(self.after, now.id)):
            return False
        gateway = self.new[next(iter(new.values())).source]
        gateway.attrib.pop("default", None)
        for answer, flow in new.items():
            write_condition(self.new[flow.id], old[answer].condition)
            if old[answer].is_default:
                gateway.set("default", flow.id)
        return True

    def _form(self, was: Step, now: Step, *, decided: bool) -> None:
        """The old form; of the new one what the diagram can't do without."""
        form = deepcopy(self.old[was.id].find(_FORM))
        form.tail = None
        made = self.new[now.id].find(_FORM)
        needed = {field.name for field in now.form if field.name.startswith(("keputusan_", "alasan_"))}
        for field in list(made) if made is not None else ():
            name = field.get("id")
            if (name == TITLE and not self._in_a_carried_form(self.before.title_field)) or (
                name in needed and not decided and _choices(self.after, now.id)
            ):
                for double in form.findall(f"{{{CAMUNDA}}}formField[@id='{name}']"):
                    form.remove(double)
                form.insert(0 if name == TITLE else len(form), field)
        if made is not None:
            made.getparent().replace(made, form)
        else:
            extensions(self.new[now.id]).append(form)

    def _properties(self, was: Step, now: Step) -> list[str]:
        """Steps that are no longer there are left out; where none is left, so is what goes with them."""
        words = self.before.nodes[was.id].properties
        carried: dict[str, dict[str, str]] = {}
        lost: set[str] = set()
        for prop in _CARRIED:
            text = words.get(prop.name, "").strip()
            if text and prop.refers_to == "step":
                names = prop.value_form.names(getattr(was, prop.key))
                text = " ".join(self.same[name] for name in names if name in self.same)
                if not text:
                    lost.add(prop.carried_as)
            if text:
                carried.setdefault(prop.carried_as, {})[prop.name] = text
        remaining = {part: properties for part, properties in carried.items() if part not in lost}
        for properties in remaining.values():
            set_properties(self.new[now.id], properties)
        return list(remaining)


_FORM = f"{{*}}extensionElements/{{{CAMUNDA}}}formData"


def _by_id(root: Any) -> dict[str, Any]:
    return {element.get("id"): element for element in root.iterfind(f".//{{{BPMN}}}*[@id]")}


def _by_name(names: Mapping[str, str]) -> dict[str, str]:
    """Name as it is compared → id; a name that several bear says nothing."""
    times = Counter(_plain(name) for name in names.values())
    return {_plain(name): item for item, name in names.items() if times[_plain(name)] == 1 and _plain(name)}


def _plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))
