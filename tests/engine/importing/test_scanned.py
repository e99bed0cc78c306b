"""SOP 032 from its scanned sheet, with all that a scan loses."""

from __future__ import annotations

from engine.bpmn.diagram import read_diagram
from engine.importing.rows.reading import read_table
from tests.conftest import ROOT
from tests.engine.importing.drawn import planned
from tests.engine.importing.scanned import is_the_sop_that_we_drew, scanned

OURS = read_diagram((ROOT / "processes" / "pengelolaan-website-dan-media-sosial.bpmn").read_bytes())


def test_the_scan_becomes_the_diagram_that_we_drew_by_hand() -> None:
    is_the_sop_that_we_drew(scanned(OURS), OURS)


def test_a_scan_says_that_its_cells_slid() -> None:
    assert "columns_moved" in {assumption.kind for assumption in planned(scanned(OURS)).assumptions}
    straight = scanned(OURS).replace("Mutu Baku\tOutput", "Kelengkapan\tWaktu\tOutput")
    assert read_table(straight, "").rows[0].time == "60 menit"
