"""What was understood of an SOP that was written elsewhere: plain values."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.bpmn.diagram import Diagram, read_diagram
from engine.bpmn.xml import MAX_BYTES
from engine.importing.assumptions import UNREAD, Assumption
from engine.importing.carry_over import Part
from engine.importing.cells.grid import refused
from engine.lint.findings import Finding, errors_in

if TYPE_CHECKING:
    from engine.importing.plan.controls import Control

#: Of what comes back with a save, unpacked.
_MAX_UNPACKED = 2 * MAX_BYTES


@dataclass(frozen=True, kw_only=True)
class Leads:
    #: Words at the arrow; empty where there is only one.
    label: str
    #: Number of the row; empty is the end.
    to: str


@dataclass(frozen=True, kw_only=True)
class TableStep:
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
    key: str
    xml: str
    findings: list[Finding]
    assumptions: tuple[Assumption, ...]
    #: Empty for a diagram: it is drawn already.
    steps: tuple[TableStep, ...]
    #: What a save takes.
    packed: str
    #: One for each assumption, None where there is nothing to choose; may be shorter than the assumptions.
    controls: tuple[Control | None, ...] = ()
    known: Known | None = None
    #: Of the version in force: what the draft has from it, and what it hasn't.
    taken: tuple[Part, ...] = ()
    missing: tuple[Part, ...] = ()

    @property
    def diagram(self) -> Diagram:
        """What was drawn."""
        return read_diagram(self.xml)

    @property
    def assumed(self) -> list[tuple[int, Assumption, Control | None]]:
        """What was made up, with its place among all, and what may be chosen instead."""
        return [
            (n, item, self._control(n)) for n, item in enumerate(self.assumptions) if item.kind not in UNREAD
        ]

    @property
    def unread(self) -> list[tuple[int, Assumption, Control | None]]:
        """What the source has and the diagram hasn't, with its place among all."""
        return [(n, item, self._control(n)) for n, item in enumerate(self.assumptions) if item.kind in UNREAD]

    @property
    def unanswered(self) -> int:
        """How many questions somebody has to answer before it can be saved."""
        return sum(
            control is not None and not control.value and control.form == "timer" for control in self.controls
        )

    @property
    def unusable(self) -> int:
        """How many typed values could not be drawn."""
        return sum(control is not None and control.unusable for control in self.controls)

    @property
    def chosen(self) -> dict[str, str]:
        """What is drawn otherwise than it was assumed, by keys of controls."""
        return {control.key: control.value for control in self.controls if control and control.changed}

    def _control(self, place: int) -> Control | None:
        return self.controls[place] if place < len(self.controls) else None

    @property
    def errors(self) -> int:
        """How many findings are errors: with one, it can't be activated."""
        return errors_in(self.findings)


def pack(data: dict[str, Any]) -> str:
    """What goes to the page of a preview, to come back with the save. Raises InvalidTable for
    what could not."""
    text = json.dumps(data, ensure_ascii=False).encode()
    if len(text) > _MAX_UNPACKED:
        raise refused("too_large", "file", limit=f"{_MAX_UNPACKED // 1024 // 1024} MB")
    return base64.b64encode(zlib.compress(text, 9)).decode()


def unpack(packed: str) -> dict[str, Any]:
    """What came back. Raises InvalidTable where it was spoilt on its way."""
    try:
        unpacking = zlib.decompressobj()
        text = unpacking.decompress(base64.b64decode(packed, validate=True), _MAX_UNPACKED)
        data = json.loads(text)
    except (ValueError, binascii.Error, zlib.error, RecursionError):
        raise refused("unreadable") from None
    if not isinstance(data, dict):
        raise refused("unreadable")
    return data
