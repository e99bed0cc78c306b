"""Moving the tokens of a running case from one version of its diagram to another. Pure.

A token stands on an element; in the other version it stands on the element's counterpart: the same element
as `diff_match` sees it, or whatever an admin says instead. A case can be moved when every token has a
counterpart that a token of its kind can stand on, at the same depth of subprocesses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.bpmn import state
from engine.bpmn.diff_match import match
from engine.bpmn.elements import Diagram
from engine.bpmn.program import Program
from engine.bpmn.runner import Runner
from engine.bpmn.state import Row, Rows
from engine.errors import Conflict, ProcessFailed


class CannotMove(Conflict):
    """Params: why (a key below moves.why), element (id before)."""

    code = "cannot_move"


@dataclass(frozen=True, kw_only=True)
class Route:
    """From one version to another."""

    before: Diagram
    after: Diagram
    program: Program
    #: Element before → its counterpart.
    counterparts: Mapping[str, str]


def route(
    before: Diagram, after: Diagram, program: Program, *, mapping: Mapping[str, str] | None = None
) -> Route:
    """`program` is compiled from `after`. `mapping` corrects what was matched; "" says: no counterpart.

    Two elements may become one: the cases of a removed step go on where others stand already.
    """
    found = {**match(before, after), **(mapping or {})}
    found = {old: new for old, new in found.items() if new}
    return Route(before=before, after=after, program=program, counterparts=found)


def move_tokens(tokens: bytes, along: Route) -> bytes:
    """The tokens on the other diagram, or CannotMove."""
    rows = state.unpack(tokens)
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
    return packed


def standing_on(tokens: bytes, diagram: Diagram) -> tuple[str, ...]:
    """Names of the steps that wait for people."""
    rows = state.unpack(tokens)
    elements = [row[1] for part in (rows.tokens, *(inner for _, inner in rows.inside)) for row in part]
    return tuple(diagram.steps[element].name for element in elements if element in diagram.steps)


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
    return token, new, at, _origin(origin, new, along)


def _origin(origin: str, element: str, along: Route) -> str:
    """Where a token that waits at a join came from: that arrow must be there, too."""
    if not origin:
        return origin
    came_from = along.counterparts.get(origin)
    if came_from is None or all(flow.source != came_from for flow in along.after.incoming(element)):
        raise CannotMove(why="arrow_gone", element=origin)
    return came_from
