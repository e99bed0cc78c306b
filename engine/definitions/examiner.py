"""What is done with files of strangers in a process of its own (engine.sandbox), started by
engine.definitions.examining: reading, checking, drawing, comparing, importing. Pure.

A refusal is an answer, too: the child sends no exceptions.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from engine.bpmn.diagram import read_diagram
from engine.bpmn.xml import as_text
from engine.definitions import understanding
from engine.definitions.imported import Imported, Known, Leads, TableStep
from engine.definitions.refusal import Refusal
from engine.diff.compare import Change
from engine.diff.compare import compare as compare_diagrams
from engine.drawing.complete import Drawn, with_drawing
from engine.errors import Invalid, InvalidDiagram, Problem
from engine.importing.assumptions import Assumption
from engine.importing.carry_over import Part
from engine.importing.carry_over import missing as missing_parts
from engine.importing.plan.controls import Control
from engine.lint.check import check
from engine.lint.findings import Called, Finding, Word


def _answering(work: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(work)
    def answer(*arguments: Any) -> Any:
        try:
            return work(*arguments)
        except InvalidDiagram as error:
            return Refusal(params=error.params)
        except Invalid as error:
            return Refusal(problems=error.problems)

    return answer


def read(xml: str) -> bool:
    """Whether it can be read within the limits."""
    read_diagram(xml)
    return True


def draw(content: bytes | str) -> Drawn:
    """The file as text, with a drawing where it had none."""
    if isinstance(content, str):
        return with_drawing(content)
    read_diagram(content)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        # One spelling in the database, one hash.
        text = as_text(content)
    return with_drawing(text)


def findings(xml: str, roles: list[str] | None) -> list[Finding]:
    """What lint says of it."""
    return check(xml, roles=roles)


def compare(before: str, after: str) -> list[Change]:
    """What differs between two files."""
    return compare_diagrams(read_diagram(before), read_diagram(after))


def import_file(content: bytes | str, file_name: str, forms: dict[str, str]) -> Imported:
    """Anything that describes a definition."""
    return understanding.read(content, file_name, forms)


def import_packed(packed: str, known: Known | None, confirmed: list[int], chosen: dict[str, str]) -> Imported:
    """The same, read before, as the next version of a definition."""
    return understanding.read_packed(packed, known, confirmed, chosen)


def missing(before: str, after: str) -> tuple[Part, ...]:
    """What of the version in force an imported one has not."""
    return missing_parts(read_diagram(before), read_diagram(after))


TASKS = {
    work.__name__: _answering(work)
    for work in (read, draw, findings, compare, import_file, import_packed, missing)
}
TYPES = (
    Assumption, Called, Change, Control, Drawn, Finding, Imported, Known, Leads, Part, Problem, Refusal,
    TableStep, Word,
)  # fmt: skip
