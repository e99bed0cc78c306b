"""Moving the tokens of a running instance from one version of its diagram to another. Pure.

A token is at an element; in the other version it is at the element's counterpart: the same element
as `diff_match` sees it, or whatever an admin says instead. An instance can be moved when every token has a
counterpart that a token of its kind can stand on, at the same depth of subprocesses, and when no gateway
ahead reads what this instance was never asked: its answer would be a guess (the rule condition_reads_unset).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from engine.bpmn.elements import Diagram
from engine.diff.matching import match
from engine.errors import Conflict, ProcessFailed
from engine.forms.types import type_of
from engine.lint.definite import unset_reads
from engine.lint.index import DiagramIndex
from engine.runtime import state
from engine.runtime.program import Program, arrow_name
from engine.runtime.runner import Runner
from engine.runtime.state import Row, Rows


class CannotMove(Conflict):
    """Params: why (a key below moves.why), element (id before; of a field its label)."""

    code = "cannot_move"


@dataclass(frozen=True, kw_only=True)
class Route:
    """From one version to another."""

    before: Diagram
    after: Diagram
    program: Program
    #: Element before → its counterpart.
    counterparts: Mapping[str, str]
    _unset: dict[frozenset[str], tuple[str, ...]] = field(default_factory=dict)
    #: Places of tokens → names of the new steps that lie behind them (engine.instances.skipping).
    skipped: dict[frozenset[str], tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def index(self) -> DiagramIndex:
        """Of the other version, made once for all instances."""
        return DiagramIndex(self.after)

    def unset_from(self, elements: Iterable[str]) -> tuple[str, ...]:
        """Names that gateways ahead of these elements read, and that no form asks for on every path there."""
        begins = frozenset(element for element in elements if element in self.after.nodes)
        if begins not in self._unset:
            read = unset_reads(self.index, begins=begins) if begins else ()
            self._unset[begins] = tuple(sorted({name for _, name in read}))
        return self._unset[begins]


def route(
    before: Diagram, after: Diagram, program: Program, *, mapping: Mapping[str, str] | None = None
) -> Route:
    """`program` is compiled from `after`. `mapping` corrects what was matched; "" says: no counterpart.

    Two elements may become one: the instances of a removed step go on where others stand already.
    """
    found = {**match(before, after), **(mapping or {})}
    found = {old: new for old, new in found.items() if new}
    return Route(before=before, after=after, program=program, counterparts=found)


def move_tokens(tokens: bytes, data: Mapping[str, Any], along: Route) -> bytes:
    """The tokens on the other diagram, or CannotMove. `data`: the answers of the instance."""
    try:
        rows = state.unpack(tokens)
    except state.UnreadableTokens as error:
        raise CannotMove(why="unreadable") from error
    moved = Rows(
        tokens=tuple(_row(row, along) for row in rows.tokens),
        inside=tuple((token, tuple(_row(row, along) for row in inner)) for token, inner in rows.inside),
        last_id=rows.last_id,
    )
    packed = state.pack(moved)
    try:
        Runner.load(along.program, packed, {})
    except ProcessFailed as error:
        raise CannotMove(why="not_runnable", element=error.params.get("element")) from error
    _require_answers(data, moved, along)
    return packed


def _require_answers(data: Mapping[str, Any], moved: Rows, along: Route) -> None:
    for name in along.unset_from(row[1] for row in _all_rows(moved)):
        fields = along.index.fields_by_name.get(name, ())
        label = fields[0].label if fields else name
        if name not in data:
            raise CannotMove(why="unasked", element=label)
        if data[name] is not None and fields and not any(type_of(field).fits(data[name]) for field in fields):
            raise CannotMove(why="retyped", element=label)


def waiting_steps(tokens: bytes, diagram: Diagram) -> tuple[str, ...]:
    """Names of the steps that wait for people; none where the tokens can't be read."""
    try:
        rows = state.unpack(tokens)
    except state.UnreadableTokens:
        return ()
    elements = [row[1] for row in _all_rows(rows)]
    return tuple(diagram.steps[element].name for element in elements if element in diagram.steps)


def _all_rows(rows: Rows) -> list[Row]:
    return [row for part in (rows.tokens, *(inner for _, inner in rows.inside)) for row in part]


def _row(row: Row, along: Route) -> Row:
    token, element, at, origin = row
    was = along.before.nodes.get(element)
    if was is None:
        # One of SpiffWorkflow's own elements (the end of a process): every diagram has it.
        return row
    new = along.counterparts.get(element)
    now = along.after.nodes.get(new or "")
    if new is None or now is None:
        raise CannotMove(why="gone", element=element)
    if (element in along.before.steps) != (new in along.after.steps):
        raise CannotMove(why="other_kind", element=element)
    if along.counterparts.get(was.parent, was.parent) != now.parent:
        raise CannotMove(why="other_place", element=element)
    if element not in along.before.steps and was.type != now.type:
        raise CannotMove(why="other_kind", element=element)
    arrows = {arrow_name(flow): flow.source for flow in along.before.incoming(element)}
    return token, new, at, _origin(arrows.get(origin, origin), new, along)


def _origin(origin: str, element: str, along: Route) -> str:
    """Where a token that waits at a join came from: that arrow must be there, too."""
    if not origin:
        return origin
    came_from = along.counterparts.get(origin)
    if came_from is None or all(flow.source != came_from for flow in along.after.incoming(element)):
        raise CannotMove(why="arrow_gone", element=origin)
    return came_from
