"""Where the tokens of a case stand, as bytes: no diagram, no case data, nothing that is over.

A token is its id, its element, its state and, where it waits for others, the element it came from.
The inside of a subprocess is listed under the token that stands on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
import zstandard
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.program import Program
from engine.bpmn.tokens import Case, Token
from engine.errors import ProcessFailed

#: id, element, state, origin
Row = tuple[int, str, int, str]

#: First byte: how the rest is written. A later format gets the next numbers.
_PLAIN, _COMPRESSED = b"\x01", b"\x02"
#: Below this size zstd only adds its own header.
_WORTH_COMPRESSING = 200
_MOST_BYTES = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The tokens of a case at rest."""

    #: Tokens of the process; then, by the token that stands on it, those of each subprocess.
    tokens: tuple[Row, ...]
    inside: tuple[tuple[int, tuple[Row, ...]], ...]
    #: The last id given: ids are never used twice in a case.
    last_id: int


NOTHING = Rows(tokens=(), inside=(), last_id=0)


def rows_of(case: Case) -> Rows:
    return Rows(
        tokens=_rows(case),
        inside=tuple((name, _rows(inner)) for name, inner in case.subprocesses.items()),
        last_id=case.last_id,
    )


def stand_up(program: Program, rows: Rows) -> Case:
    """The tokens in their places again. Raises ProcessFailed when the diagram lacks one of them."""
    case = Case(program.spec, dict(program.subprocesses))
    case.last_id = rows.last_id
    if rows.tokens:
        case.plant("root", state=TaskState.COMPLETED)
        _place(case, rows.tokens)
        for name, tokens in rows.inside:
            token = case.get_task_from_id(name)
            inner = case.enter(token, state=TaskState.COMPLETED)
            inner.completed_event.connect(token.task_spec._on_subworkflow_completed, token)  # noqa: SLF001
            _place(inner, tokens)
    return case


def pack(rows: Rows) -> bytes:
    plain = orjson.dumps([rows.last_id, rows.tokens, rows.inside])
    if len(plain) < _WORTH_COMPRESSING:
        return _PLAIN + plain
    return _COMPRESSED + zstandard.compress(plain)


def unpack(stored: bytes) -> Rows:
    form, content = stored[:1], stored[1:]
    if form == _COMPRESSED:
        content = zstandard.ZstdDecompressor().decompress(content, max_output_size=_MOST_BYTES)
    elif form != _PLAIN:
        raise ValueError(f"unknown form of stored tokens: {form!r}")
    last_id, tokens, inside = orjson.loads(content)
    return Rows(
        tokens=tuple(map(_row, tokens)),
        inside=tuple((name, tuple(map(_row, inner))) for name, inner in inside),
        last_id=last_id,
    )


def _row(stored: list[Any]) -> Row:
    token, element, at, origin = stored
    return token, element, at, origin


def _rows(part: Any) -> tuple[Row, ...]:
    return tuple(_as_row(token) for token in part.tasks.values() if token is not part.task_tree)


def _as_row(token: Token) -> Row:
    origin = token.origin if token.has_state(TaskState.WAITING) else ""
    return token.id, token.task_spec.name, token.state, origin


def _place(part: Any, rows: tuple[Row, ...]) -> None:
    for name, element, at, origin in rows:
        spec = part.spec.task_specs.get(element)
        if spec is None:
            raise ProcessFailed(element=element, reason="the diagram does not have this element")
        token = Token(part, spec, part.task_tree, state=at, id=name)
        token.origin = origin
