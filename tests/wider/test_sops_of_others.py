"""Tables of real SOPs, paraphrased, and the scan of SOP 032 itself: their graphs come back."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from engine.bpmn.diagram import read_diagram
from engine.importing.rows.norms import read_time
from tests.conftest import ROOT
from tests.engine.importing.drawn import drawn, errors, planned, walk
from tests.engine.importing.scanned import is_the_sop_that_we_drew
from tests.engine.importing.tables import BOX, CAPSULE, DIAMOND, Row, Sop, as_tabs, official
from tests.engine.importing.ways import NAMED, WAYS, keeps_its_steps_without_marks
from tests.wider.conftest import domain_file

pytestmark = pytest.mark.wider

OURS = ROOT / "processes" / "pengelolaan-website-dan-media-sosial.bpmn"
SYMBOLS = {"start": CAPSULE, "end": CAPSULE, "process": BOX, "decision": DIAMOND}
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


def shared(name: str) -> str:
    return domain_file(name).read_text("utf-8")


@cache
def examples() -> dict[str, dict[str, Any]]:
    return {load["id"]: load for load in json.loads(shared("sop-examples.json"))}


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


def test_an_example_becomes_its_graph_and_runs_however_it_reaches_us(subtests: pytest.Subtests) -> None:
    assert AMBIGUOUS.keys() == examples().keys()
    for name, item in examples().items():
        sop = sop_of(item)
        for way, written in (*WAYS.items(), *NAMED.items()):
            with subtests.test(name, way=way):
                plan = planned(*written(sop))
                assert plan.name == sop.name
                assert [step.key for step in plan.steps] == [row["id"] for row in item["rows"]]
                assert set(plan.edges()) == expected_edges(name, sop)
                lanes = [plan.lanes[step.lane] for step in plan.steps]
                assert lanes == [sop.actors[row.actors[0]] for row in sop.rows]
                assert [step.norm for step in plan.steps] == [read_time(row.time).norm for row in sop.rows]
        with subtests.test(name):
            pasted = as_tabs(sop, official(sop))
            found = {(assumption.kind, assumption.row) for assumption in planned(pasted).assumptions}
            assert AMBIGUOUS[name] <= found
            assert errors(drawn(pasted)) == []
            assert walk(drawn(pasted))
            assert keeps_its_steps_without_marks(sop) >= 0.4


def test_the_scan_of_sop_032_becomes_the_diagram_that_we_drew_by_hand() -> None:
    is_the_sop_that_we_drew(shared("sop-032-source.txt"), read_diagram(OURS.read_bytes()))
