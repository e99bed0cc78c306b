"""Nine procedures of our own, in every layout and kind of file, become the graphs that were meant."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.bpmn.diagram import read_diagram
from tests.engine.importing import tables
from tests.engine.importing.drawn import drawn, errors, in_turn, last_option, planned, walk
from tests.engine.importing.examples import (
    CUTI,
    OWN,
    PENGADAAN,
    PERJALANAN_DINAS,
    REKOMENDASI,
    SURAT_MASUK,
)
from tests.engine.importing.oddities import BULETIN, ODD, TAMU
from tests.engine.importing.tables import DIAMOND, Sop, official
from tests.engine.importing.ways import NAMED, WAYS, keeps_its_steps_without_marks, steps_of

pytestmark = pytest.mark.thorough

EVERY = (*OWN, *ODD)
#: What decides is said in words, too, and every actor does something: no symbol is needed.
IN_WORDS = (SURAT_MASUK, CUTI, PERJALANAN_DINAS, TAMU, BULETIN)


@pytest.mark.parametrize(
    ("sop", "written"),
    [
        *(pytest.param(sop, WAYS[way], id=f"{sop.name}, {way}") for sop in EVERY for way in WAYS),
        *(pytest.param(sop, NAMED[way], id=f"{sop.name}, {way}") for sop in IN_WORDS for way in NAMED),
    ],
)
def test_a_table_becomes_its_graph(sop: Sop, written: Callable[[Sop], tuple[bytes | str, str]]) -> None:
    plan = planned(*written(sop))
    assert plan.name == sop.name
    assert set(plan.edges()) == sop.edges
    assert [plan.lanes[step.lane] for step in plan.steps] == [
        sop.actors[row.actors[0]] for row in steps_of(sop)
    ]
    norms = {step.key: step.norm for step in plan.steps}
    assert {key: norms[key] for key in sop.norms} == sop.norms
    assert sop.assumed <= {(assumption.kind, assumption.row) for assumption in plan.assumptions}


@pytest.mark.parametrize("sop", EVERY, ids=lambda sop: sop.name)
def test_the_diagram_has_no_error_and_runs_to_its_end_whatever_is_chosen(sop: Sop) -> None:
    xml = drawn(tables.as_tabs(sop, official(sop)))
    assert errors(xml) == []
    steps = {step.id for step in planned(tables.as_tabs(sop, official(sop))).steps}
    first_yes = walk(xml, lambda field, visit: field.options[0].id if visit == 1 else in_turn(field, visit))
    seen = {*walk(xml), *first_yes}
    assert seen - {"Memilih_awal"} == steps
    assert walk(xml, lambda field, visit: last_option(field, visit) if visit == 1 else in_turn(field, visit))


def test_the_same_table_gives_the_same_file() -> None:
    text = tables.as_tabs(REKOMENDASI, official(REKOMENDASI))
    assert drawn(text) == drawn(text)


@pytest.mark.parametrize("sop", OWN, ids=lambda sop: sop.name)
def test_marks_without_symbols_lose_no_lane_and_no_step(sop: Sop) -> None:
    plan = planned(tables.as_tabs(sop, official(sop, mark="X")))
    rows = [row for row in sop.rows if row.text.split()[0] not in {"Ke", "Sambungan"}]
    assert [plan.lanes[step.lane] for step in plan.steps] == [sop.actors[row.actors[0]] for row in rows]
    said = {row.number for row in rows if row.symbol == DIAMOND and row.remarks}
    assert said <= set(plan.decisions)


@pytest.mark.parametrize("sop", EVERY, ids=lambda sop: sop.name)
def test_with_all_marks_lost_the_steps_stay_and_every_lane_is_an_assumption(sop: Sop) -> None:
    right = keeps_its_steps_without_marks(sop)
    # In two of them no text names whoever works.
    assert right >= 0.4 or sop in (SURAT_MASUK, PENGADAAN)


def test_cells_can_be_marked_by_colour_alone() -> None:
    plan = planned(tables.as_excel(PENGADAAN, official(PENGADAAN), coloured=True), "sop.xlsx")
    assert [plan.lanes[step.lane] for step in plan.steps] == [
        PENGADAAN.actors[row.actors[0]] for row in PENGADAAN.rows
    ]


def test_what_is_assumed_is_marked_in_the_diagram() -> None:
    text = tables.as_tabs(PENGADAAN, official(PENGADAAN))
    plan, diagram = planned(text), read_diagram(drawn(text))
    checking = next(step.id for step in plan.steps if step.key == "2")
    assert "kembali ke langkah 1" in diagram.nodes[checking].properties["asumsi"]
    notes = [note for note in diagram.annotations if any(checking in about for about in note.about)]
    assert [note.text for note in notes] == ["Asumsi: “Tidak” kembali ke langkah 1."]


def test_a_return_asks_for_a_reason_and_the_way_forward_does_not() -> None:
    diagram = read_diagram(drawn(tables.as_tabs(PENGADAAN, official(PENGADAAN))))
    inverted = next(step for step in diagram.steps.values() if step.form.get("keputusan_5"))
    reason = inverted.form.get("alasan_5")
    assert reason is not None
    assert reason.required_if == reason.shown_if == 'keputusan_5 == "ya"'
