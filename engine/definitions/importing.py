"""Bringing in an SOP that was written elsewhere: its table, or the diagram of another tool.

A preview stores nothing. What it needs to be saved goes to the page and comes back with the save, packed;
whoever may save may upload any diagram, so nothing is gained by changing it.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.bpmn.diagram import Diagram, read_diagram
from engine.bpmn.xml import MAX_BYTES
from engine.definitions.releases import Uploaded, upload
from engine.drawing.complete import with_drawing
from engine.drawing.write import write
from engine.errors import InvalidDiagram
from engine.importing.assumptions import Assumption
from engine.importing.carry_over import Part, carry_over, missing, with_ids_of
from engine.importing.cells.grid import InvalidTable, refused
from engine.importing.foreign import convert
from engine.importing.plan.infer import infer
from engine.importing.plan.sketching import sketch
from engine.importing.plan.steps import Plan
from engine.importing.rows.as_json import as_json, from_json
from engine.importing.rows.reading import MAX_FILE, read_table
from engine.importing.rows.table import SopTable
from engine.lint.check import Finding, check
from engine.lint.findings import errors_in
from engine.people.rights import Right, require_right
from engine.tables.definitions import Definition, Version, VersionState

__all__ = ["MAX_FILE", "Imported", "InvalidTable", "Known", "Leads", "Step", "preview", "read", "save"]

_DIAGRAM = re.compile(rb"<(?:\w+:)?definitions\b[^>]*http://www\.omg\.org/spec/BPMN", re.DOTALL)
_LOOKED_AT = 4000
#: Of what comes back with a save, unpacked.
_MAX_UNPACKED = 2 * MAX_BYTES


@dataclass(frozen=True, kw_only=True)
class Leads:
    #: Words at the arrow; empty where there is only one.
    label: str
    #: Number of the row; empty is the end.
    to: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """A row of the table as it was understood."""

    number: str
    name: str
    lane: str
    inputs: str
    time: str
    norm: str
    outputs: str
    remarks: str
    decides: bool
    leads: tuple[Leads, ...]


@dataclass(frozen=True, kw_only=True)
class Known:
    """The definition that is there already: what is imported becomes its next version."""

    key: str
    name: str
    #: Number and file of the version in force; None and empty where there is none.
    number: int | None = None
    xml: str = ""


@dataclass(frozen=True, kw_only=True)
class Imported:
    name: str
    xml: str
    diagram: Diagram
    findings: list[Finding]
    assumptions: tuple[Assumption, ...]
    #: Empty for a diagram: it is drawn already.
    steps: tuple[Step, ...]
    #: What `save` takes.
    packed: str
    known: Known | None = None
    #: Of the version in force: what the draft has from it, and what it hasn't.
    taken: tuple[Part, ...] = ()
    missing: tuple[Part, ...] = ()

    @property
    def errors(self) -> int:
        """How many findings are errors: with one, it can't be activated."""
        return errors_in(self.findings)


def read(content: bytes | str, file_name: str = "") -> Imported:
    """Anything that describes a definition → its diagram. Raises InvalidTable or InvalidDiagram."""
    data = content.encode("utf-8", "ignore") if isinstance(content, str) else content
    if _DIAGRAM.search(data[:_LOOKED_AT]) or file_name.lower().endswith(".bpmn"):
        return _from_diagram(data, file_name)
    return _from_table(read_table(content, file_name))


def preview(session: Session, content: bytes | str, file_name: str = "", *, by: Actor | None) -> Imported:
    """What the content would become as the next version of the definition of its name or key.

    Needs EDIT_DEFINITION. Raises InvalidTable, InvalidDiagram.
    """
    require_right(session, Right.EDIT_DEFINITION, by)
    found = read(content, file_name)
    known = _known(session, found)
    if known is None:
        return found
    if found.steps:
        found = _from_table(read_table(content, file_name), known=known)
    left = missing(read_diagram(known.xml), found.diagram) if known.xml else ()
    return replace(found, known=known, missing=left)


