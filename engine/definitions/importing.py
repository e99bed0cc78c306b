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

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.actor import Actor
from engine.bpmn.diagram import Diagram, read_diagram
from engine.bpmn.drawing import with_drawing
from engine.bpmn.findings import ERROR
from engine.bpmn.foreign import convert
from engine.bpmn.lint import Finding, check
from engine.bpmn.sop_table.infer import infer
from engine.bpmn.sop_table.kept import as_json, from_json
from engine.bpmn.sop_table.model import Assumption, InvalidTable, SopTable, refused
from engine.bpmn.sop_table.plan import Plan
from engine.bpmn.sop_table.reading import MAX_FILE, read_table
from engine.bpmn.sop_table.sketching import sketch
from engine.bpmn.write import write
from engine.bpmn.xml import MAX_BYTES
from engine.definitions.releases import Uploaded, upload
from engine.errors import InvalidDiagram
from engine.people.rights import Right, require_right
from engine.tables.definitions import Definition

__all__ = ["MAX_FILE", "Imported", "InvalidTable", "Leads", "Step", "keep", "preview", "read"]

_DIAGRAM = re.compile(rb"<(?:\w+:)?definitions\b[^>]*http://www\.omg\.org/spec/BPMN", re.DOTALL)
_LOOKED_AT = 4000
#: Of what comes back with a save, unpacked.
_MOST_KEPT = 2 * MAX_BYTES


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
class Imported:
    name: str
    xml: str
    diagram: Diagram
    findings: list[Finding]
    assumptions: tuple[Assumption, ...]
    #: Empty for a diagram: it is drawn already.
    steps: tuple[Step, ...]
    #: What `keep` takes.
    kept: str

    @property
    def errors(self) -> int:
        return sum(finding.severity == ERROR for finding in self.findings)


def read(content: bytes | str, file_name: str = "", *, key: str | None = None) -> Imported:
    """Anything that describes a procedure → its diagram. Raises InvalidTable or InvalidDiagram.

    `key`: the id that the process is to have, where its procedure exists already.
    """
    data = content.encode("utf-8", "ignore") if isinstance(content, str) else content
    if _DIAGRAM.search(data[:_LOOKED_AT]) or file_name.lower().endswith(".bpmn"):
        return _from_diagram(data, file_name)
    return _from_table(read_table(content, file_name), key=key)


def preview(session: Session, content: bytes | str, file_name: str = "", *, by: Actor | None) -> Imported:
    require_right(session, Right.EDIT_PROCEDURE, by)
    found = read(content, file_name)
    key = _known_key(session, found)
    return read(content, file_name, key=key) if key else found


def keep(session: Session, kept: str, confirmed: Collection[int] = (), *, by: Actor | None) -> Uploaded:
    """What a preview showed, as a draft. Confirmed assumptions (by their place) are no longer marked."""
    require_right(session, Right.EDIT_PROCEDURE, by)
    data = _unpacked(kept)
    if "xml" in data:
        found = _from_diagram(str(data["xml"]).encode())
    else:
        table = from_json(data.get("table"))
        key = _known_key(session, _from_table(table))
        found = _from_table(table, key=key, confirmed=confirmed)
    return upload(session, found.xml.encode(), f"{found.diagram.process_id}.bpmn", by=by)


def _known_key(session: Session, found: Imported) -> str | None:
    """The procedure of this name: the import becomes its next version, not a second procedure."""
    if not found.steps:
        return None
    named = select(Definition.key).where(func.lower(Definition.name) == found.name.lower())
    return session.scalar(named.order_by(Definition.key))


def _from_table(table: SopTable, *, key: str | None = None, confirmed: Collection[int] = ()) -> Imported:
    plan = infer(table)
    if key:
        plan = _renamed(plan, key)
    left = tuple(one for n, one in enumerate(plan.assumptions) if n not in set(confirmed))
    xml = write(sketch(replace(plan, assumptions=left)))
    findings = _checked(xml)
    return Imported(
        name=plan.name,
        xml=xml,
        diagram=read_diagram(xml),
        findings=findings,
        assumptions=plan.assumptions,
        steps=tuple(_steps(plan)),
        kept=_packed({"table": as_json(table)}),
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
        replace(one, element=key) if one.element == about_all else one for one in plan.assumptions
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
        kept=_packed({"xml": drawn.xml}),
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


def _unpacked(kept: str) -> dict[str, Any]:
    try:
        unpack = zlib.decompressobj()
        text = unpack.decompress(base64.b64decode(kept, validate=True), _MOST_KEPT)
        data = json.loads(text)
    except (ValueError, binascii.Error, zlib.error, RecursionError):
        raise refused("unreadable") from None
    if not isinstance(data, dict):
        raise refused("unreadable")
    return data
