"""SOP 032 as it was scanned, and the domain's examples written out as tables: their graphs come back."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from engine.bpmn.diagram import Diagram, read_diagram
from engine.bpmn.sop_table.norms import read_time
from tests.conftest import ROOT, domain_file
from tests.engine.bpmn.sop_table import tables
from tests.engine.bpmn.sop_table.drawn import drawn, errors, planned, walk
from tests.engine.bpmn.sop_table.tables import BOX, CAPSULE, DIAMOND, Row, Sop, named, official, shifted, torn

OURS = ROOT / "processes" / "pengelolaan-website-dan-media-sosial.bpmn"
SYMBOLS = {"start": CAPSULE, "end": CAPSULE, "process": BOX, "decision": DIAMOND}
IDS = (
    "seed_website_medsos", "upload_publikasi", "surat_keluar", "gratifikasi", "terima_surat_satpam",
    "arsip_aktif", "penetapan_dip", "pendokumentasian",
)  # fmt: skip
#: Example → kinds of assumptions and their rows: what its `expect` calls ambiguous.
AMBIGUOUS = {
    "seed_website_medsos": {("return_target", "3")},
    "upload_publikasi": {("inverted", "4"), ("return_target", "4")},
    "surat_keluar": {
        ("time_range", "11"),
        ("hidden_condition", "9"),
        ("other_sop", "11"),
        ("lane_conflict", "10"),
    },
    "gratifikasi": {
        ("skip_target", "4"),
        ("external_actor", ""),
        ("time_24_hours", "2"),
        ("several_actors", "3"),
    },
    "terima_surat_satpam": {("question_elsewhere", "2"), ("calendar_note", "3"), ("return_target", "2")},
    "arsip_aktif": {("duplicate_number", "5#2"), ("unused_lane", "")},
    "penetapan_dip": {
        ("other_sop", "4b"),
        ("other_sop", "7"),
        ("optional_branch", "4"),
        ("return_target", "3"),
    },
    "pendokumentasian": {("mending_branch", "2")},
}
WAYS = {
    "official": lambda sop: (tables.as_tabs(sop, official(sop)), ""),
    "actor named in a column": lambda sop: (tables.as_tabs(sop, named(sop)), ""),
    "shifted by a cell": lambda sop: (tables.as_tabs(sop, shifted(sop)), ""),
    "rows one cell short": lambda sop: (tables.as_tabs(sop, torn(sop)), ""),
    "Word": lambda sop: (tables.as_word(sop, official(sop)), "sop.docx"),
    "Word, named": lambda sop: (tables.as_word(sop, named(sop), merged=False), "sop.docx"),
    "Excel": lambda sop: (tables.as_excel(sop, official(sop)), "sop.xlsx"),
    "CSV": lambda sop: (tables.as_csv(sop, official(sop), delimiter=","), "sop.csv"),
}


def shared(name: str) -> str:
    return domain_file(name).read_text("utf-8")


@cache
def examples() -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in json.loads(shared("sop-examples.json"))}


def sop_of(one: dict[str, Any]) -> Sop:
    rows = tuple(
        Row(
            number=row["id"].partition("#")[0],
            text=row["uraian"],
            actors=(row["lane"], *row.get("alt_lanes", ())),
            symbol=SYMBOLS[row["symbol"]],
            inputs=row["kelengkapan"],
            time=row["t"],
            output=row["output"],
            remarks=row.get("keterangan", ""),
        )
        for row in one["rows"]
    )
    edges = frozenset((a, b, label) for a, b, label in one["edges"])
    return Sop(name=one["title"], actors=tuple(one["pelaksana"]), rows=rows, edges=edges)


def expected_edges(name: str, sop: Sop) -> set[tuple[str, str, str]]:
    """What the example leaves unlabelled, its `expect` says: Ya leads back."""
    if name == "upload_publikasi":
        return {*(edge for edge in sop.edges if edge[0] != "4"), ("4", "1", "Ya"), ("4", "5", "Tidak")}
    return set(sop.edges)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", IDS)
def test_an_example_becomes_its_graph(name: str, way: str) -> None:
    one = examples()[name]
    sop = sop_of(one)
    plan = planned(*WAYS[way](sop))
    assert plan.name == sop.name
    assert [step.key for step in plan.steps] == [row["id"] for row in one["rows"]]
    assert set(plan.edges()) == expected_edges(name, sop)
    assert [plan.lanes[step.lane] for step in plan.steps] == [sop.actors[row.actors[0]] for row in sop.rows]
    assert [step.norm for step in plan.steps] == [read_time(row.time).norm for row in sop.rows]


@pytest.mark.parametrize("name", IDS)
def test_what_is_ambiguous_is_listed(name: str) -> None:
    sop = sop_of(examples()[name])
    found = {(one.kind, one.row) for one in planned(tables.as_tabs(sop, official(sop))).assumptions}
    assert AMBIGUOUS[name] <= found


@pytest.mark.parametrize("name", IDS)
def test_an_example_runs_to_its_end(name: str) -> None:
    sop = sop_of(examples()[name])
    xml = drawn(tables.as_tabs(sop, official(sop)))
    assert errors(xml) == []
    assert walk(xml)


def contracted(diagram: Diagram) -> set[tuple[str, str, str]]:
    """Edges between steps by name, gateways and events left out."""
    found = set()
    for step in diagram.steps.values():
        pending = [(flow.target, flow.name) for flow in diagram.outgoing(step.id)]
        while pending:
            target, label = pending.pop()
            if target in diagram.steps:
                found.add((step.name, diagram.steps[target].name, label))
            else:
                pending += [(flow.target, flow.name or label) for flow in diagram.outgoing(target)]
    return found


def test_sop_032_as_it_is_becomes_the_diagram_that_we_drew_by_hand() -> None:
    ours, read = read_diagram(OURS.read_bytes()), read_diagram(drawn(shared("sop-032-source.txt")))
    assert read.name == ours.name
    assert contracted(read) == contracted(ours)
    assert [lane.name for lane in read.lanes] == [lane.name for lane in ours.lanes]
    by_name = {step.name: step for step in ours.steps.values()}
    assert [step.name for step in (read.steps[name] for name in read.main_path())] == [
        ours.steps[name].name for name in ours.main_path()
    ]
    for step in read.steps.values():
        assert (step.lane, step.quality) == (by_name[step.name].lane, by_name[step.name].quality)


def test_the_identity_block_of_sop_032_is_the_one_that_we_wrote_by_hand() -> None:
    ours, read = read_diagram(OURS.read_bytes()), read_diagram(drawn(shared("sop-032-source.txt")))
    for name, value in ours.identity.items():
        if name != "judul_berkas":
            assert read.identity.get(name, "") == value, name


def test_what_sop_032_does_not_say_is_an_assumption() -> None:
    plan = planned(shared("sop-032-source.txt"))
    found = {(one.kind, one.row) for one in plan.assumptions}
    assert {("lane", row) for row in "1234"} <= found
    assert {("decision_row", "3"), ("return_target", "3"), ("approver", "3"), ("spelling", "4")} <= found
    diagram = read_diagram(drawn(shared("sop-032-source.txt")))
    back = next(flow for flow in diagram.flows if flow.name == "Tidak")
    assert any(back.id in note.about and "Asumsi" in note.text for note in diagram.annotations)


@pytest.mark.parametrize("name", IDS)
def test_with_all_marks_lost_the_steps_stay_and_every_lane_is_an_assumption(name: str) -> None:
    one = examples()[name]
    sop = sop_of(one)
    lines = [
        line[:1] + [""] * len(sop.actors) + line[1 + len(sop.actors) :] if n > 1 else line
        for n, line in enumerate(shifted(sop))
    ]
    plan = planned(tables.as_tabs(sop, lines))
    assert [step.key for step in plan.steps] == [row["id"] for row in one["rows"]]
    assert {row for kind, row in {(a.kind, a.row) for a in plan.assumptions} if kind == "lane"} == {
        step.key for step in plan.steps
    }
    right = sum(
        plan.lanes[step.lane] == sop.actors[row.actors[0]]
        for step, row in zip(plan.steps, sop.rows, strict=True)
    )
    assert right / len(sop.rows) >= 0.4
