"""Reading, checking, drawing and comparing diagrams: in a limited process, each content once, and never while
others wait for a transaction to end (engine.definitions.ahead).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from engine.bpmn.diagram import Diagram, is_read, read_diagram
from engine.bpmn.xml import MAX_BYTES
from engine.definitions.ahead import outside_transactions
from engine.definitions.refusal import Refusal
from engine.diff.compare import Change
from engine.errors import InvalidDiagram, TooCostly
from engine.importing.cells.grid import InvalidTable
from engine.lint.findings import ERROR, Finding
from engine.sandbox.pool import Limits, Pool
from engine.sandbox.remembering import Remembering
from engine.sandbox.transport import NotPlain, pack

_MEGABYTE = 1024 * 1024

#: The longest SOP that was seen, of 90 steps, takes 0.1 s; the largest diagram that is accepted 2 s.
pool = Pool(
    "engine.definitions.examiner",
    Limits.of_text(seconds=10, answer=16 * _MEGABYTE),
    at_once=2,
    waiting=2,
    patience=10.0,
)

if TYPE_CHECKING:
    from engine.drawing.complete import Drawn
#: What the examiner said: bytes of answers.
_known = Remembering(pool, 32 * _MEGABYTE, lambda answer: len(pack(answer)))


def findings_of(xml: str, *, roles: Collection[str] | None = None) -> list[Finding]:
    """What lint says; of what it can't finish, just that. `roles`: names of those that somebody holds, where
    that is known. Raises InvalidDiagram."""
    known = sorted(roles) if roles is not None else None
    try:
        found: list[Finding] = _examined("findings", xml, known)
    except InvalidDiagram as error:
        if error.params.get("reason") != _TOO_COSTLY:
            raise
        diagram = diagram_of(xml)
        return [Finding(rule="too_costly", severity=ERROR, element=diagram.process_id, name=diagram.name)]
    return found


def checked(xml: str) -> list[Finding]:
    """What lint says. Raises InvalidDiagram, also where it can't finish."""
    found: list[Finding] = _examined("findings", xml, None)
    return found


def drawn(content: bytes | str) -> Drawn:
    """The file as it is stored: as text, with a drawing where it had none. Raises InvalidDiagram."""
    if len(content) > MAX_BYTES:  # refused before it travels
        read_diagram(content)
    made: Drawn = _examined("draw", content)
    return made


def changes_between(before: str, after: str) -> list[Change]:
    """What differs between two files. Raises InvalidDiagram."""
    found: list[Change] = _examined("compare", before, after)
    return found


def imported(task: str, *arguments: object) -> Any:
    """An answer of the examiner's importing tasks. Raises InvalidTable, InvalidDiagram."""
    return _examined(task, *arguments)


def diagram_of(xml: str) -> Diagram:
    """The diagram, in this process; a file that it does not know is tried in the other one before. Raises
    InvalidDiagram."""
    return diagrams_of([xml])[0]


def diagrams_of(files: Sequence[str]) -> list[Diagram]:
    """The same of several files. Raises InvalidDiagram."""
    if unread := [xml for xml in files if not is_read(xml)]:
        outside_transactions(lambda: [_tried(xml) for xml in unread])
    return [read_diagram(xml) for xml in files]


def _tried(xml: str) -> Diagram:
    _examined("read", xml)
    return read_diagram(xml)


_TOO_COSTLY = "lint.reason.too_costly"


def _examined(task: str, *arguments: object) -> Any:
    """The examiner's answer. What it refused is refused again without a look."""
    try:
        answer = _known.ask(task, *arguments, around=outside_transactions)
    except NotPlain:
        raise InvalidDiagram(reason="lint.reason.encoding") from None
    except TooCostly:
        raise InvalidDiagram(reason=_TOO_COSTLY) from None
    if isinstance(answer, Refusal):
        if answer.problems is not None:
            raise InvalidTable(answer.problems)
        raise InvalidDiagram(**(answer.params or {}))
    return answer
