"""Anything that describes a definition → its diagram: an SOP's table, or the diagram of another tool. Pure.

What a preview needs to be saved goes to the page and comes back with the save, packed; whoever may save may
upload any diagram, so nothing is gained by changing it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

from engine.bpmn.diagram import read_diagram
from engine.bpmn.xml import as_text
from engine.definitions.imported import Imported, Known, Leads, TableStep, pack, unpack
from engine.drawing.complete import with_drawing
from engine.drawing.write import write
from engine.errors import InvalidDiagram
from engine.importing.assumptions import Assumption
from engine.importing.carry_over import Part, carry_over, missing, with_ids_of
from engine.importing.cells.grid import refused
from engine.importing.foreign import convert
from engine.importing.plan.controls import ACTORS_NOTE, corrected, settled, taken_before, with_actors
from engine.importing.plan.infer import infer, process_id_of
from engine.importing.plan.sketching import sketch
from engine.importing.plan.steps import Plan
from engine.importing.rows.as_json import as_json, from_json
from engine.importing.rows.reading import read_table
from engine.importing.rows.table import SopTable
from engine.lint.check import Finding, check

_DIAGRAM = re.compile(rb"<(?:\w+:)?definitions\b[^>]*http://www\.omg\.org/spec/BPMN", re.DOTALL)
_LOOKED_AT = 4000


def read(content: bytes | str, file_name: str = "", forms: Mapping[str, str] | None = None) -> Imported:
    """A file, or what was pasted; `forms`: files of forms that came along with a diagram, by name. Raises
    InvalidTable or InvalidDiagram."""
    data = content.encode("utf-8", "ignore") if isinstance(content, str) else content
    if _DIAGRAM.search(data[:_LOOKED_AT]) or file_name.lower().endswith(".bpmn"):
        title = " ".join(re.split(r"[\s_]+", Path(file_name).stem)).strip()
        return _from_diagram(data, title, forms or {}, {})
    if forms:
        raise refused("forms_alone", "file")
    return _from_table(read_table(content, file_name))


def read_packed(
    packed: str,
    known: Known | None = None,
    confirmed: Collection[int] = (),
    chosen: Mapping[str, str] | None = None,
) -> Imported:
    """What was read before, as the next version of a definition that is there already.

    Confirmed assumptions (by their place) are no longer marked; `chosen`: what is right instead of what was
    assumed, by keys of controls. Raises InvalidTable or InvalidDiagram.
    """
    data, chosen = unpack(packed), chosen or {}
    if "xml" in data:
        forms = data.get("forms")
        given = {str(name): str(text) for name, text in forms.items()} if isinstance(forms, dict) else {}
        source = str(data["xml"]).encode("utf-8", "ignore")
        found = _from_diagram(source, str(data.get("title") or ""), given, chosen)
    else:
        table = from_json(data.get("table"))
        found = _from_table(table, known=known, confirmed=confirmed, chosen=chosen)
    left = missing(read_diagram(known.xml), found.diagram) if known and known.xml else ()
    return replace(found, known=known, missing=left)


def _from_table(
    table: SopTable,
    *,
    known: Known | None = None,
    confirmed: Collection[int] = (),
    chosen: Mapping[str, str] | None = None,
) -> Imported:
    chosen = chosen or {}
    named, actors = with_actors(table, chosen)
    inferred = infer(named)
    if known and known.xml:
        # A word that the version in force has was taken then.
        chosen = {**taken_before(inferred, read_diagram(known.xml)), **chosen}
    plan, controls = corrected(inferred, chosen)
    controls = tuple(
        actors if item.kind == ACTORS_NOTE else control
        for item, control in zip(inferred.assumptions, controls, strict=True)
    )
    taken: tuple[Part, ...] = ()
    if known or plan.name != inferred.name:
        plan = _renamed(plan, known.key if known else process_id_of(plan.name))
    if known and known.xml:
        plan = with_ids_of(plan, read_diagram(known.xml))
    done = {*confirmed, *settled(inferred, controls)}
    left = tuple(item for n, item in enumerate(plan.assumptions) if n not in done)
    xml = write(sketch(replace(plan, assumptions=left)))
    if known and known.xml:
        xml, taken = carry_over(xml, known.xml)
    findings = _checked(xml)
    return Imported(
        name=plan.name,
        key=read_diagram(xml).process_id,
        xml=xml,
        findings=findings,
        assumptions=plan.assumptions,
        steps=tuple(_steps(plan)),
        packed=pack({"table": as_json(table)}),
        controls=controls,
        known=known,
        taken=taken,
    )


def _checked(xml: str) -> list[Finding]:
    """What we drew ourselves is never a diagram that can't be read; its errors are ours to say in words."""
    try:
        return check(xml)
    except InvalidDiagram as error:
        raise refused("not_drawn", what=str(error.params.get("reason"))) from None


def _renamed(plan: Plan, key: str) -> Plan:
    about_all = plan.process_id
    assumptions = tuple(
        replace(assumption, element=key) if assumption.element == about_all else assumption
        for assumption in plan.assumptions
    )
    return replace(plan, process_id=key, assumptions=assumptions)


def _from_diagram(data: bytes, title: str, forms: Mapping[str, str], chosen: Mapping[str, str]) -> Imported:
    converted = convert(data, title=title, given=forms, chosen=chosen)
    drawn = with_drawing(converted.xml)
    diagram = read_diagram(drawn.xml)
    note = Assumption(kind="foreign_drawn", element=diagram.process_id, params={})
    return Imported(
        name=diagram.name or diagram.process_id,
        key=diagram.process_id,
        xml=drawn.xml,
        findings=check(drawn.xml),
        assumptions=(*converted.notes, *([note] if drawn.made else [])),
        steps=(),
        packed=pack({"xml": as_text(data), "title": title, "forms": dict(forms)}),
        controls=converted.controls,
    )


def _steps(plan: Plan) -> list[TableStep]:
    found = []
    for step in plan.steps:
        decision = plan.decisions.get(step.key)
        branches = decision.branches if decision else ()
        leads = [Leads(label=branch.label, to=branch.target) for branch in branches]
        found.append(
            TableStep(
                number=step.key,
                name=step.name,
                lane=plan.lanes[step.lane],
                inputs=step.row.inputs,
                time=step.row.time,
                norm=step.norm,
                outputs=step.row.output,
                remarks=step.row.remarks,
                decides=decision is not None,
                leads=tuple(leads or [Leads(label="", to=plan.after[step.key])]),
            )
        )
    return found