def save(session: Session, packed: str, confirmed: Collection[int] = (), *, by: Actor | None) -> Uploaded:
    """What a preview showed, as a draft. Confirmed assumptions (by their place) are no longer marked."""
    require_right(session, Right.EDIT_DEFINITION, by)
    data = _unpacked(packed)
    if "xml" in data:
        found = _from_diagram(str(data["xml"]).encode("utf-8", "ignore"))
    else:
        table = from_json(data.get("table"))
        known = _known(session, _from_table(table))
        found = _from_table(table, known=known, confirmed=confirmed)
    return upload(session, found.xml.encode(), f"{found.diagram.process_id}.bpmn", by=by)


def _known(session: Session, found: Imported) -> Known | None:
    """The definition of this name or key: the import becomes its next version, not a second definition."""
    keyed = Definition.key == found.diagram.process_id
    named = func.lower(Definition.name) == found.name.lower()
    # A diagram says its key itself; a table only has its name.
    alike = or_(named, keyed) if found.steps else keyed
    definition = session.scalar(select(Definition).where(alike).order_by(named.desc(), Definition.key))
    if definition is None:
        return None
    active = session.execute(
        select(Version.number, Version.xml).where(
            Version.definition_id == definition.id, Version.state == VersionState.ACTIVE
        )
    ).first()
    number, xml = active or (None, "")
    return Known(key=definition.key, name=definition.name, number=number, xml=xml)


def _from_table(table: SopTable, *, known: Known | None = None, confirmed: Collection[int] = ()) -> Imported:
    plan = infer(table)
    taken: tuple[Part, ...] = ()
    if known:
        plan = _renamed(plan, known.key)
    if known and known.xml:
        plan = with_ids_of(plan, read_diagram(known.xml))
    left = tuple(item for n, item in enumerate(plan.assumptions) if n not in set(confirmed))
    xml = write(sketch(replace(plan, assumptions=left)))
    if known and known.xml:
        xml, taken = carry_over(xml, known.xml)
    findings = _checked(xml)
    return Imported(
        name=plan.name,
        xml=xml,
        diagram=read_diagram(xml),
        findings=findings,
        assumptions=plan.assumptions,
        steps=tuple(_steps(plan)),
        packed=_packed({"table": as_json(table)}),
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


def _from_diagram(data: bytes, file_name: str = "") -> Imported:
    converted = convert(data, title=" ".join(re.split(r"[\s_]+", Path(file_name).stem)).strip())
    drawn = with_drawing(converted.xml)
    diagram = read_diagram(drawn.xml)
    note = Assumption(kind="foreign_drawn", element=diagram.process_id, params={})
    return Imported(
        name=diagram.name or diagram.process_id,
        xml=drawn.xml,
        diagram=diagram,
        findings=check(drawn.xml),
        assumptions=(*converted.notes, *([note] if drawn.made else [])),
        steps=(),
        packed=_packed({"xml": drawn.xml}),
    )


def _steps(plan: Plan) -> list[Step]:
    found = []
    for step in plan.steps:
        decision = plan.decisions.get(step.key)
        branches = decision.branches if decision else ()
        leads = [Leads(label=branch.label, to=branch.target) for branch in branches]
        found.append(
            Step(
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


def _packed(data: dict[str, Any]) -> str:
    return base64.b64encode(zlib.compress(json.dumps(data, ensure_ascii=False).encode(), 9)).decode()


def _unpacked(packed: str) -> dict[str, Any]:
    try:
        unpack = zlib.decompressobj()
        text = unpack.decompress(base64.b64decode(packed, validate=True), _MAX_UNPACKED)
        data = json.loads(text)
    except (ValueError, binascii.Error, zlib.error, RecursionError):
        raise refused("unreadable") from None
    if not isinstance(data, dict):
        raise refused("unreadable")
    return data
