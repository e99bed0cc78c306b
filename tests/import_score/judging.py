"""What an import got wrong: said as an assumption about that row, for its owner to put right, or silent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from engine.importing.assumptions import UNREAD
from engine.importing.cells.grid import InvalidTable
from engine.importing.cells.words import plain
from engine.importing.plan.sketching import ON_FLOWS
from engine.importing.plan.steps import Plan, PlannedStep
from tests.engine.importing import tables
from tests.engine.importing.drawn import planned
from tests.engine.importing.pdf.printed import as_pdf, copied
from tests.engine.importing.tables import PENTAGON, Row, Sop, official

FORMS: Mapping[str, Callable[[Sop], tuple[bytes | str, str]]] = {
    "tabs": lambda sop: (tables.as_tabs(sop, official(sop)), ""),
    ".docx": lambda sop: (tables.as_word(sop, official(sop)), "sop.docx"),
    ".xlsx": lambda sop: (tables.as_excel(sop, official(sop)), "sop.xlsx"),
    ".csv": lambda sop: (tables.as_csv(sop, official(sop)), "sop.csv"),
    ".pdf": lambda sop: (as_pdf(sop, official(sop)), "sop.pdf"),
    "copied from a PDF": lambda sop: (copied(as_pdf(sop, official(sop))), ""),
}
#: Kinds of assumptions about each kind of fact; those about the whole SOP count for every row.
_ABOUT_LANES = {
    "lane",
    "several_actors",
    "lane_conflict",
    "approver",
    "symbols_lost",
    "no_actors",
    "actors_run_together",
}
_ABOUT_WAYS = {
    *ON_FLOWS, "joined_again", "refusal_passed_by", "another_end", "other_way", "asked_where", "decision_row",
    "inverted", "alternative_starts", "several_starts", "way_undrawn", "question_elsewhere",
    "symbols_lost",
}  # fmt: skip
_ABOUT_TEXTS = {
    "cells_run_together",
    "columns_moved",
    "unread",
    "spelling",
    "footnotes",
    "connector_left_out",
}


@dataclass(frozen=True)
class Difference:
    #: Number of the row; empty where the whole SOP is meant.
    row: str
    what: str


@dataclass
class Verdict:
    """Of one SOP in one form."""

    silent: list[Difference] = field(default_factory=list)
    #: Wrong, and said: what the owner has to put right.
    corrections: list[Difference] = field(default_factory=list)
    unread: int = 0
    #: Not read at all, with the reason.
    refused: str = ""


def judge(sop: Sop, form: str) -> Verdict:
    """What differs from the truth when the SOP is read in a form: a key of FORMS."""
    try:
        plan = planned(*FORMS[form](sop))
    except InvalidTable as error:
        return Verdict(refused=", ".join(problem.code for problem in error.problems.values()))
    verdict = Verdict(unread=sum(item.kind in UNREAD for item in plan.assumptions))
    for difference, kinds in _differences(sop, plan):
        said = {item.kind for item in plan.assumptions if item.row in {"", difference.row}}
        (verdict.corrections if said & kinds else verdict.silent).append(difference)
    return verdict


def _differences(sop: Sop, plan: Plan) -> Iterator[tuple[Difference, set[str]]]:
    """Each with the kinds of assumptions that would say it."""
    if plain(plan.name) != plain(sop.name):
        yield Difference("", f"name: {plan.name}"), {"no_title", "identity_left_out"}
    steps, rows = {step.key: step for step in plan.steps}, dict(_rows(sop))
    for key in rows.keys() ^ steps.keys():
        yield Difference(key, "step"), {"row_without_number", "duplicate_number"}
    for key in rows.keys() & steps.keys():
        yield from _of_step(sop, rows[key], plan, steps[key])
    for source, target, label in sorted(set(plan.edges()) ^ set(sop.edges)):
        yield Difference(source, f"way to {target} {label}".strip()), _ABOUT_WAYS


def _rows(sop: Sop) -> Iterator[tuple[str, Row]]:
    """By the keys that steps have: a number that is there twice is told apart."""
    seen: set[str] = set()
    for row in sop.rows:
        if row.symbol != PENTAGON:
            yield (f"{row.number}#2" if row.number in seen else row.number), row
            seen.add(row.number)


def _of_step(sop: Sop, row: Row, plan: Plan, step: PlannedStep) -> Iterator[tuple[Difference, set[str]]]:
    if plain(step.name) != plain(row.text):
        yield Difference(step.key, f"name: {step.name}"), _ABOUT_TEXTS
    if plan.lanes[step.lane] != sop.actors[row.actors[0]]:
        yield Difference(step.key, f"lane: {plan.lanes[step.lane]}"), _ABOUT_LANES
    if step.key in sop.norms and step.norm != sop.norms[step.key]:
        yield Difference(step.key, f"norm: {step.norm}"), {"time_in_words", "cells_run_together"}
    for written, read in (
        (row.inputs, step.row.inputs),
        (row.output, step.row.output),
        (row.remarks, step.row.remarks),
    ):
        if plain(written) != plain(read):
            yield Difference(step.key, f"text: {read}"), _ABOUT_TEXTS
