"""Where the tokens of an instance stand, as bytes: no diagram, no instance data, nothing that is over.

A token is its id, its element, its state and, where it waits for others, the element it came from.
The inside of a subprocess is listed under the token that stands on it.

The first byte says in which format the rest is written. Whatever was ever written is read for ever: a
released format is never edited, a new one gets the next number, its reader in _READERS and its golden files
(tests/releases/golden/tokens).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
import zstandard
from SpiffWorkflow.util.task import TaskState

from engine.errors import ProcessFailed
from engine.runtime.program import Program
from engine.runtime.specs import Arrow
from engine.runtime.tokens import ProcessTokens, Token

#: id, element, state, origin
Row = tuple[int, str, int, str]

#: Formats: a JSON list [last id, tokens, inside], plain and compressed.
_PLAIN, _COMPRESSED = 1, 2
#: Below this size zstd only adds its own header.
_WORTH_COMPRESSING = 200
_MAX_BYTES = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The tokens of an instance at rest."""

    #: ProcessTokens of the process; then, by the token that stands on it, those of each subprocess.
    tokens: tuple[Row, ...]
    inside: tuple[tuple[int, tuple[Row, ...]], ...]
    #: The last id given: ids are never used twice in an instance.
    last_id: int


NOTHING = Rows(tokens=(), inside=(), last_id=0)


def rows_of(instance: ProcessTokens) -> Rows:
    """What `restore` needs to make the same instance again."""
    return Rows(
        tokens=_rows(instance),
        inside=tuple((name, _rows(inner)) for name, inner in instance.subprocesses.items()),
        last_id=instance.last_id,
    )


def restore(program: Program, rows: Rows) -> ProcessTokens:
    """The tokens in their places again. Raises ProcessFailed when the diagram lacks one of them."""
    instance = ProcessTokens(program.spec, dict(program.subprocesses))
    instance.last_id = rows.last_id
    if rows.tokens:
        instance.plant("root", state=TaskState.COMPLETED)
        _place(instance, rows.tokens)
        for name, tokens in rows.inside:
            token = instance.get_task_from_id(name)
            inner = instance.enter(token, state=TaskState.COMPLETED)
            inner.completed_event.connect(token.task_spec._on_subworkflow_completed, token)  # noqa: SLF001
            _place(inner, tokens)
    return instance


class UnreadableTokens(ValueError):
    """Stored in a format that only a newer Alur knows, or damaged; the message says which."""


def pack(rows: Rows) -> bytes:
    """As stored: one byte for the format, then the rows in it. `unpack` reads it."""
    plain = orjson.dumps([rows.last_id, rows.tokens, rows.inside])
    if len(plain) < _WORTH_COMPRESSING:
        return bytes([_PLAIN]) + plain
    return bytes([_COMPRESSED]) + zstandard.compress(plain)


def unpack(stored: bytes) -> Rows:
    """Raises UnreadableTokens."""
    if not stored:
        raise UnreadableTokens("the stored tokens are damaged (nothing is there)")
    reader = _READERS.get(stored[0])
    if reader is None:
        raise UnreadableTokens(f"unknown format of stored tokens ({stored[0]}): a newer Alur wrote them")
    try:
        return reader(stored[1:])
    except (ValueError, TypeError, zstandard.ZstdError) as error:
        raise UnreadableTokens(f"the stored tokens are damaged ({error})") from error


def _read_plain(content: bytes) -> Rows:
    last_id, tokens, inside = orjson.loads(content)
    return Rows(
        tokens=tuple(map(_row, tokens)),
        inside=tuple((name, tuple(map(_row, inner))) for name, inner in inside),
        last_id=last_id,
    )


def _read_compressed(content: bytes) -> Rows:
    return _read_plain(zstandard.ZstdDecompressor().decompress(content, max_output_size=_MAX_BYTES))


_READERS: Mapping[int, Callable[[bytes], Rows]] = {_PLAIN: _read_plain, _COMPRESSED: _read_compressed}


def _row(stored: list[Any]) -> Row:
    token, element, at, origin = stored
    return token, element, at, origin


def _rows(part: Any) -> tuple[Row, ...]:
    return tuple(_as_row(token) for token in part.tasks.values() if token is not part.task_tree)


def _as_row(token: Token) -> Row:
    origin = token.origin if token.has_state(TaskState.WAITING) else ""
    return token.id, token.task_spec.name, token.state, origin


def _place(part: Any, rows: tuple[Row, ...]) -> None:
    taken: Counter[tuple[str, str]] = Counter()
    for name, element, at, origin in rows:
        spec = part.spec.task_specs.get(element)
        if spec is None:
            raise ProcessFailed(element=element, reason="the diagram does not have this element")
        token = Token(part, spec, part.task_tree, state=at, id=name)
        arrows = _arrows(spec, origin)
        token.origin = arrows[taken[element, origin] % len(arrows)] if arrows else origin
        taken[element, origin] += 1


def _arrows(join: Any, origin: str) -> list[str]:
    """Flows by which a token may have come from an element that several lead from, where only the element was
    stored: before arrows had places, and when an instance was moved to another version."""
    if not origin or origin in join._inputs:  # noqa: SLF001
        return []
    before = (join._wf_spec.task_specs[name] for name in join._inputs)  # noqa: SLF001
    return [spec.name for spec in before if isinstance(spec, Arrow) and origin in spec._inputs]  # noqa: SLF001
