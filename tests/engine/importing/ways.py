"""How a table reaches us: pasted, scanned, as a file of each kind. SOP → (content, file name)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.engine.importing import tables
from tests.engine.importing.drawn import planned
from tests.engine.importing.tables import PENTAGON, Sop, named, official, shifted, torn

Ways = Mapping[str, Callable[[Sop], tuple[bytes | str, str]]]

WAYS: Ways = {
    "pasted": lambda sop: (tables.as_tabs(sop, official(sop)), ""),
    "scanned, number merged into the text": lambda sop: (tables.as_tabs(sop, shifted(sop)), ""),
    "rows one cell shorter than the header": lambda sop: (tables.as_tabs(sop, torn(sop)), ""),
    "pipes": lambda sop: (tables.as_pipes(sop, official(sop)), "sop.md"),
    "columns of spaces": lambda sop: (tables.as_spaces(sop, official(sop)), "sop.txt"),
    "HTML": lambda sop: (tables.as_html(sop, official(sop)), ""),
    "Word": lambda sop: (tables.as_word(sop, official(sop)), "sop.docx"),
    "Excel": lambda sop: (tables.as_excel(sop, official(sop)), "sop.xlsx"),
    "CSV with semicolons": lambda sop: (tables.as_csv(sop, official(sop)), "sop.csv"),
    "CSV as Excel writes it": lambda sop: (
        tables.as_csv(sop, official(sop), delimiter="\t", encoding="utf-16"),
        "sop.csv",
    ),
}
#: Symbols are lost, the actor is named in a column: words alone say what decides.
NAMED: Ways = {
    "pasted, actor named": lambda sop: (tables.as_tabs(sop, named(sop)), ""),
    "Word, actor named": lambda sop: (tables.as_word(sop, named(sop), merged=False), "sop.docx"),
    "CSV with commas, actor named": lambda sop: (tables.as_csv(sop, named(sop), delimiter=","), "sop.csv"),
}


def steps_of(sop: Sop) -> list[tables.Row]:
    return [row for row in sop.rows if row.symbol != PENTAGON]


def keeps_its_steps_without_marks(sop: Sop) -> float:
    """All steps are there, and each lane is an assumption; which part of them is right."""
    count = len(sop.actors)
    head, actors, *rows = shifted(sop)
    lines = [head, actors, *([row[0], *[""] * count, *row[1 + count :]] for row in rows)]
    plan, marked = planned(tables.as_tabs(sop, lines)), planned(tables.as_tabs(sop, official(sop)))
    assert [step.key for step in plan.steps] == [step.key for step in marked.steps]
    assert {assumption.row for assumption in plan.assumptions if assumption.kind == "lane"} == {
        step.key for step in plan.steps
    }
    lanes = [sop.actors[row.actors[0]] for row in steps_of(sop)]
    right = [plan.lanes[step.lane] == lane for step, lane in zip(plan.steps, lanes, strict=True)]
    return sum(right) / len(right)
