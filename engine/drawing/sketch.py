"""A diagram before it is a file: what is drawn, not yet where. layout.py places it, write.py writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.forms.fields import Field


@dataclass(frozen=True, kw_only=True)
class SketchLane:
    id: str
    name: str
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SketchNode:
    id: str
    #: The BPMN element's name without prefix: startEvent, userTask, exclusiveGateway, …
    type: str
    name: str
    #: Index into the lanes.
    lane: int
    properties: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[Field, ...] = ()
    #: The flow taken when no condition holds.
    default: str = ""
    #: Width and height, where something is to have room in it; else as its type has them.
    size: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True)
class SketchFlow:
    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SketchAttached:
    """An event on the border of a node; it may be the source of flows, as a node is."""

    id: str
    name: str
    host: str


@dataclass(frozen=True, kw_only=True)
class SketchNote:
    id: str
    text: str
    #: The node or flow it is tied to.
    about: str
    #: The node below which it stands.
    below: str
    #: Width and height of what is no text.
    size: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True)
class Sketch:
    process_id: str
    name: str
    #: Name of the pool: the office.
    pool: str
    properties: Mapping[str, str]
    lanes: tuple[SketchLane, ...]
    #: In the order of the columns, from left to right.
    nodes: tuple[SketchNode, ...]
    flows: tuple[SketchFlow, ...]
    notes: tuple[SketchNote, ...] = ()
    attached: tuple[SketchAttached, ...] = ()
    #: Lanes within lanes: how many strips with names there are, side by side.
    strips: int = 1
