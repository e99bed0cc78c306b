"""Every word and every written way of a table is in the diagram, or in the list of what was not read."""

from __future__ import annotations

from html import unescape

from hypothesis import HealthCheck, given, settings

from engine.drawing.write import write
from engine.importing.cells.grid import InvalidTable
from engine.importing.plan.infer import infer
from engine.importing.plan.sketching import sketch
from engine.importing.rows.reading import read_table
from tests.engine.importing.invented import Invented, tables
from tests.tries import tries

_SETTINGS = settings(max_examples=tries(40), deadline=None, suppress_health_check=list(HealthCheck))


@_SETTINGS
@given(tables())
def test_every_word_is_drawn_or_told(table: Invented) -> None:
    assert not _lost(table, table.as_csv(), "sop.csv")


@_SETTINGS
@given(tables())
def test_every_word_of_text_copied_from_a_viewer_is_drawn_or_told(table: Invented) -> None:
    assert not _lost(table, table.as_run_together())


@settings(_SETTINGS, max_examples=tries(8))
@given(tables())
def test_every_word_of_a_pdf_is_drawn_or_told(table: Invented) -> None:
    assert not _lost(table, table.as_pdf(), "sop.pdf")


def _lost(table: Invented, content: bytes | str, name: str = "") -> list[list[str]]:
    """Lines with words that are neither in the diagram nor in a note; a refusal loses nothing."""
    try:
        plan = infer(read_table(content, name))
    except InvalidTable:
        return []
    told = " ".join(assumption.what("id") for assumption in plan.assumptions)
    shown = f"{unescape(write(sketch(plan)))} {told}".casefold()
    there = " ".join(cell for line in table.lines for cell in line).casefold()
    lost = [word for word in table.words if word in there and word not in shown]
    return [line for line in table.lines if any(word in " ".join(line).casefold() for word in lost)]


@_SETTINGS
@given(tables())
def test_every_written_way_is_drawn_or_told(table: Invented) -> None:
    plan = infer(read_table(table.as_csv(), "sop.csv"))
    edges = {(source, target) for source, target, _label in plan.edges()}
    told = {
        (assumption.row, str(assumption.params.get("number", assumption.params.get("target"))))
        for assumption in plan.assumptions
    }
    keys = {step.key.split("#")[0] for step in plan.steps}
    for number, target in table.ways:
        if number in keys:
            assert (number, target) in edges | told, (number, target, table.lines, plan.edges())
