"""PDFs with text: the table of an office in its forms, our own sheet, and what is no table."""

from __future__ import annotations

import random

import pytest
import typst

from engine.bpmn.diagram import read_diagram
from engine.bpmn.vocabulary import PROCESS
from engine.documents import sop_sheet
from engine.documents.sop_sheet import About, Paper
from engine.importing.cells.grid import InvalidTable
from engine.importing.cells.pdf.arrows import arrows_between
from engine.importing.cells.pdf.from_pdf import MAX_PAGES
from engine.importing.cells.pdf.ink import Stroke
from engine.importing.plan.steps import END, Plan
from engine.importing.rows.reading import read_table
from tests.conftest import ROOT
from tests.engine.importing.drawn import drawn, planned
from tests.engine.importing.examples import CUTI, PENGADAAN, PENGADUAN, REKOMENDASI, SURAT_MASUK
from tests.engine.importing.oddities import BULETIN, ODD
from tests.engine.importing.pdf.printed import How, as_pdf, quarter_turned
from tests.engine.importing.tables import Sop, as_tabs, official
from tests.long_sop import long_sop

# Each paper is set and read whole.
pytestmark = pytest.mark.thorough

Graph = set[tuple[str, str, str]]
#: Each way of printing, with the SOPs that are printed so.
PRINTED = [
    *((sop, How()) for sop in (PENGADAAN, PENGADUAN, REKOMENDASI)),
    *((sop, How(turned_heads=True)) for sop in (CUTI, BULETIN)),
    *((sop, How(sideways=True)) for sop in (SURAT_MASUK, ODD[0])),
]


@pytest.mark.parametrize(("sop", "how"), PRINTED, ids=lambda item: getattr(item, "name", ""))
def test_a_ruled_table_becomes_its_graph(sop: Sop, how: How) -> None:
    plan = planned(as_pdf(sop, official(sop), how), "sop.pdf")
    assert plan.name == sop.name
    assert set(plan.edges()) == sop.edges
    assert sop.assumed <= {(assumption.kind, assumption.row) for assumption in plan.assumptions}
    assert not _params(plan, "unread")


def test_rows_without_lines_between_them_are_parted_by_their_numbers() -> None:
    plan = planned(as_pdf(PENGADAAN, official(PENGADAAN), How(row_lines=False)), "sop.pdf")
    assert set(plan.edges()) == PENGADAAN.edges
    assert [plan.lanes[step.lane] for step in plan.steps] == [
        PENGADAAN.actors[row.actors[0]] for row in PENGADAAN.rows
    ]
    assert _params(plan, "rows_parted") == [{}]


def test_a_page_that_was_turned_is_read_as_it_is_shown() -> None:
    plan = planned(quarter_turned(as_pdf(CUTI, official(CUTI))), "sop.pdf")
    assert plan.name == CUTI.name
    assert set(plan.edges()) == CUTI.edges


@pytest.mark.parametrize("sop", [CUTI, PENGADUAN, BULETIN], ids=lambda sop: sop.name)
def test_our_own_sheet_comes_back_as_the_diagram_that_it_shows(sop: Sop) -> None:
    xml = drawn(as_tabs(sop, official(sop)))
    before, after = planned(as_tabs(sop, official(sop))), planned(_sheet(xml), "sop.pdf")
    assert after.name == before.name
    assert _graph(after) == _graph(before)
    assert _lanes(after) == _lanes(before)
    assert not _params(after, "unread")


def test_arrows_go_on_over_pages() -> None:
    plan = planned(_sheet(long_sop()), "sop.pdf")
    edges = set(plan.edges())
    assert {("13", "14", ""), ("17", "14", "Tidak"), ("17", "18", "Ya"), ("4", "2", "Tidak")} <= edges
    assert len(plan.steps) == 21
    assert not {"arrows_unclear", "return_target"} & {assumption.kind for assumption in plan.assumptions}


def test_sop_032_comes_back_with_its_identity() -> None:
    xml = (ROOT / "processes" / "pengelolaan-website-dan-media-sosial.bpmn").read_text("utf-8")
    plan = planned(_sheet(xml), "sop.pdf")
    assert set(plan.edges()) == {("1", "2", ""), ("2", "3", ""), ("3", "4", "Ya"), ("3", "2", "Tidak")}
    assert plan.identity["nomor_sop"] == "032 / SOP DIN SOS BTL / 2024"
    assert plan.identity[PROCESS["ratified_on"].name] == "2024-11-11"
    assert [step.norm for step in plan.steps] == ["PT60M", "PT30M", "PT15M", "PT5M"]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("#rect(width: 10cm, height: 5cm)", "scanned"),
        ("#for _ in range(41) { page[Uraian Prosedur, Pelaksana, Mutu Baku] }", "too_many_pages"),
        ("Surat edaran tentang tata naskah dinas di lingkungan pemerintah.", "no_table"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(source: str, reason: str) -> None:
    assert MAX_PAGES == 40
    assert _why_refused(typst.compile(source.encode())) == [f"importing.problem.{reason}"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 1 0 R >>", "unreadable"),
        (
            b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
            b"2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n3 0 obj\n<</Filter/Standard/V 1/R 2/P -4/O<"
            + b"41" * 32
            + b">/U<"
            + b"42" * 32
            + b">>>\n"
            b"endobj\ntrailer\n<</Root 1 0 R/Encrypt 3 0 R/ID[<41><41>]>>\n%%EOF",
            "locked",
        ),
    ],
    ids=["damaged", "locked"],
)
def test_what_cannot_be_opened_is_refused_with_what_to_do(content: bytes, reason: str) -> None:
    assert _why_refused(content) == [f"importing.problem.{reason}"]


def _why_refused(content: bytes) -> list[str]:
    with pytest.raises(InvalidTable) as refused:
        read_table(content, "sop.pdf")
    return [problem.code for problem in refused.value.problems.values()]


def test_a_damaged_pdf_is_refused_and_nothing_else() -> None:
    content, chance = as_pdf(CUTI, official(CUTI)), random.Random(7)
    for _attempt in range(12):
        spoilt = bytearray(content[: chance.randrange(200, len(content))])
        for _byte in range(30):
            spoilt[chance.randrange(8, len(spoilt))] = chance.randrange(256)
        try:
            read_table(bytes(spoilt), "sop.pdf")
        except InvalidTable:
            continue


def _sheet(xml: str) -> bytes:
    return sop_sheet.pdf(Paper(diagram=read_diagram(xml), about=About(version=1, draft=False)))


def _graph(plan: Plan) -> Graph:
    """By the names of the steps: a sheet counts its rows anew."""
    names = {END: "", **{step.key: step.name for step in plan.steps}}
    return {(names[source], names[target], label) for source, target, label in plan.edges()}


def _lanes(plan: Plan) -> dict[str, str]:
    return {step.name: plan.lanes[step.lane] for step in plan.steps}


def _params(plan: Plan, kind: str) -> list[dict[str, object]]:
    return [dict(assumption.params) for assumption in plan.assumptions if assumption.kind == kind]


def test_more_lines_than_a_flowchart_has_are_told_and_take_no_time() -> None:
    lines = [Stroke((n, 0.0), (n + 50.0, 40.0 + n % 7), n) for n in range(1500)]
    assert arrows_between(lines, [], [], 0.0) == ([], 1500)
